"""Links between incidents: what each relation is called from either end, and which incidents are near each other."""

from collections import deque
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.core.schema import RELATIONS

Rows = NDArray[np.intp]


@dataclass(frozen=True)
class Relation:
    """A relation in words: what the later incident is to the earlier one, and the earlier one to the later."""

    forward: str
    backward: str

    def phrase(self, *, is_backward: bool) -> str:
        """The words as seen from one end."""
        return self.backward if is_backward else self.forward


# By the code of `geo.core.schema.RELATIONS`. Each reads between two titles: “A”, in response to “B”.
RELATION_PHRASES: dict[str, Relation] = {
    "retaliation for": Relation("retaliation for", "retaliated against by"),
    "response to": Relation("in response to", "answered by"),
    "same operation as": Relation("part of the same operation as", "part of the same operation as"),
    "follows": Relation("follows", "followed by"),
}
# Of a pair of incidents: each relation in each direction, once.
MAX_LINKS_OF_PAIR = 2 * len(RELATIONS)


@dataclass(frozen=True, eq=False)
class LinkGraph:
    """The links of an incident table, both ends in it: `sources` and `targets` are positions of rows.

    A source is the later incident. `relations`: the code of each link. `_ends` and `_others` have each link twice, once
    from either end, in the order of the ends.
    """

    sources: Rows
    targets: Rows
    relations: NDArray[np.object_]
    _ends: Rows
    _others: Rows

    @classmethod
    def from_tables(cls, incident_ids: pd.Series, links: pd.DataFrame) -> "LinkGraph":
        """The links of a table of links; those to the incident itself or to none of the table are left out."""
        ends = _find_rows(incident_ids, pd.concat([links["incident_id"], links["to_incident_id"]], ignore_index=True))
        sources, targets = ends[: len(links)], ends[len(links) :]
        pairs = pd.DataFrame({"source": sources, "target": targets, "relation": links["relation"].to_numpy()})
        pairs = pairs[(sources >= 0) & (targets >= 0) & (sources != targets)].drop_duplicates()
        sources, targets = pairs["source"].to_numpy(), pairs["target"].to_numpy()
        both, others = np.concatenate([sources, targets]), np.concatenate([targets, sources])
        order = np.argsort(both, kind="stable")
        return cls(sources, targets, pairs["relation"].to_numpy(dtype=object), both[order], others[order])

    def nearest(self, row: int, limit: int) -> list[int]:
        """Up to `limit` rows of those that links lead to from a row, fewest steps first, with the row itself.

        The work grows with the limit and never with the links.
        """
        visited = {row: None}
        queue = deque([row])
        while queue and len(visited) < limit:
            for other in self._neighbours(queue.popleft(), limit):
                if other not in visited and len(visited) < limit:
                    visited[other] = None
                    queue.append(other)
        return list(visited)

    def among(self, rows: list[int]) -> list[tuple[int, int, str]]:
        """Source, target and relation of each link between two of these rows."""
        is_among = np.isin(self.sources, rows) & np.isin(self.targets, rows)
        columns = (values[is_among].tolist() for values in (self.sources, self.targets, self.relations))
        return list(zip(*columns, strict=True))

    def _neighbours(self, row: int, limit: int) -> list[int]:
        first, end = np.searchsorted(self._ends, [row, row + 1])
        others: list[int] = self._others[first : min(end, first + limit * MAX_LINKS_OF_PAIR)].tolist()
        return others


def _find_rows(incident_ids: pd.Series, linked_ids: pd.Series) -> Rows:
    """The position of the row of each identifier; -1 where the table has none."""
    codes, names = pd.factorize(linked_ids)
    positions = np.flatnonzero(incident_ids.isin(names).to_numpy())
    numbers = pd.Index(incident_ids.iloc[positions].astype("str")).get_indexer(pd.Index(names, dtype="str"))
    rows: Rows = np.append(positions, -1)[numbers][codes]
    return rows

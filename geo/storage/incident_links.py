"""Links between incidents: what each relation is called from either end, and which incidents are near each other."""

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Codes = NDArray[np.intp]


@dataclass(frozen=True)
class Relation:
    """A relation in words: what the later incident is to the earlier one, and the earlier one to the later."""

    forward: str
    backward: str

    @property
    def is_mutual(self) -> bool:
        """Whether both ends have it alike, so that neither is the later one."""
        return self.forward == self.backward

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
MUTUAL_PHRASES = frozenset(relation.forward for relation in RELATION_PHRASES.values() if relation.is_mutual)


@dataclass(frozen=True, eq=False)
class LinkGraph:
    """Links between incidents, of which a table may have both, one or none.

    An incident is a code, its place in `names`. `sources`, the later ones, and `targets` are the ends of each link and
    `relations` its code in words. `_ends` and `_others` have each link twice, once from either end, in the order of the
    ends.
    """

    names: pd.Index
    sources: Codes
    targets: Codes
    relations: NDArray[np.object_]
    _ends: Codes
    _others: Codes

    @classmethod
    def from_table(cls, links: pd.DataFrame) -> "LinkGraph":
        """The links of a table of links; those of an incident to itself are left out."""
        ends = pd.concat([links["incident_id"], links["to_incident_id"]], ignore_index=True).astype("str")
        codes, names = pd.factorize(ends)
        sources, targets = codes[: len(links)], codes[len(links) :]
        pairs = pd.DataFrame({"source": sources, "target": targets, "relation": links["relation"].to_numpy()})
        pairs = pairs[sources != targets].drop_duplicates()
        sources, targets = pairs["source"].to_numpy(), pairs["target"].to_numpy()
        both, others = np.concatenate([sources, targets]), np.concatenate([targets, sources])
        order = np.argsort(both, kind="stable")
        return cls(names, sources, targets, pairs["relation"].to_numpy(dtype=object), both[order], others[order])

    def nearest(self, incident_id: str, limit: int, are_known: Callable[[list[str]], list[bool]]) -> list[str]:
        """Up to `limit` incidents that links lead to from one, fewest steps first, with that one itself.

        `are_known`: whether the table has each of these incidents; what it has not is no step. The work grows with the
        limit and with what the table has not, and never with all links.
        """
        start = int(self.names.get_indexer([incident_id])[0])
        if start < 0:
            return [incident_id]
        known, n_tried = {start: True}, limit
        while True:
            reached = self._reach(start, n_tried, known)
            if all(code in known for code in reached[:limit]):
                return [str(self.names[code]) for code in reached[:limit]]
            unclear = [code for code in reached if code not in known]
            known |= dict(zip(unclear, are_known([str(self.names[code]) for code in unclear]), strict=True))
            n_tried *= 2

    def among(self, incident_ids: list[str]) -> list[tuple[str, str, str]]:
        """Source, target and relation of each link between two of these incidents."""
        codes = self.names.get_indexer(incident_ids)
        is_among = np.isin(self.sources, codes) & np.isin(self.targets, codes)
        sources, targets = (self.names[ends[is_among]].tolist() for ends in (self.sources, self.targets))
        return list(zip(sources, targets, self.relations[is_among].tolist(), strict=True))

    def _reach(self, start: int, limit: int, known: dict[int, bool]) -> list[int]:
        """Up to `limit` codes, fewest steps first; what may be known counts as if it were."""
        visited = {start: None}
        queue = deque([start])
        while queue and len(visited) < limit:
            for other in self._neighbours(queue.popleft()):
                if len(visited) == limit:
                    break
                if other not in visited and known.get(other, True):
                    visited[other] = None
                    queue.append(other)
        return list(visited)

    def _neighbours(self, code: int) -> Iterator[int]:
        first, end = np.searchsorted(self._ends, [code, code + 1])
        return map(int, self._others[first:end])

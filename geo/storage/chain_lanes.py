"""The chains of a selection as lanes over time: which incidents each has, in order of date, and what answered what."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.core.formatting import format_date
from geo.query.engine import ResultSet
from geo.storage.atlas import Atlas
from geo.storage.chain_order import order_chain
from geo.storage.incident_links import RELATION_PHRASES

MAX_LANES = 8  # drawn at once, by judgement: a screen and a half of lanes
MAX_LANE_INCIDENTS = 40  # of a lane, by judgement: more dots do not fit beside each other on a desk
COLUMNS = ["incident_id", "title", "date_start", "date_end", "date_precision", "event_type", "chain"]


@dataclass(frozen=True)
class LaneEntry:
    """An incident of a lane; its title is as hostile as the row. `days`: ISO dates, empty where unknown."""

    incident_id: str
    title: str
    date: str
    days: tuple[str, str]
    event_type: str


@dataclass(frozen=True)
class LaneLink:
    """A link from the earlier entry of a lane to the later one, by number, and the later one's relation in words."""

    earlier: int
    later: int
    relation: str
    phrase: str


@dataclass(frozen=True)
class Lane:
    """A chain: its entries in the order of geo/storage/chain_order.py. `n_incidents`: how many the selection has of it.

    `chain`: by which the filter knows it, the smallest identifier in it, which need not be one of the selection.
    """

    chain: str
    entries: tuple[LaneEntry, ...]
    links: tuple[LaneLink, ...]
    n_incidents: int


@dataclass(frozen=True)
class Lanes:
    """The chains with the most incidents of the selection first, up to a limit; `n_chains`: how many there are."""

    lanes: tuple[Lane, ...]
    n_chains: int

    @property
    def n_left_out(self) -> int:
        """How many chains are not among the lanes."""
        return self.n_chains - len(self.lanes)


def build_lanes(atlas: Atlas, results: ResultSet, *, limit: int = MAX_LANES) -> Lanes:
    """The chains of which at least two linked incidents are selected."""
    if not len(atlas.links):
        return Lanes((), 0)
    graph, is_selected = atlas.link_graph, results.contains(atlas.link_rows)
    numbers = np.flatnonzero(is_selected[graph.sources] & is_selected[graph.targets])
    chains = _components(graph.sources[numbers], graph.targets[numbers])
    largest = sorted(chains, key=lambda codes: (-len(codes), min(graph.names[codes])))
    return Lanes(tuple(_make_lane(atlas, codes) for codes in largest[:limit]), len(chains))


def _components(sources: NDArray[np.intp], targets: NDArray[np.intp]) -> list[NDArray[np.intp]]:
    """The codes of each set of incidents that links join, by union and find."""
    parents = {code: code for code in np.unique(np.concatenate([sources, targets])).tolist()}

    def root(code: int) -> int:
        while parents[code] != code:
            parents[code] = parents[parents[code]]
            code = parents[code]
        return code

    for source, target in zip(sources.tolist(), targets.tolist(), strict=True):
        parents[root(source)] = root(target)
    components: dict[int, list[int]] = {}
    for code in parents:
        components.setdefault(root(code), []).append(code)
    return [np.array(codes, dtype=np.intp) for codes in components.values()]


def _make_lane(atlas: Atlas, codes: NDArray[np.intp]) -> Lane:
    names = atlas.link_graph.names[codes].tolist()
    table = pd.DataFrame(atlas.engine.take(atlas.link_rows[codes], COLUMNS)).set_axis(names)
    links = atlas.link_graph.among(names)
    order = order_chain(table, links)[:MAX_LANE_INCIDENTS]
    numbers = {id_: number for number, id_ in enumerate(order)}
    entries = tuple(_make_entry(id_, table.loc[id_]) for id_ in order)
    drawn = tuple(
        LaneLink(numbers[target], numbers[source], relation, RELATION_PHRASES[relation].forward)
        for source, target, relation in links
        if source in numbers and target in numbers
    )
    chains = table["chain"].dropna().tolist()
    return Lane(str(chains[0]) if chains else min(names), entries, drawn, len(names))


def _make_entry(id_: str, row: pd.Series) -> LaneEntry:
    return LaneEntry(
        incident_id=id_,
        title=row["title"] if isinstance(row["title"], str) else id_,
        date=format_date(row["date_start"], row["date_end"], row["date_precision"]),
        days=(_iso_day(row["date_start"]), _iso_day(row["date_end"])),
        event_type=row["event_type"] if isinstance(row["event_type"], str) else "",
    )


def _iso_day(day: pd.Timestamp) -> str:
    return "" if pd.isna(day) else day.date().isoformat()

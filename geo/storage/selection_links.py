"""The links between the incidents of a selection, as the map draws them: those in view, up to a number."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.query.engine import Engine, ResultSet, Rows
from geo.query.map_view import MapView
from geo.storage.atlas import Atlas
from geo.storage.chain_order import order_chain
from geo.storage.incident_links import LinkGraph

MAX_LINKS = 300  # drawn at once, by judgement: more arcs on a screen hide each other and the map
MAX_READ = 20_000  # links whose ends are read to find those in view; read in a tenth of a second
MAX_NUMBERED = 60  # incidents of a chain that are numbered on the map and listed beside it; as in incident_chain.py
CHAIN = "chain"  # the filter whose selection is read as one chain
COLUMNS = ["incident_id", "date_start", "date_end", "longitude", "latitude"]
ORDER = ["date_start", "date_end", "incident_id"]


@dataclass(frozen=True, eq=False)
class SelectionLinks:
    """The links whose two ends are selected, the latest first.

    `links`: source, which is the later incident, target and relation. `incidents`: the rows of their ends in the
    engine, in order of date; where one chain is selected, those of all its incidents. `n_links`: how many the selection
    has, `n_in_view` how many of them a view touches, `n_leading_out` how many have one end outside the selection.
    """

    links: tuple[tuple[str, str, str], ...]
    incidents: Rows
    n_links: int
    n_in_view: int
    n_leading_out: int

    @property
    def is_whole(self) -> bool:
        """Whether these are all links of the selection, so that no other view has more."""
        return len(self.links) == self.n_links


def count_links(atlas: Atlas, results: ResultSet) -> int:
    """How many links have both ends in a selection."""
    return int(_selected_ends(atlas, results)[0].sum()) if len(atlas.links) else 0


def find_links(
    atlas: Atlas, results: ResultSet, view: MapView | None = None, *, limit: int = MAX_LINKS
) -> SelectionLinks:
    """The links of a selection, the latest first; at most `limit`, and of more than that those that a view touches.

    A link touches a view where the box around its two ends does, or the one end that has a place.
    """
    if not len(atlas.links):
        return SelectionLinks((), np.zeros(0, dtype=np.int64), 0, 0, 0)
    graph = atlas.link_graph
    is_selected, n_leading_out = _selected_ends(atlas, results)
    numbers = np.flatnonzero(is_selected)
    ends = _read_ends(atlas.engine, graph, atlas.link_rows, numbers[:MAX_READ])
    numbers = _latest_first(graph, ends, numbers[:MAX_READ])
    n_in_view = len(numbers)
    if len(numbers) > limit and view is not None:
        numbers = numbers[_touches(view, graph, ends, numbers)]
        n_in_view = len(numbers)
    links = _name_links(graph, numbers[:limit])
    incidents = _order_incidents(results, ends, links)
    return SelectionLinks(links, incidents, int(is_selected.sum()), n_in_view, n_leading_out)


def _selected_ends(atlas: Atlas, results: ResultSet) -> tuple[NDArray[np.bool_], int]:
    """Whether both ends of each link are selected, and how many links have one end that is."""
    graph, is_selected = atlas.link_graph, results.contains(atlas.link_rows)
    sources, targets = is_selected[graph.sources], is_selected[graph.targets]
    both: NDArray[np.bool_] = sources & targets
    return both, int((sources ^ targets).sum())


def _read_ends(engine: Engine, graph: LinkGraph, rows: Rows, numbers: NDArray[np.intp]) -> pd.DataFrame:
    """The ends of some links by their code, with COLUMNS and their row."""
    codes = np.unique(np.concatenate([graph.sources[numbers], graph.targets[numbers]]))
    return pd.DataFrame(engine.take(rows[codes], COLUMNS)).assign(row=rows[codes]).set_axis(codes)


def _latest_first(graph: LinkGraph, ends: pd.DataFrame, numbers: NDArray[np.intp]) -> NDArray[np.intp]:
    days = ends["date_start"].reindex(graph.sources[numbers]).to_numpy().astype("datetime64[s]")
    since = np.where(np.isnat(days), np.iinfo(np.int64).min, days.astype(np.int64))
    return numbers[np.argsort(since, kind="stable")[::-1]]


def _touches(view: MapView, graph: LinkGraph, ends: pd.DataFrame, numbers: NDArray[np.intp]) -> NDArray[np.bool_]:
    points = ends[["longitude", "latitude"]]
    start, end = (points.reindex(codes[numbers]).to_numpy(dtype=float) for codes in (graph.sources, graph.targets))
    start, end = np.where(np.isnan(start), end, start), np.where(np.isnan(end), start, end)
    is_placed = ~np.isnan(start).any(axis=1)
    boxes = np.hstack([np.minimum(start, end), np.maximum(start, end)])
    touched: NDArray[np.bool_] = is_placed & view.touches(np.nan_to_num(boxes))
    return touched


def _name_links(graph: LinkGraph, numbers: NDArray[np.intp]) -> tuple[tuple[str, str, str], ...]:
    sources, targets = (graph.names[codes[numbers]].tolist() for codes in (graph.sources, graph.targets))
    return tuple(zip(sources, targets, graph.relations[numbers].tolist(), strict=True))


def _order_incidents(results: ResultSet, ends: pd.DataFrame, links: tuple[tuple[str, str, str], ...]) -> Rows:
    """The rows of what is linked, in order of date; where one chain is selected, of all that is selected."""
    table = _by_identifier(ends)
    linked = table.loc[list(dict.fromkeys(id_ for source, target, _ in links for id_ in (source, target)))]
    if results.selection.get(CHAIN) and len(results) <= MAX_NUMBERED:
        rows = results.page(0, len(results))
        linked = _by_identifier(pd.DataFrame(results.engine.take(rows, ORDER)).assign(row=rows))
    order: Rows = linked.loc[order_chain(linked, links), "row"].to_numpy(dtype=np.int64)
    return order


def _by_identifier(table: pd.DataFrame) -> pd.DataFrame:
    return table.set_axis(table["incident_id"].tolist())

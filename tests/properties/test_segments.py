"""A base and segments over it answer as one table does, whatever is replaced, hidden, decided or added."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.core.incidents import as_incidents, check_incidents
from geo.core.schema import INCIDENT_COLUMNS
from geo.query import marks_in_view, time_cube
from geo.query.answers import NO_ROW, Grouping, Rows
from geo.query.area_sums import AreaSums
from geo.query.cell_sums import CellSums
from geo.query.combinations import COLUMN_GROUPS
from geo.query.engine import Engine, ResultSet
from geo.query.filters import FILTER, FILTERS
from geo.query.filters.extents import Inside
from geo.query.index import Index
from geo.query.map_view import MapView
from geo.query.point_index import Tile
from geo.query.segments import SegmentedEngine
from geo.query.selection import Selection
from geo.query.time_cube import TimeCounts
from geo.storage.decided_rows import apply_decisions
from geo.storage.import_segments import ImportSegment, lay_over
from geo.storage.merge import concat_tables
from tests.overlays import decided_links
from tests.properties.test_index import CELLS, COLUMNS, SELECTIONS
from tests.thoroughness import count

IDS = [f"i{number}" for number in range(16)]
HEADER = ("incident_id", "date_start", "latitude", "longitude", *COLUMNS.split(","))
EXAMPLES = settings(deadline=None, max_examples=count(8, 15))
CATEGORIES = ("dataset", "event_type", "actor_a", "country", "place_name", "place_precision", "licence")
SORTS = (
    "", "title", "-title", "killed_best", "-killed_best", "event_type", "-place_name", "date_start", "-date_end",
    "latitude", "contested", "mine.note", "-mine.note",
)  # fmt: skip
VIEWS = [MapView.parse(text) for text in ("-180,-85,180,85", "60,20,70,30", "170,-20,190,-10", "40,30,50,40")]
VERDICTS = st.lists(
    st.tuples(st.sampled_from(IDS), st.sampled_from(IDS), st.sampled_from(["same", "same", "different"])), max_size=5
)


@dataclass(frozen=True)
class Case:
    """A base and imports over it, checked and not yet in order, which of them are hidden, and decisions."""

    tables: list[pd.DataFrame]
    decisions: pd.DataFrame

    def segmented(self) -> SegmentedEngine:
        """The tables as segments."""
        base, *imports = (Index.from_table(as_incidents(table)) for table in self.tables)
        return apply_decisions(lay_over(base, [ImportSegment(each) for each in imports]), self.decisions)

    def merged(self) -> Index:
        """The tables as one, by a plain scan."""
        rows = concat_tables(self.tables)
        table = as_incidents(rows)
        return Index.from_table(table.assign(duplicate_of=decided_links(table, self.decisions)))


def check_rows(lines: list[list[str]], extra: list[str]) -> pd.DataFrame:
    cells = pd.DataFrame(lines, columns=[*HEADER, *extra], dtype="str")
    checked = check_incidents(cells.mask(cells == ""))
    assert checked.rejected.empty, checked.rejected.to_dict("records")
    return checked.accepted


def build_table(draw: Callable[[Any], Any], number: int) -> pd.DataFrame:
    """A table with some of the identifiers; the second and the third have columns of their own."""
    extra = ([], ["mine.note"], ["mine.note", "more"])[number % 3]
    lines = []
    for incident_id in draw(st.lists(st.sampled_from(IDS), unique=True, max_size=9)):
        first_day, second_day, types, *others = draw(CELLS)
        *actors, place_name, admin, point, precision, radius, killed, contested = others
        start, end = sorted((first_day, second_day)) if first_day and second_day else (first_day or second_day, "")
        longitude, latitude = point or ("", "")
        values = [incident_id, start, latitude, longitude, end, *types, *actors, place_name, *admin, precision, radius]
        values += [*killed, contested, draw(st.sampled_from(["", "Title b", "title B", "A title"]))]
        values += [draw(st.sampled_from(["", "one", "two"])), draw(st.sampled_from(["", "", "", *IDS]))]
        values += [f"note {draw(st.integers(0, 2))}" for _ in extra]
        lines.append(list(map(str, values)))
    return check_rows(lines, extra)


@st.composite
def cases(draw: Callable[[Any], Any]) -> Case:
    """A base, up to three imports of which some may be hidden, and decisions."""
    tables = [build_table(draw, number) for number in range(draw(st.integers(1, 4)))]
    decisions = pd.DataFrame(draw(VERDICTS), columns=["incident_id", "duplicate_of", "verdict"], dtype="str")
    is_shown = [True, *(draw(st.booleans()) or draw(st.booleans()) for _ in tables[1:])]
    return Case([table for table, shown in zip(tables, is_shown, strict=True) if shown], decisions)


@dataclass(frozen=True)
class Pair:
    """The same rows in segments and in one table; answers are compared by identifiers and names."""

    joint: ResultSet
    whole: ResultSet

    def ids(self, answer: Callable[..., Rows | None], *arguments: object) -> None:
        """Both give the same rows in the same order."""
        joint, whole = (answer(results, *arguments) for results in (self.joint, self.whole))
        assert (joint is None) == (whole is None)
        if joint is not None and whole is not None:
            self.rows(joint, whole)

    def rows(self, joint: Rows, whole: Rows) -> None:
        """These rows of the two are the same in the same order."""
        assert ids_of(self.joint.engine, joint) == ids_of(self.whole.engine, whole)

    def same(self, answer: Callable[..., Any], *arguments: object) -> None:
        """Both give the same plain value."""
        joint, whole = (answer(results, *arguments) for results in (self.joint, self.whole))
        np.testing.assert_equal(joint, whole)


def ids_of(engine: Engine, rows: Rows) -> list[str]:
    ids: list[str] = engine.take(rows, ["incident_id"])["incident_id"].tolist()
    return ids


def select(case: Case, selection: Selection) -> Pair:
    return Pair(case.segmented().select(selection), case.merged().select(selection))


def text_rows(frame: pd.DataFrame) -> list[tuple[str, ...]]:
    return [tuple(map(str, row)) for row in frame.astype("object").itertuples(index=False, name=None)]


def counts_by_text(results: ResultSet, group: str) -> dict[tuple[str, ...], int]:
    names = text_rows(results.engine.combinations(group))
    counts = results.combination_counts(group)
    assert len(names) == len(counts) == len(set(names))
    return {name: int(count) for name, count in zip(names, counts, strict=True) if count}


def column_counts(results: ResultSet, column: str) -> dict[str, int]:
    counts = results.value_counts(column)
    assert list(counts.index[:-1]) == sorted(results.engine.categories(column))
    return {str(name): int(count) for name, count in zip(counts.index, counts, strict=True) if count}


def names_of(results: ResultSet, column: str) -> list[str]:
    return [*results.engine.categories(column), "missing"]


def crossings(results: ResultSet, group: str, column: str) -> dict[tuple[Any, ...], int]:
    rows, columns = text_rows(results.engine.combinations(group)), names_of(results, column)
    cells = results.cross_counts(group, column, np.arange(len(columns)), len(columns))
    return {(rows[row], columns[at]): int(cells[row, at]) for row, at in zip(*np.nonzero(cells), strict=True)}


def value_pairs(results: ResultSet, first: str, second: str) -> dict[tuple[str, str], int]:
    cells, rows, columns = results.pair_counts(first, second), names_of(results, first), names_of(results, second)
    return {(rows[row], columns[at]): int(cells[row, at]) for row, at in zip(*np.nonzero(cells), strict=True)}


def casualties(results: ResultSet) -> dict[tuple[Any, ...], list[int]]:
    groups, types = text_rows(results.engine.combinations("where")), names_of(results, "event_type")
    groupings = (
        Grouping("where", np.arange(len(groups)), len(groups)),
        Grouping("event_type", np.arange(len(types)), len(types)),
    )
    sums = results.casualty_sums(*groupings)
    assert (sums.dtypes == "int64").all()
    assert sums[[0, 1]].equals(sums[[0, 1]].sort_values([0, 1], ignore_index=True))
    return {(groups[where], types[kind]): rest for where, kind, *rest in sums.to_numpy().tolist()}


def named_counts(counts: Any, names: list[str]) -> dict[str, int]:
    return {name: int(count) for name, count in zip(names, counts, strict=True) if count}


def cells_by_name(results: ResultSet, sums: CellSums) -> dict[int, Any]:
    types, precisions = names_of(results, "event_type"), names_of(results, "place_precision")
    return {
        int(cell): (
            int(sums.counts[number]),
            named_counts(sums.types[number], types),
            named_counts(sums.precisions[number], precisions),
            sums.killed[number].tolist(),
            sums.sums[number].tolist(),
            sums.bounds[number].tolist(),
        )
        for number, cell in enumerate(sums.cells)
    }


def areas_by_name(results: ResultSet, sums: AreaSums) -> dict[str, Any]:
    types = names_of(results, "event_type")
    areas = results.engine.areas.areas
    return {
        areas[area].area_id: (
            int(sums.counts[number]),
            named_counts(sums.types[number], types),
            sums.killed[number].tolist(),
            int(sums.n_parts[number]),
        )
        for number, area in enumerate(sums.areas.tolist())
    }


def times_by_name(results: ResultSet, counts: TimeCounts, groups: list[Any]) -> dict[Any, Any]:
    types = names_of(results, "event_type")
    return {
        (group, kind): (counts.starts[at, code].tolist(), counts.ends[at, code].tolist())
        for at, group in enumerate(groups)
        for code, kind in enumerate(types)
        if counts.starts[at, code].any() or counts.ends[at, code].any()
    }


@EXAMPLES
@given(cases(), SELECTIONS)
def test_sums_are_those_of_one_table(case: Case, selection: Selection) -> None:
    pair = select(case, selection)
    pair.same(len)
    for group in COLUMN_GROUPS:
        pair.same(lambda results, group: counts_by_text(results, group), group)
        pair.same(lambda results, group: crossings(results, group, "event_type"), group)
    for column in CATEGORIES:
        pair.same(lambda results, column: column_counts(results, column), column)
    for first, second in combinations(CATEGORIES[:4], 2):
        pair.same(lambda results, first, second: value_pairs(results, first, second), first, second)
    pair.same(casualties)
    pair.same(lambda results: results.casualty_sums().to_numpy().tolist())
    for columns in (("date_start",), ("killed_best", "killed_low"), ("country",)):
        pair.same(lambda results, columns: results.count_missing(columns), columns)
    pair.same(lambda results: results.spot_counts())
    pair.same(lambda results: areas_by_name(results, results.area_sums()))
    for tile in (Tile(0, 0, 0), Tile(1, 1, 0), Tile(3, 5, 3)):
        pair.same(lambda results, tile: results.count_in_tile(tile), tile)
        pair.same(lambda results, tile: results.tile_grid(tile, 4), tile)
    pair.same(lambda results: results.extent_grid(5))


@EXAMPLES
@given(cases(), SELECTIONS)
def test_minima_and_maxima_are_those_of_one_table(case: Case, selection: Selection) -> None:
    pair = select(case, selection)
    pair.same(lambda results: list(map(str, results.date_range())))
    pair.same(lambda results: results.bounds)
    for column in ("last_modified", "date_start", "date_end"):
        pair.same(lambda results, column: str(results.latest(column)), column)


@EXAMPLES
@given(cases(), SELECTIONS, st.integers(0, 12), st.integers(0, 8))
def test_rows_are_in_the_order_of_one_table(case: Case, selection: Selection, start: int, size: int) -> None:
    pair = select(case, selection)
    for sort in SORTS:
        if sort.endswith("note") and sort.removeprefix("-") not in pair.whole.engine.head:
            continue
        pair.ids(lambda results, sort: results.page(start, start + size, sort), sort)
    for view in VIEWS:
        for name in ("list_view", "list_spots"):
            pair.ids(lambda results, name, view: getattr(results, name)(view, start=start, size=size).rows, name, view)
            pair.same(
                lambda results, name, view: getattr(results, name)(view, start=start, size=size).count, name, view
            )
    for point in ((64.0, 27.0), (43.0, 37.0), (-179.9, -17.0)):
        nearest = [results.nearest(*point, within_km=600.0, size=size) for results in (pair.joint, pair.whole)]
        assert nearest[0].count == nearest[1].count
        assert nearest[0].distances_km.tolist() == nearest[1].distances_km.tolist()
        pair.rows(nearest[0].rows, nearest[1].rows)
    for limit in (2, 100):
        pair.ids(lambda results, limit: results.mark_rows(limit), limit)


@EXAMPLES
@given(cases(), SELECTIONS, st.integers(0, 6), st.integers(0, 6))
def test_rows_of_an_area_are_those_of_one_table(case: Case, selection: Selection, start: int, size: int) -> None:
    pair = select(case, selection)
    for area in pair.whole.engine.areas.areas:
        for with_parts in (False, True):
            ask = {"with_parts": with_parts, "start": start, "size": size}
            pair.ids(lambda results, area, ask: results.list_area(area.area_id, **ask).rows, area, ask)
            pair.same(lambda results, area, ask: results.list_area(area.area_id, **ask).count, area, ask)


@EXAMPLES
@given(cases(), SELECTIONS, st.integers(1, 4), st.integers(1, 5))
def test_batches_are_those_of_one_table(case: Case, selection: Selection, first: int, size: int) -> None:
    pair = select(case, selection)
    batches, expected = list(pair.joint.batches(first, size)), list(pair.whole.batches(first, size))
    assert list(map(len, batches)) == list(map(len, expected))
    for batch, other in zip(batches, expected, strict=True):
        assert_same_rows(batch, other)
    assert_same_rows(pair.joint.engine.head, pair.whole.engine.head)


def assert_same_rows(joint: gpd.GeoDataFrame, whole: gpd.GeoDataFrame) -> None:
    """The same columns in the same order, dtypes and values; categoricals by their texts."""
    assert list(joint.columns) == list(whole.columns)
    assert joint.crs == whole.crs
    kinds = [[str(dtype) for dtype in rows.dtypes] for rows in (joint, whole)]
    assert kinds[0] == kinds[1]
    names = [column.name for column in INCIDENT_COLUMNS if column.name in whole]
    texts = [pd.DataFrame(rows[names]).astype("object").map(str) for rows in (joint, whole)]
    pd.testing.assert_frame_equal(*texts)
    assert joint.geometry.to_wkt().tolist() == whole.geometry.to_wkt().tolist()


@EXAMPLES
@given(
    cases(), SELECTIONS, st.sampled_from([0, 2, 500]), st.sampled_from([0, 2, 150]), st.sampled_from([1.0, 6.0, 14.0])
)
def test_a_view_shows_what_it_shows_of_one_table(
    case: Case, selection: Selection, max_incidents: int, max_areas: int, zoom: float
) -> None:
    pair = select(case, selection)
    limits = marks_in_view.MAX_INCIDENTS, marks_in_view.MAX_AREAS, time_cube.MAX_CELLS
    marks_in_view.MAX_INCIDENTS, marks_in_view.MAX_AREAS, time_cube.MAX_CELLS = max_incidents, max_areas, 2
    try:
        for view in VIEWS:
            marks = [results.marks_in_view(view, zoom) for results in (pair.joint, pair.whole)]
            assert marks[0].n_spots == marks[1].n_spots
            pair.rows(marks[0].rows, marks[1].rows)
            of_sides = list(zip((pair.joint, pair.whole), marks, strict=True))
            clusters = [cells_by_name(results, each.clusters) for results, each in of_sides]
            areas = [areas_by_name(results, each.areas) for results, each in of_sides]
            assert (clusters[0], areas[0]) == (clusters[1], areas[1])
            pair.same(lambda results, view: cube_by_name(results, view, zoom), view)
        pair.same(strip_by_name)
    finally:
        marks_in_view.MAX_INCIDENTS, marks_in_view.MAX_AREAS, time_cube.MAX_CELLS = limits


def cube_by_name(results: ResultSet, view: MapView, zoom: float) -> Any:
    cube = results.time_cube(view, zoom)
    if cube is None:
        return None
    areas = [results.engine.areas.areas[number].area_id for number in cube.areas.areas.tolist()]
    return (
        cube.bins.edges.tolist(),
        cells_by_name(results, cube.cells),
        times_by_name(results, cube.cell_counts, cube.cells.cells.tolist()),
        areas_by_name(results, cube.areas),
        times_by_name(results, cube.area_counts, areas),
    )


def strip_by_name(results: ResultSet) -> Any:
    strip = results.time_strip()
    if strip is None:
        return None
    counts = TimeCounts(strip.starts[None], strip.ends[None])
    return strip.bins.edges.tolist(), strip.n_undated, times_by_name(results, counts, ["all"])


@EXAMPLES
@given(cases(), SELECTIONS, st.sampled_from(Inside))
def test_facets_are_those_of_one_table(case: Case, selection: Selection, inside: Inside) -> None:
    pair = select(case, selection)
    for filter_ in FILTERS:
        if not filter_.facet_columns:
            continue
        values = [results.engine.facet_values(filter_, inside) for results in (pair.joint, pair.whole)]
        assert values[0].values == values[1].values
        for choice in values[1].values:
            choices = [choice]
            if len(values[1].further):
                counts = [results.further_counts(filter_, choices, inside) for results in (pair.joint, pair.whole)]
                assert counts[0].tolist() == counts[1].tolist()
        facets = [results.facet_counts(filter_, inside) for results in (pair.joint, pair.whole)]
        listed = [{name: int(count) for name, count in counts.items() if count} for counts in facets]
        assert listed[0] == listed[1], filter_.key


@EXAMPLES
@given(cases(), SELECTIONS, SELECTIONS, st.lists(st.sampled_from([*IDS, "nobody"]), unique=True))
def test_sets_of_rows_are_those_of_one_table(
    case: Case, selection: Selection, other: Selection, incident_ids: list[str]
) -> None:
    pair = select(case, selection)
    clauses = FILTER["country"].clauses(("Pakistan",))
    pair.ids(lambda results: everything(results.matching(clauses)))
    pair.ids(lambda results: everything(results.matching(())))
    pair.ids(lambda results: everything(results.without_coordinates()))
    pair.ids(lambda results: everything(results.intersect(results.engine.select(other))))
    pair.ids(lambda results: everything(results.restrict("what", is_battle(results))))
    rows = [results.engine.find(incident_ids) for results in (pair.joint, pair.whole)]
    assert (rows[0] == NO_ROW).tolist() == (rows[1] == NO_ROW).tolist()
    is_there = [results.contains(each).tolist() for results, each in zip((pair.joint, pair.whole), rows, strict=True)]
    assert is_there[0] == is_there[1]
    pair.rows(*(each[each != NO_ROW] for each in rows))
    remaining = [
        results.engine.without(found[found != NO_ROW]).select(selection)
        for results, found in zip((pair.joint, pair.whole), rows, strict=True)
    ]
    Pair(*remaining).ids(everything)
    Pair(*remaining).same(lambda results: counts_by_text(results, "who"))
    Pair(*remaining).same(
        lambda results: results.facet_counts(FILTER["place"]).loc[lambda counts: counts > 0].to_dict()
    )


def everything(results: ResultSet) -> Rows:
    return results.page(0, len(results))


def is_battle(results: ResultSet) -> Any:
    return (results.engine.combinations("what")["event_type"] == "Battles").fillna(False).to_numpy(dtype=bool)

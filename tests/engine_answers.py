"""Every answer of an engine to a selection, in a form without its codes: texts, days and identifiers."""

import random
import zlib
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from geo.query.answers import NO_ROW, Grouping, RowPage, Rows
from geo.query.area_sums import AreaSums
from geo.query.cell_sums import CellSums
from geo.query.combinations import COLUMN_GROUPS
from geo.query.engine import Engine, ResultSet
from geo.query.filters import FILTERS
from geo.query.filters.extents import Inside
from geo.query.map_view import MapView
from geo.query.point_index import Tile
from geo.query.selection import Selection
from geo.query.time_cube import TimeCounts
from tests.random_selections import SORTS

VIEWS = (
    (MapView(-180.0, -90.0, 180.0, 90.0), 1.0), (MapView(40.0, 20.0, 80.0, 40.0), 4.0),
    (MapView(60.0, 25.0, 70.0, 33.0), 7.4),
    (MapView(170.0, -30.0, 200.0, 10.0), 3.0), (MapView(43.0, 36.0, 43.3, 36.5), 12.0),
)  # fmt: skip
N_CLASSES = 5
Part = Callable[[ResultSet, "Names", random.Random], dict[str, Any]]


def all_answers(engine: Engine, selection: Selection, seed: int) -> dict[str, Any]:
    """What every method of the protocol answers; `seed` chooses views, pages and orders."""
    return answers_of(engine, selection, seed, PARTS)


def answers_of(engine: Engine, selection: Selection, seed: int, parts: Sequence[Part]) -> dict[str, Any]:
    """What some methods of the protocol answer."""
    results, source, names = engine.select(selection), random.Random(seed), Names(engine)
    answers: dict[str, Any] = {"count": len(results)}
    for part in parts:
        answers |= part(results, names, source)
    return answers


class Names:
    """Codes of an engine as texts."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def identifiers(self, rows: Rows) -> list[str]:
        """The identifiers of rows, in their order."""
        return list(self.engine.take(rows, ["incident_id"])["incident_id"])

    def combinations(self, group: str) -> list[tuple[str, ...]]:
        """The combinations of a group as texts, in order of their code."""
        return [tuple(map(str, row)) for row in self.engine.combinations(group).itertuples(index=False)]

    def categories(self, column: str) -> list[str]:
        """The categories of a column and, last, one for a missing value."""
        return [*self.engine.categories(column), ""]

    def classes(self, texts: list[Any]) -> np.ndarray:
        """A class of each text that says nothing of its code, from -1."""
        return np.array([zlib.crc32(repr(text).encode()) % (N_CLASSES + 1) - 1 for text in texts], dtype=np.intp)

    def grouping(self, name: str) -> Grouping:
        """A grouping by a group or a column."""
        texts: list[Any] = self.combinations(name) if name in COLUMN_GROUPS else self.categories(name)
        return Grouping(name, self.classes(texts), N_CLASSES)

    def spread(self, counts: np.ndarray, column: str) -> list[dict[str, int]]:
        """Counts by code of each row of an array, as counts by text."""
        texts = self.categories(column)
        return [{texts[code]: int(row[code]) for code in np.flatnonzero(row)} for row in counts]


def _above_zero(names: list[Any], counts: np.ndarray) -> dict[Any, int]:
    return {names[code]: int(counts[code]) for code in np.flatnonzero(counts)}


def _sums(results: ResultSet, names: Names, source: random.Random) -> dict[str, Any]:
    answers: dict[str, Any] = {}
    for group in COLUMN_GROUPS:
        answers[f"combinations {group}"] = _above_zero(names.combinations(group), results.combination_counts(group))
    for column in ("country", "admin2", "event_type", "licence"):
        answers[f"values {column}"] = _above_zero(names.categories(column), results.value_counts(column).to_numpy())
    for group, column in (("when", "event_type"), ("where", "actor_a"), ("who", "actor_a"), ("what", "admin2")):
        classes = np.maximum(names.classes(names.categories(column)), 0)
        crossed = results.cross_counts(group, column, classes, N_CLASSES)
        labels = names.combinations(group)
        occurring = np.flatnonzero(crossed.sum(axis=1))
        answers[f"cross {group} {column}"] = {labels[at]: crossed[at].tolist() for at in occurring}
    for first, second in (("country", "event_type"), ("event_type", "sub_event_type"), ("admin2", "licence")):
        by_second = names.spread(results.pair_counts(first, second), second)
        pairs = dict(zip(names.categories(first), by_second, strict=True))
        answers[f"pairs {first} {second}"] = {name: row for name, row in pairs.items() if row}
    for groupings in ((), ("where",), ("when", "event_type"), ("who", "admin2"), ("actor_a", "country")):
        sums = results.casualty_sums(*map(names.grouping, groupings))
        answers[f"casualties {groupings}"] = sums.astype("int64").to_dict("list")
    for columns in (("longitude",), ("date_start",), ("killed_best", "killed_low"), ("country", "admin1"), ("title",)):
        answers[f"missing {columns}"] = results.count_missing(columns)
    filter_ = source.choice([each for each in FILTERS if each.facet_columns])
    counts = results.facet_counts(filter_, source.choice(list(Inside)))
    answers[f"facet {filter_.key}"] = {name: int(count) for name, count in counts.items() if count}
    return answers


def _drawn(results: ResultSet, names: Names, source: random.Random) -> dict[str, Any]:
    view, zoom = source.choice(VIEWS)
    tile = source.choice([Tile(0, 0, 0), Tile(3, 5, 3), Tile(5, 21, 13), Tile(9, 351, 210)])
    marks, strip, cube = results.marks_in_view(view, zoom), results.time_strip(), results.time_cube(view, zoom)
    marked = results.mark_rows(400)
    return {
        "spots": results.spot_counts(),
        "in tile": results.count_in_tile(tile),
        "grid": _sparse(results.tile_grid(tile, 8)),
        "small grid": _sparse(results.tile_grid(tile, 3)),
        "extents": _sparse(results.extent_grid(7)),
        "areas": _areas(results.area_sums(), names),
        "dates": tuple(map(str, results.date_range())),
        "latest": [str(results.latest(column)) for column in ("last_modified", "date_start", "date_end")],
        "bounds": results.bounds,
        "marks": (marks.n_spots, names.identifiers(marks.rows), _cells(marks.clusters, names)),
        "marked areas": _areas(marks.areas, names),
        "mark rows": None if marked is None else names.identifiers(marked),
        "strip": None if strip is None else (_types(strip.starts, names), _types(strip.ends, names), strip.n_undated),
        "cube": None if cube is None else (
            cube.bins.edges.tolist(), _cells(cube.cells, names), _times(cube.cell_counts, names),
            _areas(cube.areas, names), _by_area(cube.areas, cube.area_counts, names),
        ),
    }  # fmt: skip


def _rows(results: ResultSet, names: Names, source: random.Random) -> dict[str, Any]:
    view, _zoom = source.choice(VIEWS)
    count = len(results)
    start = source.randrange(count + 1)
    sort, area_id = source.choice(SORTS), source.choice(["ne0:IRN", "ne0:IRQ", "ne0:PAK", "ne0:XXX"])
    near = results.nearest(source.uniform(43, 68), source.uniform(26, 37), within_km=source.choice((30, 900)), size=20)
    batches = results.batches(7, 900)
    first_batch = next(batches, None)
    sizes = [] if first_batch is None else [len(first_batch), *(len(batch) for batch in batches)]
    known = names.engine.find(["i00000", "i00017", "nobody", "i02999"])
    return {
        "first page": names.identifiers(results.page(0, 40)),
        "page": names.identifiers(results.page(start, start + 25)),
        f"sorted by {sort}": names.identifiers(results.page(start // 2, start // 2 + 30, sort)),
        "view": _page(results.list_view(view, start=start // 3, size=20), names),
        "spot list": _page(results.list_spots(view, start=0, size=15), names),
        f"area {area_id}": _page(results.list_area(area_id, with_parts=source.random() < 0.5, start=2, size=15), names),
        "nearest": (near.count, names.identifiers(near.rows), near.distances_km.tolist()),
        "batches": (sizes, [] if first_batch is None else list(first_batch["incident_id"])),
        "rows": list(results.rows(3, 9)["incident_id"]),
        "contains": (results.contains(known).tolist(), (known == NO_ROW).tolist()),
    }


def _subsets(results: ResultSet, names: Names, source: random.Random) -> dict[str, Any]:
    group = source.choice(list(COLUMN_GROUPS))
    kept = names.classes(names.combinations(group)) > 0
    other = names.engine.select(Selection.from_query("country=Pakistan&from=2016-01-01"))
    filter_, value = next(iter(Selection.from_query("actor=Iran").filters))
    clauses = next(each for each in FILTERS if each.key == filter_).alternatives(value, Inside.CERTAIN)
    return {
        f"restricted {group}": _set(results.restrict(group, kept), names),
        "intersection": _set(results.intersect(other), names),
        "matching": _set(results.matching(clauses), names),
        "without coordinates": _set(results.without_coordinates(), names),
    }


def _set(results: ResultSet, names: Names) -> tuple[int, list[str]]:
    return len(results), names.identifiers(results.page(0, 12))


def _page(page: RowPage, names: Names) -> tuple[int, list[str]]:
    return page.count, names.identifiers(page.rows)


def _sparse(grid: np.ndarray) -> dict[tuple[int, int], int]:
    return {(int(row), int(column)): int(grid[row, column]) for row, column in zip(*np.nonzero(grid), strict=True)}


def _types(counts: np.ndarray, names: Names) -> dict[str, list[int]]:
    texts = names.categories("event_type")
    return {texts[code]: counts[code].tolist() for code in np.flatnonzero(counts.sum(axis=1))}


def _times(counts: TimeCounts, names: Names) -> list[Any]:
    return [(_types(start, names), _types(end, names)) for start, end in zip(counts.starts, counts.ends, strict=True)]


def _cells(sums: CellSums, names: Names) -> tuple[Any, ...]:
    return (
        sums.level, sums.cells.tolist(), sums.counts.tolist(), names.spread(sums.types, "event_type"),
        names.spread(sums.precisions, "place_precision"), sums.killed.tolist(), sums.sums.tolist(),
        sums.bounds.tolist(),
    )  # fmt: skip


def _areas(sums: AreaSums, names: Names) -> dict[str, Any]:
    ids = [area.area_id for area in names.engine.areas.areas]
    types = names.spread(sums.types, "event_type")
    return {
        ids[number]: (int(sums.counts[at]), types[at], sums.killed[at].tolist(), int(sums.n_parts[at]))
        for at, number in enumerate(sums.areas.tolist())
    }


def _by_area(sums: AreaSums, counts: TimeCounts, names: Names) -> dict[str, Any]:
    ids = [area.area_id for area in names.engine.areas.areas]
    return dict(zip((ids[number] for number in sums.areas.tolist()), _times(counts, names), strict=True))


# The methods of the protocol in four parts.
PARTS: tuple[Part, ...] = (_sums, _drawn, _rows, _subsets)
Compare = Callable[[Engine, Selection], dict[str, Any]]


def first_difference(expected: dict[str, Any], actual: dict[str, Any]) -> str:
    """The first answer that differs, in words; empty where none does."""
    for name, answer in expected.items():
        if actual.get(name) != answer:
            return f"{name}: {str(answer)[:400]} is not {str(actual.get(name))[:400]}"
    return ""


def is_same_table(first: pd.DataFrame, second: pd.DataFrame) -> bool:
    """Whether two frames have the same columns, dtypes but for categories, and values."""
    if list(first.columns) != list(second.columns) or len(first) != len(second):
        return False
    return all(_texts(first[name]).equals(_texts(second[name])) for name in first)


def _texts(values: pd.Series) -> pd.Series:
    return values.astype("str").reset_index(drop=True)

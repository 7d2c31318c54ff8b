"""The index agrees with a scan of the rows, and all counts of one selection agree."""

from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import exports
from geo.analysis.time_scale import SCALES
from geo.analysis.timeline import build_timeline
from geo.query import facets
from geo.query.filters import FILTER, FILTERS
from geo.query.filters.exclusion import value_of
from geo.query.filters.extents import Inside
from geo.query.filters.inside import INSIDE
from geo.query.index import Index
from geo.query.point_index import Tile
from geo.query.selection import Selection
from geo.storage.atlas import Atlas
from tests.contracts.test_filters import SAMPLES
from tests.random_selections import made_table, random_selections
from tests.tables import incident_table

COLUMNS = (
    "date_end,event_type,sub_event_type,actor_a,actor_b,other_actors,place_name,country,admin1,place_precision,"
    "radius_km,killed_low,killed_best,contested,title,dataset,duplicate_of"
)
DAYS = st.sampled_from(["", "2012-01-01", "2024-01-14", "2024-01-16", "2024-02-29"])
ACTORS = st.sampled_from(["", "Iran", "IRGC", "Jaish al-Adl", "JAISH AL-ADL", "Army of Justice", "Nobody", "!bang"])
CELLS = st.tuples(
    DAYS,
    DAYS,
    st.sampled_from([("", ""), ("Battles", "Armed clash"), ("Riots", "Mob violence"), ("Diplomatic", "")]),
    ACTORS,
    ACTORS,
    st.sampled_from(["", "IRGC; Iran", "Pakistan ;Nobody"]),
    st.sampled_from(["", "Quetta", "northern Iraq", "Panjgur", "QUETTA"]),
    st.sampled_from([("", ""), ("Pakistan", "Balochistan"), ("Iraq", "Dihok"), ("Iran", "")]),
    st.sampled_from([None, (64.09, 26.97), (43.1, 36.9), (179.9, -17.0), (-180.0, 90.0)]),
    st.sampled_from(["exact", "near", "admin2", "admin1", "region", "country", "sea_air", "unknown", ""]),
    st.sampled_from(["", "", "0", "0.5", "64", "5000"]),
    st.sampled_from([("", ""), ("3", ""), ("3", "7"), ("0", "0")]),
    st.sampled_from(["", "true", "false"]),
)


def build_table(cells: list[tuple[Any, ...]]) -> gpd.GeoDataFrame:
    """The incident table of the drawn cells; every other row has a dataset, every third is a duplicate of the first."""
    lines = []
    for number, (first_day, second_day, types, *others) in enumerate(cells):
        *actors, place_name, admin, point, precision, radius, killed, contested = others
        start, end = sorted((first_day, second_day)) if first_day and second_day else (first_day or second_day, "")
        longitude, latitude = point or ("", "")
        values = [f"i{number}", start, latitude, longitude, end, *types, *actors, place_name, *admin, precision, radius]
        values += [*killed, contested, f"Title {number}", "one" if number % 2 else "", "i0" if number % 3 == 2 else ""]
        lines.append(",".join(map(str, values)))
    return incident_table(*lines, columns=COLUMNS)


QUERIES = [
    Selection().with_filter(key, FILTER[key].parse(texts))
    for key, samples in SAMPLES.items()
    for texts in samples
    if key != INSIDE
]
SELECTIONS = st.builds(
    lambda singles, inside: Selection.from_query(
        "&".join([*{single.values[0][0]: single.to_query() for single in singles}.values(), f"inside={inside.value}"])
    ),
    st.lists(st.sampled_from(QUERIES), max_size=3),
    st.sampled_from(Inside),
)


@settings(deadline=None, max_examples=20)
@given(st.lists(CELLS, max_size=25), SELECTIONS)
def test_the_index_selects_what_the_predicate_selects(cells: list[tuple[Any, ...]], selection: Selection) -> None:
    rows = build_table(cells)
    results = Index.from_table(rows).select(selection)
    expected = selection.apply(rows)
    assert list(results.rows()["incident_id"]) == list(expected["incident_id"])
    assert len(results) == len(expected)
    assert list(results.without_coordinates().rows()["incident_id"]) == list(
        expected["incident_id"][expected["longitude"].isna()]
    )


@settings(deadline=None, max_examples=20)
@given(st.lists(CELLS, max_size=25), SELECTIONS)
def test_a_facet_is_the_count_that_its_choice_leaves(cells: list[tuple[Any, ...]], selection: Selection) -> None:
    rows = build_table(cells)
    index = Index.from_table(rows)
    for key, facet in facets.all_facet_counts(index, selection).items():
        for name, count in facet.items():
            with_choice = selection.with_filter(key, FILTER[key].parse((value_of(str(name)),)))
            assert count == len(with_choice.apply(rows)), (key, name)


@settings(deadline=None, max_examples=20)
@given(st.lists(CELLS, max_size=25), SELECTIONS, st.sampled_from(SCALES), st.sampled_from(["type", "actor"]))
def test_all_counts_of_a_selection_agree(
    cells: list[tuple[Any, ...]], selection: Selection, scale: object, by: str
) -> None:
    rows = build_table(cells)
    index = Index.from_table(rows)
    results = index.select(selection)
    timeline = build_timeline(results, by=by, scale=scale)  # type: ignore[arg-type]
    assert int(timeline.bars["count"].sum() + timeline.spans["count"].sum()) + timeline.n_undated == len(results)
    mapped = results.rows()["place_precision"].isin(["exact", "near"]) & results.rows()["longitude"].notna()
    for zoom in (0, 1, 3):
        tiles = [Tile(zoom, column, row) for column in range(2**zoom) for row in range(2**zoom)]
        assert sum(results.count_in_tile(tile) for tile in tiles) == mapped.sum()
        assert sum(int(results.tile_grid(tile, 5).sum()) for tile in tiles) == mapped.sum()
    csv = exports.download(results, exports.EXPORTER["csv"], data_version="v").content
    assert csv.count(b"\r\n") - 1 == len(results)
    assert index.select(selection).combination_counts("what").sum() == len(results)


@settings(deadline=None, max_examples=20)
@given(st.lists(CELLS, min_size=1, max_size=25), SELECTIONS)
def test_a_crossing_counts_each_row_once(cells: list[tuple[Any, ...]], selection: Selection) -> None:
    rows = build_table(cells)
    results = Index.from_table(rows).select(selection)
    for column in ("event_type", "actor_a", "country"):
        counts = results.value_counts(column)
        expected = results.rows()[column].astype("str").value_counts(dropna=False)
        assert {name: count for name, count in zip(counts.index, counts, strict=True) if count and pd.notna(name)} == {
            name: count for name, count in expected.items() if pd.notna(name)
        }
        cross_counts = results.cross_counts("when", column, np.arange(len(counts)), len(counts))
        assert np.array_equal(cross_counts.sum(axis=0), counts.to_numpy())
        assert np.array_equal(cross_counts.sum(axis=1), results.combination_counts("when"))


def test_every_filter_with_facet_columns_has_choices_from_a_group(small_atlas: Atlas) -> None:
    with_facets = [filter_ for filter_ in FILTERS if filter_.facet_columns]
    assert len(with_facets) >= 9
    assert [filter_.key for filter_ in with_facets if small_atlas.engine.facet_values(filter_) is None] == []


def test_of_many_rows_the_same_are_selected_as_one_by_one() -> None:
    table = made_table()
    index = Index.from_table(table)
    assert set(index.source._small_groups) >= {"what", "when"}, "so that conditions are asked once a combination"
    for selection in random_selections(40, seed=5):
        expected = selection.apply(table)["incident_id"].tolist()
        assert index.select(selection).rows()["incident_id"].tolist() == expected, selection.to_query()

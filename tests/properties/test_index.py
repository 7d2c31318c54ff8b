"""Whatever asks the index gets what a scan of the rows gives, and all counts of one selection agree."""

import geopandas as gpd
import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import exports
from geo.analysis.timeline import SCALES, build_timeline
from geo.query import facets
from geo.query.filters import FILTER, FILTERS
from geo.query.index import Index
from geo.query.point_index import Tile
from geo.query.selection import Selection
from geo.storage.atlas import Atlas
from tests.contracts.test_filters import SAMPLES
from tests.tables import incident_table

COLUMNS = (
    "date_end,event_type,sub_event_type,actor_a,actor_b,other_actors,place_name,country,admin1,place_precision,"
    "killed_low,killed_best,contested,title,dataset,duplicate_of"
)
DAYS = st.sampled_from(["", "2012-01-01", "2024-01-14", "2024-01-16", "2024-02-29"])
ACTORS = st.sampled_from(["", "Iran", "IRGC", "Jaish al-Adl", "JAISH AL-ADL", "Army of Justice", "Nobody"])
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
    st.sampled_from(["exact", "near", "admin1", "region", "unknown", ""]),
    st.sampled_from([("", ""), ("3", ""), ("3", "7"), ("0", "0")]),
    st.sampled_from(["", "true", "false"]),
)


def rows_of(cells: list[tuple]) -> gpd.GeoDataFrame:
    lines = []
    for number, (one, other, kind, a, b, others, place, where, point, precision, killed, contested) in enumerate(cells):
        start, end = sorted((one, other)) if one and other else (one or other, "")
        longitude, latitude = point or ("", "")
        told = (
            f"i{number}",
            start,
            latitude,
            longitude,
            end,
            *kind,
            a,
            b,
            others,
            place,
            *where,
            precision,
            *killed,
            contested,
        )
        lines.append(
            ",".join(map(str, (*told, f"Title {number}", "one" if number % 2 else "", "i0" if number % 3 == 2 else "")))
        )
    return incident_table(*lines, columns=COLUMNS)


QUERIES = [
    Selection().with_filter(key, FILTER[key].parse(texts)) for key, samples in SAMPLES.items() for texts in samples
]
SELECTIONS = st.lists(st.sampled_from(QUERIES), max_size=3).map(
    lambda chosen: Selection.from_query(
        "&".join(each.to_query() for each in {each.values[0][0]: each for each in chosen}.values())
    )
)


@settings(deadline=None, max_examples=150)
@given(st.lists(CELLS, max_size=25), SELECTIONS)
def test_the_index_finds_what_the_predicate_finds(cells: list[tuple], selection: Selection) -> None:
    rows = rows_of(cells)
    found = Index.from_table(rows).select(selection)
    expected = selection.apply(rows)
    assert list(found.rows()["incident_id"]) == list(expected["incident_id"])
    assert len(found) == len(expected)
    assert list(found.without_coordinates().rows().index) == list(expected.index[expected["longitude"].isna()])


@settings(deadline=None, max_examples=80)
@given(st.lists(CELLS, max_size=25), SELECTIONS)
def test_a_facet_is_the_count_that_its_choice_leaves(cells: list[tuple], selection: Selection) -> None:
    rows = rows_of(cells)
    index = Index.from_table(rows)
    for key, listed in facets.all_facet_counts(index, selection).items():
        for name, count in listed.items():
            chosen = selection.with_filter(key, FILTER[key].parse((str(name),)))
            assert count == len(chosen.apply(rows)), (key, name)


@settings(deadline=None, max_examples=80)
@given(st.lists(CELLS, max_size=25), SELECTIONS, st.sampled_from(SCALES), st.sampled_from(["type", "actor"]))
def test_all_counts_of_a_selection_agree(cells: list[tuple], selection: Selection, scale: object, by: str) -> None:
    rows = rows_of(cells)
    index = Index.from_table(rows)
    found = index.select(selection)
    told = build_timeline(found, by=by, scale=scale)  # type: ignore[arg-type]
    assert int(told.bars["count"].sum() + told.spans["count"].sum()) + told.n_undated == len(found)
    mapped = found.rows()["place_precision"].isin(["exact", "near"]) & found.rows()["longitude"].notna()
    for zoom in (0, 1, 3):
        tiles = [Tile(zoom, column, row) for column in range(2**zoom) for row in range(2**zoom)]
        assert sum(found.count_in_tile(tile) for tile in tiles) == mapped.sum()
        assert sum(int(found.tile_grid(tile, 5).sum()) for tile in tiles) == mapped.sum()
    csv = exports.download(found, exports.EXPORTER["csv"], data_version="v").content
    assert csv.count(b"\r\n") - 1 == len(found)
    assert index.select(selection).combination_counts("what").sum() == len(found)


@settings(deadline=None, max_examples=60)
@given(st.lists(CELLS, min_size=1, max_size=25), SELECTIONS)
def test_a_crossing_counts_each_row_once(cells: list[tuple], selection: Selection) -> None:
    rows = rows_of(cells)
    found = Index.from_table(rows).select(selection)
    for column in ("event_type", "actor_a", "country"):
        tally = found.value_counts(column)
        expected = found.rows()[column].astype("str").value_counts(dropna=False)
        assert {name: count for name, count in zip(tally.index, tally, strict=True) if count and pd.notna(name)} == {
            name: count for name, count in expected.items() if pd.notna(name)
        }
        crossed = found.cross_counts("when", column, np.arange(len(tally)), len(tally))
        assert np.array_equal(crossed.sum(axis=0), tally.to_numpy())
        assert np.array_equal(crossed.sum(axis=1), found.combination_counts("when"))


def test_every_filter_that_offers_choices_has_them_from_a_group(small_atlas: Atlas) -> None:
    offering = [each for each in FILTERS if each.facet_columns]
    assert len(offering) >= 9
    assert [each.key for each in offering if small_atlas.index.facet_values(each) is None] == []

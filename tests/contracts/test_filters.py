"""Every registered filter keeps the same promises."""

from datetime import date
from typing import Any

import duckdb
import geopandas as gpd
import pandas as pd
import pytest

from geo import facets, incidents
from geo.errors import ValueRefused
from geo.filters import FILTERS, Control, Filter
from geo.selection import Selection

SAMPLES: dict[str, list[tuple[str, ...]]] = {
    "actor": [("Iran",), ("Jaish al-Adl",), ("Army of Justice", "Pakistan"), ("=2",)],
    "type": [("Battles",), ("Suicide bomb", "Riots")],
    "country": [("Pakistan",), ("iran",)],
    "admin1": [("Balochistan",)],
    "place": [("Quetta",), ("Baluchistan",), ("Iran",), ("nowhere",)],
    "precision": [("exact",), ("unknown", "region")],
    "date_precision": [("day",), ("unknown",)],
    "dataset": [("one",), ("=cmd",)],
    "from": [("2023-06-10",), ("0001-01-01",)],
    "to": [("2023-12-15",), ("9999-12-31",)],
    "min_killed": [("0",), ("3",), ("27",)],
    "contested": [("1",)],
    "q": [("strike",), ("{{7*191}}",), ("%",)],
    "bbox": [("60,25,68,31",), ("170,-20,-170,-10",)],
    "area": [("60,25,68,25,68,31,60,31",), ("60,25,70,25,65,35",)],
    "around": [("64,27,300",), ("180,-17.5,100",)],
}
BAD = ("", "   ", "x" * 5000, "a\x00b", "nan", "1e400", "-5", "2024-02-30", "0x10", "١٢", "181,0,1", "\ud800")
EACH = pytest.mark.parametrize("each", FILTERS, ids=lambda each: each.key)
CASES = pytest.mark.parametrize(
    ("each", "texts"),
    [(each, texts) for each in FILTERS for texts in SAMPLES[each.key]],
    ids=lambda part: part.key if isinstance(part, Filter) else str(part),
)


def apply(each: Filter[Any], texts: tuple[str, ...], frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    return Selection().having(each.key, each.parse(texts)).apply(frame)


def test_samples_cover_every_filter() -> None:
    assert set(SAMPLES) == {each.key for each in FILTERS}


@CASES
def test_write_is_what_parse_reads(each: Filter[Any], texts: tuple[str, ...]) -> None:
    value = each.parse(texts)
    assert each.parse(each.write(value)) == value
    assert hash(value) == hash(each.parse(texts))


@CASES
def test_a_filter_only_shrinks_and_keeps_order(
    each: Filter[Any], texts: tuple[str, ...], small: gpd.GeoDataFrame
) -> None:
    kept = apply(each, texts, small)
    assert list(kept.index) == [label for label in small.index if label in set(kept.index)]
    assert isinstance(kept, gpd.GeoDataFrame)
    assert kept.crs == small.crs


@CASES
def test_an_empty_table_stays_empty(each: Filter[Any], texts: tuple[str, ...]) -> None:
    assert len(apply(each, texts, incidents.empty())) == 0


@CASES
def test_what_is_unknown_never_matches(each: Filter[Any], texts: tuple[str, ...], small: gpd.GeoDataFrame) -> None:
    known = {"incident_id", "date_precision", "place_precision", "record_kind", "geometry"}
    blank = small.assign(
        **{name: pd.Series(None, index=small.index, dtype=small[name].dtype) for name in small if name not in known}
    )
    blank = blank.assign(incident_id="id", date_precision=None, place_precision=None)
    assert len(apply(each, texts, blank)) == 0


@CASES
def test_duckdb_agrees(each: Filter[Any], texts: tuple[str, ...], small: gpd.GeoDataFrame) -> None:
    table = pd.DataFrame(small.drop(columns="geometry"))
    with duckdb.connect() as connection:
        relation = connection.from_df(table)
        chosen = Selection().having(each.key, each.parse(texts)).apply(relation).df()
    assert sorted(chosen["incident_id"]) == sorted(apply(each, texts, small)["incident_id"])


@CASES
def test_it_says_itself_in_words(each: Filter[Any], texts: tuple[str, ...]) -> None:
    assert each.describe(each.parse(texts)).strip()


@EACH
@pytest.mark.parametrize("bad", BAD)
def test_bad_input_is_read_or_refused(each: Filter[Any], bad: str) -> None:
    try:
        value = each.parse((bad,))
    except ValueRefused as refusal:
        told = str(refusal)
    else:
        told = "read"
        assert each.parse(each.write(value)) == value
    assert told == "read" or ("Accepted: " in told and len(told) < 1500)


@EACH
def test_an_empty_control_sets_nothing(each: Filter[Any]) -> None:
    assert [each.from_control(empty) for empty in (None, "", [], False)] == [None] * 4
    assert each.label
    assert each.help


@EACH
def test_a_control_gives_back_what_it_shows(each: Filter[Any]) -> None:
    for texts in SAMPLES[each.key] if each.control is not Control.DRAWN else []:
        value = each.parse(texts)
        assert each.from_control(each.to_control(value)) == value


@EACH
def test_a_facet_counts_what_the_choice_leaves(each: Filter[Any], small: gpd.GeoDataFrame) -> None:
    for value, count in facets.counts(small, Selection(), each).items():
        assert count == len(apply(each, (str(value),), small))


def test_dates_are_spans(small: gpd.GeoDataFrame) -> None:
    chosen = Selection().having("from", date(2023, 12, 31)).having("to", date(2024, 1, 10)).apply(small)
    assert set(chosen["incident_id"]) == {"month", "days"}

"""Every registered filter keeps the same promises."""

from datetime import date
from typing import Any

import duckdb
import geopandas as gpd
import pandas as pd
import pytest

from geo.core import incidents
from geo.core.csv_table import to_csv_bytes
from geo.errors import ValueRefused
from geo.ingest import importing
from geo.query import facets
from geo.query.filters import FILTERS, Control, Filter
from geo.query.index import Index
from geo.query.selection import Selection
from tests.tables import incident_table

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
    "once": [("1",)],
    "q": [("strike",), ("{{7*191}}",), ("%",)],
    "bbox": [("60,25,68,31",), ("170,-20,-170,-10",)],
    "area": [("60,25,68,25,68,31,60,31",), ("60,25,70,25,65,35",), ("60,25,190,25,180,45",)],
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
    return Selection().with_filter(each.key, each.parse(texts)).apply(frame)


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
    # That a row repeats no other is not unknown: nobody has said so.
    blank = blank.assign(incident_id="id", date_precision=None, place_precision=None, duplicate_of="other")
    assert len(apply(each, texts, blank)) == 0


def by_duckdb(each: Filter[Any], texts: tuple[str, ...], rows: gpd.GeoDataFrame) -> list[str]:
    with duckdb.connect() as connection:
        relation = connection.from_df(pd.DataFrame(rows.drop(columns="geometry")))
        return sorted(Selection().with_filter(each.key, each.parse(texts)).apply(relation).df()["incident_id"])


@CASES
def test_duckdb_agrees(each: Filter[Any], texts: tuple[str, ...], small: gpd.GeoDataFrame) -> None:
    assert by_duckdb(each, texts, small) == sorted(apply(each, texts, small)["incident_id"])


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
def test_a_refusal_stays_short_however_much_was_given(each: Filter[Any]) -> None:
    for texts in (("x" * 5000,) * 3, ("y" * 5000,), ("9" * 5000, "1")):
        with pytest.raises(ValueRefused) as refusal:
            each.parse(texts)
        assert len(str(refusal.value)) < 1500


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
    for value, count in facets.facet_counts(Index.from_table(small), Selection(), each).items():
        assert count == len(apply(each, (str(value),), small))


@EACH
def test_occurrences_are_of_rows_of_the_table(each: Filter[Any], small: gpd.GeoDataFrame) -> None:
    rows = small.iloc[3:8].set_axis([40, 30, 20, 10, 0])
    found = each.facet_values(rows)
    assert set(found.index) <= set(rows.index)
    assert found.notna().all()
    assert len(each.facet_values(rows.head(0))) == 0


# Names as files have them: outer blanks, and letters whose lower case is longer or depends on where they stand.
AWKWARD = (" Iran ", "\u00a0X", "İzmir", "ΟΔΟΣ", "STRAẞE", "a|b", "(a.*", "%")
# What no query can say; a facet may leave it out but must not offer it in vain.
UNSAYABLE = ("two\nlines", "x" * 400, "bell\x07")
NAMED = [each for each in FILTERS if each.key in ("actor", "country", "admin1", "place", "dataset")]
COLUMNS = ["actor_a", "country", "admin1", "place_name", "dataset"]


def named(name: str) -> gpd.GeoDataFrame:
    cells = [["incident_id", "date_start", "latitude", "longitude", *COLUMNS]]
    cells += [[identifier, "2024-01-16", "", "", *[name] * len(COLUMNS)] for identifier in "ab"]
    return incidents.as_incidents(importing.read(to_csv_bytes(cells), name="x.csv").accepted)


@pytest.mark.parametrize("each", NAMED, ids=lambda each: each.key)
@pytest.mark.parametrize("name", AWKWARD, ids=repr)
def test_what_a_facet_offers_can_be_chosen(each: Filter[Any], name: str) -> None:
    rows = named(name)
    offered = facets.facet_counts(Index.from_table(rows), Selection(), each)
    assert set(offered) == {2}
    for value, count in offered.items():
        assert len(apply(each, (str(value),), rows)) == len(by_duckdb(each, (str(value),), rows)) == count


@pytest.mark.parametrize("each", NAMED, ids=lambda each: each.key)
@pytest.mark.parametrize("name", UNSAYABLE, ids=lambda name: repr(name[:12]))
def test_a_facet_offers_nothing_that_cannot_be_said(each: Filter[Any], name: str) -> None:
    for value in facets.facet_counts(Index.from_table(named(name)), Selection(), each).index:
        assert each.parse((str(value),))


@pytest.mark.parametrize(
    "listed", ["A; B; C", "A;B;C", "A ; B ; C", "A;  B;C", " A; B; C ", "A;;B; C;", "A;\u00a0B\u2003; C"]
)
def test_the_other_actors_are_found_however_they_are_spaced(listed: str) -> None:
    rows = incident_table(f"a,2024-01-16,,,{listed}", columns="other_actors")
    each = next(each for each in FILTERS if each.key == "actor")
    assert facets.facet_counts(Index.from_table(rows), Selection(), each).to_dict() == {"A": 1, "B": 1, "C": 1}
    assert [len(apply(each, (name,), rows)) for name in "ABCD"] == [1, 1, 1, 0]
    assert [len(by_duckdb(each, (name,), rows)) for name in "ABCD"] == [1, 1, 1, 0]


def test_dates_are_spans(small: gpd.GeoDataFrame) -> None:
    chosen = Selection().with_filter("from", date(2023, 12, 31)).with_filter("to", date(2024, 1, 10)).apply(small)
    assert set(chosen["incident_id"]) == {"month", "days"}


def test_linked_duplicates_count_once() -> None:
    rows = incident_table("a,2024-01-16,,,", "b,2024-01-16,,,a", "c,2024-01-17,,,", columns="duplicate_of")
    each = next(each for each in FILTERS if each.key == "once")
    assert list(apply(each, ("1",), rows)["incident_id"]) == ["a", "c"]
    assert facets.facet_counts(Index.from_table(rows), Selection(), each).to_dict() == {"1": 2}

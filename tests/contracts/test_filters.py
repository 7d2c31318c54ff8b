"""The contract of every registered filter."""

from collections.abc import Iterable
from datetime import date
from functools import cache
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
from geo.query.filters import FILTERS, Control, Filter, exclude, is_excluded, strip_exclusion
from geo.query.filters.exclusion import name_of, value_of
from geo.query.filters.inside import INSIDE
from geo.query.index import Index
from geo.query.selection import Selection
from tests.tables import incident_table

SAMPLES: dict[str, list[tuple[str, ...]]] = {
    "actor": [
        ("Iran",), ("Jaish al-Adl",), ("Army of Justice", "Pakistan"), ("=2",), ('"IRGC"', "Jaysh al Adl"),
        ("!Iran",), ("!not stated", "!Nobody"), ("Iran", "!IRGC", '!"jaish al-adl"'),
    ],
    "type": [("Battles",), ("Suicide bomb", "Riots"), ("!Battles", "!Suicide bomb"), ("Battles", "!Armed clash")],
    "country": [("Pakistan",), ("iran",), ("!PAK",), ("Iran", "Pakistan", "!iran islamic rep.")],
    "admin1": [("Balochistan",), ("!Baluchistan",), ("!Balochistan", "Nimruz")],
    "admin2": [("Khanaqin",), ("!Khānaqīn District",), ("Khash", "!khanaqin"), ("nowhere",)],
    "place": [
        ("Quetta",), ("Baluchistan",), ("Iran",), ("nowhere",), (r"\![x](http://192.0.2.1)",),
        ("!Quetta",), ("!Iran", "!Panjgur"), ("!southeastern Iran",), ("Pakistan", "!Balochistan"),
        ("!![x](http://192.0.2.1)",),
    ],
    "precision": [("exact",), ("unknown", "region"), ("!exact", "!unknown"), ("exact", "!near")],
    "date_precision": [("day",), ("unknown",), ("!day",)],
    "dataset": [("one",), ("=cmd",), ("!one",), ("two", "!=cmd")],
    "from": [("2023-06-10",), ("0001-01-01",)],
    "to": [("2023-12-15",), ("9999-12-31",)],
    "min_killed": [("0",), ("3",), ("27",)],
    "contested": [("1",)],
    "once": [("1",)],
    "contested_on": [("who",), ("How many", "whether"), ("!what",), ("who", "!how many")],
    "chain": [("day",), ("!day",)],
    "tag": [("to check",), ("TO CHECK", "(a.*"), ("!to check",), ("(a.*", "!to check")],
    "corrected": [("1",)],
    "q": [("strike",), ("{{7*191}}",), ("%",)],
    "bbox": [("60,25,68,31",), ("170,-20,-170,-10",)],
    "area": [("60,25,68,25,68,31,60,31",), ("60,25,70,25,65,35",), ("60,25,190,25,180,45",)],
    "around": [("64,27,300",), ("180,-17.5,100",)],
    "inside": [("possible",), ("certain",)],
}  # fmt: skip
BAD = ("", "   ", "x" * 5000, "a\x00b", "nan", "1e400", "-5", "2024-02-30", "0x10", "١٢", "181,0,1", "\ud800")
EVERY_FILTER = pytest.mark.parametrize("filter_", FILTERS, ids=lambda filter_: filter_.key)


def parametrize(filters: Iterable[Filter[Any]]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(
        ("filter_", "texts"),
        [(filter_, texts) for filter_ in filters for texts in SAMPLES[filter_.key]],
        ids=lambda part: part.key if isinstance(part, Filter) else str(part),
    )


CASES = parametrize(FILTERS)
SELECTING_CASES = parametrize(filter_ for filter_ in FILTERS if filter_.key != INSIDE)
CHOICE_CASES = parametrize(filter_ for filter_ in FILTERS if filter_.control is Control.CHOICES)


def apply(filter_: Filter[Any], texts: tuple[str, ...], frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    return Selection().with_filter(filter_.key, filter_.parse(texts)).apply(frame)


def test_samples_cover_every_filter() -> None:
    assert set(SAMPLES) == {filter_.key for filter_ in FILTERS}


@CASES
def test_parse_reads_what_write_writes(filter_: Filter[Any], texts: tuple[str, ...]) -> None:
    value = filter_.parse(texts)
    assert filter_.parse(filter_.write(value)) == value
    assert hash(value) == hash(filter_.parse(texts))


@CASES
def test_a_filter_only_shrinks_and_keeps_order(
    filter_: Filter[Any], texts: tuple[str, ...], small: gpd.GeoDataFrame
) -> None:
    matches = apply(filter_, texts, small)
    assert list(matches.index) == [label for label in small.index if label in set(matches.index)]
    assert isinstance(matches, gpd.GeoDataFrame)
    assert matches.crs == small.crs


@CASES
def test_an_empty_table_stays_empty(filter_: Filter[Any], texts: tuple[str, ...]) -> None:
    assert len(apply(filter_, texts, incidents.empty())) == 0


@SELECTING_CASES
def test_what_is_unknown_is_neither_included_nor_excluded(
    filter_: Filter[Any], texts: tuple[str, ...], small: gpd.GeoDataFrame
) -> None:
    known = {"incident_id", "date_precision", "place_precision", "record_kind", "geometry"}
    blank = small.assign(
        **{name: pd.Series(None, index=small.index, dtype=small[name].dtype) for name in small if name not in known}
    )
    # A blank duplicate_of is not unknown: it means that the row is no duplicate.
    blank = blank.assign(incident_id="id", date_precision=None, place_precision=None, duplicate_of="other")
    only_excludes = filter_.control is Control.CHOICES and all(map(is_excluded, texts)) and "!not stated" not in texts
    assert len(apply(filter_, texts, blank)) == (len(blank) if only_excludes else 0)


@CHOICE_CASES
def test_included_and_excluded_are_all(filter_: Filter[Any], texts: tuple[str, ...], small: gpd.GeoDataFrame) -> None:
    names = [name_of(text) for text in texts]
    included, excluded = (
        apply(filter_, tuple(map(mark, map(value_of, names))), small) for mark in (strip_exclusion, exclude)
    )
    assert sorted([*included["incident_id"], *excluded["incident_id"]]) == sorted(small["incident_id"])


@CHOICE_CASES
def test_an_exclusion_takes_away(filter_: Filter[Any], texts: tuple[str, ...], small: gpd.GeoDataFrame) -> None:
    excluded = tuple(filter(is_excluded, texts))
    included = tuple(text for text in texts if not is_excluded(text))
    names = tuple(map(strip_exclusion, excluded))
    all_ids = set(apply(filter_, included, small)["incident_id"] if included else small["incident_id"])
    excluded_ids = set(apply(filter_, names, small)["incident_id"] if names else ())
    assert set(apply(filter_, texts, small)["incident_id"]) == all_ids - excluded_ids


def ids_by_duckdb(filter_: Filter[Any], texts: tuple[str, ...], rows: gpd.GeoDataFrame) -> list[str]:
    with duckdb.connect() as connection:
        relation = connection.from_df(pd.DataFrame(rows.drop(columns="geometry")))
        return sorted(Selection().with_filter(filter_.key, filter_.parse(texts)).apply(relation).df()["incident_id"])


@CASES
def test_duckdb_agrees(filter_: Filter[Any], texts: tuple[str, ...], small: gpd.GeoDataFrame) -> None:
    assert ids_by_duckdb(filter_, texts, small) == sorted(apply(filter_, texts, small)["incident_id"])


@CASES
def test_it_describes_itself(filter_: Filter[Any], texts: tuple[str, ...]) -> None:
    assert filter_.describe(filter_.parse(texts)).strip()


@EVERY_FILTER
@pytest.mark.parametrize("bad", BAD)
def test_bad_input_is_parsed_or_refused(filter_: Filter[Any], bad: str) -> None:
    try:
        value = filter_.parse((bad,))
    except ValueRefused as refusal:
        message = str(refusal)
        assert "Accepted: " in message
        assert len(message) < 1500
    else:
        assert filter_.parse(filter_.write(value)) == value


@EVERY_FILTER
def test_a_refusal_stays_short_however_much_was_given(filter_: Filter[Any]) -> None:
    for texts in (("x" * 5000,) * 3, ("y" * 5000,), ("9" * 5000, "1")):
        with pytest.raises(ValueRefused) as refusal:
            filter_.parse(texts)
        assert len(str(refusal.value)) < 1500


@EVERY_FILTER
def test_an_empty_control_sets_nothing(filter_: Filter[Any]) -> None:
    empty: tuple[object, ...] = (None, "", [], False)
    assert [filter_.from_control(value) for value in empty] == [None] * 4
    assert filter_.label
    assert filter_.help


@EVERY_FILTER
def test_a_control_gives_back_what_it_shows(filter_: Filter[Any]) -> None:
    for texts in SAMPLES[filter_.key] if filter_.control is not Control.DRAWN else []:
        value = filter_.parse(texts)
        assert filter_.from_control(filter_.to_control(value)) == value


@EVERY_FILTER
def test_a_facet_counts_what_the_choice_leaves(filter_: Filter[Any], small: gpd.GeoDataFrame) -> None:
    for value, count in facets.facet_counts(Index.from_table(small), Selection(), filter_).items():
        assert count == len(apply(filter_, (value_of(str(value)),), small))


@EVERY_FILTER
def test_facet_values_belong_to_rows_of_the_table(filter_: Filter[Any], small: gpd.GeoDataFrame) -> None:
    rows = small.iloc[3:8].set_axis([40, 30, 20, 10, 0])
    values = filter_.facet_values(rows)
    assert set(values.index) <= set(rows.index)
    assert values.notna().all()
    assert len(filter_.facet_values(rows.head(0))) == 0


# Names as files have them: outer blanks, and letters whose lower case is longer or depends on where they stand.
AWKWARD = ("!Iran", "\\!", "! x", " Iran ", "\u00a0X", "İzmir", "ΟΔΟΣ", "STRAẞE", "a|b", "(a.*", "%")
# Names that no query can hold: a facet may leave them out but must not list them.
UNPARSEABLE = ("two\nlines", "x" * 400, "bell\x07")
NAME_FILTERS = [
    filter_ for filter_ in FILTERS if filter_.key in ("actor", "country", "admin1", "admin2", "place", "dataset")
]
COLUMNS = ["actor_a", "country", "admin1", "admin2", "place_name", "dataset"]


@cache
def table_with_name(name: str) -> gpd.GeoDataFrame:
    cells = [["incident_id", "date_start", "latitude", "longitude", *COLUMNS]]
    cells += [[identifier, "2024-01-16", "", "", *[name] * len(COLUMNS)] for identifier in "ab"]
    return incidents.as_incidents(importing.read(to_csv_bytes(cells), name="x.csv").accepted)


@pytest.mark.parametrize("filter_", NAME_FILTERS, ids=lambda filter_: filter_.key)
@pytest.mark.parametrize("name", AWKWARD, ids=repr)
def test_every_choice_of_a_facet_can_be_selected(filter_: Filter[Any], name: str) -> None:
    rows = table_with_name(name)
    counts = facets.facet_counts(Index.from_table(rows), Selection(), filter_)
    assert set(counts) == {2}
    for value, count in counts.items():
        texts = (value_of(str(value)),)
        assert len(apply(filter_, texts, rows)) == len(ids_by_duckdb(filter_, texts, rows)) == count


@pytest.mark.parametrize("filter_", NAME_FILTERS, ids=lambda filter_: filter_.key)
@pytest.mark.parametrize("name", UNPARSEABLE, ids=lambda name: repr(name[:12]))
def test_a_facet_has_no_choice_that_cannot_be_parsed(filter_: Filter[Any], name: str) -> None:
    for value in facets.facet_counts(Index.from_table(table_with_name(name)), Selection(), filter_).index:
        assert filter_.parse((value_of(str(value)),))


@pytest.mark.parametrize(
    "listed", ["A; B; C", "A;B;C", "A ; B ; C", "A;  B;C", " A; B; C ", "A;;B; C;", "A;\u00a0B\u2003; C"]
)
def test_the_other_actors_are_found_however_they_are_spaced(listed: str) -> None:
    rows = incident_table(f"a,2024-01-16,,,{listed}", columns="other_actors")
    filter_ = next(filter_ for filter_ in FILTERS if filter_.key == "actor")
    assert facets.facet_counts(Index.from_table(rows), Selection(), filter_).to_dict() == {"A": 1, "B": 1, "C": 1}
    assert [len(apply(filter_, (name,), rows)) for name in "ABCD"] == [1, 1, 1, 0]
    assert [len(ids_by_duckdb(filter_, (name,), rows)) for name in "ABCD"] == [1, 1, 1, 0]


def test_dates_are_spans(small: gpd.GeoDataFrame) -> None:
    selected = Selection().with_filter("from", date(2023, 12, 31)).with_filter("to", date(2024, 1, 10)).apply(small)
    assert set(selected["incident_id"]) == {"month", "days"}


@pytest.mark.parametrize("listed", ["A; B; C", "A;B;C", "A ; B ; C", " A; B; C ", "A;;B; C;A", "A;\u00a0B\u2003; C"])
def test_tags_are_found_however_they_are_spaced(listed: str) -> None:
    rows = incident_table(f"a,2024-01-16,,,{listed}", "b,2024-01-16,,,", columns="tags")
    filter_ = next(filter_ for filter_ in FILTERS if filter_.key == "tag")
    assert facets.facet_counts(Index.from_table(rows), Selection(), filter_).to_dict() == {"A": 1, "B": 1, "C": 1}
    for name, count in (("A", 1), ("b", 1), ("D", 0), ("!A", 1)):
        assert len(apply(filter_, (name,), rows)) == len(ids_by_duckdb(filter_, (name,), rows)) == count


def test_one_tag_has_no_separator_in_it() -> None:
    filter_ = next(filter_ for filter_ in FILTERS if filter_.key == "tag")
    with pytest.raises(ValueRefused, match="a single tag"):
        filter_.parse(("A; B",))


def test_linked_duplicates_count_once() -> None:
    rows = incident_table("a,2024-01-16,,,", "b,2024-01-16,,,a", "c,2024-01-17,,,", columns="duplicate_of")
    filter_ = next(filter_ for filter_ in FILTERS if filter_.key == "once")
    assert list(apply(filter_, ("1",), rows)["incident_id"]) == ["a", "c"]
    assert facets.facet_counts(Index.from_table(rows), Selection(), filter_).to_dict() == {"1": 2}

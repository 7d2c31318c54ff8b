"""Numbers by country and by province: the same as a plain computation gives, and nothing lost or made more certain."""

from collections.abc import Hashable
from datetime import date
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.analysis.choropleth import AREA_COLUMNS, DAYS_PER_PERIOD, Choropleth, build_choropleth, select_unassigned
from geo.core.casefold import casefold
from geo.query.index import Index
from geo.query.selection import Selection
from geo.storage.atlas import Atlas
from tests.tables import incident_table

PLACES = (("", ""), ("Pakistan", "Balochistan"), ("PAKISTAN", "balochistan"), ("Pakistan", ""), ("Iraq", "Dihok"))
WHERE = st.sampled_from((*PLACES, ("Nowhere", "Nohow"), ("", "Punjab")))
KILLED = st.sampled_from(
    [("", "", ""), ("3", "", ""), ("", "4", ""), ("3", "4", "9"), ("", "", "9"), ("0", "0", "0"), ("", "0", "")]
)
DOUBT = st.sampled_from(["", "true", "false"])
DAY = st.sampled_from(["", "2012-01-01", "2024-01-14", "2024-02-29"])
ROWS = st.lists(st.tuples(DAY, WHERE, KILLED, DOUBT), max_size=14)
QUERIES = st.sampled_from(["", "country=Pakistan", "from=2024-01-01", "from=2024-01-01&to=2024-12-31", "min_killed=3"])
Row = tuple[str, tuple[str, str], tuple[str, str, str], str]  # as ROWS has them
Key = tuple[str | None, ...]
EXTRA = "country,admin1,killed_low,killed_best,killed_high,zero_means_unknown"


def incidents(rows: list[Row]) -> gpd.GeoDataFrame:
    lines = [
        ",".join((f"i{number}", day, "", "", *where, *killed, doubt))
        for number, (day, where, killed, doubt) in enumerate(rows)
    ]
    return incident_table(*lines, columns=EXTRA)


def choropleth_of(frame: gpd.GeoDataFrame, query: str = "", **options: str) -> Choropleth:
    return build_choropleth(Index.from_table(frame).select(Selection.from_query(query)), **options)


def sum_plainly(frame: gpd.GeoDataFrame, by: str) -> dict[Key | None, dict[str, Any]]:
    """The sums by area, row by row in plain Python; the area of rows without one is None."""
    sums: dict[Key | None, dict[str, Any]] = {}
    for row in frame.to_dict("records"):
        names = [row[name] for name in AREA_COLUMNS[by]]
        key = None if pd.isna(row[by]) else tuple(None if pd.isna(name) else casefold(name) for name in names)
        low, best, high = (
            None if pd.isna(row[name]) else int(row[name]) for name in ("killed_low", "killed_best", "killed_high")
        )
        if row["zero_means_unknown"] is not pd.NA and row["zero_means_unknown"]:
            low, best, high = (None if number == 0 else number for number in (low, best, high))
        area = sums.setdefault(key, {"n": 0, "low": [], "best": [], "high": []})
        area["n"] += 1
        area["low"].append(low if low is not None else best)
        area["best"].append(best if best is not None else low)
        area["high"].append(high if high is not None else best)
    return sums


def total(numbers: list[int | None]) -> object:
    known = [number for number in numbers if number is not None]
    return sum(known) if known else pd.NA


def key_of(row: dict[Hashable, Any], by: str) -> Key:
    return tuple(None if pd.isna(row[name]) else casefold(row[name]) for name in AREA_COLUMNS[by])


def same(one: object, other: object) -> bool:
    return (pd.isna(one) and pd.isna(other)) or one == other


@settings(max_examples=25, deadline=None)
@given(ROWS, QUERIES, st.sampled_from(list(AREA_COLUMNS)))
def test_the_sums_are_those_of_a_plain_computation(rows: list[Row], query: str, by: str) -> None:
    frame = incidents(rows)
    choropleth = choropleth_of(frame, query, by=by, measure="killed")
    expected = sum_plainly(Selection.from_query(query).apply(frame), by)
    assert choropleth.n_unassigned == expected.get(None, {"n": 0})["n"]
    areas = choropleth.areas.to_dict("records")
    assert {key_of(row, by) for row in areas} == set(expected) - {None}
    for row in areas:
        area = expected[key_of(row, by)]
        assert row["incidents"] == area["n"]
        assert same(row["killed_low"], total(area["low"]))
        assert same(row["killed_best"], total(area["best"]))
        assert same(row["killed_high"], pd.NA if None in area["high"] else sum(area["high"]))
        assert row["killed_unknown"] == sum(
            pair == (None, None) for pair in zip(area["low"], area["high"], strict=True)
        )
        in_part = None in area["best"]
        unknown = all(number is None for number in area["best"]) or (in_part and total(area["best"]) == 0)
        assert np.isnan(row["value"]) if unknown else row["value"] == total(area["best"])
        assert (row["class"] == -1) == unknown


@settings(max_examples=25, deadline=None)
@given(
    ROWS,
    QUERIES,
    st.sampled_from(list(AREA_COLUMNS)),
    st.sampled_from(["incidents", "killed"]),
    st.sampled_from(["", *DAYS_PER_PERIOD]),
)
def test_the_areas_and_the_rest_are_the_selection(rows: list[Row], query: str, by: str, measure: str, per: str) -> None:
    index = Index.from_table(incidents(rows))
    results = index.select(Selection.from_query(query))
    choropleth = build_choropleth(results, by=by, measure=measure, per=per)
    assert choropleth.areas["incidents"].sum() + choropleth.n_unassigned == len(results)
    rest = select_unassigned(results, by)
    unassigned = rest.rows(0, len(rest))
    assert len(unassigned) == choropleth.n_unassigned
    assert unassigned[by].isna().all()
    assert (choropleth.areas["incidents"] > 0).all()
    assert choropleth.areas["value"].dropna().is_monotonic_decreasing
    assert sorted(set(choropleth.areas["class"]) - {-1}) == list(range(len(choropleth.classes)))


@pytest.mark.parametrize("by", AREA_COLUMNS)
def test_an_area_counts_what_its_filter_selects(bundled: Atlas, by: str) -> None:
    for row in build_choropleth(bundled.select(Selection()), by=by).areas.to_dict("records"):
        selection = Selection()
        for name in AREA_COLUMNS[by]:
            selection = selection.with_filter(name, (row[name],))
        assert len(bundled.select(selection)) == row["incidents"]


@pytest.mark.parametrize("by", AREA_COLUMNS)
def test_the_bundled_areas_have_outlines(bundled: Atlas, by: str) -> None:
    choropleth = build_choropleth(bundled.select(Selection()), by=by)
    assert len(choropleth.areas) >= 5
    assert choropleth.not_on_basemap.empty


def test_weak_places_count_where_they_are_known() -> None:
    frame = incident_table(
        "province,2024-01-01,28.3,65.9,admin1,Pakistan,Balochistan",
        "region,2024-01-01,29.6,58.0,region,Iran,",
        "country,2024-01-01,33,53,country,Iran,",
        columns="place_precision,country,admin1",
    )
    by_country = choropleth_of(frame, by="country")
    assert dict(zip(by_country.areas["country"], by_country.areas["incidents"], strict=True)) == {
        "Iran": 2,
        "Pakistan": 1,
    }
    by_province = choropleth_of(frame, by="admin1")
    assert by_province.areas["admin1"].tolist() == ["Balochistan"]
    assert by_province.n_unassigned == 2


def test_names_that_the_basemap_lacks_are_listed_and_not_drawn() -> None:
    frame = incidents(
        [("", ("Nowhere", "Nohow"), ("", "", ""), ""), ("", ("PAKISTAN", "balochistan"), ("", "", ""), "")]
    )
    choropleth = choropleth_of(frame, by="admin1")
    assert choropleth.not_on_basemap["admin1"].tolist() == ["Nohow"]
    outlined = choropleth.areas[choropleth.areas["outline"].notna()].iloc[0]
    assert (outlined["admin1"], outlined["code"], outlined["outline"]) == ("balochistan", "PAK", "Balochistan")


@pytest.mark.parametrize(
    ("spellings", "expected"),
    [
        ("PAKISTAN Pakistan Pakistan", "Pakistan"),
        ("Pakistan PAKISTAN PAKISTAN", "PAKISTAN"),
        ("pakistan Pakistan PAKISTAN", "PAKISTAN"),
    ],
)
def test_an_area_is_spelled_as_most_rows_of_the_table_have_it(spellings: str, expected: str) -> None:
    names = spellings.split()
    rows: list[Row] = [("2024-01-14", (name, ""), ("", "", ""), "") for name in names]
    for query in ("", "from=2024-01-01"):
        areas = choropleth_of(incidents([*rows, ("2012-01-01", (expected, ""), ("", "", ""), "")]), query).areas
        assert areas[["country", "outline"]].to_numpy().tolist() == [[expected, "Pakistan"]]
    assert choropleth_of(incidents(rows)).areas["country"].tolist() == [expected]


def test_zero_is_a_number_and_unknown_is_none() -> None:
    rows = [
        ("", ("A", ""), ("0", "0", "0"), "false"),
        ("", ("B", ""), ("0", "0", "0"), "true"),
        ("", ("C", ""), ("", "", ""), ""),
    ]
    choropleth = choropleth_of(incidents(rows), by="country", measure="killed")
    assert [interval.label for interval in choropleth.classes] == ["0"]
    assert dict(zip(choropleth.areas["country"], choropleth.areas["class"], strict=True)) == {"A": 0, "B": -1, "C": -1}
    assert dict(zip(choropleth.areas["country"], choropleth.areas["killed"], strict=True)) == {
        "A": "0",
        "B": "unknown",
        "C": "unknown",
    }


@pytest.mark.parametrize(
    ("query", "first", "last"),
    [
        ("", date(2012, 1, 1), date(2024, 2, 29)),
        ("from=2024-01-01", date(2024, 1, 1), date(2024, 2, 29)),
        ("from=2024-01-01&to=2024-12-31", date(2024, 1, 1), date(2024, 12, 31)),
    ],
)
@pytest.mark.parametrize("per", DAYS_PER_PERIOD)
def test_a_rate_is_over_the_selections_own_period(query: str, first: date, last: date, per: str) -> None:
    where = ("Iran", "Tehran")
    frame = incidents([("2012-01-01", where, ("", "2", ""), ""), ("2024-02-29", where, ("", "7", ""), "")])
    choropleth = choropleth_of(frame, query, by="admin1", measure="killed", per=per)
    expected = 9 if not query else 7
    assert choropleth.period == (first, last)
    assert choropleth.areas["value"].iloc[0] == pytest.approx(
        expected / (((last - first).days + 1) / DAYS_PER_PERIOD[per])
    )


def test_without_a_date_there_is_no_rate() -> None:
    choropleth = choropleth_of(incidents([("", ("Iran", ""), ("1", "1", "1"), "")]), by="country", per="year")
    assert choropleth.period is None
    assert choropleth.classes == ()
    assert choropleth.areas["class"].tolist() == [-1]


def test_no_incident_makes_no_area() -> None:
    choropleth = choropleth_of(incident_table(), by="admin1", measure="killed", per="month")
    assert choropleth.areas.empty
    assert choropleth.n_unassigned == 0


def test_an_unknown_area_measure_or_period_is_an_error(bundled: Atlas) -> None:
    results = bundled.select(Selection())
    for options in ({"by": "colour"}, {"measure": "colour"}, {"per": "fortnight"}):
        with pytest.raises(KeyError):
            build_choropleth(results, **options)

"""Rows without coordinates are placed by their names, never more precisely than the names are."""

import re
from dataclasses import replace

import pandas as pd
import pytest

from geo.core.excerpts import shorten_example
from geo.core.schema import PLACE_NAMES
from geo.ingest import importing
from geo.ingest.checks import geocoding
from geo.ingest.checks.coordinate_checks import check_coordinates
from geo.ingest.checks.geocoding import geocode_missing, introduce_warning
from geo.ingest.checks.place_queries import query_key
from geo.ingest.options import ImportOptions
from geo.ingest.provider import Crosswalk

CHANCE = r" \([a-z ]+, \d\d of 100 such names are right\)"


def crosswalk(*rows: tuple[str, str, str, str], **columns: object) -> Crosswalk:
    cells = pd.DataFrame(rows, columns=list(PLACE_NAMES), dtype="str").set_axis(range(2, len(rows) + 2))
    return Crosswalk(cells.assign(**columns), {"place_name": "city", "admin1": "provstate"})


def geocoded_row(*wording: str, **columns: object) -> pd.Series:
    return geocode_missing(crosswalk(wording, **columns), ImportOptions())[0].cells.iloc[0]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("wording", "precision", "place_id", "country", "admin1"),
    [
        (("Quetta", "", "", "Pakistan"), "exact", "faultline:quetta", "Pakistan", "Balochistan"),
        (("", "Quetta District", "", "Pakistan"), "admin2", "district:faultline:quetta", "Pakistan", "Balochistan"),
        (("", "", "Balochistan", "Pakistan"), "admin1", "ne1:PAK-1108", "Pakistan", "Balochistan"),
        (("Unknown", "", "Balochistan", "Pakistan"), "admin1", "ne1:PAK-1108", "Pakistan", "Balochistan"),
        (("northern Iraq", "", "", ""), "region", "part:north:ne0:IRQ", "Iraq", None),
        (("", "", "", "Pakistan"), "country", "ne0:PAK", "Pakistan", None),
        (("no such town at all", "", "", "Pakistan"), "country", "ne0:PAK", "Pakistan", None),
    ],
)
def test_a_row_is_placed_as_precisely_as_its_names(
    wording: tuple[str, ...], precision: str, place_id: str | None, country: str, admin1: str | None
) -> None:
    result = geocoded_row(*wording)
    names = [
        None if pd.isna(result[name]) or result[name] == "" else result[name]
        for name in ("place_id", "country", "admin1")
    ]
    assert result["place_precision"] == precision
    assert names == [place_id, country, admin1]
    assert -90 <= float(result["latitude"]) <= 90
    assert re.sub(CHANCE, "", str(result["notes"])) == geocoding.NOTE.format(chance="")


def test_a_coarser_precision_of_the_source_stays() -> None:
    result = geocoded_row("Quetta", "", "", "Pakistan", place_precision="admin1")
    assert result["place_precision"] == "admin1"
    assert pd.isna(result["radius_km"])
    assert geocoded_row("", "", "", "Pakistan", place_precision="exact")["place_precision"] == "country"
    assert geocoded_row("Quetta", "", "", "Pakistan", place_precision="unknown")["place_precision"] == "exact"


def test_what_a_query_could_also_mean_is_one_warning() -> None:
    original = crosswalk(("Zahedaan", "", "", "Iran"), ("Springfield", "", "", ""), ("Zahedaan", "", "", "Iran"))
    _, warnings = geocode_missing(original, ImportOptions())
    assert warnings[["row", "column", "value", "kind", "sure"]].to_numpy().tolist() == [
        [2, "city", "Zahedaan, Iran", "place", False],
        [3, "city", "Springfield", "place", False],
    ]
    assert warnings["proposal"].iloc[0] == "faultline:zahedan"
    assert "spelt like Zahedan" in warnings["reason"].iloc[0]
    assert warnings["reason"].iloc[0].endswith("(in 2 rows)")
    assert "it could also be Springfield, " in warnings["reason"].iloc[1]


def test_a_place_outside_the_named_country_is_proposed_and_not_taken() -> None:
    result, warnings = geocode_missing(crosswalk(("Khash", "", "", "Pakistan")), ImportOptions())
    assert result.cells["place_id"].tolist() == ["ne0:PAK"]
    assert warnings["proposal"].tolist() == ["faultline:khash"]
    assert "would mean Khash, Sistan and Baluchestan, Iran, which is not in Pakistan" in warnings["reason"].iloc[0]


@pytest.mark.parametrize(
    "wording", [("Hedinghem, North Carolina", "", "", ""), ("Hedinghem", "", "North Carolina", "")]
)
def test_an_unknown_hamlet_of_a_province_is_placed_as_the_province(wording: tuple[str, str, str, str]) -> None:
    # And not as a town of another country that is spelt like it.
    result, warnings = geocode_missing(crosswalk(wording), ImportOptions())
    assert result.cells[["place_precision", "admin1"]].to_numpy().tolist() == [["admin1", "North Carolina"]]
    assert result.cells["country"].tolist() == ["United States of America"]
    assert "placed by “North Carolina”" in warnings["reason"].iloc[0]


@pytest.mark.parametrize(
    ("wording", "place_id"),
    [
        (("-do-", "", "", "Pakistan"), "ne0:PAK"),
        (("Hospital", "", "", "Iraq"), "ne0:IRQ"),
        (("Paris", "", "", "Pakistan"), "ne0:PAK"),
        (("Georgia", "", "", "Pakistan"), "ne0:PAK"),
        (("Paris, Texas", "", "", "Pakistan"), "ne0:PAK"),
        (("Mosul", "", "Anbar", "Iraq"), "ne1:IRQ-3471"),
        (("Khuzdar", "", "Sindh", "Pakistan"), "ne1:PAK-1114"),
        (("Khuzdar", "", "Balochistan", "Pakistan"), "faultline:khuzdar"),
    ],
)
def test_no_row_leaves_the_country_or_the_province_that_it_names(wording: tuple[str, ...], place_id: str) -> None:
    assert geocoded_row(*wording)["place_id"] == place_id


@pytest.mark.parametrize("wording", [("Hospital", "", "", ""), ("?????", "", "", ""), ("Bo", "", "", "")])
def test_what_names_no_place_by_itself_leads_nowhere(wording: tuple[str, str, str, str]) -> None:
    result, warnings = geocode_missing(crosswalk(wording), ImportOptions())
    assert "latitude" not in result.cells
    assert len(warnings) == 1


def test_a_short_name_is_read_where_its_country_bears_it_out() -> None:
    assert geocoded_row("Bo", "", "", "Sierra Leone")["place_precision"] == "exact"


def test_nothing_is_placed_in_a_country_that_is_not_known() -> None:
    result, warnings = geocode_missing(crosswalk(("Quetta", "", "", "Qwertyland")), ImportOptions())
    assert "latitude" not in result.cells
    assert "“Qwertyland” is no country that we know" in warnings["reason"].iloc[0]


def test_what_is_nowhere_stays_in_the_table_with_a_warning() -> None:
    result, warnings = geocode_missing(crosswalk(("zzzqqxx", "", "", "")), ImportOptions())
    assert "latitude" not in result.cells
    assert "no place named “zzzqqxx” is known" in warnings["reason"].iloc[0]


def test_a_person_has_the_last_word() -> None:
    khash, nowhere, odd = ("Khash", "", "", ""), ("Zahedaan", "", "", "Iran"), ("Quetta", "", "", "")
    places = ((query_key(*khash), "gn:1136863"), (query_key(*nowhere), ""), (query_key(*odd), "gn:0"))
    result, warnings = geocode_missing(crosswalk(khash, nowhere, odd), ImportOptions(places=places))
    assert result.cells["country"].tolist() == ["Afghanistan", "Iran", "Pakistan"]
    assert pd.isna(result.cells["latitude"].iloc[1])
    assert warnings["value"].tolist() == ["Quetta"]
    assert "is not the identifier of a known place" in warnings["reason"].iloc[0]


def test_rows_with_coordinates_or_refused_are_left_alone() -> None:
    original = crosswalk(("Quetta", "", "", "Pakistan"), latitude="30.2", longitude="67.0")
    result, warnings = geocode_missing(original, ImportOptions())
    assert result.cells is original.cells
    assert warnings.empty


def test_zero_is_placed_by_its_name() -> None:
    zero = crosswalk(("Quetta", "", "", "Pakistan"), latitude="0", longitude="0")
    checked, warnings = check_coordinates(zero, ImportOptions())
    result, _ = geocode_missing(checked, ImportOptions())
    assert result.cells["latitude"].tolist() == ["30.1841"]
    assert warnings["kind"].tolist() == ["coordinates"]


def test_a_long_name_is_cut_where_a_message_quotes_it_and_kept_in_the_table() -> None:
    name = "x" * 5_000
    content = f"date,place,country\n2024-01-16,{name},Iran\n2024-01-17,Quetta,{name}\n".encode()
    imported = importing.read(content)
    assert imported.accepted["place_name"].iloc[0] == name
    assert imported.warnings["reason"].str.len().max() < 300


def test_too_many_queries_are_left_with_a_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(geocoding, "MAX_QUERIES", 1)
    original = crosswalk(("Zahedan", "", "", "Iran"), ("Quetta", "", "", ""), ("Quetta", "", "", ""))
    result, warnings = geocode_missing(original, ImportOptions())
    assert result.cells["latitude"].notna().tolist() == [False, True, True]
    assert warnings["value"].tolist() == ["Zahedan, Iran"]


def test_after_many_doubtful_names_none_is_taken_for_a_misspelling(monkeypatch: pytest.MonkeyPatch) -> None:
    names = (
        ("Zahedaan", "", "", "Iran"),
        ("Qzxvwdx", "", "", ""),
        ("Quetta", "", "", ""),
        ("Malerkotla", "", "", ""),
    )
    rows = [row for number, row in enumerate(names) for _ in range(len(names) - number)]  # in the order of their rows
    placed = geocode_missing(crosswalk(*rows), ImportOptions())[0].cells["latitude"].notna()
    monkeypatch.setattr(geocoding, "MAX_DOUBTFUL", 2)
    result, warnings = geocode_missing(crosswalk(*rows), ImportOptions())
    assert (placed.tolist()[-1], result.cells["latitude"].notna().tolist()) == (True, [*placed.tolist()[:-1], False])
    assert "not as misspellings" in result.findings[0].text
    assert "similar names" not in warnings["reason"].iloc[-1]


def test_keys_of_different_queries_differ() -> None:
    assert query_key(" Khash ", "", "", "Iran") == query_key("Khash", "", "", "Iran")
    assert query_key("a, b", "", "", "") != query_key("a", "b", "", "")


def test_our_own_download_reads_back_unplaced() -> None:
    header = "incident_id,date_start,latitude,longitude,place_name,place_precision"
    content = f"{header}\na,2024-01-16,,,Quetta,unknown\nb,2024-01-16,,,Quetta,\n".encode()
    accepted = importing.read(content).accepted
    assert accepted["latitude"].notna().tolist() == [False, True]


def test_warnings_reach_the_import_and_every_row_is_accounted_for() -> None:
    header = "incident_id,date_start,latitude,longitude,country"
    lines = ["a,2024-01-16,67.0,30.18,Pakistan", 'b,2024-01-16,"34,5","69,2",Afghanistan', "c,2024-01-16,1,2,"]
    content = "\n".join([header, *lines, ""]).encode()
    imported = importing.read(content)
    assert (len(imported.accepted), len(imported.rejected), imported.rows_in) == (2, 1, 3)
    assert imported.warnings["row"].tolist() == [2, 3]
    mended = importing.read(content, options=ImportOptions(corrected_rows=(2, 3)))
    assert mended.accepted["latitude"].tolist() == [30.18, 34.5, 1.0]
    assert mended.rows_in == 3


@pytest.mark.parametrize(
    "wording",
    [
        ("Mosul", "", "", ""),
        ("Mosul", "", "Nineveh", "Iraq"),
        ("Kirkuk", "", "", "Iraq"),
        ("Aleppo", "", "", ""),
        ("Kuala Lumpur", "", "", ""),
        ("", "", "Kirkuk", "Iraq"),  # in a column of provinces the province is meant
        ("Mosul", "", "", "Iraq"),
    ],
)
def test_the_area_around_a_place_is_no_other_place(wording: tuple[str, str, str, str]) -> None:
    placed, warnings = geocode_missing(crosswalk(wording), ImportOptions())
    assert (placed.findings, len(warnings)) == ((), 0)


def test_other_places_are_listed_once_and_by_their_kind_where_they_are_called_alike() -> None:
    rows = replace(crosswalk(("Djibouti", "", "", "")), origin={"place_name": "Location"})
    _, warnings = geocode_missing(rows, ImportOptions())
    assert "it could also be Djibouti (town)" in warnings["reason"].iloc[0]


@pytest.mark.parametrize(
    ("wording", "place_id"),
    [
        (("Kirkuk", "", "Kirkuk", ""), "faultline:kirkuk"),
        (("Kirkuk", "", "Kirkuk", "Iraq"), "faultline:kirkuk"),
        (("Gao", "", "Gao", "Mali"), "gn:2457163"),
        (("Kandahar", "", "Kandahar", ""), "faultline:kandahar"),
        (("KANDAHAR", "", "Kandahar province", "Afghanistan"), "faultline:kandahar"),
        (("Herat", "Herat", "Herat", "Afghanistan"), "faultline:herat"),
        (("كركوك", "", "كركوك", "العراق"), "faultline:kirkuk"),
        (("Djibouti", "", "", ""), "gn:223817"),  # the column is headed “city”
        (("Djibouti", "", "", "Djibouti"), "gn:223817"),
    ],
)
def test_beside_the_province_of_its_name_a_place_is_the_town(wording: tuple[str, ...], place_id: str) -> None:
    result = geocoded_row(*wording)
    assert (result["place_id"], result["place_precision"]) == (place_id, "exact")


@pytest.mark.parametrize(
    "wording",
    [
        ("Helmand", "", "Helmand", "Afghanistan"),
        ("Kandahar province", "", "Kandahar", "Afghanistan"),
        ("Kirkuk Governorate", "", "Kirkuk", "Iraq"),
        ("", "", "Kandahar", "Afghanistan"),
        ("Balochistan", "", "Balochistan", "Pakistan"),
    ],
)
def test_what_names_a_province_only_stays_the_province(wording: tuple[str, ...]) -> None:
    assert geocoded_row(*wording)["place_precision"] == "admin1"


@pytest.mark.parametrize(
    ("warning", "sentence"),
    [
        ("no place is known", "“Nowhere”: no place is known"),
        ("means Khash, Iran", "“Nowhere” means Khash, Iran"),
        ("“Nowhere” names no place", "“Nowhere” names no place"),
    ],
)
def test_a_warning_names_what_it_is_about_once(warning: str, sentence: str) -> None:
    assert introduce_warning("Nowhere", warning) == sentence


def test_an_example_says_the_chance_of_a_doubtful_place_whole() -> None:
    result, _ = geocode_missing(crosswalk(("Springfield", "", "", "")), ImportOptions())
    (example,) = result.findings[0].examples
    assert re.search(CHANCE, shorten_example(example))

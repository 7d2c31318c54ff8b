"""Rows without coordinates are placed by their names, never more precisely than the names are."""

import pandas as pd
import pytest

from geo.core.schema import PLACE_NAMES
from geo.ingest import importing
from geo.ingest.checks import geocoding
from geo.ingest.checks.geocoding import located, query_key
from geo.ingest.options import ImportOptions
from geo.ingest.provider import Crosswalk


def crosswalk(*rows: tuple[str, str, str, str], **columns: object) -> Crosswalk:
    cells = pd.DataFrame(rows, columns=list(PLACE_NAMES), dtype="str").set_axis(range(2, len(rows) + 2))
    return Crosswalk(cells.assign(**columns), {"place_name": "city", "admin1": "provstate"})


def row(*wording: str, **columns: object) -> pd.Series:
    return located(crosswalk(wording, **columns), ImportOptions())[0].cells.iloc[0]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("wording", "precision", "place_id", "country", "admin1"),
    [
        (("Quetta", "", "", "Pakistan"), "exact", "faultline:quetta", "Pakistan", "Balochistan"),
        (("", "Quetta District", "", "Pakistan"), "admin2", None, "Pakistan", "Balochistan"),
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
    found = row(*wording)
    told = [
        None if pd.isna(found[name]) or found[name] == "" else found[name] for name in ("place_id", "country", "admin1")
    ]
    assert found["place_precision"] == precision
    assert told == [place_id, country, admin1]
    assert -90 <= float(found["latitude"]) <= 90
    assert found["notes"] == geocoding.NOTE


def test_a_coarser_precision_of_the_source_stays() -> None:
    found = row("Quetta", "", "", "Pakistan", place_precision="admin1")
    assert found["place_precision"] == "admin1"
    assert pd.isna(found["radius_km"])
    assert row("", "", "", "Pakistan", place_precision="exact")["place_precision"] == "country"
    assert row("Quetta", "", "", "Pakistan", place_precision="unknown")["place_precision"] == "exact"


def test_what_a_wording_could_also_mean_is_told_once() -> None:
    given = crosswalk(("Zahedaan", "", "", "Iran"), ("Springfield", "", "", ""), ("Zahedaan", "", "", "Iran"))
    _, doubts = located(given, ImportOptions())
    assert doubts[["row", "column", "value", "kind", "sure"]].to_numpy().tolist() == [
        [2, "city", "Zahedaan, Iran", "place", False],
        [3, "city", "Springfield", "place", False],
    ]
    assert doubts["proposal"].iloc[0] == "faultline:zahedan"
    assert "spelt like Zahedan" in doubts["reason"].iloc[0]
    assert doubts["reason"].iloc[0].endswith("(in 2 rows)")
    assert "it could also be Springfield, " in doubts["reason"].iloc[1]


def test_a_place_outside_the_named_country_is_proposed_and_not_taken() -> None:
    found, doubts = located(crosswalk(("Khash", "", "", "Pakistan")), ImportOptions())
    assert found.cells["place_id"].tolist() == ["ne0:PAK"]
    assert doubts["proposal"].tolist() == ["faultline:khash"]
    assert "no place of that name is known in Pakistan" in doubts["reason"].iloc[0]


@pytest.mark.parametrize(
    "wording", [("Hedinghem, North Carolina", "", "", ""), ("Hedinghem", "", "North Carolina", "")]
)
def test_an_unknown_hamlet_of_a_province_is_placed_as_the_province(wording: tuple[str, str, str, str]) -> None:
    # And not as a town of another country that is spelt like it.
    found, doubts = located(crosswalk(wording), ImportOptions())
    assert found.cells[["place_precision", "admin1"]].to_numpy().tolist() == [["admin1", "North Carolina"]]
    assert found.cells["country"].tolist() == ["United States of America"]
    assert "placed by “North Carolina”" in doubts["reason"].iloc[0]


def test_what_is_nowhere_stays_in_the_table_with_a_doubt() -> None:
    found, doubts = located(crosswalk(("zzzqqxx", "", "", "")), ImportOptions())
    assert "latitude" not in found.cells
    assert "no place named “zzzqqxx” is known" in doubts["reason"].iloc[0]


def test_a_person_has_the_last_word() -> None:
    khash, nowhere, odd = ("Khash", "", "", ""), ("Zahedaan", "", "", "Iran"), ("Quetta", "", "", "")
    places = ((query_key(*khash), "gn:1136863"), (query_key(*nowhere), ""), (query_key(*odd), "gn:0"))
    found, doubts = located(crosswalk(khash, nowhere, odd), ImportOptions(places=places))
    assert found.cells["country"].tolist() == ["Afghanistan", "Iran", "Pakistan"]
    assert pd.isna(found.cells["latitude"].iloc[1])
    assert doubts["value"].tolist() == ["Quetta"]
    assert "no place's identifier" in doubts["reason"].iloc[0]


def test_rows_with_coordinates_or_refused_are_left_alone() -> None:
    given = crosswalk(("Quetta", "", "", "Pakistan"), latitude="30.2", longitude="67.0")
    found, doubts = located(given, ImportOptions())
    assert found.cells is given.cells
    assert doubts.empty


def test_zero_is_placed_by_its_name() -> None:
    found, doubts = located(crosswalk(("Quetta", "", "", "Pakistan"), latitude="0", longitude="0"), ImportOptions())
    assert found.cells["latitude"].tolist() == ["30.1841"]
    assert doubts["kind"].tolist() == ["coordinates"]


def test_too_many_wordings_are_left_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(geocoding, "MOST_WORDINGS", 1)
    given = crosswalk(("Zahedan", "", "", "Iran"), ("Quetta", "", "", ""), ("Quetta", "", "", ""))
    found, doubts = located(given, ImportOptions())
    assert found.cells["latitude"].notna().tolist() == [False, True, True]
    assert doubts["value"].tolist() == ["Zahedan, Iran"]


def test_keys_of_different_wordings_differ() -> None:
    assert query_key(" Khash ", "", "", "Iran") == query_key("Khash", "", "", "Iran")
    assert query_key("a, b", "", "", "") != query_key("a", "b", "", "")


def test_our_own_download_reads_back_unplaced() -> None:
    header = "incident_id,date_start,latitude,longitude,place_name,place_precision"
    content = f"{header}\na,2024-01-16,,,Quetta,unknown\nb,2024-01-16,,,Quetta,\n".encode()
    accepted = importing.read(content).accepted
    assert accepted["latitude"].notna().tolist() == [False, True]


def test_doubts_reach_the_import_and_every_row_is_accounted_for() -> None:
    header = "incident_id,date_start,latitude,longitude,country"
    lines = ["a,2024-01-16,67.0,30.18,Pakistan", 'b,2024-01-16,"34,5","69,2",Afghanistan', "c,2024-01-16,1,2,"]
    content = "\n".join([header, *lines, ""]).encode()
    got = importing.read(content)
    assert (len(got.accepted), len(got.rejected), got.rows_in) == (2, 1, 3)
    assert got.warnings["row"].tolist() == [2, 3]
    mended = importing.read(content, options=ImportOptions(corrected_rows=(2, 3)))
    assert mended.accepted["latitude"].tolist() == [30.18, 34.5, 1.0]
    assert mended.rows_in == 3

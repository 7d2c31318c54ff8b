"""A provider's table with a column renamed, dropped or left over keeps that provider's meanings; others do not."""

import pandas as pd
import pytest

from geo.ingest.importing import find_provider
from geo.ingest.options import ImportOptions
from tests.geo.ingest.crosswalks import Row, only, read, sheet
from tests.geo.ingest.provider_rows import ACLED_NOW, GDELT_ROW, GTD_ROW, UCDP_23


def provider_of(*rows: Row) -> str:
    return find_provider(sheet(*rows), ImportOptions()).name


def select_columns(row: Row, names: str) -> Row:
    return {name: row[name] for name in names.split()}


ACLED_ROW = {name: text for name, text in ACLED_NOW.items() if name != "event_id_cnty"} | {
    "time_precision": "3", "geo_precision": "3", "fatalities": "0"
}  # fmt: skip


def test_acled_without_its_identifiers() -> None:
    row = only(ACLED_ROW)
    assert (row["date_precision"], row["place_precision"]) == ("month", "admin1")
    assert (row["killed_best"], row["zero_means_unknown"]) == (0, True)
    imported = read(sheet(ACLED_ROW))
    assert imported.provider == "ACLED"
    assert "The table is read as ACLED's" in imported.concerns[0].text
    assert "no column “event_id_cnty”" in imported.notes[0]


@pytest.mark.parametrize(
    "names",
    [
        {"event_date": "Date", "fatalities": "Killed", "location": "Place"},
        {"event_date": "Fecha", "latitude": "lat", "longitude": "lon", "country": "País"},
        {name: name.replace("_", " ").title() for name in ACLED_ROW},
        {name: name.upper() for name in ACLED_ROW},
    ],
)
def test_acled_with_other_names(names: dict[str, str]) -> None:
    renamed = {names.get(name, name): text for name, text in ACLED_ROW.items()}
    ours = [
        "date_start",
        "date_precision",
        "event_type",
        "actor_a",
        "country",
        "latitude",
        "place_precision",
        "killed_best",
    ]
    assert only(renamed)[ours].to_dict() == only(ACLED_ROW)[ours].to_dict()


def test_a_few_columns_of_acled() -> None:
    few = select_columns(
        ACLED_ROW, "event_date event_type sub_event_type country latitude longitude geo_precision fatalities"
    )
    assert provider_of(few) == "ACLED"


def test_a_blank_column_and_one_of_an_other_meaning_speak_against_nothing() -> None:
    assert provider_of(ACLED_ROW | {"sub_event_type": ""}) == "ACLED"
    assert provider_of(DISPLAY | {"Region": "Balochistan"}) == "GTD"


def test_counts_of_events_and_other_vocabularies_are_not_acled() -> None:
    assert provider_of(ACLED_ROW | {"EVENTS": "6"}) == "Table"
    assert provider_of(ACLED_NOW | {"events": "6"}) == "Table"
    assert provider_of(ACLED_ROW | {"event_type": "Robbery", "sub_event_type": "Armed robbery"}) == "Table"


DISPLAY = {
    "Year": "2014", "Month": "1", "Day": "0", "Country": "Pakistan", "Region": "South Asia", "city": "Invented",
    "latitude": "26.0012", "longitude": "63.0485", "AttackType": "Bombing/Explosion", "Killed": "3", "Wounded": "1",
    "Target": "Convoy", "Group": "Invented Army", "Target_type": "Military", "Weapon_type": "Explosives",
}  # fmt: skip


def test_gtd_as_people_rename_it() -> None:
    imported = read(sheet(DISPLAY))
    assert imported.provider == "GTD"
    row = imported.accepted.iloc[0]
    assert pd.isna(row["admin1"])  # Region is a part of the world
    assert (row["date_precision"], row["country"], row["killed_best"], row["injured_best"]) == (
        "month",
        "Pakistan",
        3,
        1,
    )
    assert (row["event_type"], row["actor_a"], row["actor_b"]) == (
        "Explosions/Remote violence",
        "Invented Army",
        "Convoy",
    )


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("2014-01-06", "2014-01-06", "2014-01-06"),
        ("2014-01-00", "2014-01-01", "2014-01-31"),
        ("1/6/2014", "2014-01-06", "2014-01-06"),
    ],
)
def test_gtd_as_its_website_exports_it(written: str, first: str, last: str) -> None:
    exported = {
        "GTD ID": "201401060001", "DATE": written, "COUNTRY": "Pakistan", "CITY": "Invented",
        "PERPETRATOR 1": "Unknown",
        "ATTACK TYPE 1": "Armed Assault", "TARGET TYPE 1": "Police", "FATALITIES": "2", "INJURED": "0",
    }  # fmt: skip
    row = only(exported)
    assert row["incident_id"] == "GTD:201401060001"
    assert (f"{row['date_start']:%F}", f"{row['date_end']:%F}") == (first, last)
    assert (row["event_type"], row["killed_best"]) == ("Battles", 2)
    assert pd.isna(row["actor_a"])


def test_gtd_with_the_names_of_another_language() -> None:
    names = {"Year": "Année", "Month": "Mois", "Day": "Jour", "Country": "Pays", "Region": "Région", "city": "Ville"}
    row = only({names.get(name, name): text for name, text in DISPLAY.items()})
    assert row["incident_id"].startswith("GTD:")
    assert (row["date_precision"], row["country"], row["place_name"]) == ("month", "Pakistan", "Invented")
    assert pd.isna(row["admin1"])


def test_gtd_without_its_identifiers() -> None:
    row = only({name: text for name, text in GTD_ROW.items() if name != "eventid"})
    assert (row["admin1"], row["killed_best"], row["place_precision"]) == ("Balochistan", 3, "near")


@pytest.mark.parametrize(
    "names",
    [
        "date_start date_end date_prec best high low country latitude longitude",
        "country latitude longitude where_prec date_prec date_start date_end best low high type_of_violence",
    ],
)
def test_a_few_columns_of_ucdp(names: str) -> None:
    row = only(select_columns(UCDP_23, names))
    assert row["incident_id"].startswith("UCDP:")
    assert (row["killed_low"], row["killed_best"], row["killed_high"]) == (1, 2, 4)
    assert (row["date_precision"], f"{row['date_start']:%F}", f"{row['date_end']:%F}") == (
        "days",
        "2013-01-03",
        "2013-01-05",
    )


def test_ucdp_without_its_identifiers_and_with_other_names() -> None:
    renamed = {name.replace("_", " ").title(): text for name, text in UCDP_23.items() if name not in ("id", "relid")}
    row = only({("Deaths" if name == "Best" else name): text for name, text in renamed.items()})
    assert (row["killed_best"], row["place_precision"], row["admin1"]) == (2, "near", "Idlib governorate")


def test_a_few_columns_of_gdelt() -> None:
    names = (
        "SQLDATE Actor1Name Actor2Name EventCode ActionGeo_Type ActionGeo_FullName ActionGeo_CountryCode ActionGeo_Lat"
    )
    row = only(select_columns(GDELT_ROW, f"{names} ActionGeo_Long") | {"ActionGeo_Type": "1"})
    assert (row["record_kind"], row["place_precision"], row["country"]) == ("report", "country", "Iran")


@pytest.mark.parametrize(
    "row",
    [
        {"date": "2024-01-16", "type": "Battles", "place": "Quetta", "killed": "3"},
        {"year": "2024", "month": "1", "day": "2", "city": "Quetta", "target": "Police", "group": "x", "killed": "1"},
        {"date_start": "2024-01-16", "date_end": "2024-01-17", "best": "3", "low": "1", "high": "4", "city": "Quetta"},
        {"date": "2024-01-16", "event_type": "Protests", "location": "Quetta", "country": "Pakistan", "notes": "x"},
    ],
)
def test_hand_made_tables_stay_what_they_are(row: Row) -> None:
    assert provider_of(row) == "Table"

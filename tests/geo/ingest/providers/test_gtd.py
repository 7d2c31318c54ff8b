"""GTD: what each column comes to, field by field."""

import re

import pandas as pd
import pytest

from tests.geo.ingest.crosswalks import only, read, sheet
from tests.geo.ingest.provider_rows import GTD_ROW


def day(text: str) -> pd.Timestamp:
    return pd.Timestamp(text)


def span(row: pd.Series) -> tuple[str, str, str]:
    return f"{row['date_start']:%Y-%m-%d}", f"{row['date_end']:%Y-%m-%d}", row["date_precision"]


def test_a_row() -> None:
    row = only(GTD_ROW)
    assert (row["incident_id"], row["source_id"], row["dataset"]) == ("GTD:201201190001", "201201190001", "GTD")
    assert span(row) == ("2012-01-19", "2012-01-22", "day")
    assert (row["event_type"], row["sub_event_type"]) == ("Explosions/Remote violence", "Grenade")
    assert (row["actor_a"], row["actor_b"], row["other_actors"]) == (
        "Invented Army", "Invented Barracks", "Second Invented Army",
    )  # fmt: skip
    assert (row["place_name"], row["place_precision"]) == ("Invented City", "near")
    assert (row["country"], row["admin1"]) == ("Pakistan", "Balochistan")
    assert row["killed_best"] == 3
    assert pd.isna(row["injured_best"])
    assert row["zero_means_unknown"] == False  # noqa: E712
    assert pd.isna(row["contested"])
    assert row["notes"] == "GTD names the perpetrators on suspicion."
    assert row["summary"] == GTD_ROW["summary"]
    assert row["title"] == "Grenade near Invented City"
    assert row["gtd.related"] == "201201190001, 201201190002"
    assert row["gtd.gname3"] == "Unknown"
    assert "START" in row["licence"]


@pytest.mark.parametrize(
    ("month", "date", "about", "expected"),
    [
        ("1", "0", "", ("2012-01-01", "2012-01-31", "month")),
        ("2", "0", "", ("2012-02-01", "2012-02-29", "month")),
        ("0", "0", "", ("2012-01-01", "2012-12-31", "year")),
        ("0", "5", "", ("2012-01-01", "2012-12-31", "year")),
        ("1", "20", "January 19-21, 2012", ("2012-01-19", "2012-01-21", "days")),
        ("1", "20", "sometime that winter", ("2012-01-01", "2012-01-31", "month")),
        ("1", "20", "1/20/2012", ("2012-01-20", "2012-01-20", "day")),
        ("1.0", "20.0", "", ("2012-01-20", "2012-01-20", "day")),
    ],
)
def test_dates(month: str, date: str, about: str, expected: tuple[str, str, str]) -> None:
    row = only(GTD_ROW | {"imonth": month, "iday": date, "approxdate": about, "resolution": ""})
    assert span(row) == expected
    assert about in (row["notes"] if about else "")


def test_a_day_that_no_calendar_has_is_refused() -> None:
    imported = read(sheet(GTD_ROW | {"imonth": "2", "iday": "30"}))
    assert imported.rejected[["column", "value"]].values.tolist() == [["iyear", "2012 2 30"]]


@pytest.mark.parametrize(
    ("specificity", "vicinity", "precision"),
    [("1", "0", "exact"), ("1", "-9", "exact"), ("2", "1", "admin2"), ("3", "0", "admin2"), ("4", "0", "admin1"),
     ("5", "0", "unknown")],
)  # fmt: skip
def test_places(specificity: str, vicinity: str, precision: str) -> None:
    assert only(GTD_ROW | {"specificity": specificity, "vicinity": vicinity})["place_precision"] == precision


@pytest.mark.parametrize(
    ("attack", "facts", "kind", "sub"),
    [
        ("Bombing/Explosion", {"suicide": "1"}, "Explosions/Remote violence", "Suicide bomb"),
        ("Bombing/Explosion", {"weapsubtype1_txt": "Projectile (rockets, mortars, RPGs, etc.)"},
         "Explosions/Remote violence", "Shelling/artillery/missile attack"),
        ("Bombing/Explosion", {"weapsubtype1_txt": "Unknown Explosive Type"},
         "Explosions/Remote violence", "Remote explosive/landmine/IED"),
        ("Bombing/Explosion", {"weaptype1_txt": "Chemical"}, "Explosions/Remote violence", "Chemical weapon"),
        ("Armed Assault", {"targtype1_txt": "Military"}, "Battles", "Armed clash"),
        ("Armed Assault", {"targtype1_txt": "Private Citizens & Property"}, "Violence against civilians", "Attack"),
        ("Assassination", {"targtype1_txt": "Government (General)"}, "Violence against civilians", "Attack"),
        ("Hostage Taking (Kidnapping)", {}, "Violence against civilians", "Abduction/forced disappearance"),
        ("Hijacking", {}, "Violence against civilians", "Abduction/forced disappearance"),
        ("Facility/Infrastructure Attack", {}, "Strategic developments", "Looting/property destruction"),
        ("Unarmed Assault", {}, "Violence against civilians", "Attack"),
        ("Unknown", {}, None, None),
    ],
)  # fmt: skip
def test_attacks(attack: str, facts: dict[str, str], kind: str | None, sub: str | None) -> None:
    row = only(GTD_ROW | {"attacktype1_txt": attack} | facts)
    assert [None if pd.isna(row[name]) else row[name] for name in ("event_type", "sub_event_type")] == [kind, sub]


def test_codes_stand_in_for_absent_wordings() -> None:
    without = {name: text for name, text in GTD_ROW.items() if not name.endswith("1_txt")}
    row = only(without | {"attacktype1": "2.0", "targtype1": "3"})
    assert (row["event_type"], row["sub_event_type"]) == ("Battles", "Armed clash")


@pytest.mark.parametrize(
    ("nkill", "expected"),
    [("0", (None, 0, None)), ("", (None, None, None)), ("-99", (None, None, None)), ("-9.0", (None, None, None)),
     ("2.0", (None, 2, None)), ("1.5", (1, None, 2))],
)  # fmt: skip
def test_tolls(nkill: str, expected: tuple[int | None, int | None, int | None]) -> None:
    row = only(GTD_ROW | {"nkill": nkill})
    imported = tuple(
        None if pd.isna(row[f"killed_{bound}"]) else row[f"killed_{bound}"] for bound in ("low", "best", "high")
    )
    assert imported == expected
    assert ("divided" in row["notes"]) == (nkill == "1.5")


def test_a_toll_that_is_none_is_refused() -> None:
    imported = read(sheet(GTD_ROW | {"nkill": "several"}, GTD_ROW | {"eventid": "201201190002", "nkill": "-4"}))
    assert imported.rejected[["column", "value"]].values.tolist() == [["nkill", "several"], ["nkill", "-4"]]


@pytest.mark.parametrize(
    ("compclaim", "doubtterr", "contested"),
    [("1", "0", True), ("0", "1", False), ("-9", "1", None), ("0", "0", False), ("", "0", None), ("-9", "-9", None)],
)
def test_contested(compclaim: str, doubtterr: str, contested: bool | None) -> None:
    value = only(GTD_ROW | {"compclaim": compclaim, "doubtterr": doubtterr})["contested"]
    assert (None if pd.isna(value) else bool(value)) is contested


def test_what_gtd_says_about_its_coding_is_noted() -> None:
    row = only(GTD_ROW | {"success": "0", "doubtterr": "1", "guncertain1": "0"})
    assert row["notes"] == "The attack did not succeed (GTD: success 0). GTD doubts that it was terrorism."


def test_unknown_names_stay_unknown() -> None:
    row = only(GTD_ROW | {"gname": "Unknown", "gname2": "", "city": "Unknown", "target1": "Unknown"})
    assert pd.isna(row["actor_a"])
    assert pd.isna(row["other_actors"])
    assert (row["place_name"], row["actor_b"]) == ("Balochistan", "Military")


def test_a_state_that_is_no_more_gives_no_country() -> None:
    row = only(GTD_ROW | {"country_txt": "Yugoslavia"})
    assert pd.isna(row["country"])
    assert row["gtd.country_txt"] == "Yugoslavia"


@pytest.mark.parametrize("shortened", ["2.01201E+11", "2,01201E+11", "2E+11"])
def test_rows_whose_identifier_a_spreadsheet_shortened_get_identifiers_of_their_own(shortened: str) -> None:
    imported = read(sheet(GTD_ROW | {"eventid": shortened}, GTD_ROW | {"eventid": "201201190001.0"}))
    made, own = imported.accepted["incident_id"]
    assert own == "GTD:201201190001"
    assert re.fullmatch(r"GTD:[0-9a-f]{8}:[0-9a-f]{16}", made)
    assert imported.accepted["source_id"].isna().tolist() == [True, False]
    assert "A spreadsheet has shortened “eventid”: 1 row has identifiers of their own" in imported.notes[0]


def test_identifiers_that_were_shortened_and_saved_once_more_are_none() -> None:
    rounded = [GTD_ROW | {"eventid": "201201000000", "city": city} for city in ("One", "Two", "Three")]
    imported = read(sheet(*rounded))
    assert (len(imported.accepted), len(imported.duplicates)) == (3, 0)
    assert imported.accepted["incident_id"].is_unique


def test_year_month_and_day_under_the_names_that_people_give_them() -> None:
    renamed = {"iyear": "Year", "imonth": "Month", "iday": "Day"}
    row = only({renamed.get(name, name): text for name, text in GTD_ROW.items() if name != "attacktype1"})
    assert row["incident_id"] == "GTD:201201190001"
    assert span(row) == ("2012-01-19", "2012-01-22", "day")
    assert row["gtd.Year"] == "2012"
    refused = read(sheet(GTD_ROW | {"iday": "40"})).rejected
    assert refused["column"].tolist() == ["iyear"]


def test_a_cell_that_r_left_blank_widens_no_date() -> None:
    row = only(GTD_ROW | {"approxdate": "NA", "resolution": "NA", "nwound": "NA", "latitude": "NA", "longitude": "NA"})
    assert span(row) == ("2012-01-19", "2012-01-19", "day")
    assert "approximate" not in str(row["notes"])
    assert "GTD gives the date" not in str(row["notes"])

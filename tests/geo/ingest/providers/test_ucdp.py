"""UCDP GED and Candidate: what each column comes to, field by field."""

import pandas as pd
import pytest

from geo.ingest import importing
from geo.ingest.options import ImportOptions
from tests.geo.ingest.crosswalks import only, read, sheet
from tests.geo.ingest.provider_rows import UCDP_17, UCDP_23


def day(text: str) -> pd.Timestamp:
    return pd.Timestamp(text)


def test_a_row_of_a_late_release() -> None:
    row = only(UCDP_23)
    assert (row["incident_id"], row["source_id"], row["dataset"]) == ("UCDP:300380", "300380", "UCDP GED")
    assert (row["date_start"], row["date_end"], row["date_precision"]) == (day("2013-01-03"), day("2013-01-05"), "days")
    assert (row["event_type"], row["sub_event_type"]) == ("Battles", "Armed clash")
    assert (row["actor_a"], row["actor_b"]) == ("Government of Syria", "Syrian insurgents")
    assert (row["killed_low"], row["killed_best"], row["killed_high"]) == (1, 2, 4)
    assert row["zero_means_unknown"] == False  # noqa: E712
    assert (row["place_name"], row["place_precision"], row["radius_km"]) == ("Invented village", "near", 25.0)
    assert (row["country"], row["admin1"], row["admin2"]) == ("Syria", "Idlib governorate", "Ariha district")
    assert (row["latitude"], row["longitude"]) == (35.763369, 36.558974)
    assert row["n_publications"] == 1  # UCDP says -1, and names one
    assert row["notes"] == "Taken from a report that sums up more than one event."
    assert row["title"] == "Armed clash near Invented village"
    assert "CC BY 4.0" in row["licence"]
    assert row["ucdp.id"] == "300380.0"
    assert row["ucdp.relid"] == "SYR-2013-1-11973-99"
    assert row["ucdp.source_article"] == UCDP_23["source_article"]


def test_a_row_of_an_early_release() -> None:
    row = only(UCDP_17)
    assert row["incident_id"] == "UCDP:4"
    assert (row["killed_low"], row["killed_best"], row["killed_high"]) == (5, 7, 9)
    assert (row["event_type"], row["sub_event_type"]) == ("Violence against civilians", "Attack")
    assert (row["date_precision"], row["place_precision"]) == ("year", "country")
    assert (row["country"], row["ucdp.country"]) == ("Democratic Republic of the Congo", "DR Congo (Zaire)")
    assert row["n_publications"] == 2
    assert pd.isna(row["notes"])


def test_capitals_and_the_names_of_estimates_before_17() -> None:
    old = {name.upper(): text for name, text in UCDP_17.items() if name not in ("low", "best", "high")}
    row = only(old | {"BEST_EST": "7", "HIGH_EST": "9", "LOW_EST": "5"})
    assert (row["killed_low"], row["killed_best"], row["killed_high"]) == (5, 7, 9)


@pytest.mark.parametrize(
    ("code", "precision"),
    [("1", "exact"), ("2", "near"), ("3", "admin2"), ("4", "admin1"), ("5", "region"), ("6", "country"),
     ("7", "sea_air"), ("7.0", "sea_air")],
)  # fmt: skip
def test_where_prec(code: str, precision: str) -> None:
    assert only(UCDP_17 | {"where_prec": code})["place_precision"] == precision


@pytest.mark.parametrize(
    ("code", "precision"), [("1", "day"), ("2", "days"), ("3", "week"), ("4", "month"), ("5", "year")]
)
def test_date_prec(code: str, precision: str) -> None:
    assert only(UCDP_17 | {"date_prec": code})["date_precision"] == precision


@pytest.mark.parametrize(("code", "kind"), [("1", "Battles"), ("2", "Battles"), ("3", "Violence against civilians")])
def test_type_of_violence(code: str, kind: str) -> None:
    assert only(UCDP_17 | {"type_of_violence": code})["event_type"] == kind


def test_a_type_that_is_none_is_refused() -> None:
    imported = read(sheet(UCDP_17 | {"type_of_violence": "4"}))
    assert imported.rejected[["column", "value"]].values.tolist() == [["type_of_violence", "4"]]


def test_the_candidate_is_known_by_its_unfinished_rows() -> None:
    rows = [UCDP_23 | {"id": "1", "code_status": "Check deaths"}, UCDP_23 | {"id": "2"}, UCDP_23 | {"id": "1"}]
    imported = read(sheet(*rows))
    assert imported.accepted["dataset"].tolist() == ["UCDP Candidate", "UCDP Candidate"]
    assert "“Check deaths”" in imported.accepted["notes"].iloc[0]
    assert (len(imported.duplicates), imported.rows_in) == (1, 3)


def test_a_release_that_the_file_tells() -> None:
    assert only(UCDP_17 | {"version": "17.1"})["dataset"] == "UCDP GED 17.1"


@pytest.mark.parametrize(
    ("low", "best", "high"), [("9", "7", "9"), ("5", "7", "6"), ("9", "", "6"), ("3.0", "2.0", "3.0")]
)
def test_of_estimates_that_contradict_each_other_only_the_best_is_taken(low: str, best: str, high: str) -> None:
    imported = read(sheet(UCDP_17 | {"low": low, "best": best, "high": high}, UCDP_17 | {"id": "5"}))
    row, other = imported.accepted.iloc[0], imported.accepted.iloc[1]
    assert pd.isna(row["killed_low"])
    assert pd.isna(row["killed_high"])
    assert pd.isna(row["killed_best"]) if not best else row["killed_best"] == float(best)
    assert [row[f"ucdp.{name}"] for name in ("low", "high")] == [low, high]
    assert f"low {low.removesuffix('.0')}, best {best.removesuffix('.0') or 'unknown'}" in row["notes"]
    assert (other["killed_low"], other["killed_best"], other["killed_high"]) == (5, 7, 9)
    assert [note for note in imported.notes if note.startswith("1 row has contradictory low, best and high")]


def test_one_column_proves_the_order_of_the_other() -> None:
    imported = read(sheet(UCDP_17 | {"date_start": "1/3/2013 12:00:00 AM", "date_end": "1/25/2013 12:00:00 AM"}))
    assert imported.accepted[["date_start", "date_end"]].iloc[0].tolist() == [day("2013-01-03"), day("2013-01-25")]
    assert imported.notes == (
        "date_start: read with the month first, because another column of the same rows can be read in no other order",
        "date_end: read with the month first, because 1 of its values can be read in no other order",
    )


def test_ambiguous_days_are_asked_by_column() -> None:
    table = sheet(UCDP_17 | {"date_start": "1/3/2013", "date_end": "1/4/2013"})
    assert [question.column for question in read(table).questions] == ["date_start", "date_end"]
    answered = read(table, ImportOptions(day_first=(("date_start", True), ("date_end", True))))
    assert answered.accepted["date_start"].iloc[0] == day("2013-03-01")


def test_a_row_whose_identifier_a_spreadsheet_shortened_gets_one_of_its_own() -> None:
    imported = read(sheet(UCDP_17 | {"id": "3.0038E+05"}))
    assert imported.accepted["incident_id"].str.fullmatch(r"UCDP:[0-9a-f]{8}:[0-9a-f]{16}").all()
    assert "A spreadsheet has shortened “id”" in imported.notes[0]


def test_a_file_without_a_header_is_known_by_its_columns() -> None:
    row = only(UCDP_23, headless=True)
    with_header = only(UCDP_23)
    columns = [
        "incident_id",
        "date_start",
        "date_end",
        "date_precision",
        "event_type",
        "actor_a",
        "actor_b",
        "latitude",
    ]
    assert row[columns].tolist() == with_header[columns].tolist()
    assert row["ucdp.conflict_name"] == "Syria: Government"
    assert importing.find_provider(sheet(UCDP_23 | {"year": "1999"}, headless=True), ImportOptions()).name == "Table"


def test_names_as_a_shapefile_cuts_them() -> None:
    row, with_header = only({name[:10]: text for name, text in UCDP_23.items()}), only(UCDP_23)
    columns = ["incident_id", "date_precision", "event_type", "place_name", "place_precision", "killed_best", "actor_b"]
    assert row[columns].tolist() == with_header[columns].tolist()

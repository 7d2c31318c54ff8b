"""ICEWS: what each column comes to, field by field."""

import pandas as pd
import pytest

from tests.geo.ingest.crosswalks import only
from tests.geo.ingest.provider_rows import ICEWS_ROW


def test_a_row_of_icews() -> None:
    row = only(ICEWS_ROW)
    assert (row["incident_id"], row["record_kind"], row["dataset"]) == ("ICEWS:33990001", "report", "ICEWS")
    assert (row["actor_a"], row["actor_b"]) == ("Military (Invented)", "Militant (Invented)")
    assert (row["event_type"], row["sub_event_type"]) == ("Battles", "Armed clash")
    assert (row["date_start"], row["date_precision"]) == (pd.Timestamp("2017-01-01"), "day")
    assert (row["place_name"], row["admin2"], row["admin1"]) == ("Invented Town", "Kech", "Balochistan")
    assert row["title"] == "Report: Armed clash in Invented Town"


@pytest.mark.parametrize(
    ("blank", "precision"),
    [
        ([], "exact"),
        (["City"], "admin2"),
        (["City", "District"], "admin1"),
        (["City", "District", "Province"], "country"),
    ],
)
def test_the_finest_filled_column_is_how_precisely_icews_knows_a_place(blank: list[str], precision: str) -> None:
    assert only(ICEWS_ROW | dict.fromkeys(blank, ""))["place_precision"] == precision


def test_codes_of_cameo_keep_their_leading_zeros() -> None:
    assert only(ICEWS_ROW | {"CAMEO Code": "010", "Event Text": "Make statement"})["event_type"] == "Diplomatic"

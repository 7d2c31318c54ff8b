"""AWSD: what each column comes to, field by field."""

import pandas as pd
import pytest

from geo.core.schema import EVENT_TYPES
from geo.ingest.providers import awsd
from tests.geo.ingest.crosswalks import only, read, sheet
from tests.geo.ingest.provider_rows import AWSD_ROW


def test_a_row_of_awsd() -> None:
    row = only(AWSD_ROW)
    assert (row["incident_id"], row["place_name"], row["admin1"]) == ("AWSD:99001", "Invented Town", "North Darfur")
    assert (row["event_type"], row["sub_event_type"]) == ("Violence against civilians", "Attack")
    assert (row["killed_best"], row["injured_best"], row["actor_a"]) == (3, 2, "Invented Front")
    assert (row["date_start"], row["date_precision"], row["place_precision"]) == (
        pd.Timestamp("2023-04-15"),
        "day",
        "exact",
    )


def test_the_kind_of_site_is_no_place_and_an_unknown_actor_is_none() -> None:
    row = only(AWSD_ROW | {"City": "", "District": "", "Latitude": "", "Longitude": "", "Actor name": "Unknown"})
    assert pd.isna(row["place_name"])
    assert pd.isna(row["actor_a"])
    assert row["place_precision"] == "admin1"


@pytest.mark.parametrize(("month", "day", "precision"), [("5", "", "month"), ("", "", "year")])
def test_dates_of_awsd(month: str, day: str, precision: str) -> None:
    assert only(AWSD_ROW | {"Month": month, "Day": day})["date_precision"] == precision


def test_a_toll_that_is_none_is_refused() -> None:
    imported = read(sheet(AWSD_ROW | {"Total killed": "many"}))
    assert imported.rejected["column"].tolist() == ["Total killed"]


def test_every_means_of_attack_is_a_type_of_ours() -> None:
    for event_type, sub_type in awsd.TYPES.values():
        assert sub_type == "" or sub_type in EVENT_TYPES[event_type]

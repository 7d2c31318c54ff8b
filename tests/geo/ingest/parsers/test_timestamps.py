"""Columns of numbers that count days or seconds."""

from datetime import UTC, datetime

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.ingest.parsers.dates import parse_dates
from geo.ingest.parsers.timestamps import are_time_stamps, time_stamp_days


def column(*texts: str | None) -> pd.Series:
    return pd.Series(texts, dtype="str")


@pytest.mark.parametrize(
    "text",
    [
        "1705429800", "1705429800000", "1705429800000000", "1705429800000000000", "1705429800.5", "1705429800.0",
        "/Date(1705429800000)/", "/Date(1705429800000+0500)/", " 1705429800 ",
    ],
)  # fmt: skip
def test_seconds_since_1970_are_a_day(text: str) -> None:
    dates = parse_dates(column(text, None))
    assert dates.start[0] == pd.Timestamp("2024-01-16")
    assert (dates.precision[0], dates.precision[1]) == ("day", "unknown")
    assert "UTC" in dates.column_notes[0]


@pytest.mark.parametrize("text", ["17054298001", "1705429", "9999999999", "0705429800", "2024011618", "١٧٠"])
def test_other_numbers_are_none(text: str) -> None:
    assert parse_dates(column(text)).start.isna().all()


def test_one_other_text_makes_no_column_of_time_stamps() -> None:
    dates = parse_dates(column("1705429800", "2024-01-16"))
    assert dates.reasons.notna().tolist() == [True, False]


@settings(deadline=None)
@given(st.datetimes(datetime(2001, 9, 10), datetime(2049, 12, 30)), st.sampled_from([1, 1000, 1_000_000]))
def test_time_stamps_read_back(moment: datetime, unit: int) -> None:
    texts = column(str(int(moment.replace(tzinfo=UTC).timestamp()) * unit))
    assert not are_time_stamps(texts)[0] or time_stamp_days(texts)[0] == pd.Timestamp(moment.date())


def test_numbers_of_days_among_texts_are_read_as_answered() -> None:
    texts = column("43301", "43313.5", "3 MOIS", "2018-07-20")
    dates = parse_dates(texts)
    assert list(dates.serials) == [True, True, False, False]
    assert dates.start[3] == pd.Timestamp("2018-07-20")
    answered = parse_dates(texts, has_serials=True)
    assert list(answered.start[:2]) == [pd.Timestamp("2018-07-20"), pd.Timestamp("2018-08-01")]
    assert "not a date" in answered.reasons[2]
    assert "not a date" in parse_dates(texts, has_serials=False).reasons[0]

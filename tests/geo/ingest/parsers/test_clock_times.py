"""Times of day and zones go, in any place, and the day stays as it is written."""

import pandas as pd
import pytest

from geo.ingest.parsers.cell_normalization import normalize
from geo.ingest.parsers.clock_times import remove_clock
from geo.ingest.parsers.dates import parse_dates

CLOCKS = ["18:30", "18:30:00", "18:30:00.123", "6:30 pm", "6:30:00 p.m.", "18h30", "18h", "1830 hrs", "1830hrs", "6 pm"]
ZONES = [
    "", " UTC", " GMT", " PKT", " CET", " MESZ", " EEST", " IRST", " +03", " +0300", " +03:00", " UTC+5", " GMT+5:30",
    " (UTC+04:30)", " local time", " (Pakistan Standard Time)", " Asia/Karachi", "[Asia/Karachi]",
]  # fmt: skip


@pytest.mark.parametrize("clock", CLOCKS)
def test_any_clock_with_any_zone_behind_a_date(clock: str) -> None:
    for zone in ZONES if ":" in clock else [""]:
        for form in ("2024-01-16 {}", "16 January 2024, {}", "16/01/2024 {}", "{} 16 January 2024"):
            text = form.format(clock + zone)
            dates = parse_dates(pd.Series([text], dtype="str"))
            assert dates.start[0] == pd.Timestamp("2024-01-16"), text
            assert dates.precision[0] == "day"


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("16 January 2024 18:30 - 19:30", "16 january 2024"),
        ("2024-01-16 18:30 - 2024-01-17 06:00", "2024-01-16 - 2024-01-17"),
        ("161830ZJAN24", "16 jan24"),
        ("161830 jan 24", "16 jan 24"),
        ("16/Jan/2024:18:30:00 +0500", "16/jan/2024"),
        ("Tue Jan 16 18:30:00 PKT 2024", "tue jan 16 2024"),
        ("2024-01-16T25:99:00", "2024-01-16t25:99:00"),
        ("16.01.2024", "16.01.2024"),
        ("2024-01-16", "2024-01-16"),
        ("16 January 2024", "16 january 2024"),
        ("16:01:2024", "16:01:2024"),
    ],
)
def test_what_is_left(text: str, rest: str) -> None:
    assert remove_clock(normalize(text)) == rest


def test_a_cell_of_a_megabyte_is_refused() -> None:
    hostile = ["1" * 10**6, "18:30 " * 10**5, "16 " * 10**5, "~" * 10**6, "x/" * 10**5, "(" * 10**6, "a time " * 10**5]
    reasons = parse_dates(pd.Series(hostile, dtype="str")).reasons
    assert reasons.notna().all()

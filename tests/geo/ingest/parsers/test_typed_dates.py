"""A date that a person types into a field: its first and last day, or the two days that it can be."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import ValueRefused
from geo.ingest.parsers.typed_dates import read_typed_date, write_short_day

DAY = date(2024, 1, 16)


@pytest.mark.parametrize(
    "text",
    [
        "2024-01-16", "16.01.2024", "16/01/2024", "01/16/2024", " 16 Jan 2024 ", "16 January 2024", "January 16, 2024",
        "Jan 16 2024", "2024/01/16", "20240116", "16-Jan-2024", "16th January 2024", "16 janvier 2024", "26 دی 1402",
        "۲۶ دی ۱۴۰۲", "16. Januar 2024", "2024-01-16T10:30:00Z",
    ],
)  # fmt: skip
def test_a_day_in_any_usual_form(text: str) -> None:
    (span,) = read_typed_date(text)
    assert (span.start, span.end) == (DAY, DAY)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("January 2024", date(2024, 1, 1), date(2024, 1, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("02/2024", date(2024, 2, 1), date(2024, 2, 29)),
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("14-18 January 2024", date(2024, 1, 14), date(2024, 1, 18)),
    ],
)
def test_a_month_and_a_year_have_a_first_and_a_last_day(text: str, first: date, last: date) -> None:
    (span,) = read_typed_date(text)
    assert (span.start, span.end) == (first, last)


def test_a_date_that_can_be_two_days_is_both_the_day_first() -> None:
    assert [span.start for span in read_typed_date("03/04/2024")] == [date(2024, 4, 3), date(2024, 3, 4)]
    assert [span.start for span in read_typed_date("4.4.2024")] == [date(2024, 4, 4)]


@pytest.mark.parametrize(
    "text",
    ["", "   ", "soon", "2024-02-30", "31.02.2024", "before 2024", "unknown", "16", "9" * 5000, "<b>2024</b>", "\x00",
     "2024-01-16" + " " * 400],
)  # fmt: skip
def test_what_is_no_date_is_refused_with_what_is_accepted(text: str) -> None:
    with pytest.raises(ValueRefused) as refusal:
        read_typed_date(text)
    assert "16 January 2024" in refusal.value.accepted


@given(st.dates(date(1500, 1, 1), date(2199, 12, 31)))  # other years are no incidents', or other calendars'
def test_what_a_field_shows_is_read_back(day: date) -> None:
    (span,) = read_typed_date(write_short_day(day))
    assert (span.start, span.end) == (day, day)


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        spans = read_typed_date(text)
    except ValueRefused:
        return
    assert len(spans) in (1, 2)
    assert all(span.start <= span.end for span in spans)

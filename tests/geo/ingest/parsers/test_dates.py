"""Dates as people write them: each form of dates.csv reads as expected, is asked about, or is refused."""

import csv
from datetime import date, datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.core.schema import DATE_PRECISIONS
from geo.ingest.parsers.dates import parse_dates
from tests.thoroughness import count

D16 = "2024-01-16"
ORDER_QUESTION = "say whether the day stands before the month"
with (Path(__file__).parent / "dates.csv").open(encoding="utf-8", newline="") as file:
    FORMS = [tuple(row.values()) for row in csv.DictReader(file)]
READ = [row[:4] for row in FORMS if row[1]]
REFUSED = [(row[0], row[4]) for row in FORMS if row[4]] + [("x" * 5000, "too long"), ("1" * 100, "not a date")]
UNKNOWN = [row[0] for row in FORMS if row[3] == "unknown"]


def column(*texts: str | None) -> pd.Series:
    return pd.Series(texts, dtype="str")


def day(text: str) -> pd.Timestamp:
    return pd.Timestamp(text)


def test_there_are_three_hundred_forms_and_more() -> None:
    assert len({row[0] for row in FORMS}) >= 320
    assert len(READ) + len(REFUSED) + len(UNKNOWN) == len(FORMS) + 2


@pytest.mark.parametrize(("text", "first", "last", "precision"), READ)
def test_each_form_is_read_no_closer_than_it_tells(text: str, first: str, last: str, precision: str) -> None:
    parsed = parse_dates(column(text))
    assert (parsed.start[0], parsed.end[0], parsed.precision[0]) == (day(first), day(last), precision)
    assert precision in DATE_PRECISIONS
    assert parsed.reasons.isna().all()
    assert not parsed.ambiguous.any()


@pytest.mark.parametrize(("text", "reason"), REFUSED)
def test_what_is_no_certain_day_is_refused_with_a_reason(text: str, reason: str) -> None:
    parsed = parse_dates(column(text))
    assert reason in parsed.reasons[0]
    assert parsed.start.isna().all()
    assert bool(parsed.ambiguous[0]) == (reason == ORDER_QUESTION)


@pytest.mark.parametrize("text", UNKNOWN)
def test_what_says_unknown_is_unknown(text: str) -> None:
    parsed = parse_dates(column(text, None))
    assert list(parsed.precision) == ["unknown", "unknown"]
    assert parsed.start.isna().all()
    assert parsed.reasons.isna().all()


def test_one_value_decides_for_the_column() -> None:
    assert list(parse_dates(column("03/04/2024", "16/01/2024")).start) == [day("2024-04-03"), day("2024-01-16")]
    parsed = parse_dates(column("03/04/2024", "01/16/2024"))
    assert list(parsed.start) == [day("2024-03-04"), day("2024-01-16")]
    assert parsed.order == "month first"
    assert "1 of its values" in parsed.column_notes[0]


def test_contradicting_proofs_are_asked_about_and_lose_nothing_certain() -> None:
    texts = column("03/04/2024", "16/01/2024", "01/17/2024")
    parsed = parse_dates(texts)
    assert list(parsed.ambiguous) == [True, False, False]
    assert "2024-04-03 or 2024-03-04" in parsed.reasons[0]
    assert list(parsed.start[1:]) == [day("2024-01-16"), day("2024-01-17")]
    assert any("others that can only have the month first" in note for note in parsed.column_notes)
    assert parse_dates(texts, day_first=True).start[0] == day("2024-04-03")
    assert parse_dates(texts, day_first=False).start[0] == day("2024-03-04")


def test_an_answer_is_for_the_ambiguous_only() -> None:
    parsed = parse_dates(column("03/04/2024", "16/01/2024", "2024-05-06"), day_first=False)
    assert list(parsed.start) == [day("2024-03-04"), day("2024-01-16"), day("2024-05-06")]
    assert not parsed.ambiguous.any()


def test_numbers_are_spreadsheet_days_only_where_the_whole_column_is() -> None:
    parsed = parse_dates(column("45307", "45308.75", None))
    assert list(parsed.start[:2]) == [day(D16), day("2024-01-17")]
    assert "spreadsheets" in parsed.column_notes[0]
    mixed = parse_dates(column("45307", "2024-01-16"))
    assert "spreadsheet" in mixed.reasons[0]
    assert mixed.start[1] == day(D16)


def test_a_column_of_short_years_first_is_not_read_as_if_they_stood_last() -> None:
    parsed = parse_dates(column("68-02-09", "13-02-09", "2013-02-09"))
    assert ["write all four" in str(reason) for reason in parsed.reasons] == [True, True, False]


def test_one_value_that_can_be_no_day_makes_months_and_years_of_the_column() -> None:
    parsed = parse_dates(column("Jan-24", "Feb 12", "Mar-75", "5 Apr 2024"))
    assert list(parsed.start) == [day("2024-01-01"), day("2012-02-01"), day("1975-03-01"), day("2024-04-05")]
    assert any("its year" in note for note in parsed.column_notes)
    assert list(parse_dates(column("Jan-24", "Feb 12", "5 Apr 2024")).yearless) == [True, True, False]


def test_about_a_year_is_noted() -> None:
    assert list(parse_dates(column("c. 2019", "2019")).notes.fillna("")) == ["the source says about", ""]


def test_years_of_two_calendars_in_one_column_are_not_guessed() -> None:
    parsed = parse_dates(column("1403/01/15", "1445/07/04", "15 فروردین 1403"))
    assert "Persian or of the Islamic" in parsed.reasons[0]
    assert parsed.reasons[1:].isna().all()


def test_what_is_assumed_is_told() -> None:
    assert "Persian" in parse_dates(column("1403/01/15")).notes[0]
    assert "two days earlier or one later" in parse_dates(column("1445-07-04")).notes[0]
    assert parse_dates(column(D16)).column_notes == ()


@pytest.mark.parametrize(
    ("islamic", "official"),
    [
        ("1 رمضان 1445", "2024-03-11"),
        ("10 محرم 1445", "2023-07-28"),
        ("4 رجب 1445", "2024-01-16"),
        ("1 محرم 1447", "2025-06-26"),
        ("1 شوال 1444", "2023-04-21"),
    ],
)
def test_the_official_day_of_an_islamic_date_lies_in_its_span(islamic: str, official: str) -> None:
    parsed = parse_dates(column(islamic))
    assert parsed.start[0] <= day(official) <= parsed.end[0]


@pytest.mark.parametrize(
    ("persian", "ours"),
    [
        ("1399/12/30", "2021-03-20"),
        ("1400/01/01", "2021-03-21"),
        ("1403/12/30", "2025-03-20"),
        ("1404/01/01", "2025-03-21"),
        ("1357/11/22", "1979-02-11"),
        ("1375/12/30", "1997-03-20"),
        ("1408/12/30", "2030-03-20"),
        ("1360/07/01", "1981-09-23"),
    ],
)
def test_persian_years_leap_as_the_official_ones(persian: str, ours: str) -> None:
    assert parse_dates(column(persian)).start[0] == day(ours)


def test_typed_days_are_taken_as_written() -> None:
    moments = pd.Series(pd.to_datetime(["2024-01-16 23:30:00+04:30", None]))
    parsed = parse_dates(moments)
    assert parsed.start[0] == day(D16)
    assert parsed.precision[1] == "unknown"
    assert str(parsed.start.dtype) == "datetime64[us]"


def test_rows_keep_their_numbers_and_an_empty_column_reads() -> None:
    parsed = parse_dates(pd.Series(["2024-01-16", "x"], index=[7, 9], dtype="str"))
    assert all(
        list(series.index) == [7, 9]
        for series in (parsed.start, parsed.end, parsed.precision, parsed.reasons, parsed.ambiguous)
    )
    assert parse_dates(column()).start.empty


def test_many_rows_read_as_few_days() -> None:
    calls = pd.Series(pd.date_range("2000-01-01", periods=3000).strftime("%d/%m/%Y"), dtype="str").sample(
        count(100_000, 1_000_000), replace=True, random_state=1
    )
    parsed = parse_dates(calls)
    assert parsed.reasons.isna().all()
    assert (parsed.start.dt.strftime("%d/%m/%Y").array == calls.array).all()


MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
MOIS = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
]
MESES = [
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
]
LEVANT = [
    "كانون الثاني",
    "شباط",
    "آذار",
    "نيسان",
    "أيار",
    "حزيران",
    "تموز",
    "آب",
    "أيلول",
    "تشرين الأول",
    "تشرين الثاني",
    "كانون الأول",
]
MAH = [
    "ژانویه",
    "فوریه",
    "مارس",
    "آوریل",
    "مه",
    "ژوئن",
    "ژوئیه",
    "اوت",
    "سپتامبر",
    "اکتبر",
    "نوامبر",
    "دسامبر",
]
WAYS = [
    lambda d: d.isoformat(),
    lambda d: f"{d:%Y%m%d}",
    lambda d: f"{d:%Y/%m/%d} 10:00",
    lambda d: f"{d.day} {MONTHS[d.month - 1]} {d.year}",
    lambda d: f"{MONTHS[d.month - 1][:3]} {d.day}, {d.year}",
    lambda d: f"{d.day} {MOIS[d.month - 1]} {d.year}",
    lambda d: f"{d.day} de {MESES[d.month - 1]} de {d.year}",
    lambda d: f"{d.day} {LEVANT[d.month - 1]} {d.year}".translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")),
    lambda d: f"{d.day} {MAH[d.month - 1]} {d.year}".translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")),
]
# Alone in a column, the first of January 1900 and 1970 are what programs write where no date is known.
DAYS = st.dates(date(1900, 1, 2), date(2100, 12, 31)).filter(lambda moment: moment != date(1970, 1, 1))


@settings(deadline=None)
@given(DAYS, st.sampled_from(WAYS))
def test_any_day_in_any_certain_form_reads_back(moment: date, way: object) -> None:
    assert parse_dates(column(way(moment))).start[0] == pd.Timestamp(moment)  # type: ignore[operator]


@settings(deadline=None)
@given(st.lists(DAYS, min_size=1, max_size=8), st.sampled_from("/.-"), st.booleans())
def test_numbers_read_back_or_are_asked_about(moments: list[date], mark: str, day_first: bool) -> None:
    form = f"%d{mark}%m{mark}%Y" if day_first else f"%m{mark}%d{mark}%Y"
    texts = column(*(moment.strftime(form) for moment in moments))
    parsed = parse_dates(texts)
    right = parsed.start == pd.Series(pd.to_datetime(moments))
    assert (right | parsed.ambiguous).all()
    assert not parsed.ambiguous.any() or not any(moment.day > 12 for moment in moments)
    assert (parse_dates(texts, day_first=day_first).start == pd.Series(pd.to_datetime(moments))).all()


@settings(deadline=None)
@given(DAYS, st.integers(0, 40))
def test_a_span_reads_back(first: date, days: int) -> None:
    last = first + timedelta(days=days)
    parsed = parse_dates(column(f"{first} to {last}"))
    assert (parsed.start[0], parsed.end[0]) == (pd.Timestamp(first), pd.Timestamp(last))


@settings(deadline=None)
@given(st.text(max_size=60))
def test_any_text_reads_or_has_a_reason(text: str) -> None:
    parsed = parse_dates(column(text))
    assert (parsed.start.notna() | parsed.reasons.notna() | (parsed.precision == "unknown")).all()


STRFTIME = (
    "%a %b %d %H:%M:%S %Y", "%d %b %Y %I:%M %p", "%A, %B %d, %Y %H:%M", "%Y-%m-%dT%H:%M:%S.%fZ", "%Y%m%dT%H%M%S",
    "%a, %d %b %Y %H:%M:%S +0330", "%d-%b-%y", "%B %d %Y %I%p", "%Y-%j", "%d%b%Y", "%H:%M %d %B %Y", "%G-W%V-%u",
    "%d/%b/%Y:%H:%M:%S -0500", "%d%H%MZ%b%y", "%d.%m.%Y %H:%M Uhr" , "%Y:%m:%d %H:%M:%S",
)  # fmt: skip


@settings(deadline=None)
@given(st.datetimes(datetime(1990, 1, 2), datetime(2048, 12, 31)), st.sampled_from(STRFTIME))
def test_what_programs_write_reads_back(moment: datetime, form: str) -> None:
    parsed = parse_dates(column(moment.strftime(form)), day_first=True)
    assert parsed.start[0] == pd.Timestamp(moment.date())
    assert parsed.precision[0] == "day"

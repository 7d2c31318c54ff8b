"""Dates with the year first and the day behind it are read so where the column shows it, and asked about in doubt."""

import pandas as pd
import pytest

from geo.ingest.parsers.dates import ParsedDates, parse_dates


def parse(*texts: str, day_first: bool | None = None) -> ParsedDates:
    return parse_dates(pd.Series(texts, dtype="str"), day_first=day_first)


def days(parsed: ParsedDates) -> list[str]:
    return list(parsed.start.dt.strftime("%Y-%m-%d").fillna(""))


@pytest.mark.parametrize(
    "texts",
    [
        ("2023-16-05", "2023-04-05", "2023-31-01", "2023-01-02"),
        ("2023/16/05", "2023/04/05", "2023/01/01", "2023/01/02"),
        ("2023.16.05", "2023.4.5", "2023.20.5"),
        ("20231605", "20230405", "20230205", "20230306"),
        ("2023-16-05 14:30", "2023-04-05 09:00", "2023-18-05 10:00"),
    ],
)
def test_a_day_behind_the_year_proves_the_column(texts: tuple[str, ...]) -> None:
    parsed = parse(*texts)
    assert days(parsed)[:2] == ["2023-05-16", "2023-05-04"]
    assert "can be read in no other order" in parsed.column_notes[0]


def test_where_both_orders_are_proven_the_others_are_asked_about() -> None:
    parsed = parse("2023-16-05", "2023-05-17", "2023-04-05", "2023-05-05")
    assert days(parsed) == ["2023-05-16", "2023-05-17", "", "2023-05-05"]
    assert list(parsed.ambiguous) == [False, False, True, False]
    assert set(parsed.proofs.dropna()) == {"day first", "month first"}


def test_one_slip_among_many_days_of_the_usual_order_changes_none() -> None:
    usual = [f"2023-03-{day:02}" for day in range(1, 32)]
    parsed = parse(*usual, "2023-16-05")
    assert days(parsed) == [*usual, ""]
    assert not parsed.ambiguous.any()


def test_one_slip_in_a_column_of_few_changes_none() -> None:
    parsed = parse("2023-16-05", "2023-04-05", "2023-06-05")
    assert days(parsed) == ["", "2023-04-05", "2023-06-05"]


def test_parts_that_are_known_are_not_exchanged() -> None:
    texts = pd.Series(["2023-16-05", "2023-17-05", "2023-04-05"], dtype="str")
    assert days(parse_dates(texts, may_have_day_second=False)) == ["", "", "2023-04-05"]


def test_low_numbers_are_month_and_day() -> None:
    texts = ("2023-04-05", "2023-04-06", "2023-04-09", "2023-05-01", "2023-06-02")
    assert days(parse(*texts)) == list(texts)


def test_rows_in_order_only_with_the_day_behind_the_year_are_asked_about() -> None:
    texts = ("2023-05-01", "2023-11-01", "2023-03-02", "2023-09-02", "2023-01-03", "2023-08-04")
    assert parse(*texts).ambiguous.all()
    assert days(parse(*texts, day_first=True))[:3] == ["2023-01-05", "2023-01-11", "2023-02-03"]
    assert days(parse(*texts, day_first=False)) == list(texts)


def test_rows_out_of_order_in_both_ways_stay_month_and_day() -> None:
    texts = ("2023-05-04", "2023-11-01", "2023-02-08", "2023-09-02", "2023-01-03", "2023-08-04")
    assert days(parse(*texts)) == list(texts)


def test_other_texts_and_years_alone_prove_nothing() -> None:
    parsed = parse("2023-16", "2023-99-05", "2023-04-05", "16 May 2023")
    assert days(parsed)[2:] == ["2023-04-05", "2023-05-16"]

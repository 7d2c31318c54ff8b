"""Columns of which a spreadsheet of another country has converted one half are asked about, and mixed ones are not."""

from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.ingest.parsers.dates import PERHAPS_SWAPPED, parse_dates
from geo.ingest.parsers.half_converted_dates import chance_of_parting


def column(*texts: str) -> pd.Series:
    return pd.Series(texts, dtype="str")


def starts(dates: pd.Series) -> list[str]:
    return list(dates.dt.strftime("%Y-%m-%d").fillna(""))


@pytest.mark.parametrize(
    "texts",
    [
        ("2024-05-03", "2024-12-03", "2024-01-03", "13/03/2024", "16/03/2024", "25/03/2024"),
        ("2024-05-03T00:00:00", "2024-12-03T00:00:00", "2024-01-03T00:00:00", "13/03/2024", "16/03/2024"),
        ("2024-05-03 00:00:00", "2024-12-03 00:00:00", "2024-01-03 00:00:00", "13.03.2024"),
        ("3-May-24", "3-Dec-24", "3-Jan-24", "13/03/24", "25/03/24"),
        ("2024-05-03", "2024-12-03", "2024-01-03", "03/13/2024", "03/25/2024"),
    ],
)
def test_halves_that_lie_apart_are_asked_about_and_can_be_swapped_back(texts: tuple[str, ...]) -> None:
    dates = parse_dates(column(*texts))
    assert list(dates.swapped) == [True] * 3 + [False] * (len(texts) - 3)
    assert dates.start[:3].isna().all()
    assert dates.start[3:].notna().all()
    swapped = parse_dates(column(*texts), is_swapped=True)
    assert starts(swapped.start)[:3] == ["2024-03-05", "2024-03-12", "2024-03-01"]
    assert "changed back" in swapped.column_notes[-1]
    kept = parse_dates(column(*texts), is_swapped=False)
    assert starts(kept.start)[:3] == ["2024-05-03", "2024-12-03", "2024-01-03"]


@pytest.mark.parametrize(
    "texts",
    [
        ("2024-05-13", "2024-12-03", "2024-01-03", "13/03/2024", "16/03/2024"),
        ("2024-05-03", "2024-12-03", "2024-01-03", "13/03/2024", "11/03/2024"),
        ("2024-05-03", "2024-12-03", "2024-01-03", "13/03/2024", "05/05/2024"),
        ("2024-05-03", "2024-12-03", "2024-01-03", "2024-03-09"),
        ("2024-05", "2024-12-03", "2024-01-03", "13/03/2024", "16/03/2024"),
        ("13/03/2024", "16/03/2024", "5/3/2024", "7/3/2024"),
    ],
)
def test_columns_whose_halves_overlap_are_read(texts: tuple[str, ...]) -> None:
    dates = parse_dates(column(*texts))
    assert not dates.swapped.any()
    assert not dates.has_note(PERHAPS_SWAPPED).any()
    assert dates.start.notna().all()


def test_too_few_dates_are_read_with_a_doubt() -> None:
    dates = parse_dates(column("2024-05-03", "13/03/2024"))
    assert starts(dates.start) == ["2024-05-03", "2024-03-13"]
    assert list(dates.has_note(PERHAPS_SWAPPED)) == [True, False]


def test_a_day_like_its_month_is_right_either_way() -> None:
    dates = parse_dates(column("2024-05-05", "2024-05-03", "2024-01-03", "13/03/2024", "16/03/2024"))
    assert list(dates.swapped) == [False, True, True, False, False]


def test_numbers_of_two_notations_prove_nothing_for_each_other() -> None:
    dates = parse_dates(column("05/03/2024", "12/03/2024", "01/03/2024", "13-03-2024", "25-03-2024"))
    assert list(dates.ambiguous) == [True, True, True, False, False]
    assert starts(parse_dates(column("05/03/2024", "13-03-2024", "11-03-2024")).start)[0] == "2024-03-05"


def test_chances_of_parting_are_those_of_even_days() -> None:
    assert chance_of_parting(0, 0) == 1
    assert chance_of_parting(1, 0) + chance_of_parting(0, 1) == pytest.approx(1)
    assert chance_of_parting(3, 3) < 0.02 < chance_of_parting(1, 1)


@settings(deadline=None)
@given(st.lists(st.dates(date(2000, 1, 1), date(2030, 12, 31)), min_size=4, max_size=30, unique=True))
def test_what_a_spreadsheet_converts_is_changed_back(moments: list[date]) -> None:
    """Days first, pasted into a spreadsheet that puts the month first: never a wrong day without a word."""
    texts = [
        f"{moment:%Y}-{moment:%d}-{moment:%m} 00:00:00" if moment.day <= 12 else f"{moment:%d/%m/%Y}"
        for moment in moments
    ]
    dates, swapped = parse_dates(column(*texts)), parse_dates(column(*texts), is_swapped=True)
    right = dates.start == pd.Series(pd.to_datetime(moments))
    is_mixed = {moment.day <= 12 for moment in moments} == {True, False}
    assert (right | dates.swapped | dates.has_note(PERHAPS_SWAPPED)).all() or not is_mixed
    assert (swapped.start == pd.Series(pd.to_datetime(moments))).all() or not is_mixed

"""Cells that are a month, a year or an area and nothing else."""

import pytest

from geo.ingest.readers.total_groups import is_area, is_period


@pytest.mark.parametrize(
    "text", ["January 2022", "Jan 22", "2022-01", "1/2022", "2017", "March", "مارس ٢٠٢٢", "mars 2022"]
)
def test_months_and_years_are_periods(text: str) -> None:
    assert is_period(text)


@pytest.mark.parametrize(
    "text", ["", "14 January 2022", "Karachi", "13/2022", "217", "2022-01-04", "January in Gao", "x" * 500]
)
def test_days_and_other_words_are_no_periods(text: str) -> None:
    assert not is_period(text)


def test_countries_and_provinces_are_areas() -> None:
    assert all(map(is_area, ["Sindh", "Mali", "Balochistan:"]))
    assert not any(map(is_area, ["", "Total", "the market", "x" * 500]))

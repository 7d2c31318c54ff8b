import pandas as pd
import pytest

from pages.parts.tables.incident_table import make_table, order_columns
from tests.tables import incident_table

ROWS = incident_table(
    "year,2019-01-01,,,2019-12-31,year,,91,,,",
    "day,2024-01-16,,,,,2,3,7,,",
    "bare,2024-01-17,,,,,,,,,",
    "zero,2024-01-18,,,,,,0,,,true",
    columns="date_end,date_precision,killed_low,killed_best,killed_high,injured_best,zero_means_unknown",
)


@pytest.mark.parametrize(
    ("incident_id", "date", "killed"),
    [
        ("year", "2019", "91"),
        ("day", "16 January 2024", "3 (2–7)"),
        ("bare", "17 January 2024", None),
        ("zero", "18 January 2024", "0 or not reported"),
    ],
)
def test_dates_and_the_killed_are_as_precise_as_the_row(incident_id: str, date: str, killed: str | None) -> None:
    row = make_table(ROWS).set_index("incident_id").loc[incident_id]
    assert row["date"] == date
    assert row["killed"] == killed if killed else pd.isna(row["killed"])


def test_what_a_reader_looks_for_comes_first_and_every_column_is_there() -> None:
    columns = order_columns(make_table(ROWS))
    assert columns[:6] == ["date", "title", "event_type", "place_name", "country", "killed"]
    assert set(columns) == set(make_table(ROWS).columns)

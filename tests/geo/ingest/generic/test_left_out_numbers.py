"""Columns of small numbers that nobody explains are said where no toll is read, and other numbers are not."""

import pandas as pd
import pytest

from geo.ingest import importing
from geo.ingest.generic.left_out_numbers import explain_left_out_numbers
from geo.ingest.import_result import Finding, Guess

NUMBERS = [3, 2, 5, 0, 1, 4]


def explain(columns: dict[str, list[int]], target: str = "") -> tuple[Finding, ...]:
    cells = pd.DataFrame(columns).astype("str")
    guesses = [Guess("Date", "date_start", 0.9, ""), *(Guess(name, target, 0.0, "") for name in columns)]
    return explain_left_out_numbers(cells, guesses)


def test_columns_that_are_left_out_are_said_once() -> None:
    (finding,) = explain({"D": NUMBERS, "W": NUMBERS})
    assert finding.text == "Columns of numbers were left out: D, W. Say what they count"
    assert (finding.column, list(finding.rows)) == ("D", [0, 1, 2, 3, 4, 5])
    (finding,) = explain({"Losses": NUMBERS})
    assert finding.text == "A column of numbers was left out: Losses. Say what it counts"


@pytest.mark.parametrize(
    ("name", "numbers"),
    [
        ("Foo", [1, 2, 3, 4, 5, 6]),  # numbers of the rows
        ("Foo", [1, 2, 3, 3, 2, 1]),  # codes
        ("Foo", [2017, 2019, 2018, 2021, 2020, 2022]),
        ("Foo", [31_345, 31_344, 12_345, 99_999, 45_454, 1]),
        *(
            (name, NUMBERS)
            for name in ("Month", "Week", "Severity level", "Zone", "UTM X", "admin1 code", "Age", "Day")
        ),
    ],
)
def test_other_numbers_are_not_said(name: str, numbers: list[int]) -> None:
    assert explain({name: numbers}) == ()


def test_nothing_is_said_where_a_toll_is_read() -> None:
    cells = pd.DataFrame({"Killed": NUMBERS, "Foo": NUMBERS}).astype("str")
    guesses = [Guess("Killed", "killed_best", 0.9, ""), Guess("Foo", "", 0.0, "")]
    assert explain_left_out_numbers(cells, guesses) == ()


def test_a_bare_low_best_and_high_side_by_side_are_a_toll_and_said() -> None:
    imported = importing.read(b"date,place,low,best,high\n2024-01-16,Quetta,1,2,9\n2024-01-17,Turbat,0,2,3\n")
    assert imported.accepted["killed_low"].tolist() == [1, 0]
    assert imported.accepted["killed_best"].tolist() == [2, 2]
    assert imported.accepted["killed_high"].tolist() == [9, 3]
    assert any("low, best, high" in concern.text for concern in imported.concerns)


def test_numbers_of_a_small_table_are_not_left_out_in_silence() -> None:
    imported = importing.read(b"date,place,best\n2024-01-16,Quetta,2\n2024-01-17,Turbat,5\n")
    assert imported.accepted["killed_best"].isna().all()
    assert any("best" in concern.text for concern in imported.concerns)

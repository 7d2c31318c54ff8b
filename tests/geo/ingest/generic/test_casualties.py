"""Tolls that cannot be read are unknown, never zero, and one finding a column and kind says so."""

import pandas as pd

from geo.ingest.generic.casualties import Casualties, parse_casualties


def read(*texts: str | None) -> Casualties:
    return parse_casualties(pd.DataFrame({"Killed": pd.Series(texts, dtype="str")}), {"killed_best": ["Killed"]})


def killed(casualties: Casualties) -> list[int | None]:
    return [None if pd.isna(number) else int(number) for number in casualties.cells["killed_best"]]


def test_codes_below_zero_are_unknown_and_said_once() -> None:
    casualties = read("-9", "3", "-99", "-999", "0")
    assert killed(casualties) == [None, 3, None, None, 0]
    (finding,) = casualties.findings
    assert finding.text == "3 cells of Killed are below zero, as codes for unknown are: the toll is unknown there"
    assert (list(finding.rows), finding.examples) == ([0, 2, 3], ("-9", "-99", "-999"))


def test_dates_and_fractions_among_tolls_are_unknown_and_said() -> None:
    casualties = read("2", "2024-05-03", "2.5", "4")
    assert killed(casualties) == [2, None, None, 4]
    (finding,) = casualties.findings
    assert (finding.column, list(finding.rows)) == ("Killed", [1, 2])


def test_words_without_a_number_are_a_finding_of_their_own() -> None:
    casualties = read("dozens", "twenty-five", "a dozen", "several")
    assert killed(casualties) == [None, 25, 12, None]
    (finding,) = casualties.findings
    assert finding.text == "2 cells of Killed are in words without a number: the toll is unknown there"


def test_a_doubted_number_is_unknown_with_a_note_on_its_row() -> None:
    casualties = read("2", "44987", "4")
    assert killed(casualties) == [2, None, 4]
    notes = [note.iloc[1] for note in casualties.row_notes if isinstance(note.iloc[1], str)]
    assert notes == ["Killed, written “44987”, is hardly a toll"]


def test_numbers_in_words_are_not_doubted() -> None:
    assert killed(read("2", "two thousand", "three", "1", "0", "2", "1")) == [2, 2000, 3, 1, 0, 2, 1]


def test_plain_tolls_need_no_look() -> None:
    casualties = read("2", "0", None, "1,200", "unknown")
    assert (killed(casualties), casualties.findings) == ([2, 0, None, 1200, None], ())

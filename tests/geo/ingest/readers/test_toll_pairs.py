"""The killed and the injured in one cell are read apart where the cell or the header says which is which."""

import pandas as pd
import pytest

from geo.ingest.readers.raw_table import RawTable
from geo.ingest.readers.toll_pairs import split_toll_pairs


def split(columns: dict[str, list[str | None]]) -> RawTable:
    return split_toll_pairs(RawTable("CSV", pd.DataFrame(columns, dtype="str"), 1))


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        ("K/W", ["3/2", "12 / 0", None]),
        ("Killed/Injured", ["3/2", "12/0", None]),
        ("Injured/Killed", ["2/3", "0/12", None]),
        ("Killed/Injured", ["3 K, 2 I", "12 K, 0 I", None]),
        ("Casualties", ["3 killed, 2 injured", "12 dead and 0 wounded", None]),
        ("Casualties", ["2 wounded; 3 killed", "12K/0W", None]),
        ("Muertos y heridos", ["3 muertos y 2 heridos", "12 muertos, 0 heridos", None]),
    ],
)
def test_both_numbers_of_a_cell_are_read(name: str, cells: list[str | None]) -> None:
    table = split({"Date": ["2024-01-14", "2024-01-15", "2024-01-16"], name: cells})
    assert table.cells["Killed"].fillna("").tolist() == ["3", "12", ""]
    assert table.cells["Injured"].fillna("").tolist() == ["2", "0", ""]
    (finding,) = table.findings
    assert (finding.column, list(finding.rows)) == (name, [0, 1])


def test_what_a_cell_leaves_out_is_unknown() -> None:
    table = split({"Casualties": ["3 killed", "2 injured"]})
    assert table.cells[["Killed", "Injured"]].fillna("").to_numpy().tolist() == [["3", ""], ["", "2"]]


@pytest.mark.parametrize(
    "columns",
    [
        {"Casualties": ["3/2", "12/0"]},  # which is which?
        {"Casualties": ["3", "12"]},
        {"Casualties": ["3 killed, 2 killed", "4 killed, 1 killed"]},
        {"Casualties": ["3 killed by 2 gunmen", "a market"]},
        {"Casualties": ["3 killed, 2 injured"], "Killed": ["3"]},
        {"Civilians killed/injured": ["3/2"]},  # a part
        {"Date": ["3/2", "4/2"]},
        {"Casualties": ["1 killed, " * 1_000]},
        {"Casualties": [None]},
    ],
)
def test_other_cells_stay_as_they_are(columns: dict[str, list[str | None]]) -> None:
    table = split(columns)
    assert (table.column_names, table.findings) == (tuple(columns), ())

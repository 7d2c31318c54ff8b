"""Rows whose cells stand beside their columns are rejected by number; no row of a clean table is."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.ingest.checks.shifted_rows import reject_shifted_rows
from geo.ingest.importing import read
from geo.ingest.readers.raw_table import RawTable

NAMES = ["date", "place", "province", "country", "latitude", "longitude", "killed", "type", "note"]
PLACES = ["Mosul", "Tall Afar", "Sinjar"]


def clean_rows(count: int) -> list[list[str]]:
    return [
        [
            *(f"2020-01-{row % 28 + 1:02d}", PLACES[row % 3], "Ninawa", "Iraq", f"36.{row + 10}", f"43.{row + 10}"),
            *(str(row % 4), ["bombing", "shooting"][row % 2], f"text {row}, as reported"),
        ]
        for row in range(count)
    ]


def shift(cells: list[str], start: int, columns: int) -> list[str]:
    """The cells from a column on moved to the right (blanks before them) or, below 0, to the left."""
    if columns > 0:
        return [*cells[:start], *[""] * columns, *cells[start:-columns]]
    return [*cells[: start + columns], *cells[start:], *[""] * -columns]


def table_of(rows: list[list[str]], names: list[str] = NAMES) -> RawTable:
    cells = pd.DataFrame(rows, columns=names, dtype="str", index=range(2, len(rows) + 2))
    return RawTable("CSV", cells.mask(cells == ""), 1)


@pytest.mark.parametrize(("start", "columns"), [(0, 1), (1, 1), (2, 2), (3, 1), (4, -1), (3, -1), (5, -2), (0, 2)])
def test_a_shifted_row_is_rejected_with_what_stands_where(start: int, columns: int) -> None:
    rows = clean_rows(30)
    rows[12] = shift(rows[12], start, columns)
    table = reject_shifted_rows(table_of(rows))
    assert (len(table.cells), table.rejected["row"].tolist()) == (29, [14])
    direction = "right" if columns > 0 else "left"
    reason = table.rejected["reason"].iloc[0]
    assert f"{abs(columns)} column{'s' if abs(columns) > 1 else ''} to the {direction} of their own" in reason
    assert "holds" in reason


def test_a_shifted_row_stays_in_the_account_of_an_import() -> None:
    rows = clean_rows(30)
    rows[12] = shift(rows[12], 2, 1)
    content = "\n".join(";".join(cells) for cells in [NAMES, *rows]).encode()
    imported = read(content, name="a.csv")
    assert (len(imported.accepted), imported.rejected["row"].unique().tolist(), imported.rows_in) == (29, [14], 30)


def test_many_rows_may_be_shifted() -> None:
    rows = clean_rows(60)
    for row in range(0, 60, 6):
        rows[row] = shift(rows[row], 3, 1)
    assert reject_shifted_rows(table_of(rows)).rejected["row"].tolist() == list(range(2, 62, 6))


CELL = st.one_of(
    st.sampled_from(["", "unknown", "3", "Iraq", "2020-01-01", "bombing", "36.5", "n/a", "12-15", "see notes"]),
    st.text(alphabet="abc1-, ", max_size=12),
)


@given(st.lists(st.tuples(st.integers(0, 29), st.integers(0, 8), CELL), max_size=6, unique_by=lambda edit: edit[0]))
def test_one_odd_cell_a_row_is_no_shift(edits: list[tuple[int, int, str]]) -> None:
    rows = clean_rows(30)
    for row, column, text in edits:
        rows[row][column] = text
    assert reject_shifted_rows(table_of(rows)).rejected.empty


@given(st.lists(st.lists(st.text(alphabet="ab1 .-", max_size=4), min_size=5, max_size=5), min_size=12, max_size=25))
def test_no_row_is_lost(rows: list[list[str]]) -> None:
    table = reject_shifted_rows(table_of(rows, list("vwxyz")))
    assert sorted([*table.cells.index, *table.rejected["row"]]) == list(range(2, len(rows) + 2))


def test_rows_with_blanks_and_unknown_cells_are_not_shifted() -> None:
    rows = clean_rows(40)
    for row in range(0, 40, 5):
        rows[row][4:6] = ["", ""]
        rows[row][6:8] = ["unknown", "n/a"]
    assert reject_shifted_rows(table_of(rows)).rejected.empty


def test_typed_columns_are_no_text() -> None:
    cells = pd.DataFrame({name: range(20) for name in "abcde"}, index=range(2, 22))
    assert reject_shifted_rows(RawTable("GeoParquet", cells, 0)).rejected.empty

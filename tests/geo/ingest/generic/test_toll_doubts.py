"""Numbers that are hardly tolls are doubted by kind, and tolls that are known to be real are not."""

import pandas as pd
import pytest

from geo.ingest.generic.toll_doubts import doubt_numbers

# Numbers of a column, and which of them are doubted.
DOUBTED = [
    ([1, 2, 44987, 4], [2]),  # 2 March 2023
    ([44987, 44988, 45100, 45122], [0, 1, 2, 3]),
    ([2024, 2024, 2023], [0, 1, 2]),
    ([2, 4, 2024, 3, 1, 0, 2], [2]),
    ([3, 2, 2021, 1], [2]),
    ([3, 2021, 2, 2022, 1, 2097], [1, 3, 5]),  # whatever their share
    ([2, 999, 3, 999, 1], [1, 3]),
    ([2, 9999, 3], [1]),
    ([1, 20240116, 4], [1]),
    (list(range(1, 31)), list(range(30))),
]
REAL = [
    [2977, 168, 8372, 3],  # 11 September 2001, Oklahoma City, Srebrenica
    [40_000, 20_000, 5],  # round, as estimates are
    [2000, 3, 1, 0, 5, 2, 4],
    [1936, 60, 45],  # not fifty times the others
    [1, 1921],  # one other number shows nothing
    [1, 999, 300],
    [1, 999, 4],  # once is no code
    [99, 99, 98],
    list(range(1, 15)),
    [0, 0, 0],
    [None, None],
    [],
]


@pytest.mark.parametrize(("numbers", "doubted"), DOUBTED)
def test_what_is_hardly_a_toll_is_doubted_and_said(numbers: list[int], doubted: list[int]) -> None:
    mask, (finding,) = doubt_numbers("killed", pd.Series(numbers, dtype="Int32"))
    assert mask[mask].index.tolist() == doubted
    assert list(finding.rows) == doubted
    assert (finding.column, len(finding.examples) > 0) == ("killed", True)


@pytest.mark.parametrize("numbers", REAL)
def test_real_tolls_are_not_doubted(numbers: list[int | None]) -> None:
    mask, findings = doubt_numbers("killed", pd.Series(numbers, dtype="Int32"))
    assert (mask.any(), findings) == (False, ())


def test_findings_are_right_for_one_and_many() -> None:
    _, (one,) = doubt_numbers("killed", pd.Series([1, 44987, 4]))
    assert one.text.startswith("1 cell of killed may be a date that a spreadsheet saved as a number")
    _, (many,) = doubt_numbers("killed", pd.Series([44986, 44987, 44987]))
    assert many.text.startswith("3 cells of killed may be dates that a spreadsheet saved as numbers")
    assert many.examples == ("44986", "44987")

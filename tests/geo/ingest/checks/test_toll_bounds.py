"""A toll whose bounds contradict each other is unknown, with a note, and loses no row."""

import pandas as pd
import pytest

from geo.ingest import importing
from geo.ingest.checks.toll_bounds import clear_contradictory_tolls
from geo.ingest.provider import Crosswalk

TABLE = "Date,Country,Killed Min,Killed Max\n2024-01-16,Mali,2,1\n2024-01-17,Mali,2,4\n"
OWN = (
    "incident_id,date_start,latitude,longitude,killed_low,killed_best,killed_high\n"
    "a,2024-01-16,26.1,62.9,2,,1\nb,2024-01-16,26.1,62.9,1,9,4\nc,2024-01-16,26.1,62.9,1,2,4\n"
)


@pytest.mark.parametrize("dtype", ["Int32", "float64", "str"])
def test_contradictory_bounds_are_cleared_in_any_dtype(dtype: str) -> None:
    low = pd.Series([2, 1, 5], index=[2, 3, 4], dtype="int64").astype(dtype)
    high = pd.Series([1, 4, 5], index=[2, 3, 4], dtype="int64").astype(dtype)
    crosswalk = clear_contradictory_tolls(Crosswalk(pd.DataFrame({"killed_low": low, "killed_high": high}), {}))
    assert crosswalk.cells["killed_low"].isna().tolist() == [True, False, False]
    assert crosswalk.cells["killed_high"].isna().tolist() == [True, False, False]
    assert "low 2" in crosswalk.cells["notes"].iloc[0]
    (finding,) = crosswalk.findings
    assert list(finding.rows) == [2]


def test_what_is_in_order_or_unknown_stays_as_it_is() -> None:
    cells = pd.DataFrame({"killed_low": [1, None], "killed_best": [None, 3], "killed_high": [1, 3]}, dtype="Int32")
    crosswalk = Crosswalk(cells, {})
    assert clear_contradictory_tolls(crosswalk) is crosswalk


@pytest.mark.parametrize(("text", "n_rows", "n_unknown"), [(TABLE, 2, 1), (OWN, 3, 2)])
def test_rows_of_any_table_and_of_our_own_format_stay(text: str, n_rows: int, n_unknown: int) -> None:
    imported = importing.read(text.encode())
    assert (len(imported.accepted), len(imported.rejected)) == (n_rows, 0)
    unknown = imported.accepted[["killed_low", "killed_best", "killed_high"]].isna().all(axis=1)
    assert unknown.sum() == n_unknown
    assert imported.accepted.loc[unknown, "notes"].str.contains("contradict each other").all()
    assert any("contradict each other" in concern.text for concern in imported.concerns)

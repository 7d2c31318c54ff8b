"""The same ten incidents are the same accepted rows in whichever format they come."""

import pandas as pd
import pytest

from geo.ingest import importing
from tests.geo.ingest.readers.ten_incidents import CSV, RECORDS, WRITERS

COLUMNS = ["date_start", "date_precision", "place_name", "country", "killed_best", "injured_best", "place_precision"]


@pytest.fixture(scope="module")
def expected() -> pd.DataFrame:
    """The rows of the CSV, which are as the ten incidents were written."""
    rows = importing.read(CSV.encode()).accepted.reset_index(drop=True)
    assert rows["place_name"].tolist() == [record["place"] for record in RECORDS]
    assert rows["killed_best"].tolist() == [record["killed"] for record in RECORDS]
    return rows


@pytest.mark.parametrize("name", WRITERS)
def test_ten_incidents_are_the_same_in_every_format(name: str, expected: pd.DataFrame) -> None:
    result = importing.read(WRITERS[name]())
    accepted = result.accepted.reset_index(drop=True)
    assert (result.rows_in, len(accepted)) == (10, 10)
    pd.testing.assert_frame_equal(
        accepted[COLUMNS].astype("str"), expected[COLUMNS].astype("str"), check_dtype=False, check_categorical=False
    )
    for axis in ("latitude", "longitude"):
        assert accepted[axis].astype(float).tolist() == pytest.approx(expected[axis].tolist(), abs=1e-6)

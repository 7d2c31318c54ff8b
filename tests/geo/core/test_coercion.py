"""A long column, of which equal texts are parsed once, has the values of a short one."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.core import coercion
from geo.core.coercion import coerce, filter_rows
from geo.core.schema import COLUMN
from tests.thoroughness import count

TEXTS = {
    "killed_best": ["3", " 4 ", "", None, "x", "-1", "2.0", "2.5"],
    "date_start": ["2024-01-16", "16.1.2024", None, " ", "2024-02-30", "0000-01-01"],
    "contested": ["yes", "No", None, "perhaps", " true "],
    "latitude": ["34.5", "+34.5", " -.5", "5.", "1e3", "1e400", "34,5", None, "0.1", "1e-320"],
    "title": [" x ", "", "  ", None, "y"],
    "country": [" Iran", "Iran", None, "  "],
    "event_type": ["Riots", " Riots ", "riots", None],
}


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("blank", [False, True])
def test_many_rows_are_parsed_as_each_alone(name: str, blank: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = pd.Series([None] * 3 if blank else TEXTS[name] * 2, dtype="str")
    texts.index = texts.index + 2
    monkeypatch.setattr(coercion, "DEDUPLICATE_FROM_ROWS", 1)
    values, reasons = coerce(texts, COLUMN[name])
    monkeypatch.setattr(coercion, "DEDUPLICATE_FROM_ROWS", 10**9)
    for row, text in texts.items():
        value, reason = coerce(pd.Series([text], index=[row], dtype="str"), COLUMN[name])
        pd.testing.assert_series_equal(values.loc[[row]], value, check_names=False)
        assert reasons.dropna().get(row) == reason.dropna().get(row)


@pytest.mark.parametrize(
    "text", ["0.1", "69.2", "1e-320", "0.30000000000000004", "123456789.123456789", "2.2250738585072011e-308"]
)
def test_a_decimal_is_read_to_its_last_digit(text: str) -> None:
    values, _ = coerce(pd.Series([text], dtype="str"), COLUMN["latitude"])
    assert np.float64(values.iloc[0]).hex() == float(text).hex()


@settings(deadline=None, max_examples=count(33, 100))
@given(st.lists(st.tuples(st.none() | st.text(max_size=3), st.booleans()), min_size=1, max_size=30), st.integers(0, 4))
def test_filtered_rows_are_those_of_the_mask(rows: list[tuple[str | None, bool]], max_runs: int) -> None:
    texts, mask_values = zip(*rows, strict=True)
    table = pd.DataFrame({"text": pd.Series(texts, dtype="str"), "number": range(len(rows))})
    table = pd.concat([table, table]).set_axis(range(2, 2 * len(rows) + 2))  # a column in two pieces
    mask = np.array(mask_values * 2)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(coercion, "MAX_RUNS", max_runs)
        pd.testing.assert_frame_equal(filter_rows(table, mask), table.loc[mask])

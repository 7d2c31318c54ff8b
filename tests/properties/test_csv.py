"""Whatever the text, the CSV gives it back."""

import geopandas as gpd
import pandas as pd
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.core.csv_injection import escape_formula, is_formula, unescape_formula
from geo.core.csv_table import to_csv_bytes
from geo.exports.csv_file import CSV, quote
from geo.exports.exporter import ExportJob
from geo.exports.rows import TableRows
from geo.ingest.importing import PROVIDERS
from geo.ingest.options import ImportOptions
from geo.ingest.readers.delimited import DelimitedReader
from geo.query.selection import Selection
from tests.thoroughness import count

ANY_TEXT = st.text(st.characters(codec="utf-8"), max_size=60)
FORMULA_LIKE = st.builds(
    "".join, st.tuples(st.sampled_from(["", "'", "''", " ", "\t", "\u200b"]), st.sampled_from("=+-@|%＝"), ANY_TEXT)
)


@settings(deadline=None, max_examples=count(100, 300))
@given(ANY_TEXT | FORMULA_LIKE)
def test_disarmed_undoes_armed(text: str) -> None:
    assert unescape_formula(escape_formula(text)) == text
    assert not is_formula(escape_formula(text))


@settings(deadline=None, max_examples=count(50, 150))
@given(st.lists(st.tuples(ANY_TEXT | FORMULA_LIKE, ANY_TEXT), min_size=1, max_size=8))
def test_a_table_reads_back_cell_by_cell(rows: list[tuple[str, str]]) -> None:
    table = DelimitedReader().read(to_csv_bytes([["one", "two"], *map(list, rows)]), ImportOptions(delimiter=","))
    cells = PROVIDERS[0].crosswalk(table, ImportOptions()).cells.fillna("")
    assert list(cells.itertuples(index=False, name=None)) == rows
    assert list(cells.index) == list(pd.RangeIndex(2, len(rows) + 2))


@settings(deadline=None, max_examples=count(100, 300))
@given(st.lists(st.none() | ANY_TEXT | FORMULA_LIKE, max_size=8))
def test_a_column_is_written_as_each_of_its_cells_is(texts: list[str | None]) -> None:
    quoted = quote(pa.array(texts, pa.large_string())).to_pylist()
    assert quoted == [text if text is None else to_csv_bytes([[text]])[3:-2].decode() for text in texts]


NUMBERS = st.floats(allow_infinity=False) | st.sampled_from([26.0, -0.0, 1e16, 1e-5, 123456789012345680.0, 5e-324])
WHOLE = st.none() | st.integers(-(2**31), 2**31 - 1)


@settings(deadline=None, max_examples=count(50, 150))
@given(
    st.lists(
        st.tuples(NUMBERS, WHOLE, st.none() | st.booleans(), st.none() | st.dates(), st.none() | ANY_TEXT),
        min_size=1,
        max_size=8,
    )
)
def test_every_kind_of_value_is_written_as_python_says_it(rows: list[tuple[object, ...]]) -> None:
    number, whole, flag, day, text = zip(*rows, strict=True)
    columns = {
        "row": pd.Series(range(len(rows)), dtype="Int32"),  # no table is without a column, and blank ones are left out
        "number": pd.Series(number, dtype="float64"),
        "whole": pd.Series(whole, dtype="Int32"),
        "flag": pd.Series(flag, dtype="boolean"),
        "day": pd.Series(day, dtype="datetime64[us]"),
        "text": pd.Series(text, dtype="str"),
        "shared": pd.Series(text, dtype="str").astype("category"),
    }
    table = gpd.GeoDataFrame(columns, geometry=[None] * len(rows), crs="EPSG:4326")
    rows_as_text = [
        (str(number), repr(a) if a == a else "", to_text(b), to_text(c).lower(), to_text(d), to_text(e), to_text(e))
        for number, (a, b, c, d, e) in enumerate(rows)
    ]
    content = CSV().to_bytes(ExportJob(TableRows(table), Selection(), "0"))
    every_column = zip(columns, *rows_as_text, strict=True)
    written = [column for column in every_column if not table[column[0]].isna().all()]
    assert content == to_csv_bytes(list(map(list, zip(*written, strict=True))))


def to_text(value: object) -> str:
    return "" if value is None else str(value)

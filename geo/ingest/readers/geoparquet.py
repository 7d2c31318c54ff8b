"""Parquet and GeoParquet, read with pyarrow from bytes held in memory."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from geo.core.schema import CATEGORY, COLUMN, COUNT, DATE, DECIMAL, FLAG, TEXT
from geo.errors import IncidentsInvalid
from geo.ingest.options import ImportOptions
from geo.ingest.readers.parquet_limits import GEOMETRY, extract_positions, read_within_budget
from geo.ingest.readers.raw_table import RawTable
from geo.ingest.readers.reader import Reader

MOST_COUNT = 10**9  # what has more digits is no whole number to the reader of text
FIRST_DAY, LAST_DAY = -719_162, 2_932_896  # the years 1 to 9999, in days from 1970


class GeoParquetReader(Reader):
    """A Parquet table whose columns are those of the dictionary; its geometry column is made anew."""

    name = "GeoParquet"
    extensions = (".parquet", ".geoparquet")

    def matches(self, content: bytes) -> bool:
        return content[:4] == b"PAR1"

    def read(self, content: bytes, options: ImportOptions) -> RawTable:
        try:
            table = read_within_budget(content)
            positions, refused = extract_positions(table)
            return RawTable(self.name, _cells(table, positions).drop(index=refused["row"]), 1, refused)
        # ValueError: names and texts are decoded only when they are asked for.
        except (pa.ArrowException, OSError, ValueError) as error:
            raise IncidentsInvalid(f"cannot be read as Parquet: {error}") from None


def _cells(table: pa.Table, positions: dict[str, pa.Array]) -> pd.DataFrame:
    columns = {name: table[name] for name in table.column_names if name != GEOMETRY}
    columns |= {name: pa.chunked_array([values]) for name, values in positions.items()}
    index = pd.RangeIndex(1, table.num_rows + 1)
    return pd.DataFrame({name: _column(name, held).set_axis(index) for name, held in columns.items()}, index=index)


def _column(name: str, values: pa.ChunkedArray) -> pd.Series:
    """The column in the type that the dictionary gives it, where every value of it has that; else as text."""
    values.validate(full=True)  # text is decoded only when it is asked for
    wanted = COLUMN[name].dtype if name in COLUMN else TEXT
    if pa.types.is_dictionary(values.type) and wanted in (TEXT, CATEGORY):
        return _shared(values)
    if wanted in AS_IT_IS and AS_IT_IS[wanted](values):
        return values.cast(ARROW[wanted]).to_pandas().astype(wanted)
    return _texts(values)


def _shared(values: pa.ChunkedArray) -> pd.Series:
    """Text that rows share, as categories of text."""
    held = values.unify_dictionaries().combine_chunks()
    held = held if isinstance(held, pa.DictionaryArray) else held.chunk(0)
    texts = pd.Series(pd.array(held.dictionary.cast(pa.large_string()), dtype="str"))
    usual, distinct = pd.factorize(texts)
    codes = held.indices.fill_null(-1).to_numpy(zero_copy_only=False)
    return pd.Series(pd.Categorical.from_codes(np.append(usual, -1)[codes], pd.Index(distinct)))


def _texts(column: pa.ChunkedArray) -> pd.Series:
    if pa.types.is_timestamp(column.type):
        column = pc.strftime(column, format="%Y-%m-%d")
    if pa.types.is_floating(column.type):
        return pd.Series([None if value is None else repr(value) for value in column.to_pylist()], dtype="str")
    try:
        texts = pc.cast(column, pa.large_string())
    except pa.ArrowException:
        texts = pa.array([None if value is None else str(value) for value in column.to_pylist()], pa.large_string())
    return pd.Series(pd.array(texts, dtype="str"))


def _are_days(values: pa.ChunkedArray) -> bool:
    kind = values.type
    if not (pa.types.is_date32(kind) or (pa.types.is_timestamp(kind) and kind.tz is None)):
        return False
    days = values.cast(pa.date32(), safe=False)
    bounds = pc.min_max(days.cast(pa.int32())).as_py()
    if bounds["min"] is None:
        return True
    whole = pa.types.is_date32(kind) or pc.all(pc.equal(values, days.cast(kind))).as_py()
    return bool(whole and bounds["min"] >= FIRST_DAY and bounds["max"] <= LAST_DAY)


def _are_counts(values: pa.ChunkedArray) -> bool:
    if not pa.types.is_integer(values.type):
        return False
    bounds = pc.min_max(values).as_py()
    return bounds["min"] is None or bool(bounds["min"] >= 0 and bounds["max"] < MOST_COUNT)


def _are_finite(values: pa.ChunkedArray) -> bool:
    return pa.types.is_float64(values.type) and pc.all(pc.is_finite(values)).as_py() is not False


# What the text of such a value would read back as without a doubt need not become text.
AS_IT_IS: dict[str, Callable[[pa.ChunkedArray], bool]] = {
    DATE: _are_days,
    COUNT: _are_counts,
    DECIMAL: _are_finite,
    FLAG: lambda values: pa.types.is_boolean(values.type),
}
ARROW = {DATE: pa.timestamp("us"), COUNT: pa.int32(), DECIMAL: pa.float64(), FLAG: pa.bool_()}

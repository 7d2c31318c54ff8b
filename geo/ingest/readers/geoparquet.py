"""Parquet and GeoParquet, read with pyarrow from bytes held in memory."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from geo.core.schema import CATEGORY, COLUMN, COUNT, DATE, DECIMAL, FLAG, TEXT
from geo.errors import IncidentsInvalid
from geo.ingest.options import ImportOptions
from geo.ingest.readers.feature_positions import POSITION
from geo.ingest.readers.parquet_geometry import ParquetGeometry, find_geometry
from geo.ingest.readers.parquet_limits import read_within_budget
from geo.ingest.readers.raw_table import RawTable, build_rejections
from geo.ingest.readers.reader import Reader

MAX_COUNT = 10**9  # below it every count fits into 32 bits; larger ones become text and are checked there
FIRST_DAY, LAST_DAY = -719_162, 2_932_896  # the years 1 to 9999, in days from 1970


class GeoParquetReader(Reader):
    """A Parquet table; columns of the data dictionary keep their type, and geometry gives longitude and latitude."""

    name = "GeoParquet"
    extensions = (".parquet", ".geoparquet")

    def matches(self, content: bytes) -> bool:
        return content[:4] == b"PAR1"

    def read(self, content: bytes, options: ImportOptions) -> RawTable:
        try:
            return to_raw_table(read_within_budget(content), options)
        # ValueError: names and texts are decoded only when they are asked for.
        except (pa.ArrowException, OSError, ValueError) as error:
            raise IncidentsInvalid(f"cannot be read as Parquet: {error}") from None


def to_raw_table(table: pa.Table, options: ImportOptions, first_row: int = 1) -> RawTable:
    """The cells of a Parquet table, or of a part of one that begins with the row of this number.

    Raises IncidentsInvalid, and ValueError or an error of Arrow where a column is damaged.
    """
    geometry = find_geometry(table)
    cells = _to_cells(table, geometry.column if geometry else "", first_row)
    return RawTable(GeoParquetReader.name, cells, 1) if geometry is None else _place(cells, geometry, options)


def _place(cells: pd.DataFrame, geometry: ParquetGeometry, options: ImportOptions) -> RawTable:
    """The rows with the positions of their geometry; points give way to longitude and latitude in the table itself."""
    positions = geometry.locate(cells, options)
    is_stated = set(POSITION) & set(cells.columns) and positions.shapes.empty and not positions.questions
    own = {} if is_stated else dict(positions.columns)
    rejected = build_rejections(() if is_stated else positions.rejected)
    return RawTable(
        GeoParquetReader.name,
        cells.assign(**own).drop(index=rejected["row"]),
        1,
        rejected,
        positions.notes,
        questions=positions.questions,
        shapes=positions.shapes,
    )


def _to_cells(table: pa.Table, geometry: str, first_row: int) -> pd.DataFrame:
    columns = {name: table[name] for name in table.column_names if name != geometry}
    index = pd.RangeIndex(first_row, first_row + table.num_rows)
    series = {name: _to_series(name, values).set_axis(index) for name, values in columns.items()}
    return pd.DataFrame(series, index=index)


def _to_series(name: str, values: pa.ChunkedArray) -> pd.Series:
    """The column in its type of the data dictionary, where every value of it fits; else as text."""
    values.validate(full=True)  # text is decoded only when it is asked for
    dtype = COLUMN[name].dtype if name in COLUMN else TEXT
    if pa.types.is_dictionary(values.type) and dtype in (TEXT, CATEGORY):
        return _to_categories(values)
    if dtype in FITS_DTYPE and FITS_DTYPE[dtype](values):
        return values.cast(ARROW_TYPES[dtype]).to_pandas().astype(dtype)
    return _to_texts(values)


def _to_categories(values: pa.ChunkedArray) -> pd.Series:
    """Text that rows share, as categories of text; a dictionary may hold one text twice, categories may not."""
    combined = values.unify_dictionaries().combine_chunks()
    array = combined if isinstance(combined, pa.DictionaryArray) else combined.chunk(0)
    texts = pd.Series(pd.array(array.dictionary.cast(pa.large_string()), dtype="str"))
    codes_of_texts, categories = pd.factorize(texts)
    positions = array.indices.fill_null(-1).to_numpy(zero_copy_only=False)
    return pd.Series(pd.Categorical.from_codes(np.append(codes_of_texts, -1)[positions], pd.Index(categories)))


def _to_texts(column: pa.ChunkedArray) -> pd.Series:
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
    arrow_type = values.type
    if not (pa.types.is_date32(arrow_type) or (pa.types.is_timestamp(arrow_type) and arrow_type.tz is None)):
        return False
    days = values.cast(pa.date32(), safe=False)
    bounds = pc.min_max(days.cast(pa.int32())).as_py()
    if bounds["min"] is None:
        return True
    has_no_time = pa.types.is_date32(arrow_type) or pc.all(pc.equal(values, days.cast(arrow_type))).as_py()
    return bool(has_no_time and bounds["min"] >= FIRST_DAY and bounds["max"] <= LAST_DAY)


def _are_counts(values: pa.ChunkedArray) -> bool:
    if not pa.types.is_integer(values.type):
        return False
    bounds = pc.min_max(values).as_py()
    return bounds["min"] is None or bool(bounds["min"] >= 0 and bounds["max"] < MAX_COUNT)


def _are_finite(values: pa.ChunkedArray) -> bool:
    return pa.types.is_float64(values.type) and pc.all(pc.is_finite(values)).as_py() is not False


# Whether the values of a column may keep their type: their text would be parsed into just that.
FITS_DTYPE: dict[str, Callable[[pa.ChunkedArray], bool]] = {
    DATE: _are_days,
    COUNT: _are_counts,
    DECIMAL: _are_finite,
    FLAG: lambda values: pa.types.is_boolean(values.type),
}
ARROW_TYPES = {DATE: pa.timestamp("us"), COUNT: pa.int32(), DECIMAL: pa.float64(), FLAG: pa.bool_()}

"""The incident table itself: from cells of text to a checked GeoDataFrame, its version, and the empty one."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from geo.core.coercion import coerce, fill_missing, filter_rows
from geo.core.points import make_points
from geo.core.province_of_row import fill_country_and_province
from geo.core.schema import CATEGORY, COLUMN, INCIDENT_COLUMNS, INJURED, KILLED, MAX_RADIUS_KM, TEXT, Column

ORDER_COLUMNS = ("date_start", "date_end", "incident_id")  # by which an incident table is sorted
REJECTION_COLUMNS = ("row", "column", "value", "reason")  # `row`: its number in the file, the header being row 1


@dataclass(frozen=True)
class CheckResult:
    """A table after checking: the accepted rows, and every cell for which a row was rejected.

    `rejected` has the columns of REJECTION_COLUMNS and one row a cell.
    """

    accepted: pd.DataFrame
    rejected: pd.DataFrame


def check(cells: pd.DataFrame, columns: tuple[Column, ...]) -> CheckResult:
    """Convert a table of text cells to the types of its data dictionary.

    The index is the row's number in the file. Columns beyond the dictionary stay text.
    """
    values: dict[str, pd.Series] = {}
    failures = []
    blanks = {dtype: pd.Series(None, index=cells.index, dtype=dtype) for dtype in set(map(_plain_dtype, columns))}
    for column in columns:
        if column.name not in cells or _is_blank_text(cells[column.name]):
            values[column.name] = blanks[_plain_dtype(column)]  # shared by all that the file lacks or leaves blank
            continue
        values[column.name], reasons = coerce(cells[column.name], column)
        failures.append(_failed_cells(column.name, cells[column.name], reasons))
    for name in cells.columns.difference([column.name for column in columns], sort=False):
        values[name], _ = coerce(cells[name], Column(str(name), str(name), TEXT, "", prose=True))
    return _split(pd.DataFrame(values, index=cells.index), failures)


def _is_blank_text(cells: pd.Series) -> bool:
    return isinstance(cells.dtype, pd.StringDtype) and bool(cells.isna().all())


def check_incidents(cells: pd.DataFrame) -> CheckResult:
    """Convert and check a table of incidents.

    The accepted rows have every core column; the end and the precision of a date are filled in where they follow.
    """
    typed = check(cells, INCIDENT_COLUMNS)
    table = _fill_dates(typed.accepted)
    checked = _split(table, [_blank_ids(table), *_impossible_positions(table), *_contradictions(table)])
    return CheckResult(checked.accepted, pd.concat([typed.rejected, checked.rejected], ignore_index=True))


def check_companion(cells: pd.DataFrame, columns: tuple[Column, ...]) -> CheckResult:
    """Convert and check a companion table (claims, publications, links).

    Its required columns must not be blank, and its numbers of people must not contradict each other.
    """
    if not len(cells) and not len(cells.columns):  # most imports have none, and checking nothing takes as long
        return CheckResult(_empty_companion(columns).copy(), _no_failures())
    typed = check(cells, columns)
    table = typed.accepted
    required = [column.name for column in columns if column.required]
    blanks = [_fail(table[name].isna(), name, table[name], "is blank; every row needs one") for name in required]
    checked = _split(table, [*blanks, *_disordered_numbers(table)])
    return CheckResult(checked.accepted, pd.concat([typed.rejected, checked.rejected], ignore_index=True))


@cache
def _empty_companion(columns: tuple[Column, ...]) -> pd.DataFrame:
    return check(pd.DataFrame(), columns).accepted


def as_incidents(rows: pd.DataFrame) -> gpd.GeoDataFrame:
    """The incident table of checked rows: in order of date, with country, province and geometry (EPSG:4326).

    Columns that rows of an earlier version lack are blank.
    """
    table = _fill_places(complete_columns(rows))
    order = chronological_order(table)
    categorical = {column.name for column in INCIDENT_COLUMNS if column.dtype == CATEGORY}
    # One column at a time and no copy of the whole table: it may have millions of rows.
    columns = {
        name: (_to_categories(values) if name in categorical else values).take(order).reset_index(drop=True)
        for name, values in table.items()
    }
    ordered = pd.DataFrame(columns, copy=False)
    geometry = make_points(ordered["longitude"].to_numpy(), ordered["latitude"].to_numpy())
    return gpd.GeoDataFrame(ordered.assign(geometry=geometry), copy=False)


def complete_columns(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows with every core column, those that they lack blank, in the order of the dictionary, and then their own."""
    absent = [column for column in INCIDENT_COLUMNS if column.name not in rows]
    if not absent:
        return rows
    blanks = {column.name: pd.Series(None, index=rows.index, dtype=_plain_dtype(column)) for column in absent}
    own = [name for name in rows.columns if name not in COLUMN]
    return rows.assign(**blanks)[[*COLUMN, *own]]


def _plain_dtype(column: Column) -> str:
    """The dtype of a column before its table is complete."""
    return TEXT if column.dtype == CATEGORY else column.dtype


def chronological_order(rows: pd.DataFrame) -> NDArray[np.intp]:
    """The positions of the rows by first day, last day and identifier, the undated last."""
    keys = pa.table({name: pa.array(rows[name], from_pandas=True) for name in ORDER_COLUMNS})
    order = pc.sort_indices(keys, sort_keys=[(name, "ascending", "at_end") for name in ORDER_COLUMNS])
    return np.asarray(order.to_numpy(), dtype=np.intp)


def _to_categories(values: pd.Series) -> pd.Series:
    """Text as categories: those that occur, sorted."""
    if not isinstance(values.dtype, pd.CategoricalDtype):
        values = values.astype("str").astype(CATEGORY)
    used = values.cat.remove_unused_categories()
    return used.cat.reorder_categories(used.cat.categories.sort_values())


def empty() -> gpd.GeoDataFrame:
    """The incident table without rows."""
    return as_incidents(check_incidents(pd.DataFrame(index=pd.RangeIndex(0))).accepted)


def data_version(contents: Iterable[bytes]) -> str:
    """The version of a data set: the first 16 hex digits of the SHA-256 of its files' own SHA-256."""
    return version_of_digests(hashlib.sha256(content).digest() for content in contents)


def version_of_digests(digests: Iterable[bytes]) -> str:
    """The same by the SHA-256 of each file."""
    digest = hashlib.sha256()
    for file_digest in digests:
        digest.update(file_digest)
    return digest.hexdigest()[:16]


def _split(table: pd.DataFrame, failures: list[pd.DataFrame]) -> CheckResult:
    """The table without the rows that have a failed cell, and those cells."""
    failures = [failed for failed in failures if len(failed)]
    if not failures:
        return CheckResult(table, _no_failures())
    rejected = pd.concat(failures, ignore_index=True)
    accepted = filter_rows(table, ~table.index.isin(rejected["row"]))
    return CheckResult(accepted, rejected.sort_values("row", kind="stable"))


def _no_failures() -> pd.DataFrame:
    return _empty_rejections().copy()


@cache
def _empty_rejections() -> pd.DataFrame:
    return pd.DataFrame(columns=list(REJECTION_COLUMNS), dtype="str").astype({"row": "int64"})


def _failed_cells(column: str, values: pd.Series, reasons: pd.Series) -> pd.DataFrame:
    """The cells that have a reason, with the columns of REJECTION_COLUMNS."""
    failed = reasons.dropna() if len(reasons) else reasons
    if failed.empty:
        return _empty_rejections()
    texts = values.reindex(failed.index).astype("str").fillna("")
    return pd.DataFrame({"row": failed.index, "column": column, "value": texts.array, "reason": failed.array})


def _fail(mask: pd.Series, column: str, values: pd.Series, reason: str) -> pd.DataFrame:
    """The cells of a column under the mask, all for the same reason."""
    mask = mask.fillna(False).astype(bool)
    if not mask.any():
        return _empty_rejections()
    return _failed_cells(column, values, pd.Series(reason, index=values.index[mask], dtype="str"))


def _blank_ids(table: pd.DataFrame) -> pd.DataFrame:
    ids = table["incident_id"]
    return _fail(ids.isna(), "incident_id", ids, "is blank; every incident needs an identifier")


def _impossible_positions(table: pd.DataFrame) -> list[pd.DataFrame]:
    longitude, latitude, radius = table["longitude"], table["latitude"], table["radius_km"]
    impossible = radius.notna() & ~radius.between(0, MAX_RADIUS_KM)
    return [
        _fail(impossible, "radius_km", radius, f"is not between 0 and {MAX_RADIUS_KM:,.0f}, half of the equator"),
        _fail(latitude.abs() > 90, "latitude", latitude, "is not between -90 and 90"),
        _fail(longitude.abs() > 180, "longitude", longitude, "is not between -180 and 180"),
        _fail(latitude.notna() & longitude.isna(), "longitude", longitude, "is blank where the latitude is not"),
        _fail(longitude.notna() & latitude.isna(), "latitude", latitude, "is blank where the longitude is not"),
    ]


def _contradictions(table: pd.DataFrame) -> list[pd.DataFrame]:
    """Dates and numbers of people that contradict each other."""
    start, end = table["date_start"], table["date_end"]
    undated = (table["date_precision"] == "unknown") & start.notna()
    return [
        _fail(end < start, "date_end", end, "is before the first day"),
        _fail(end.notna() & start.isna(), "date_start", start, "is blank although there is a last day"),
        _fail(undated, "date_precision", table["date_precision"], "is unknown although there are dates"),
        *_disordered_numbers(table),
    ]


def _disordered_numbers(table: pd.DataFrame) -> list[pd.DataFrame]:
    """Lowest, best and highest numbers that are not in this order; none in a table that has no such columns."""
    ascending = [pair for low, best, high in (KILLED, INJURED) for pair in ((low, best), (best, high), (low, high))]
    return [
        _fail(table[lower] > table[higher], lower, table[lower], f"is above “{COLUMN[higher].title}”")
        for lower, higher in ascending
        if lower in table and higher in table
    ]


def _fill_dates(table: pd.DataFrame) -> pd.DataFrame:
    """A missing last day is the first; a missing precision is that of the days between them."""
    start = table["date_start"]
    end = table["date_end"].fillna(start)
    precision = table["date_precision"]
    if precision.isna().any():
        derived = pd.Series("unknown", index=table.index, dtype="str").mask(start.notna(), "days")
        precision = precision.astype("str").fillna(derived.mask(start == end, "day"))
    return table.assign(date_end=end, date_precision=precision)


def _fill_places(table: pd.DataFrame) -> pd.DataFrame:
    """Fill in the place precision and the kind of record, and by the coordinates the country and province."""
    precision = fill_missing(table["place_precision"], "unknown")
    kind = fill_missing(table["record_kind"], "incident")
    return fill_country_and_province(table.assign(place_precision=precision, record_kind=kind))

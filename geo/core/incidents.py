"""The incident table itself: from cells of text to a checked GeoDataFrame, its version, and the empty one."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from geo.core import boundaries
from geo.core.coercion import coerce, filter_rows
from geo.core.points import make_points
from geo.core.schema import CATEGORY, INCIDENT_COLUMNS, MAX_RADIUS_KM, TEXT, Column

ROW = "row"  # the row's number in its file, the header being row 1
REJECTION_COLUMNS = ("row", "column", "value", "reason")
TOLLS = (("killed_low", "killed_best", "killed_high"), ("injured_low", "injured_best", "injured_high"))


@dataclass(frozen=True)
class CheckResult:
    """A table after checking: the rows that hold, and each cell that made a row fail.

    `rejected` has the columns row, column, value, reason; one row a cell.
    """

    accepted: pd.DataFrame
    rejected: pd.DataFrame


def check(cells: pd.DataFrame, columns: tuple[Column, ...]) -> CheckResult:
    """Type a table of text cells by its dictionary; the index is the row's number in the file."""
    values: dict[str, pd.Series] = {}
    failures = []
    absent = pd.Series(None, index=cells.index, dtype="str")  # one for all columns that the file lacks
    for column in columns:
        texts = cells.get(column.name, absent)
        values[column.name], reasons = coerce(texts, column)
        failures.append(_failures(column.name, texts, reasons))
    for extra in cells.columns.difference([column.name for column in columns], sort=False):
        values[extra], _ = coerce(cells[extra], Column(str(extra), str(extra), TEXT, "", prose=True))
    table = pd.DataFrame(values, index=cells.index)
    return _split(table, failures)


def check_incidents(cells: pd.DataFrame) -> CheckResult:
    """Type and check a table of incidents; the accepted rows have every core column, filled in where it follows."""
    checked = check(cells, INCIDENT_COLUMNS)
    table = _with_dates(checked.accepted)
    failures = [_blank_ids(table), *_positions(table), *_sequences(table)]
    told = _split(table, failures)
    return CheckResult(told.accepted, pd.concat([checked.rejected, told.rejected], ignore_index=True))


def check_companion(cells: pd.DataFrame, columns: tuple[Column, ...]) -> CheckResult:
    """Type and check a table that lies beside the incidents; its required columns must say something in every row."""
    checked = check(cells, columns)
    table = checked.accepted
    required = [column.name for column in columns if column.required]
    blank = [_where(table[name].isna(), name, table[name], "is blank; every row needs one") for name in required]
    told = _split(table, blank)
    return CheckResult(told.accepted, pd.concat([checked.rejected, told.rejected], ignore_index=True))


def as_incidents(rows: pd.DataFrame) -> gpd.GeoDataFrame:
    """The incident table of checked rows: placed in countries and provinces, in order of date, with geometry."""
    placed = _with_places(rows)
    order = _order(placed)
    shared = {column.name for column in INCIDENT_COLUMNS if column.dtype == CATEGORY}
    # A column at a time, and no copy of the whole: there may be millions.
    columns = {
        name: (_shared(values) if name in shared else values).take(order).reset_index(drop=True)
        for name, values in placed.items()
    }
    table = pd.DataFrame(columns, copy=False)
    geometry = make_points(table["longitude"].to_numpy(), table["latitude"].to_numpy())
    return gpd.GeoDataFrame(table.assign(geometry=geometry), copy=False)


def _order(rows: pd.DataFrame) -> NDArray[np.intp]:
    """The rows by first day, last day and identifier, the undated last."""
    names = ("date_start", "date_end", "incident_id")
    keys = pa.table({name: pa.array(rows[name], from_pandas=True) for name in names})
    order = pc.sort_indices(keys, sort_keys=[(name, "ascending", "at_end") for name in names])
    return np.asarray(order.to_numpy(), dtype=np.intp)


def _shared(values: pd.Series) -> pd.Series:
    """Text as categories: those that occur, in order."""
    if not isinstance(values.dtype, pd.CategoricalDtype):
        values = values.astype("str").astype(CATEGORY)
    used = values.cat.remove_unused_categories()
    return used.cat.reorder_categories(used.cat.categories.sort_values())


def empty() -> gpd.GeoDataFrame:
    """The incident table without rows."""
    return as_incidents(check_incidents(pd.DataFrame(index=pd.RangeIndex(0))).accepted)


def data_version(contents: Iterable[bytes]) -> str:
    """The version of data: the first 16 hex digits of the SHA-256 of its files' bytes."""
    digest = hashlib.sha256()
    for content in contents:
        digest.update(hashlib.sha256(content).digest())
    return digest.hexdigest()[:16]


def _split(table: pd.DataFrame, failures: list[pd.DataFrame]) -> CheckResult:
    rejected = pd.concat(failures, ignore_index=True) if failures else pd.DataFrame(columns=list(REJECTION_COLUMNS))
    if rejected.empty:
        return CheckResult(table, rejected)
    return CheckResult(
        filter_rows(table, ~table.index.isin(rejected["row"])), rejected.sort_values("row", kind="stable")
    )


def _failures(column: str, values: pd.Series, reasons: pd.Series) -> pd.DataFrame:
    failed = reasons.dropna()
    shown = values.reindex(failed.index).astype("str").fillna("")
    return pd.DataFrame({"row": failed.index, "column": column, "value": shown.array, "reason": failed.array})


def _where(failing: pd.Series, column: str, values: pd.Series, reason: str) -> pd.DataFrame:
    failing = failing.fillna(False).astype(bool)
    reasons = pd.Series(reason, index=values.index[failing], dtype="str")
    return _failures(column, values, reasons)


def _blank_ids(table: pd.DataFrame) -> pd.DataFrame:
    ids = table["incident_id"]
    return _where(ids.isna(), "incident_id", ids, "is blank; every incident needs an identifier")


def _positions(table: pd.DataFrame) -> list[pd.DataFrame]:
    longitude, latitude, radius = table["longitude"], table["latitude"], table["radius_km"]
    strange = radius.notna() & ~radius.between(0, MAX_RADIUS_KM)
    return [
        _where(strange, "radius_km", radius, f"is not between 0 and {MAX_RADIUS_KM:,.0f}, half of the equator"),
        _where(latitude.abs() > 90, "latitude", latitude, "is not between -90 and 90"),
        _where(longitude.abs() > 180, "longitude", longitude, "is not between -180 and 180"),
        _where(latitude.notna() & longitude.isna(), "longitude", longitude, "is blank where the latitude is not"),
        _where(longitude.notna() & latitude.isna(), "latitude", latitude, "is blank where the longitude is not"),
    ]


def _sequences(table: pd.DataFrame) -> list[pd.DataFrame]:
    start, end = table["date_start"], table["date_end"]
    undated = (table["date_precision"] == "unknown") & start.notna()
    steps = [pair for low, best, high in TOLLS for pair in ((low, best), (best, high), (low, high))]
    return [
        _where(end < start, "date_end", end, "is before date_start"),
        _where(end.notna() & start.isna(), "date_start", start, "is blank where date_end is not"),
        _where(undated, "date_precision", table["date_precision"], "is unknown where dates are given"),
        *(_where(table[low] > table[high], low, table[low], f"is above {high}") for low, high in steps),
    ]


def _with_dates(table: pd.DataFrame) -> pd.DataFrame:
    start = table["date_start"]
    end = table["date_end"].fillna(start)
    precision = table["date_precision"]
    if precision.isna().any():
        derived = pd.Series("unknown", index=table.index, dtype="str").mask(start.notna(), "days")
        precision = precision.astype("str").fillna(derived.mask(start == end, "day"))
    return table.assign(date_end=end, date_precision=precision)


def _with_places(table: pd.DataFrame) -> pd.DataFrame:
    precision = _filled(table["place_precision"], "unknown")
    told = table.assign(place_precision=precision, record_kind=_filled(table["record_kind"], "incident"))
    # A part of a country is not the province that its point happens to lie in.
    within_province = precision.isin(("exact", "near", "admin2", "admin1"))
    wanting = table["country"].isna() | (table["admin1"].isna() & within_province)
    asked = table.loc[wanting & table["longitude"].notna(), ["longitude", "latitude"]]
    if asked.empty:
        return told
    # Incidents share their places: each is looked up once.
    once = asked.drop_duplicates()
    found = asked.merge(once.join(boundaries.locate_admin(once["longitude"], once["latitude"])), how="left").set_axis(
        asked.index
    )
    admin1 = found["admin1"].where(within_province.loc[asked.index])
    return told.assign(country=_filled(table["country"], found["country"]), admin1=_filled(table["admin1"], admin1))


def _filled(names: pd.Series, filling: str | pd.Series) -> pd.Series:
    """The names with the unknown ones filled in."""
    return names.astype("str").fillna(filling) if names.isna().any() else names

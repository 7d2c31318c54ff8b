"""Checked rows of one chunk as they are staged: typed columns, texts that repeat as codes of the chunk's own, keys.

Codes of a chunk become those of the whole table once all chunks are there: dictionaries.py, combination_keys.py.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from geo.core.coercion import fill_missing
from geo.core.province_of_row import WITHIN_PROVINCE, fill_country_and_province
from geo.core.schema import COLUMN, COUNT, DATE, DECIMAL, FLAG
from geo.places.areas import AREA_COLUMNS, AREA_PRECISIONS
from geo.query.combinations import COLUMN_GROUPS
from geo.query.packed.columns import ARROW_TYPE, CATEGORICAL
from geo.query.point_index import morton_keys

CODED = (*CATEGORICAL, "duplicate_of")  # columns that are staged as codes
AREA_GROUP = "area"  # the combinations by which rows have an area; rows that are known more closely have none
GROUPS = {**COLUMN_GROUPS, AREA_GROUP: AREA_COLUMNS}
KEY, ID_ORDER, POSITION = "_key", "_id_order", "_position"
NO_KEY = 1 << 62  # of rows without coordinates: above every key
NO_YEAR = 10_000  # of rows without a date: above every year
NO_DAY = np.iinfo(np.int32).min
PLACE_COLUMNS = ("country", "admin1")


@dataclass(frozen=True, eq=False)
class StagedRows:
    """Rows in order of year and key. `groups`: for each of GROUPS the distinct combinations in the chunk, [combination,
    column], as codes of the chunk, days from 1970 or 0 and 1; -1 and NO_DAY where missing. `years` is ascending.
    """

    table: pa.Table
    groups: dict[str, NDArray[np.int64]]
    years: NDArray[np.int16]


def stage_rows(rows: pd.DataFrame) -> StagedRows:
    """Put checked rows in order and code them; country, province and precision are filled in."""
    rows = _fill_places(rows)
    years, keys = _years(rows["date_start"]), _keys(rows)
    order = np.argsort(keys, kind="stable")
    order = order[np.argsort(years[order], kind="stable")]
    columns = {name: _to_arrow(name, values).take(pa.array(order)) for name, values in rows.items()}
    table = pa.table({**columns, KEY: keys[order], POSITION: rows.index.to_numpy().astype(np.int64)[order]})
    table = table.append_column(ID_ORDER, pc.sort_indices(table["incident_id"]).cast(pa.int32()))
    groups: dict[str, NDArray[np.int64]] = {}
    for group, names in GROUPS.items():
        codes, groups[group] = _combine(table, names, _is_coarse(table) if group == AREA_GROUP else None)
        table = table.append_column(f"_{group}", pa.array(codes))
    return StagedRows(table, groups, years[order])


def group_columns(table: pa.Table, names: tuple[str, ...]) -> list[NDArray[np.int64]]:
    """The columns of a group as numbers: codes of the chunk, days or 0 and 1."""
    return [_numbers(table[name].combine_chunks()) for name in names]


def _numbers(values: pa.Array) -> NDArray[np.int64]:
    if isinstance(values, pa.ChunkedArray):
        values = values.chunk(0) if values.num_chunks else pa.array([], values.type)
    if pa.types.is_dictionary(values.type):
        return np.asarray(values.indices.fill_null(-1), dtype=np.int64)
    if pa.types.is_date32(values.type):
        return np.asarray(values.cast(pa.int32()).fill_null(NO_DAY), dtype=np.int64)
    return np.asarray(values.cast(pa.int8()).fill_null(-1), dtype=np.int64)


def _combine(
    table: pa.Table, names: tuple[str, ...], is_member: NDArray[np.bool_] | None
) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """The number of each row's combination, -1 for rows that are no members, and the combinations."""
    columns = group_columns(table, names)
    if is_member is not None:
        columns = [values[is_member] for values in columns]
    joint = np.zeros(len(columns[0]), dtype=np.int64)
    for values in columns:
        codes, distinct = pd.factorize(values)
        joint, _ = pd.factorize(joint * (len(distinct) + 1) + codes)
    firsts = np.empty(joint.max(initial=-1) + 1, dtype=np.int64)
    firsts[joint[::-1]] = np.arange(len(joint))[::-1]
    numbers = joint.astype(np.int32)
    if is_member is not None:
        numbers = np.full(len(table), -1, dtype=np.int32)
        numbers[is_member] = joint
    return numbers, np.stack([values[firsts] for values in columns], axis=1)


def _is_coarse(table: pa.Table) -> NDArray[np.bool_]:
    values = table["place_precision"].combine_chunks()
    values = values.chunk(0) if isinstance(values, pa.ChunkedArray) else values
    is_coarse = np.append(np.isin(values.dictionary.to_numpy(zero_copy_only=False), AREA_PRECISIONS), False)
    return is_coarse[_numbers(values)]


def _years(days: pd.Series) -> NDArray[np.int16]:
    years: NDArray[np.int16] = days.dt.year.fillna(NO_YEAR).to_numpy().astype(np.int16)
    return years


def _keys(rows: pd.DataFrame) -> NDArray[np.int64]:
    longitude, latitude = (rows[name].to_numpy() for name in ("longitude", "latitude"))
    keys = np.full(len(rows), NO_KEY, dtype=np.int64)
    has_point = np.isfinite(longitude)
    keys[has_point] = morton_keys(longitude[has_point], latitude[has_point]).astype(np.int64)
    return keys


def _to_arrow(name: str, values: pd.Series) -> pa.Array:
    """A column in its type of Arrow; those of CODED as a dictionary of the texts that occur."""
    if name in CODED:
        return _encode(values)
    dtype = COLUMN[name].dtype if name in COLUMN else "str"
    array = values.array
    if dtype == COUNT:
        return pa.array(array._data, mask=array._mask)
    if dtype == FLAG:
        return pa.array(array._data, mask=array._mask)
    if dtype == DATE:
        return pa.array(values.to_numpy().astype("datetime64[D]"), pa.date32())
    if dtype == DECIMAL:
        return pa.array(values.to_numpy(), from_pandas=True)
    texts = pa.array(values.array, ARROW_TYPE["str"], from_pandas=True)
    return texts.combine_chunks() if isinstance(texts, pa.ChunkedArray) else texts


def _encode(values: pd.Series) -> pa.DictionaryArray:
    if isinstance(values.dtype, pd.CategoricalDtype):
        codes, texts = values.cat.codes.to_numpy().astype(np.int32), values.cat.categories
    else:
        factors, texts = pd.factorize(values)
        codes = factors.astype(np.int32)
    is_used = np.bincount(codes[codes >= 0], minlength=len(texts)) > 0
    if not is_used.all():
        new_codes = np.append(np.cumsum(is_used) - 1, -1).astype(np.int32)
        codes, texts = new_codes[codes], texts[is_used]
    dictionary = pa.array(pd.Series(texts, dtype="str").array, pa.string())
    dictionary = dictionary.combine_chunks() if isinstance(dictionary, pa.ChunkedArray) else dictionary
    return pa.DictionaryArray.from_arrays(pa.array(codes, mask=codes < 0), dictionary)


def _fill_places(rows: pd.DataFrame) -> pd.DataFrame:
    """What the loader fills in where it is missing; only the rows that lack it are looked at."""
    precision = fill_missing(rows["place_precision"], "unknown")
    kind = fill_missing(rows["record_kind"], "incident")
    within_province = precision.isin(WITHIN_PROVINCE)
    is_open = (rows["country"].isna() | (rows["admin1"].isna() & within_province)) & rows["longitude"].notna()
    filled = rows.assign(place_precision=precision, record_kind=kind)
    places = np.flatnonzero(is_open.to_numpy())
    if not len(places):
        return filled
    columns = [*PLACE_COLUMNS, "place_precision", "longitude", "latitude"]
    located = fill_country_and_province(filled[columns].iloc[places])
    return filled.assign(**{name: _replace(filled[name], places, located[name]) for name in PLACE_COLUMNS})


def _replace(values: pd.Series, places: NDArray[np.intp], texts: pd.Series) -> pd.Series:
    """A column of text with some of its values replaced, as categories."""
    categorical = values.astype("category").array
    texts = texts.astype("str")
    new = pd.Index(texts.dropna().unique(), dtype="str").difference(categorical.categories)
    categories = categorical.categories.append(new)
    codes = categorical.codes.astype(np.int32)
    codes[places] = categories.get_indexer(texts.array)
    return pd.Series(pd.Categorical.from_codes(codes, categories), index=values.index)

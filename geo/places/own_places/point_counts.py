"""How many rows of a table have each name at each point, a batch at a time: what own places are made of."""

from collections.abc import Iterable

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from geo.places.gazetteer.name_normalization import MAX_NAME_LENGTH

# What a row has to say. One with an identifier was placed by our own gazetteer, and would only echo it.
POINT_COLUMNS = (*("place_name", "place_id", "country", "dataset", "place_precision", "longitude", "latitude"),)
PRECISIONS = ("exact", "near")  # the finest first; a row that is known to its district or province has no point
DECIMALS = 5  # of a degree: a metre
KEYS = ("place_name", "country", "dataset", "place_precision", "longitude", "latitude")
NO_COUNTS = pa.table(
    [pa.array([], pa.string() if name not in ("longitude", "latitude") else pa.float64()) for name in KEYS]
    + [pa.array([], pa.int64())],
    names=[*KEYS, "n_rows"],
)


def count_points(rows: pd.DataFrame) -> pa.Table:
    """The distinct names at points of some rows (POINT_COLUMNS): KEYS and n_rows.

    Left out are rows without a name or a point, with a name that is too long, known to no point, or placed by us.
    """
    table = pa.table({name: _to_arrow(rows, name) for name in ("place_id", *KEYS)})
    usable = pc.and_(pc.is_in(table["place_precision"], pa.array(PRECISIONS)), pc.equal(table["place_id"], ""))
    length = pc.utf8_length(table["place_name"])
    usable = pc.and_(usable, pc.and_(pc.greater(length, 1), pc.less_equal(length, MAX_NAME_LENGTH)))
    for name in ("longitude", "latitude"):
        usable = pc.and_(usable, pc.is_finite(pc.fill_null(table[name], np.nan)))
    return _count(
        table.filter(usable).append_column("n_rows", pa.array(np.ones(pc.sum(usable).as_py() or 0, np.int64)))
    )


def join_counts(counts: Iterable[pa.Table]) -> pa.Table:
    """The counts of several batches as those of all, in order."""
    return _count(pa.concat_tables([NO_COUNTS, *counts])).sort_by([(name, "ascending") for name in KEYS])


def subtract_counts(counts: pa.Table, removed: pa.Table) -> pa.Table:
    """The counts of all rows without those of some of them, in order."""
    negative = removed.set_column(removed.num_columns - 1, "n_rows", pc.negate(removed["n_rows"]))
    joined = join_counts([counts, negative])
    return joined.filter(pc.greater(joined["n_rows"], 0))


def _count(table: pa.Table) -> pa.Table:
    counted = table.group_by(list(KEYS)).aggregate([("n_rows", "sum")])
    return counted.rename_columns([*KEYS, "n_rows"]).cast(NO_COUNTS.schema)


def _to_arrow(rows: pd.DataFrame, name: str) -> pa.Array:
    if name in ("longitude", "latitude"):
        return pa.array(np.round(rows[name].to_numpy(dtype=np.float64, na_value=np.nan), DECIMALS))
    values = rows[name]
    if isinstance(values.dtype, pd.CategoricalDtype):
        texts = pa.array([*map(_encodable, map(str, values.cat.categories)), ""], pa.string())
        codes = values.cat.codes.to_numpy(dtype=np.int64)
        return texts.take(pa.array(np.where(codes < 0, len(texts) - 1, codes)))
    try:
        return pa.array(values.astype("str").fillna("").to_numpy(dtype=object), pa.string())
    except UnicodeEncodeError:
        texts = values.astype("object").where(values.notna(), "")
        return pa.array([_encodable(str(text)) for text in texts], pa.string())


def _encodable(text: str) -> str:
    """The text without half a character, which no file can hold."""
    return text.encode("utf-8", "ignore").decode("utf-8")

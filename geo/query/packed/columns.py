"""The columns of the row files of a packed folder: those of the table by safe names, and ours beside them."""

import re
from collections.abc import Iterable

import pyarrow as pa

from geo.core.schema import CATEGORY, COLUMN, COUNT, DATE, DECIMAL, FLAG, INCIDENT_COLUMNS, TEXT
from geo.query.combinations import COLUMN_GROUPS

ROW, KEY, SPOT, AREA, EXTENT_AREA, CIRCLE_KM = "_row", "_key", "_spot", "_area", "_extent_area", "_circle_km"
X7, Y7 = "_x7", "_y7"
GEOMETRY, BBOX = "geometry", "bbox"
NO_COORDINATES, POINT, VAGUE_SPOT, KNOWN_AREA = range(4)  # the values of SPOT
GROUP_COLUMN = {group: f"_{group}" for group in COLUMN_GROUPS}
CATEGORICAL = tuple(column.name for column in INCIDENT_COLUMNS if column.dtype == CATEGORY)
CODE_COLUMN = {name: f"_c_{name}" for name in CATEGORICAL}
# What a row adds to CASUALTY_SUMS but for `incidents`, which is 1; and to CellSums.killed.
CASUALTY_COLUMN = {name: f"_{name}" for name in ("low", "best", "high", "no_figure", "no_upper", "all_unknown")}
MAP_COLUMNS = ("_map_low", "_map_best", "_map_high", "_map_unknown")

ARROW_TYPE = {
    TEXT: pa.string(),
    CATEGORY: pa.string(),
    DATE: pa.date32(),
    COUNT: pa.int32(),
    DECIMAL: pa.float64(),
    FLAG: pa.bool_(),
}
BBOX_TYPE = pa.struct([pa.field(name, pa.float64()) for name in ("xmin", "ymin", "xmax", "ymax")])
_INT, _FLAG = pa.int32(), pa.int8()
OWN_FIELDS: tuple[pa.Field, ...] = (
    pa.field(ROW, pa.int64()),
    *(pa.field(name, _INT) for name in (*GROUP_COLUMN.values(), *CODE_COLUMN.values())),
    pa.field(KEY, pa.int64()),
    pa.field(SPOT, _FLAG),
    pa.field(AREA, _INT),
    pa.field(EXTENT_AREA, _INT),
    pa.field(CIRCLE_KM, pa.float64()),
    pa.field(X7, _INT),
    pa.field(Y7, _INT),
    *(pa.field(name, _INT) for name in list(CASUALTY_COLUMN.values())[:3]),
    *(pa.field(name, _FLAG) for name in list(CASUALTY_COLUMN.values())[3:]),
    *(pa.field(name, _INT) for name in MAP_COLUMNS[:3]),
    pa.field(MAP_COLUMNS[3], _FLAG),
)
RESERVED = (GEOMETRY, BBOX, "year")


def stored_names(names: Iterable[str]) -> list[str]:
    """The name under which each column of a table is stored: one that no engine reads as anything else.

    Columns of the dictionary keep theirs; of others all but letters, digits and `_` are replaced. No two are the same
    in another case, and none is one of ours.
    """
    taken = {*COLUMN, *RESERVED}
    stored = []
    for name in names:
        stored.append(name if name in COLUMN else _free_name(name, taken))
        taken.add(stored[-1].lower())
    return stored


def _free_name(name: str, taken: set[str]) -> str:
    base = re.sub(r"[^A-Za-z0-9_]+", "_", name).strip("_") or "column"
    number, candidate = 1, base
    while candidate.lower() in taken:
        number += 1
        candidate = f"{base}_{number}"
    return candidate


def row_schema(columns: Iterable[tuple[str, str]]) -> pa.Schema:
    """The schema of the row files of a table; `columns`: stored name and dtype of each, without the geometry."""
    fields = [pa.field(name, ARROW_TYPE[dtype]) for name, dtype in columns]
    return pa.schema([*fields, pa.field(GEOMETRY, pa.binary()), pa.field(BBOX, BBOX_TYPE), *OWN_FIELDS])

"""Our own tables: what the downloads write, and any table that names its columns as the dictionary does."""

import pandas as pd

from geo.core.csv_injection import unescape_formula
from geo.core.schema import COLUMN, EXPORT_COLUMNS, GEOMETRY_IS, REQUIRED
from geo.ingest.options import ImportOptions
from geo.ingest.provider import Crosswalk, Provider
from geo.ingest.readers import RawTable

GEOMETRY_KINDS = EXPORT_COLUMNS[0].allowed
PACKAGE, ROW_NUMBER = "GeoPackage", "fid"  # the format numbers its rows, in a column that every download has


class Faultline(Provider):
    """A table with the columns of the dictionary; the apostrophe that a CSV has before formulas is removed again."""

    name = "Faultline"
    prefix = ""

    def recognises(self, table: RawTable) -> bool:
        return set(REQUIRED) <= {name.strip() for name in table.column_names}

    def crosswalk(self, table: RawTable, options: ImportOptions) -> Crosswalk:
        is_escaped = table.format == "CSV"
        own_names = {name: _own_name(unescape_formula(name) if is_escaped else name) for name in table.column_names}
        if len(set(own_names.values())) < len(own_names):  # two would become one
            own_names = {name: name for name in own_names}
        columns = {own_names[name]: _unescape(texts) if is_escaped else texts for name, texts in table.cells.items()}
        computed = [name for name in columns if _is_computed(name, columns)]
        if computed and table.format == PACKAGE:
            computed += [name for name in columns if name == ROW_NUMBER]
        cells = pd.DataFrame(columns, index=table.cells.index, copy=False).drop(columns=computed)
        return Crosswalk(cells, {own: name for name, own in own_names.items()})


def _own_name(name: str) -> str:
    """The dictionary's name where only blanks around it differ; another column's name stays as it is."""
    return name.strip() if name.strip() in COLUMN else name


def _is_computed(name: str, columns: dict[str, pd.Series]) -> bool:
    """Whether a download wrote the column, and the next one will again: a file of our own has all of them."""
    computed = [column.name for column in EXPORT_COLUMNS]
    return name in computed and set(computed) <= columns.keys() and _has_kinds(columns[GEOMETRY_IS])


def _has_kinds(texts: pd.Series) -> bool:
    return bool(texts.isin(GEOMETRY_KINDS).all())


def _unescape(texts: pd.Series) -> pd.Series:
    """Each text as it was before it was escaped; only the few that may be are looked at one by one."""
    suspects = texts.str.startswith("'", na=False).to_numpy()
    if not suspects.any():
        return texts
    plain = texts.copy()
    plain[suspects] = texts[suspects].map(unescape_formula)
    return plain

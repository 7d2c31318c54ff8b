"""Our own tables: what the downloads write, and any table that names its columns as the dictionary does."""

import pandas as pd

from geo.core.csv_injection import unescape_formula
from geo.core.schema import COLUMN, REQUIRED
from geo.ingest.options import ImportOptions
from geo.ingest.provider import Crosswalk, Provider
from geo.ingest.readers import RawTable


class Faultline(Provider):
    """A table with the columns of the dictionary; the guard that a CSV carries before formulas is taken off again."""

    name = "Faultline"
    prefix = ""

    def recognises(self, sheet: RawTable) -> bool:
        return set(REQUIRED) <= {name.strip() for name in sheet.column_names}

    def crosswalk(self, sheet: RawTable, options: ImportOptions) -> Crosswalk:
        armed = sheet.format == "CSV"
        named = {name: _own(unescape_formula(name) if armed else name) for name in sheet.column_names}
        if len(set(named.values())) < len(named):  # two would become one
            named = {name: name for name in named}
        read = {named[name]: _disarmed(texts) if armed else texts for name, texts in sheet.cells.items()}
        cells = pd.DataFrame(read, index=sheet.cells.index, copy=False)
        return Crosswalk(cells, {own: name for name, own in named.items()})


def _own(name: str) -> str:
    """The dictionary's name where blanks around it are all that differs; another column's stays as it is."""
    return name.strip() if name.strip() in COLUMN else name


def _disarmed(texts: pd.Series) -> pd.Series:
    """Each text as it was before it was armed; the few that may be are looked at one by one."""
    suspects = texts.str.startswith("'", na=False).to_numpy()
    if not suspects.any():
        return texts
    plain = texts.copy()
    plain[suspects] = texts[suspects].map(unescape_formula)
    return plain

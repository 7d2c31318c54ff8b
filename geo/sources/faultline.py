"""Our own tables: what the downloads write, and any table that names its columns as the dictionary does."""

import pandas as pd

from geo.answers import Answers
from geo.formulas import disarmed
from geo.schema import REQUIRED
from geo.sheets import Sheet
from geo.sources.base import Crosswalk, Provider


class Faultline(Provider):
    """A table with the columns of the dictionary; the guard that a CSV carries before formulas is taken off again."""

    name = "Faultline"
    prefix = ""

    def recognises(self, sheet: Sheet) -> bool:
        return set(REQUIRED) <= set(sheet.names)

    def crosswalk(self, sheet: Sheet, answers: Answers) -> Crosswalk:
        if sheet.format != "CSV":
            return Crosswalk(sheet.cells, {name: name for name in sheet.names})
        named = {name: disarmed(name) for name in sheet.names}
        if len(set(named.values())) < len(named):  # two would become one
            named = {name: name for name in named}
        cells = pd.DataFrame({named[name]: _disarmed(texts) for name, texts in sheet.cells.items()}, copy=False)
        return Crosswalk(cells.set_axis(sheet.cells.index), {own: name for name, own in named.items()})


def _disarmed(texts: pd.Series) -> pd.Series:
    """Each text as it was before it was armed; the few that may be are looked at one by one."""
    suspects = texts.str.startswith("'", na=False).to_numpy()
    if not suspects.any():
        return texts
    plain = texts.copy()
    plain[suspects] = texts[suspects].map(disarmed)
    return plain

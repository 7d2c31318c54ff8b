"""Our own tables: what the downloads write, and any table that names its columns as the dictionary does."""

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
        cells = sheet.cells.map(disarmed) if sheet.format == "CSV" else sheet.cells
        named = {name: disarmed(name) for name in cells.columns}
        return Crosswalk(cells.rename(columns=named), {name: name for name in named.values()})

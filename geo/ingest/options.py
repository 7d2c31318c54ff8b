"""What a person says about a file that its content does not: how to read it, what its columns mean, what to mend."""

import json
from dataclasses import asdict, dataclass, field

# What a column of any table can be taken for, beside the columns of the incident table.
COORDINATES = "coordinates"  # both in one cell: “34.5, 69.2”, “34°30′N 69°12′E”, an MGRS reference
YEAR, MONTH, DAY = "year", "month", "day"

PAIRS = ("columns", "day_first", "years", "places")  # of Answers


@dataclass(frozen=True)
class ImportOptions:
    """Everything that a person decided about one file; empty where nothing needs deciding.

    `columns`: the file's column → what it holds: a column of the incident table, COORDINATES, YEAR, MONTH or DAY;
    an empty text leaves it out. Only for tables that no provider recognises, or where `provider` is "Table".
    `day_first`: column → whether its dates are written day before month; `years`: column → the year of those of its
    dates that name none.
    `places`: wording of a place (as `place_key` gives it) → the identifier of the place that is meant, empty for none.
    `corrected`: the rows whose proposed correction is taken. `encoding`, `delimiter`, `header_row` and `sheet` are how
    the file is read where the guess is wrong; empty and 0 leave it to the reader.
    """

    provider: str = ""
    encoding: str = ""
    delimiter: str = ""
    header_row: int = 0
    sheet: str = ""
    columns: tuple[tuple[str, str], ...] = ()
    day_first: tuple[tuple[str, bool], ...] = ()
    years: tuple[tuple[str, int], ...] = ()
    places: tuple[tuple[str, str], ...] = ()
    corrected: tuple[int, ...] = field(default=())

    def to_json(self) -> str:
        """The answers as text that `from_json` reads back."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> "ImportOptions":
        """The answers that `to_json` wrote, in this release or before it."""
        told = json.loads(text)
        pairs = {name: tuple(tuple(pair) for pair in told.get(name, ())) for name in PAIRS}
        return cls(**(told | pairs | {"corrected": tuple(told["corrected"])}))

"""What a person decides about a file: how to read it, what its columns mean, which corrections to apply."""

import json
from typing import Annotated

import msgspec
from msgspec import Meta

from geo.errors import OptionsInvalid

# What a column of any table can be mapped to, beside the columns of the incident table.
COORDINATES = "coordinates"  # both in one cell: “34.5, 69.2”, “34°30′N 69°12′E”, an MGRS reference
YEAR, MONTH, DAY = "year", "month", "day"

NO_HEADER = -1  # as `header_row`: the file has no header

# Row numbers fit Excel's 1,048,576 rows and far longer CSVs; the bound only keeps absurd numbers from the readers.
RowNumber = Annotated[int, Meta(ge=0, le=2**53)]
HeaderRow = Annotated[int, Meta(ge=NO_HEADER, le=2**53)]
Year = Annotated[int, Meta(ge=1, le=9999)]  # the years of Python's calendar


class ImportOptions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Everything that a person decided about one file; empty where nothing needs deciding.

    `columns`: pairs of a column of the file and what it holds: a column of the incident table, COORDINATES, YEAR, MONTH
    or DAY; an empty text leaves the column out. Only for tables of no known provider, or where `provider` is "Table".
    `day_first`: pairs of a column and whether its dates are written day before month. `years`: pairs of a column and
    the year of those of its dates that name none. `places`: pairs of a place query's key (see `query_key`) and the
    identifier of the place that is meant, empty for none. `corrected_rows`: the rows whose proposed correction is
    accepted. `answers`: the topic of a question, its column and the answer, for the topics that have no field of their
    own. `encoding`, `delimiter`, `header_row` and `sheet` overrule how the file is read; empty and 0 leave it to the
    reader, and NO_HEADER says that the file has no header.

    Change one with `msgspec.structs.replace`.
    """

    provider: str = ""
    encoding: str = ""
    delimiter: str = ""
    header_row: HeaderRow = 0
    sheet: str = ""
    columns: tuple[tuple[str, str], ...] = ()
    day_first: tuple[tuple[str, bool], ...] = ()
    years: tuple[tuple[str, Year], ...] = ()
    places: tuple[tuple[str, str], ...] = ()
    corrected_rows: tuple[RowNumber, ...] = msgspec.field(default=(), name="corrected")
    answers: tuple[tuple[str, str, str], ...] = ()

    def answer(self, topic: str, column: str) -> str | None:
        """Return the answer to the question on this topic about a column; None where it is open."""
        return next((answer for *key, answer in self.answers if key == [topic, column]), None)

    def to_json(self) -> str:
        """Return JSON that `from_json` reads back; equal options give equal text.

        Identifiers of stored imports are hashes of this text, so it must stay as version 0.4 wrote it: sorted keys,
        a space behind separators, letters unescaped, and nothing of what came later where it is not used.
        """
        fields = msgspec.to_builtins(self)
        if not self.answers:
            del fields["answers"]
        return json.dumps(fields, ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_json(cls, content: str | bytes) -> "ImportOptions":
        """Read what `to_json` wrote, in this release or an earlier one; raises OptionsInvalid with the fault's path."""
        try:
            return msgspec.json.decode(content, type=cls)
        except RecursionError:
            raise OptionsInvalid("the JSON is nested too deeply") from None
        except UnicodeError:
            raise OptionsInvalid("the file is not UTF-8 text") from None
        except msgspec.ValidationError as error:
            raise OptionsInvalid(str(error)) from None
        except msgspec.DecodeError:
            raise OptionsInvalid("the file is not JSON") from None

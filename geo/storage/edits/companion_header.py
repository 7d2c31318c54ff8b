"""Which kind of companion file a header is of, which of its columns are used, and what is said of the others."""

import csv
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import partial

from geo.core.formatting import pluralize
from geo.core.schema import CLAIM_COLUMNS, LINK_COLUMNS, PUBLICATION_COLUMNS, REQUIRED
from geo.errors import IncidentsInvalid

DELIMITERS = (",", ";", "\t")  # what spreadsheets write where the comma is the decimal sign
MAX_COLUMNS_LISTED = 12  # in notes; chosen by judgement
MAX_COMPARED = 40  # characters of a name; difflib takes quadratic time, and no column of ours has as many
SIMILARITY_CUTOFF = 0.7  # of difflib's ratio: its 0.6 takes “colour” for “column”

MAX_UNKNOWN_SHARE = 0.25  # of the columns of a header in a spelling that is not ours; chosen by judgement
POSITION_NAMES = frozenset(
    ("latitude", "longitude", "lat", "lon", "lng", "long", "x", "y", "geometry", "coordinates", "wkt")
)  # a column of incidents, which no companion has
MAX_LINES_ABOVE = 20  # lines in which a header is looked for; chosen by judgement
LINE_END = re.compile(r"\r\n?|\n")

LOG_COLUMNS = (
    "edit_id", "batch", "at", "who", "why", "kind", "incident_id", "field", "value", "original",
    "undone_at", "undone_by",
)  # fmt: skip
CORRECTION_COLUMNS = ("incident_id", "column", "value", "original", "who", "why", "at")


@dataclass(frozen=True)
class CompanionFormat:
    """One kind of file: the columns that a header must have to be one, and all that it may have.

    `needs_more`: a row that has only the required columns says nothing. `aliases`: other names of columns, and which.
    """

    kind: str
    required: tuple[str, ...]
    columns: tuple[str, ...]
    needs_more: bool = False
    aliases: tuple[tuple[str, str], ...] = ()

    def to_column(self, name: str) -> str:
        """The column that a person may mean by a name, which need not be one of `columns`."""
        simple = _simplify(name)
        return dict(self.aliases).get(simple, simple)

    def is_spelt_in(self, names: Sequence[str]) -> bool:
        """Whether a header has the required columns, spelt as here."""
        return set(self.required) <= set(names)

    def is_meant_by(self, names: Sequence[str]) -> bool:
        """Whether a header has the required columns in any spelling, few that are not ours, and no coordinates."""
        columns = [self.to_column(name) for name in names if name]
        n_unknown = sum(column not in self.columns for column in columns)
        is_ours = n_unknown <= MAX_UNKNOWN_SHARE * len(columns) and POSITION_NAMES.isdisjoint(columns)
        return is_ours and set(self.required) <= set(columns)


# In the order in which a header is tried: the later ones may lack what the earlier ones must have.
FORMATS = (
    CompanionFormat("edits", ("edit_id", "at", "kind", "incident_id", "field", "value"), LOG_COLUMNS),
    # A bundle's corrections.csv says when in a column of its own.
    CompanionFormat("corrections", ("incident_id", "column", "value"), CORRECTION_COLUMNS, aliases=(("time", "at"),)),
    CompanionFormat("links", ("incident_id", "relation", "to_incident_id"), tuple(c.name for c in LINK_COLUMNS)),
    CompanionFormat("claims", ("incident_id", "claimant"), tuple(c.name for c in CLAIM_COLUMNS), needs_more=True),
    CompanionFormat("publications", ("incident_id", "reference"), tuple(c.name for c in PUBLICATION_COLUMNS)),
)


@dataclass(frozen=True)
class CompanionHeader:
    """A header that is one of a companion file: its format, its delimiter and its cells, blanks around them gone."""

    format: CompanionFormat
    delimiter: str
    names: tuple[str, ...]

    @property
    def positions(self) -> dict[str, int]:
        """Where each used column stands, by its name in the format: spelt so, or else as a person may write it."""
        exact = {name: position for position, name in enumerate(self.names) if name in self.format.columns}
        alike = {self.format.to_column(name): position for position, name in reversed(tuple(enumerate(self.names)))}
        return {name: position for name, position in alike.items() if name in self.format.columns} | exact

    @property
    def unused(self) -> tuple[int, ...]:
        """The positions of the other columns."""
        return tuple(sorted(set(range(len(self.names))) - set(self.positions.values())))

    @property
    def notes(self) -> tuple[str, ...]:
        """What is said of columns that are spelt otherwise, or not used."""
        positions = self.positions
        respelt = [
            f"Column “{self.names[position]}” is read as {name}."
            for name, position in positions.items()
            if self.names[position] != name
        ]
        unused = [self._describe_unused(self.names[position]) for position in self.unused if self.names[position]]
        n_more = len(unused) - MAX_COLUMNS_LISTED
        more = [f"{pluralize(n_more, 'more column')} {'is' if n_more == 1 else 'are'} not used."] if n_more > 0 else []
        return (*respelt, *unused[:MAX_COLUMNS_LISTED], *more)

    def check(self, name: str) -> None:
        """Raise IncidentsInvalid where no column says anything."""
        if self.format.needs_more and self.notes and set(self.positions) <= set(self.format.required):
            optional = ", ".join(column for column in self.format.columns if column not in self.format.required)
            raise IncidentsInvalid(f"{name}: {' '.join(self.notes)} Nothing is left to read. Accepted: {optional}.")

    def _describe_unused(self, name: str) -> str:
        free = [column for column in self.format.columns if column not in self.positions]
        nearest = get_close_matches(_simplify(name[:MAX_COMPARED]), free, n=1, cutoff=SIMILARITY_CUTOFF)
        hint = f" Perhaps {nearest[0]} is meant: rename it, and read the file again." if nearest else ""
        return f"Column “{name[:MAX_COMPARED]}” is not used.{hint}"


def find_header(text: str, kind: str = "") -> CompanionHeader | None:
    """The header in the first line of a text; None where it is that of another file, or of another `kind`."""
    line = LINE_END.split(text, maxsplit=1)[0]
    headers = {delimiter: _split_line(line, delimiter) for delimiter in DELIMITERS}
    candidates = [
        CompanionHeader(format_, delimiter, names)
        for delimiter, names in headers.items()
        if not _is_other(names)
        for format_ in FORMATS
        if kind in ("", format_.kind)
    ]
    spelt = (header for header in candidates if header.format.is_spelt_in(header.names))
    meant = (header for header in candidates if header.format.is_meant_by(header.names))
    return next(spelt, None) or next(meant, None)


def describe_fault(text: str, kind: str = "") -> str:
    """Why a text whose header is none is meant as a companion file, in a sentence; blank where nothing points to it."""
    lines = LINE_END.split(text, maxsplit=MAX_LINES_ABOVE)[:MAX_LINES_ABOVE]
    formats = [format_ for format_ in FORMATS if kind in ("", format_.kind)]
    for number, line in enumerate(lines, start=1):
        for names in map(partial(_split_line, line), DELIMITERS):
            meant = next((format_ for format_ in formats if format_.is_meant_by(names)), None)
            if meant is not None:
                return f"This looks like a file of {meant.kind}, {_describe_place(number, names)}."
    return ""


def _describe_place(number: int, names: Sequence[str]) -> str:
    repeated = [name for name, count in Counter(filter(None, names)).items() if count > 1]
    if repeated:
        listed = ", ".join(f"“{name[:MAX_COMPARED]}”" for name in repeated[:MAX_COLUMNS_LISTED])
        return f"but its header has {listed} more than once. Rename or remove the others"
    return f"but its header is in line {number:,}. Remove what stands above it"


def _is_other(names: Sequence[str]) -> bool:
    """Whether a header is one of incidents, or none, since a name is there twice."""
    filled = [name for name in names if name]
    return set(REQUIRED) <= set(filled) or len(set(filled)) < len(filled)


def _split_line(line: str, delimiter: str) -> tuple[str, ...]:
    try:
        return tuple(cell.strip() for cell in next(csv.reader([line], delimiter=delimiter, strict=True), []))
    except csv.Error:
        return ()


def _simplify(name: str) -> str:
    """A name as columns of ours are spelt: “Killed Low” is killed_low."""
    return re.sub(r"[\s_-]+", "_", name.casefold())


def describe_accepted_headers(kind: str = "") -> str:
    """What a header must have, by the kind of file; or of one kind."""
    accepted = [format_ for format_ in FORMATS if kind in ("", format_.kind)]
    return "; ".join(f"{format_.kind}: {', '.join(format_.required)}" for format_ in accepted)

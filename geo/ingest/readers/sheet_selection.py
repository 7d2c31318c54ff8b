"""Which sheet of a workbook holds the incidents: the one that reads best, and those of its shape beside it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from geo.core.formatting import pluralize
from geo.core.schema import PLACE_NAMES
from geo.errors import IncidentsInvalid
from geo.ingest.generic.column_names import match_names
from geo.ingest.generic.name_normalization import normalize_column_name
from geo.ingest.import_result import SHEET, Question
from geo.ingest.options import COORDINATES, ImportOptions
from geo.ingest.readers.csv_records import Record
from geo.ingest.readers.header_detection import detect_header, make_unique_names
from geo.ingest.readers.raw_table import RawTable

ALL_SHEETS = "*"  # the answer that takes all sheets of one shape; no sheet can be called so
SHEET_COLUMN = "sheet"  # names the sheet of each row where several are read
FIRST_ROWS = 50  # of a sheet in which dates are looked for, by judgement
MIN_DATE_SHARE = 0.5  # of a column's cells that begin like a date, by judgement
MAX_SHOWN = 5  # sheets that a question or a note lists
# A date as a workbook or a person writes it: two separators or a month's name between digits; not a year alone.
_DATE = re.compile(
    r"\W*\d{1,4}\s?[-/.\s]\s?(?:\d{1,2}|[^\W\d]{3,12})[.,]?\s?[-/.\s]\s?\d{1,4}\b"
    r"|\d{4}-\d\d-\d\dT|[^\W\d]{3,12} \d{1,2},? \d{4}"
)
_PLACES = frozenset([*PLACE_NAMES, "country", "latitude", "longitude", COORDINATES])
_COUNT = re.compile(r"\b(?:events|incidents|attacks|strikes|count|frequency)\b", re.IGNORECASE)
_MAX_CELL = 40  # characters of a cell that may be a date


@dataclass(frozen=True)
class SheetRating:
    """How well a sheet reads as a table of incidents, and the names of its columns."""

    name: str
    names: tuple[str, ...]
    has_dates: bool
    has_places: bool
    has_counts: bool
    is_visible: bool
    n_known: int
    n_rows: int

    @property
    def rank(self) -> tuple[bool, bool, bool, bool, int, bool]:
        """Sort key, the best last; of equal ones the first of the workbook is taken."""
        both = self.has_dates and self.has_places
        return (
            both,
            self.has_dates or self.has_places,
            self.is_visible,
            not self.has_counts,
            self.n_known,
            self.n_rows > 1,
        )

    @property
    def shape(self) -> tuple[str, ...]:
        """What sheets that can be taken together have in common: the names of their columns, in any order."""
        return tuple(sorted(filter(None, map(normalize_column_name, self.names))))


@dataclass(frozen=True)
class SheetChoice:
    """The sheets to read, with what to say and to ask about them."""

    names: tuple[str, ...]
    notes: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()


def choose_sheets(ratings: Sequence[SheetRating], options: ImportOptions) -> SheetChoice:
    """Return the sheets that a person or the ratings choose; raises IncidentsInvalid where there is no such sheet."""
    if not ratings:
        raise IncidentsInvalid("is empty. A header with the column names is needed.")
    answer = options.sheet or options.answer(SHEET, "") or ""
    best = max(ratings, key=lambda rating: rating.rank)
    alike = [rating for rating in ratings if rating.shape == best.shape and rating.is_visible == best.is_visible]
    if answer == ALL_SHEETS:
        return SheetChoice(tuple(rating.name for rating in alike), _note_others(ratings, alike))
    if answer:
        selection = next((rating for rating in ratings if rating.name == answer), None)
        if selection is None:
            names = ", ".join(rating.name for rating in ratings)
            raise IncidentsInvalid(f"has no sheet {answer!r}, or it is empty. Its sheets: {names}.")
        return SheetChoice((answer,), _note_others(ratings, [selection]))
    rivals = [rating for rating in ratings if rating.rank[0] and rating.is_visible and rating not in alike]
    questions = _ask_sheets(best, alike, rivals)
    return SheetChoice((best.name,), _note_others(ratings, [best]), questions)


def rate_sheet(name: str, records: Sequence[Record], *, n_rows: int, is_visible: bool) -> SheetRating:
    """Return the rating of a sheet by its first records that are not blank."""
    try:
        header = detect_header(records, ImportOptions())
    except IncidentsInvalid:
        return SheetRating(name, (), False, False, False, is_visible, 0, n_rows)
    matches = {column: match_names(column) for column in header.names}
    targets = {
        match.target for column_matches in matches.values() for match in column_matches if match.closeness == 1.0
    }
    rows = [cells for number, cells in records if number >= header.first][:FIRST_ROWS]
    columns = {
        column: [row[place] for row in rows if place < len(row) and row[place].strip()]
        for place, column in enumerate(header.names)
    }
    return SheetRating(
        name,
        header.names,
        has_dates=any(_are_dates(cells) for cells in columns.values()),
        has_places=bool(targets & _PLACES) and bool(header.row),
        has_counts=_has_counts(columns),
        is_visible=is_visible,
        n_known=len(targets - {""}),
        n_rows=n_rows,
    )


def join_sheets(tables: Sequence[RawTable], names: Sequence[str]) -> RawTable:
    """Return sheets with the same columns as one table, with a column that names the sheet.

    The rows of the second sheet are numbered from a round number on, which a note tells, and so on.
    """
    step = 10 ** len(str(max(_last_row(table) for table in tables)))
    first = tables[0]
    sheet_column = make_unique_names([*first.column_names, SHEET_COLUMN])[0][-1]
    parts = []
    for place, (table, name) in enumerate(zip(tables, names, strict=True)):
        cells = table.cells.rename(columns=_same_columns(table, first)).reindex(columns=first.cells.columns)
        parts.append(cells.assign(**{sheet_column: name}).set_axis(cells.index + place * step, axis=0))
    rejected = [table.rejected.assign(row=table.rejected["row"] + place * step) for place, table in enumerate(tables)]
    filled = [part for part in rejected if len(part)]
    findings = [
        replace(
            finding,
            rows=[row + place * step for row in finding.rows],
            text=f"Sheet “{names[place][:40]}”: {finding.text}",
        )
        for place, table in enumerate(tables)
        for finding in table.findings
    ]
    numbering = ", ".join(f"{place * step + 1:,} for “{name[:40]}”" for place, name in enumerate(names[:MAX_SHOWN]))
    note = f"The sheets are read as one table, whose row numbers begin with {numbering}."
    return replace(
        first,
        cells=pd.concat(parts).astype({sheet_column: "str"}),
        rejected=pd.concat(filled, ignore_index=True) if filled else first.rejected,
        notes=(note, *dict.fromkeys(note for table in tables for note in table.notes)),
        findings=tuple(findings),
    )


def _last_row(table: RawTable) -> int:
    rows = [*table.cells.index[-1:], *table.rejected["row"], table.header_row]
    return int(max(rows))


def _same_columns(table: RawTable, first: RawTable) -> dict[str, str]:
    """The names of a sheet's columns → those of the first sheet that differ only in case, blanks and signs."""
    keys = {normalize_column_name(name): name for name in first.column_names}
    return {name: keys.get(normalize_column_name(name), name) for name in table.column_names}


def _are_dates(cells: Sequence[str]) -> bool:
    return bool(cells) and sum(bool(_DATE.match(cell[:_MAX_CELL])) for cell in cells) >= MIN_DATE_SHARE * len(cells)


def _has_counts(columns: Mapping[str, Sequence[str]]) -> bool:
    """Whether a column counts events."""
    return any(
        _COUNT.search(name[:_MAX_CELL]) and cells and all(map(str.isdecimal, cells)) for name, cells in columns.items()
    )


def _ask_sheets(best: SheetRating, alike: Sequence[SheetRating], rivals: Sequence[SheetRating]) -> tuple[Question, ...]:
    if len(alike) < 2 and not rivals:
        return ()
    together = [(ALL_SHEETS, f"All {len(alike)} sheets with the same columns")] if len(alike) > 1 else []
    others = [rating for rating in (*alike, *rivals) if rating is not best]
    choices = (*together, *((rating.name, f"Only “{rating.name[:40]}”") for rating in (best, *others)))
    if together:
        text = f"{len(alike)} sheets have the same columns; only “{best.name[:40]}” is read. Should all of them be?"
    else:
        text = f"Which sheet holds the incidents? “{best.name[:40]}” is read; other sheets have dates and places, too."
    examples = tuple(f"{rating.name[:40]}: {pluralize(rating.n_rows, 'row')}" for rating in (best, *others)[:MAX_SHOWN])
    n_rows = sum(rating.n_rows for rating in others)
    return (Question("", text, examples, SHEET, choices, choices[0][0], n_rows),)


def _note_others(ratings: Sequence[SheetRating], selection: Sequence[SheetRating]) -> tuple[str, ...]:
    others = [_describe(rating) for rating in ratings if rating not in selection]
    if not others:
        return ()
    names = " and ".join(_describe(rating) for rating in selection[:MAX_SHOWN])
    noun, verb = ("sheet", "is") if len(selection) == 1 else ("sheets", "are")
    more = f" and {len(others) - MAX_SHOWN} more" if len(others) > MAX_SHOWN else ""
    return (f"The {noun} {names} {verb} read; the file also has {', '.join(others[:MAX_SHOWN])}{more}.",)


def _describe(rating: SheetRating) -> str:
    return f"“{rating.name[:40]}”" + ("" if rating.is_visible else " (hidden)")

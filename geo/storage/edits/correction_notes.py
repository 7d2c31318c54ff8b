"""What is said of corrections of a file that are taken in: several of one cell, and those of another value."""

from collections.abc import Sequence
from dataclasses import dataclass

from geo.core.excerpts import shorten
from geo.core.formatting import pluralize
from geo.ingest.readers.raw_table_builder import list_rows
from geo.storage.edits.changes.correction import BLANK

MAX_LISTED = 20  # sentences of each kind; chosen by judgement, for a screen
DECISION = "This is a conflict: the correction counts until you decide on the page “Your changes”."


@dataclass(frozen=True)
class StatedCell:
    """A cell that a row of a file corrects: what it held by the file, blank where that is silent, and what it holds."""

    row: int
    incident_id: str
    column: str
    original: str
    now: str

    @property
    def is_conflict(self) -> bool:
        """Whether the file says that the cell held something else."""
        return bool(self.original) and self.original != self.now

    def describe_conflict(self) -> str:
        """Both values, and what follows."""
        original, now = (shorten(text) or BLANK for text in (self.original, self.now))
        return (
            f"Row {self.row:,}: by the file, {self.column} of {shorten(self.incident_id)} held {original}; in the "
            f"table it holds {now}. {DECISION}"
        )


def describe_corrections(cells: Sequence[StatedCell]) -> tuple[str, ...]:
    """Sentences on the corrections of a file in the order in which they count."""
    by_cell: dict[tuple[str, str], list[StatedCell]] = {}
    for cell in cells:
        by_cell.setdefault((cell.incident_id, cell.column), []).append(cell)
    repeated = [_describe_repeated(of_cell) for of_cell in by_cell.values() if len(of_cell) > 1]
    conflicts = [of_cell[-1].describe_conflict() for of_cell in by_cell.values() if of_cell[-1].is_conflict]
    return (*_limit(repeated, "double correction"), *_limit(conflicts, "conflict"))


def _limit(sentences: Sequence[str], noun: str) -> tuple[str, ...]:
    """The first sentences, and how many more there are of what."""
    n_more = len(sentences) - MAX_LISTED
    return (*sentences[:MAX_LISTED], *([f"And {pluralize(n_more, noun)} more."] if n_more > 0 else []))


def _describe_repeated(cells: Sequence[StatedCell]) -> str:
    *others, last = cells
    rows = list_rows([cell.row for cell in others])
    verb = "corrects" if len(others) == 1 else "correct"
    cell = f"{last.column} of {shorten(last.incident_id)}"
    end = "and is only kept in the log" if len(others) == 1 else "and are only kept in the log"
    return f"Row {last.row:,} counts for {cell}; row {rows} {verb} the same before, {end}."

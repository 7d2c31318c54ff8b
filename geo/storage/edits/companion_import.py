"""A companion file into the log: one batch in one transaction; what is there already is said to be."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from geo.analysis.comparable_values import values_to_text
from geo.core.formatting import pluralize
from geo.core.schema import COLUMN
from geo.errors import EditRefused
from geo.storage.atlas import Atlas
from geo.storage.edits.changes import (
    CellChange,
    Change,
    ClaimAddition,
    Correction,
    Linking,
    PublicationAddition,
)
from geo.storage.edits.changes.linking import FIELDS
from geo.storage.edits.companion_csv import CsvRow
from geo.storage.edits.companion_file import (
    CompanionFile,
    Failure,
    duplicate_table,
    read_cells,
    rejected_table,
)
from geo.storage.edits.correction_notes import StatedCell, describe_corrections
from geo.storage.edits.drafts import check_drafts
from geo.storage.edits.edit import Draft, Edit, make_edits
from geo.storage.edits.log_rows import group_rows, parse_edit, parse_stamp
from geo.storage.workspace.workspace import Workspace

IS_THERE = "is there already"


@dataclass(frozen=True)
class FileDraft:
    """A change with the rows of the file that it comes from, and what they say of who made it, why and when.

    Where rows of one correction contradict each other, they are tried one after the other: `pending` are those still to
    be tried, and `last_good` is the change without the last of `rows`. `stated`: the cells that it corrects, once it is
    known what the table holds there.
    """

    draft: Draft
    rows: tuple[CsvRow, ...]
    pending: tuple[CsvRow, ...] = ()
    last_good: "FileDraft | None" = None
    stated: tuple[StatedCell, ...] = ()

    def text(self, column: str, otherwise: str) -> str:
        """What the file says in a column of these rows."""
        return self.rows[0].cells.get(column, "").strip() or otherwise


@dataclass(frozen=True, eq=False)
class CompanionResult:
    """What became of a file: the edits that are new, and every row as accepted, rejected or a duplicate.

    `notes`: sentences on rows that are accepted and need a look: corrections of one cell, and conflicts.
    """

    kind: str
    edits: tuple[Edit, ...]
    n_rows: int
    n_accepted: int
    rejected: pd.DataFrame
    duplicates: pd.DataFrame
    notes: tuple[str, ...] = ()

    def describe(self) -> tuple[str, ...]:
        """The counts, and what needs a look, a sentence each."""
        n_rejected, n_duplicates = int(self.rejected["row"].nunique()), len(self.duplicates)
        counts = f"{self.n_accepted:,} accepted, {n_rejected:,} rejected, {n_duplicates:,} already there."
        return (f"{pluralize(self.n_rows, 'row')} of {self.kind}: {counts}", *self.notes)


def add_companion_file(
    workspace: Workspace, atlas: Atlas, file: CompanionFile, *, who: str = "", why: str = ""
) -> CompanionResult:
    """Add what a file says that is not there; `who` and `why` stand where the file does not say.

    A row about an incident that is not in the table is rejected; an edit of a log waits for it. Raises WorkspaceFailed.
    """
    if file.kind == "edits":
        return _add_log(workspace, file, _list_rows(file))
    reason = why or _default_reason(file)
    accepted, failures, repeated = _check(atlas, _list_drafts(file), reason)
    batch = make_edits([draft.draft for draft in accepted], who=who, why=reason)
    edits = [_with_file_stamp(edit, draft) for edit, draft in zip(batch, accepted, strict=True)]
    added = workspace.edits.insert(edits)
    return replace(
        _result(file, added, sum(len(draft.rows) for draft in accepted), failures, repeated),
        notes=_describe_stated(accepted),
    )


def check_companion_file(atlas: Atlas, file: CompanionFile) -> CompanionResult:
    """What would become of a file if it were added now: as `add_companion_file`, without an edit."""
    if file.kind == "edits":
        rows, known = _list_rows(file), {edit.edit_id for edit in atlas.edits.entries}
        repeated = [(row.number, IS_THERE) for row in rows if row.cells["edit_id"] in known]
        return _result(file, (), len(rows) - len(repeated), [], repeated)
    accepted, failures, repeated = _check(atlas, _list_drafts(file), _default_reason(file))
    return replace(
        _result(file, (), sum(len(draft.rows) for draft in accepted), failures, repeated),
        notes=_describe_stated(accepted),
    )


def _list_rows(file: CompanionFile) -> list[CsvRow]:
    return [CsvRow(int(number), cells) for number, cells in file.accepted.to_dict("index").items()]


def _list_drafts(file: CompanionFile) -> list[FileDraft]:
    rows = _list_rows(file)
    return _make_drafts(file.kind, _respell_originals(rows) if file.kind == "corrections" else rows)


def _default_reason(file: CompanionFile) -> str:
    return f"from the file {file.name}"


def _add_log(workspace: Workspace, file: CompanionFile, rows: Sequence[CsvRow]) -> CompanionResult:
    groups = group_rows(rows)
    edits = [parse_edit(group) for group in groups]
    added = workspace.edits.insert(edits, limit=workspace.edits.max_edits)
    new = {edit.edit_id for edit in added}
    repeated = [(row.number, IS_THERE) for group in groups for row in group if row.cells["edit_id"] not in new]
    return _result(file, added, len(rows) - len(repeated), [], repeated)


def _result(
    file: CompanionFile,
    edits: tuple[Edit, ...],
    n_accepted: int,
    failures: Iterable[Failure],
    repeated: Iterable[tuple[int, str]],
) -> CompanionResult:
    rejected = [*file.rejected.itertuples(index=False, name=None), *failures]
    duplicates = [*file.duplicates.itertuples(index=False, name=None), *repeated]
    return CompanionResult(
        file.kind, edits, file.n_rows, n_accepted, rejected_table(rejected), duplicate_table(duplicates)
    )


def _respell_originals(rows: Sequence[CsvRow]) -> list[CsvRow]:
    """The rows with originals as the table writes them: 27.0 killed are 27."""
    by_column: dict[str, list[CsvRow]] = {}
    for row in rows:
        by_column.setdefault(row.cells["column"].strip(), []).append(row)
    originals: dict[int, str] = {}
    for of_column in by_column.values():
        values = read_cells(of_column, "original")[0]
        originals |= dict(zip((row.number for row in of_column), values_to_text(values), strict=True))
    return [CsvRow(row.number, {**row.cells, "original": originals[row.number]}) for row in rows]


def _make_drafts(kind: str, rows: Sequence[CsvRow]) -> list[FileDraft]:
    """The changes of rows; corrections of one incident by one person for one reason are one change."""
    if kind != "corrections":
        return [FileDraft(Draft(_incident(row), _make_change(kind, row)), (row,)) for row in rows]
    groups: dict[tuple[str, ...], list[CsvRow]] = {}
    n_by_cell: Counter[tuple[str, ...]] = Counter()
    for row in rows:
        key = (_incident(row), *(row.cells.get(name, "") for name in ("who", "why", "at")))
        cell = (*key, row.cells["column"].strip())
        # A column twice is two corrections, of which the later counts.
        groups.setdefault((*key, str(n_by_cell[cell])), []).append(row)
        n_by_cell[cell] += 1
    return [_correction(tuple(group)) for group in groups.values()]


def _correction(rows: tuple[CsvRow, ...], pending: tuple[CsvRow, ...] = ()) -> FileDraft:
    cells = [CellChange(row.cells["column"].strip(), row.cells["value"], row.cells.get("original", "")) for row in rows]
    return FileDraft(Draft(_incident(rows[0]), Correction(tuple(cells))), rows, pending)


def _make_change(kind: str, row: CsvRow) -> Change:
    cells = {name: text for name, text in row.cells.items() if name != "incident_id" and text.strip()}
    if kind == "links":
        return Linking(**{name: row.cells.get(name, "") for name in FIELDS})
    return ClaimAddition(cells) if kind == "claims" else PublicationAddition(cells)


def _incident(row: CsvRow) -> str:
    return row.cells["incident_id"].strip()


def _check(
    atlas: Atlas, drafts: Sequence[FileDraft], why: str
) -> tuple[list[FileDraft], list[Failure], list[tuple[int, str]]]:
    """The changes that can be made, the rows that cannot be used, and those that say what is there already."""
    accepted: list[FileDraft] = []
    failures: list[Failure] = []
    repeated: list[tuple[int, str]] = []
    waiting = list(drafts)
    while waiting:
        checked = check_drafts(atlas, [draft.draft for draft in waiting], [draft.text("why", why) for draft in waiting])
        good = [_with_originals(draft, waiting[place]) for place, draft in checked.drafts.items()]
        accepted += [draft for draft in good if not draft.pending]
        again = [_extend(draft) for draft in good if draft.pending]
        for refusal in checked.refusals:
            draft = waiting[refusal.position]
            if refusal.is_duplicate:
                repeated += [(row.number, IS_THERE) for row in draft.rows]
                continue
            if len(draft.rows) > 1 and draft.last_good is None and refusal.error.column in COLUMN:
                again.append(_correction(draft.rows[:1], draft.rows[1:]))
                continue
            at_fault = draft.rows[-1:] if draft.last_good else draft.rows
            failures += [_failure(row, refusal.error) for row in at_fault]
            again += _go_on(draft, accepted)
        waiting = again
    return sorted(accepted, key=lambda draft: draft.rows[0].number), failures, repeated


def _extend(draft: FileDraft) -> FileDraft:
    """A change that can be made, with the next row that is to be tried."""
    rows, last_good = (*draft.rows, draft.pending[0]), FileDraft(draft.draft, draft.rows)
    return FileDraft(_correction(rows).draft, rows, draft.pending[1:], last_good)


def _go_on(draft: FileDraft, accepted: list[FileDraft]) -> list[FileDraft]:
    """What is tried next where the last row of a change cannot be used; what is complete is added to `accepted`."""
    if draft.last_good is None:
        return [_correction(draft.pending[:1], draft.pending[1:])] if draft.pending else []
    if not draft.pending:
        accepted.append(draft.last_good)
        return []
    return [_extend(FileDraft(draft.last_good.draft, draft.last_good.rows, draft.pending))]


def _failure(row: CsvRow, error: EditRefused) -> Failure:
    return row.number, error.column, error.value, f"{error.reason}; accepted: {error.accepted}"


def _with_originals(checked: Draft, draft: FileDraft) -> FileDraft:
    """The change as it was checked; what the file says was there before counts, so that a difference is a conflict."""
    change = checked.change
    if isinstance(change, Correction):
        stated = {row.cells["column"].strip(): row.cells.get("original", "").strip() for row in draft.rows}
        cells = (CellChange(cell.column, cell.value, stated.get(cell.column) or cell.original) for cell in change.cells)
        stated_cells = _list_stated(checked.incident_id, change, draft.rows)
        change = Correction(tuple(cells))
        return replace(draft, draft=Draft(checked.incident_id, change), stated=stated_cells)
    return replace(draft, draft=Draft(checked.incident_id, change))


def _list_stated(incident_id: str, change: Correction, rows: Sequence[CsvRow]) -> tuple[StatedCell, ...]:
    """The cells that rows correct, with what the table holds there: the originals of the change."""
    now = {cell.column: cell.original for cell in change.cells}
    columns = ((row, row.cells["column"].strip()) for row in rows)
    return tuple(
        StatedCell(row.number, incident_id, column, row.cells.get("original", "").strip(), now[column])
        for row, column in columns
        if column in now
    )


def _describe_stated(accepted: Sequence[FileDraft]) -> tuple[str, ...]:
    return describe_corrections([cell for draft in accepted for cell in draft.stated])


def _with_file_stamp(edit: Edit, draft: FileDraft) -> Edit:
    """The edit with what the file says of who made it, why and when."""
    stamp = parse_stamp(draft.rows[0])
    return Edit(
        edit_id=edit.edit_id,
        at=stamp.at or edit.at,
        who=stamp.who or edit.who,
        why=stamp.why or edit.why,
        incident_id=edit.incident_id,
        change=edit.change,
        batch=edit.batch,
    )

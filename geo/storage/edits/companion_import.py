"""A companion file into the log: one batch in one transaction; what is there already is said to be."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from geo.core.formatting import pluralize
from geo.core.schema import COLUMN
from geo.errors import EditRefused
from geo.storage.atlas import Atlas
from geo.storage.edits.changes import (
    CellChange,
    Correction,
)
from geo.storage.edits.companion_csv import CsvRow
from geo.storage.edits.companion_file import (
    CompanionFile,
    Failure,
    duplicate_table,
    rejected_table,
)
from geo.storage.edits.correction_notes import StatedCell, describe_corrections
from geo.storage.edits.drafts import check_drafts
from geo.storage.edits.edit import Draft, Edit, make_edits
from geo.storage.edits.file_drafts import FileDraft, incident_of, make_correction, make_drafts, respell_originals
from geo.storage.edits.log_rows import group_rows, parse_edit, parse_stamp
from geo.storage.workspace.workspace import Workspace

IS_THERE = "is there already"
REPLACED = "is replaced by row {:,}, which is there already"


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
    return make_drafts(file.kind, respell_originals(rows) if file.kind == "corrections" else rows)


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


def _check(
    atlas: Atlas, drafts: Sequence[FileDraft], why: str
) -> tuple[list[FileDraft], list[Failure], list[tuple[int, str]]]:
    """The changes that can be made, the rows that cannot be used, and those that say what is there already."""
    accepted, failures, repeated = _try(atlas, drafts, why)
    replaced = _find_replaced({row.number: row for draft in drafts for row in draft.rows}, accepted, repeated)
    if not replaced:
        return accepted, failures, repeated
    remaining = [row for draft in drafts for row in draft.rows if row.number not in replaced]
    rows = sorted(remaining, key=lambda row: row.number)
    accepted, failures, repeated = _check(atlas, make_drafts("corrections", rows), why)
    return accepted, failures, [*repeated, *((row, REPLACED.format(later)) for row, later in replaced.items())]


def _find_replaced(
    rows: Mapping[int, CsvRow], accepted: Sequence[FileDraft], repeated: Iterable[tuple[int, str]]
) -> dict[int, int]:
    """The rows that correct a cell of which a later row says what it holds already, and the number of that row.

    Made now, these corrections would count more than the later one, which changes nothing.
    """
    cells = [cell for draft in accepted for cell in draft.stated]
    if not cells:
        return {}
    effective = {cell.row for cell in cells}
    idle = [number for draft in accepted for number in (row.number for row in draft.rows) if number not in effective]
    numbers = sorted([*idle, *(number for number, _ in repeated)])
    last = {(incident_of(rows[number]), rows[number].cells["column"].strip()): number for number in numbers}
    later = {cell.row: last.get((cell.incident_id, cell.column), 0) for cell in cells}
    return {row: number for row, number in later.items() if number > row}


def _try(
    atlas: Atlas, drafts: Sequence[FileDraft], why: str
) -> tuple[list[FileDraft], list[Failure], list[tuple[int, str]]]:
    """The same of each change by itself."""
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
                again.append(make_correction(draft.rows[:1], draft.rows[1:]))
                continue
            at_fault = draft.rows[-1:] if draft.last_good else draft.rows
            failures += [_failure(row, refusal.error) for row in at_fault]
            again += _go_on(draft, accepted)
        waiting = again
    return sorted(accepted, key=lambda draft: draft.rows[0].number), failures, repeated


def _extend(draft: FileDraft) -> FileDraft:
    """A change that can be made, with the next row that is to be tried."""
    rows, last_good = (*draft.rows, draft.pending[0]), FileDraft(draft.draft, draft.rows, stated=draft.stated)
    return FileDraft(make_correction(rows).draft, rows, draft.pending[1:], last_good)


def _go_on(draft: FileDraft, accepted: list[FileDraft]) -> list[FileDraft]:
    """What is tried next where the last row of a change cannot be used; what is complete is added to `accepted`."""
    if draft.last_good is None:
        return [make_correction(draft.pending[:1], draft.pending[1:])] if draft.pending else []
    if not draft.pending:
        accepted.append(draft.last_good)
        return []
    return [_extend(replace(draft.last_good, pending=draft.pending))]


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

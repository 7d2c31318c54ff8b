"""A person's edits laid over a table as one small segment of changed copies (docs/decisions/0048)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from geo.core import incidents
from geo.query.index import Index
from geo.query.segments import SegmentedEngine
from geo.storage.edits.applied_edits import NO_EDITS, AppliedEdits, CellCorrection, Conflict, WaitingEdit
from geo.storage.edits.edit import Edit
from geo.storage.edits.edited_companions import EditedCompanions, Tables, edit_companions
from geo.storage.edits.edited_rows import EditedRows, edit_rows, original_texts
from geo.storage.edits.folding import fold_edits
from geo.storage.edits.incident_state import CellState, Ledger
from geo.storage.import_segments import without_rows


@dataclass(frozen=True, eq=False)
class EditedTable:
    """A table and its companions as edits make them.

    `deleted_ids`: incidents that were taken out; `removed_ids`: these and those that copies stand for. `changed_ids`:
    those whose claims, links or rows are other ones now, so that what follows from claims and links has to be worked
    out anew.
    """

    engine: SegmentedEngine
    companions: Tables
    edits: AppliedEdits
    deleted_ids: tuple[str, ...] = ()
    removed_ids: tuple[str, ...] = ()
    changed_ids: frozenset[str] = frozenset()


def apply_edits(engine: SegmentedEngine, companions: Tables, edits: Sequence[Edit]) -> EditedTable:
    """The table with all edits that count; its parts are the same without the rows that copies stand for, and copies.

    An edit whose row is not there, or would contradict it, waits. Nothing of the table is changed.
    """
    if not edits:
        return EditedTable(engine, companions, NO_EDITS)
    ledger = fold_edits(edits)
    rows = edit_rows(engine, ledger)
    edited = edit_companions(companions, ledger, rows.known)
    applied = _describe(edits, ledger, rows, edited)
    changed = edited.changed_claims | edited.changed_links | {*rows.deleted_ids, *rows.added_ids}
    removed = (*rows.deleted_ids, *rows.originals.index)
    return EditedTable(_lay_over(engine, rows), edited.tables, applied, rows.deleted_ids, removed, changed)


def _lay_over(engine: SegmentedEngine, rows: EditedRows) -> SegmentedEngine:
    """The table without the rows that copies stand for, and the copies."""
    remaining = without_rows(engine, rows.numbers) if len(rows.numbers) else engine
    if rows.copies.empty:
        return remaining
    copies = Index.from_table(incidents.as_incidents(rows.copies.reset_index(drop=True)))
    return SegmentedEngine((*remaining.parts, copies))


def _describe(edits: Sequence[Edit], ledger: Ledger, rows: EditedRows, companions: EditedCompanions) -> AppliedEdits:
    """What became of each edit."""
    by_id = {edit.edit_id: edit for edit in edits}
    reasons = {**companions.reasons, **rows.reasons}
    differences = _differences(rows, by_id)
    return AppliedEdits(
        entries=tuple(edits),
        ids_of_incident={id_: tuple(state.edit_ids) for id_, state in ledger.states.items()},
        corrections_of_incident={id_: _corrections(cells, by_id) for id_, cells in rows.cells.items()},
        waiting=tuple(WaitingEdit(edit, reasons[edit.edit_id]) for edit in edits if edit.edit_id in reasons),
        conflicts=tuple(conflict for conflict in differences if not conflict.is_overtaken),
        overtaken=tuple(conflict for conflict in differences if conflict.is_overtaken),
        successors={id_: ledger.successor(id_) for id_ in ledger.successors},
    )


def _corrections(cells: Mapping[str, CellState], by_id: Mapping[str, Edit]) -> tuple[CellCorrection, ...]:
    return tuple(
        CellCorrection(column, cell.value, cell.original, by_id[cell.edit_id]) for column, cell in cells.items()
    )


def _differences(rows: EditedRows, by_id: Mapping[str, Edit]) -> list[Conflict]:
    """The corrected cells where the provider's row holds something else than when it was corrected."""
    columns = {column for cells in rows.cells.values() for column in cells}
    now = {column: original_texts(rows.originals, column) for column in columns}
    return [
        Conflict(id_, column, cell.original, cell.value, now[column][id_], by_id[cell.edit_id])
        for id_, cells in rows.cells.items()
        for column, cell in cells.items()
        if id_ in now[column] and now[column][id_] != cell.original
    ]

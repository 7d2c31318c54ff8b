"""All edits of a log as one state of each incident."""

from collections.abc import Iterable

from geo.storage.edits.edit import Edit
from geo.storage.edits.incident_state import Ledger, Stamp


def fold_edits(edits: Iterable[Edit]) -> Ledger:
    """What edits say together, the oldest first; those that were undone say nothing."""
    ledger = Ledger()
    for edit in edits:
        ledger.state(edit.incident_id).edit_ids.append(edit.edit_id)
        if not edit.is_undone:
            ledger.effective_ids.append(edit.edit_id)
            edit.change.enter(ledger, Stamp(edit.edit_id, edit.incident_id))
    return ledger

"""The way in of a person's changes: checked against the table as it is, then added to the log as one batch."""

from collections.abc import Sequence

from geo.storage.atlas import Atlas
from geo.storage.edits.applied_edits import Conflict
from geo.storage.edits.changes import Acceptance, CellChange, Correction
from geo.storage.edits.drafts import check_drafts
from geo.storage.edits.edit import Draft, Edit, make_edits
from geo.storage.workspace.workspace import Workspace


def add_edits(
    workspace: Workspace, atlas: Atlas, drafts: Sequence[Draft], *, who: str = "", why: str = ""
) -> tuple[Edit, ...]:
    """Make changes at once: all of them, or none. `who` and `why` are free texts.

    Raises EditRefused for the first that cannot be made, and WorkspaceFailed where there is no room.
    """
    checked = check_drafts(atlas, drafts, why)
    for refusal in checked.refusals:
        raise refusal.error
    return workspace.edits.insert(make_edits(checked.drafts.values(), who=who, why=why))


def keep_correction(workspace: Workspace, conflict: Conflict, *, who: str = "", why: str = "") -> tuple[Edit, ...]:
    """Let a correction count although the provider has changed the cell since; raises WorkspaceFailed."""
    cell = CellChange(conflict.column, conflict.corrected, conflict.provider_now)
    draft = Draft(conflict.incident_id, Correction((cell,)))
    return workspace.edits.insert(make_edits([draft], who=who, why=why or conflict.edit.why))


def take_provider_value(workspace: Workspace, conflict: Conflict, *, who: str = "", why: str = "") -> tuple[Edit, ...]:
    """Let the provider's value of a corrected cell count; raises WorkspaceFailed."""
    draft = Draft(conflict.incident_id, Acceptance(conflict.column, conflict.provider_now))
    return workspace.edits.insert(make_edits([draft], who=who, why=why))

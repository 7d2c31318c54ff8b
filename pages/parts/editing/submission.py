"""Changes on their way into the workspace: made at once, or refused in a sentence above the page."""

from collections.abc import Callable, Sequence

from geo.core.formatting import pluralize
from geo.errors import FaultlineError
from geo.storage.edits.edit import Draft, Edit
from geo.storage.edits.editing import add_edits
from geo.storage.workspace.workspace import Workspace
from pages.parts.editing.author import read_author_fields
from pages.parts.frame import cache, notices, workspace

UNDO_HINT = "You can undo it under “Your changes”."


def submit(drafts: Sequence[Draft], key: str, notice: str = "") -> tuple[Edit, ...]:
    """Make changes with the name and the reason of a form; none of them where one is refused."""
    if not drafts:
        notices.notify("Nothing was changed: every field is as it was.")
        return ()
    who, why = read_author_fields(key)
    try:
        edits = add_edits(workspace.open_workspace(), cache.refresh_atlas(), drafts, who=who, why=why)
    except FaultlineError as error:
        notices.notify(f"Nothing was changed. {error}")
        return ()
    notices.notify(f"{notice or describe_edits(edits)} {UNDO_HINT}")
    return edits


def describe_edits(edits: Sequence[Edit]) -> str:
    """How many changes of how many incidents were made, as a sentence."""
    n_incidents = len({edit.incident_id for edit in edits})
    if len(edits) == 1:
        return f"{edits[0].change.title} of {edits[0].incident_id}."
    return f"{pluralize(len(edits), 'change')} of {pluralize(n_incidents, 'incident')}."


def run_log_action(action: Callable[[Workspace], object], notice: str) -> None:
    """Do something to the list of changes, and say so or why not above the page."""
    try:
        action(workspace.open_workspace())
    except FaultlineError as error:
        notices.notify(str(error))
        return
    notices.notify(notice)

"""Changes on their way into the workspace: made at once, or refused in a sentence above the page."""

from collections.abc import Callable, Sequence

import streamlit as st

from geo.core.formatting import pluralize
from geo.errors import FaultlineError, ReasonMissing
from geo.storage.edits.edit import Draft, Edit
from geo.storage.edits.editing import add_edits
from geo.storage.workspace.workspace import Workspace
from pages.parts.editing.author import read_author_fields
from pages.parts.editing.incident_titles import name_incident
from pages.parts.frame import cache, notices, workspace
from pages.parts.frame.markdown import escape_markdown

NOTHING_WRITTEN = "Nothing was changed: every field is as it was."
REFUSAL = "refusal of"  # before the key of a form
UNDO_HINT = "You can undo it under “Your changes”."


def submit(read_drafts: Callable[[], Sequence[Draft]], key: str) -> tuple[Edit, ...]:
    """Make the changes of a form with its name and its reason; none of them where one is refused, and the form says it.

    `read_drafts` may raise EditRefused or PlaceNotFound.
    """
    who, why = read_author_fields(key)
    try:
        drafts = read_drafts()
        if not drafts:
            _refuse(key, NOTHING_WRITTEN)
            return ()
        edits = add_edits(workspace.open_workspace(), cache.refresh_atlas(), drafts, who=who, why=why)
    except ReasonMissing as error:
        _refuse(key, str(error))
        return ()
    except FaultlineError as error:
        _refuse(key, f"Nothing was changed. {error}")
        return ()
    notices.notify(f"{describe_edits(edits)} {UNDO_HINT}")
    return edits


def show_refusal(key: str) -> None:
    """Say beside the button of a form why nothing was changed, once."""
    refusal = st.session_state.pop(f"{REFUSAL} {key}", "")
    if refusal:
        st.error(escape_markdown(refusal))


def _refuse(key: str, reason: str) -> None:
    st.session_state[f"{REFUSAL} {key}"] = reason


def describe_edits(edits: Sequence[Edit]) -> str:
    """What was changed of which incident, or how many changes of how many incidents were made, as a sentence."""
    n_incidents = len({edit.incident_id for edit in edits})
    if len(edits) == 1:
        edit = edits[0]
        text = edit.change.describe()
        what = f"{edit.change.title}, {name_incident(edit)}"
        return what if what.endswith(".") and not text else f"{what}{f': {text}' if text else ''}."
    return f"{pluralize(len(edits), 'change')} of {pluralize(n_incidents, 'incident')}."


def run_log_action(action: Callable[[Workspace], object], notice: str) -> None:
    """Do something to the list of changes, and say so or why not above the page."""
    try:
        action(workspace.open_workspace())
    except FaultlineError as error:
        notices.notify(str(error))
        return
    notices.notify(notice)

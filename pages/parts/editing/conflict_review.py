"""Where the provider has changed what a person had corrected: both values, and which of them counts."""

import streamlit as st

from geo.core.formatting import pluralize
from geo.core.schema import COLUMN
from geo.errors import FaultlineError
from geo.storage.edits.applied_edits import Conflict
from geo.storage.edits.changes.correction import BLANK
from geo.storage.edits.editing import keep_correction, take_provider_value
from pages.parts.editing.author import author
from pages.parts.frame import address, cache, menu, notices, state, workspace

MAX_LISTED = 50  # at once, by judgement: they are decided one by one


def show_conflicts(incident_id: str = "") -> None:
    """Draw the conflicts of all incidents or of one, and the corrections that the provider has made too."""
    edits = cache.get_atlas().edits
    conflicts = [each for each in edits.conflicts if incident_id in ("", each.incident_id)]
    overtaken = [each for each in edits.overtaken if incident_id in ("", each.incident_id)]
    if conflicts:
        verb = "needs" if len(conflicts) == 1 else "need"
        st.subheader(f"{pluralize(len(conflicts), 'correction')} {verb} a decision", anchor=False)
        st.caption("The provider has changed what you had corrected. Until you decide, your correction counts.")
        for conflict in conflicts[:MAX_LISTED]:
            _show_conflict(conflict, names_incident=not incident_id)
        if len(conflicts) > MAX_LISTED:
            st.caption(f"{len(conflicts) - MAX_LISTED:,} more follow once these are decided.")
    if overtaken:
        _show_overtaken(overtaken)


def describe_conflict(conflict: Conflict) -> str:
    """Such as “Killed, best: the provider said 3, you corrected it to 5, the provider now says 4.”"""
    texts = [text or BLANK for text in (conflict.original, conflict.corrected, conflict.provider_now)]
    return (
        f"{COLUMN[conflict.column].title}: the provider said {texts[0]}, you corrected it to {texts[1]}, "
        f"the provider now says {texts[2]}."
    )


def _show_conflict(conflict: Conflict, *, names_incident: bool) -> None:
    key = f"{conflict.incident_id} {conflict.column}"
    with st.container(border=True, gap="xsmall", key=f"conflict {key}"):
        st.text(
            f"{conflict.incident_id}. {describe_conflict(conflict)}" if names_incident else describe_conflict(conflict)
        )
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            if workspace.rights().may_edit:
                st.button("Keep my correction", key=f"keep {key}", on_click=_decide, args=(conflict, True))
                st.button("Take the provider’s value", key=f"take {key}", on_click=_decide, args=(conflict, False))
            if names_incident:
                query = address.query_params("filter") | {state.INCIDENT: [conflict.incident_id]}
                st.page_link(menu.PATHS["filter"], label="Open the incident", query_params=query)


def _show_overtaken(overtaken: list[Conflict]) -> None:
    noun = "correction" if len(overtaken) == 1 else "corrections"
    st.caption(f"The provider now says the same as {len(overtaken):,} {noun} of yours:")
    for conflict in overtaken[:MAX_LISTED]:
        st.text(f"{conflict.incident_id}: {COLUMN[conflict.column].title} {conflict.corrected or BLANK}")


def _decide(conflict: Conflict, keeps_correction: bool) -> None:
    decide = keep_correction if keeps_correction else take_provider_value
    try:
        decide(workspace.open_workspace(), conflict, who=author())
    except FaultlineError as error:
        notices.notify(str(error))
        return
    which = "your correction counts" if keeps_correction else "the provider’s value counts"
    notices.notify(f"{conflict.incident_id}, {COLUMN[conflict.column].title}: {which}.")

"""The form that saves the selection under a name."""

import streamlit as st

from geo.storage.saved.saved_selection import MAX_NAME
from pages.parts.frame import cache, state, workspace
from pages.parts.frame.direction import isolate_right_to_left

NAME = "name of the selection"
EXPLANATION = (
    "What it has now counts as seen. When the data change, this page says what is new, what has changed and what is "
    "gone. Of each incident only the identifier and a hash of its content are stored."
)


def show_form() -> None:
    """Draw the form, where whoever looks may save something."""
    if not workspace.rights().may_import:
        return
    with st.form("save selection", border=True):
        st.text(isolate_right_to_left(f"Save: {state.selection().describe()}"))
        with st.container(horizontal=True, vertical_alignment="bottom"):
            st.text_input("Name", max_chars=MAX_NAME, key=NAME, placeholder="Balochistan, strikes")
            st.form_submit_button("Save", type="primary", on_click=_save)
        st.caption(EXPLANATION)


def _save() -> None:
    atlas, name = cache.get_atlas(), str(state.form_value(NAME) or "")
    results = atlas.select(state.selection())
    workspace.run_action(lambda store: store.saved.add(name, results, atlas.version), "The selection was saved.")

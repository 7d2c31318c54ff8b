"""The page of a person's own changes: what waits for a decision, all changes with a way back, and them as a file."""

import streamlit as st

from pages.parts.editing import conflict_review, edit_log, incident_form
from pages.parts.frame import menu

with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
    st.header("Your changes", anchor=False, width="content")
    menu.show_links("data", "changes", "duplicates")
edit_log.show_explanation()
incident_form.show_incident_form()
conflict_review.show_conflicts()
edit_log.show_waiting()
edit_log.show_log()
edit_log.show_removal()

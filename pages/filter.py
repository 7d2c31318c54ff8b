"""The page of the selection's rows: downloads, the table with one incident's full record beside it, and a cross-tab."""

import streamlit as st

from pages.parts.editing import incident_form, record_editing, selection_forms, table_editor
from pages.parts.frame import cache, state
from pages.parts.tables import crosstab, doors, downloads, incident, incident_table

selection = state.selection()
results = cache.select(selection)
downloads.show_downloads(results)
doors.show_expander(selection)
# Both places are always there: a table that moved in the page would be drawn anew and lose where it was scrolled to.
with st.container(horizontal=True, key="browse"):
    with st.container(key="rows"):
        open_row = incident_table.show_table(results, key=f"table {cache.get_atlas().version} {selection.to_query()}")
    with st.container(key="record"):
        incident.show_open_incident(open_row)
        record_editing.show_editing()
table_editor.show_editor(results)
selection_forms.show_selection_forms(results)
incident_form.show_incident_form()
crosstab.show_section(results)

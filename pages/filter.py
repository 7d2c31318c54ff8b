"""The rows of the selection: the downloads, the table, one incident in full, and a cross-tab."""

import streamlit as st

from geo.storage.incident_record import find_record
from pages.parts.frame import cache, state
from pages.parts.tables import crosstab, downloads, incident, incident_table

selection = state.selection()
chosen = cache.chosen(selection)
downloads.show_downloads(chosen)
st.caption("Choose a row to read the incident in full below. Hover over a column's name for its meaning.")
incident_table.show_table(chosen, key=f"table {cache.served().version} {selection.to_query()}")
found = find_record(cache.served(), state.incident_id()) if state.incident_id() else None
if found:
    incident.show_incident(found)
elif state.incident_id():
    st.text(f"No incident has the identifier “{state.incident_id()}”.")
st.subheader("Cross-tab", anchor=False)
crosstab.show_crosstab(chosen)

"""The page of the selection's rows: downloads, the table, one incident's full record, and a cross-tab."""

import streamlit as st

from geo.storage.incident_record import find_record
from pages.parts.frame import cache, state
from pages.parts.tables import crosstab, downloads, incident, incident_table

selection = state.selection()
results = cache.select(selection)
downloads.show_downloads(results)
st.caption("Select a row to read its full record below. Hover over a column heading for its meaning.")
incident_table.show_table(results, key=f"table {cache.get_atlas().version} {selection.to_query()}")
record = find_record(cache.get_atlas(), state.incident_id()) if state.incident_id() else None
if record:
    incident.show_incident(record)
elif state.incident_id():
    st.text(f"No incident has the identifier “{state.incident_id()}”.")
st.subheader("Cross-tab", anchor=False)
crosstab.show_crosstab(results)

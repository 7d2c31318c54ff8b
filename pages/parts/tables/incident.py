"""The full record of the incident that is open: facts, claims side by side, the chain and the sources."""

import streamlit as st

from geo.storage.incident_record import find_record
from geo.web.record_properties import describe_record
from pages.parts.frame import cache, state
from pages.parts.tables import incident_component

KEY = "record of incident"


def show_open_incident(row: int | None) -> None:
    """Draw the record of the incident that the address names; nothing where it names none.

    `row`: its row in the table beside it, which is scrolled to.
    """
    if not state.incident_id():
        return
    record = find_record(cache.get_atlas(), state.incident_id())
    if record is None:
        st.text(f"No incident has the identifier “{state.incident_id()}”.")
        return
    dataset = record.row["dataset"]
    texts = {"dataset": f"Dataset: {dataset}" if isinstance(dataset, str) else ""}
    data = {"record": describe_record(record), "shown": record.incident_id, "texts": texts, "row": row}
    incident_component.draw("record", data, key=KEY, on_open=_open)


def _open() -> None:
    state.open_incident(incident_component.opened_incident(KEY))

"""The full record of the incident that is open: facts, claims side by side, the chain and the sources."""

from urllib.parse import urlencode

import streamlit as st

from geo.web.record_properties import describe_record
from pages.parts.frame import address, cache, state
from pages.parts.tables import incident_component

KEY = "record of incident"


def show_open_incident(row: int | None) -> None:
    """Draw the record of the incident that the address names; nothing where it names none.

    `row`: its row in the table beside it, which is scrolled to.
    """
    if not state.incident_id():
        return
    record = cache.find_record(state.incident_id())
    if record is None:
        st.text(f"No incident has the identifier “{state.incident_id()}”.")
        return
    dataset = record.row["dataset"]
    texts = {
        "dataset": f"Dataset: {dataset}" if isinstance(dataset, str) else "",
        "chain_address": _chain_address(record.row["chain"]),
    }
    data = {"record": describe_record(record), "shown": record.incident_id, "texts": texts, "row": row}
    incident_component.draw("record", data, key=KEY, on_open=_open)


def _chain_address(chain: object) -> str:
    """The query of the pages that show a chain alone; empty where there is none."""
    return address.with_data_key(urlencode({"chain": chain})) if isinstance(chain, str) else ""


def _open() -> None:
    state.open_incident(incident_component.opened_incident(KEY))

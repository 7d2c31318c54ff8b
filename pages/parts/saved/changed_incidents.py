"""The incidents of a saved selection that are new, changed and gone since the last visit."""

import streamlit as st

from geo.query.answers import NO_ROW
from geo.storage.saved.selection_changes import SelectionChanges
from geo.web.incident_lines import describe_lines
from pages.parts.frame import address, cache, menu, state
from pages.parts.frame.direction import isolate_right_to_left
from pages.parts.tables import incident_component


def show_changes(changes: SelectionChanges, *, key: str) -> None:
    """List the incidents of each kind, those that are new at once and the others where they are asked for."""
    for label, count, incident_ids in (
        ("New", changes.n_new, changes.new),
        ("Changed", changes.n_changed, changes.changed),
    ):
        if count:
            with st.expander(_label(label, count, len(incident_ids)), expanded=label == "New"):
                _show_lines(incident_ids, key=f"{label} {key}", label=f"{label} incidents, the latest first")
    if changes.n_absent:
        with st.expander(_label("Gone", changes.n_absent, len(changes.absent))):
            st.text(isolate_right_to_left(", ".join(changes.absent)))


def _label(label: str, count: int, n_listed: int) -> str:
    return f"{label} ({count:,})" if n_listed == count else f"{label} ({count:,}, the latest {n_listed:,} listed)"


def _show_lines(incident_ids: tuple[str, ...], *, key: str, label: str) -> None:
    atlas = cache.get_atlas()
    numbers = atlas.engine.find(incident_ids)
    rows = atlas.engine.take(numbers[numbers != NO_ROW])
    latest_first = rows.sort_values("date_start", ascending=False, na_position="last", kind="stable")
    data = {"lines": describe_lines(atlas, latest_first), "label": label}
    opened = incident_component.draw("lines", data, key=f"changes {key}", on_open=lambda: None)
    if opened:
        query = address.query_params("filter") | {state.INCIDENT: [opened]}
        st.switch_page(menu.PATHS["filter"], query_params=query)

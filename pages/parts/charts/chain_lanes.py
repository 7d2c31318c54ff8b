"""The chains of the selection under the timeline: lanes of numbered incidents, and the same as a table."""

from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from geo.core.formatting import pluralize
from geo.errors import ValueRefused
from geo.query.engine import ResultSet
from geo.query.filters import FILTER
from geo.query.selection import Selection
from geo.storage.atlas import Atlas
from geo.storage.chain_lanes import Lanes, build_lanes
from geo.web.lane_properties import describe_drawn_relations, describe_lanes, describe_relations
from geo.web.page_scripts import incidents_url
from pages.parts.frame import address, menu, notices, state
from pages.parts.frame.component import LOADER

KEY = "chain lanes"
CHAIN = "chain"
ONLY = "Show only this chain"
_draw = st.components.v2.component("faultline_lanes", js=LOADER)


def show_lanes(results: ResultSet, atlas: Atlas) -> None:
    """Draw the lanes with their table; nothing where no two incidents of the selection are linked."""
    lanes = build_lanes(atlas, results)
    if not lanes.n_chains:
        return
    st.header("Chains", anchor=False)
    st.caption(_summarize(lanes))
    data = {
        "kind": "lanes",
        "script": incidents_url(),
        "address": _address_of_incidents(),
        "lanes": describe_lanes(lanes),
        "label": "Chains of linked incidents, a lane each, in order of date",
        "relations": describe_drawn_relations(lanes),
        "show_label": "" if results.selection.get(CHAIN) else ONLY,
    }
    result = _draw(key=KEY, data=data, on_opened_change=lambda: None, on_chain_change=_choose_chain)
    opened = str(result.get("opened") or "")
    if opened:
        st.switch_page(menu.PATHS["filter"], query_params=address.query_params("filter") | {state.INCIDENT: [opened]})
    with st.expander("The chains as a table"):
        st.dataframe(_list_lanes(lanes), hide_index=True, width="stretch")


def _summarize(lanes: Lanes) -> str:
    chains = f"{pluralize(lanes.n_chains, 'chain')}. Arrows lead from what came first to what answered it."
    more = f" Shown are the {len(lanes.lanes)} with the most incidents." if lanes.n_left_out else ""
    longer = [lane for lane in lanes.lanes if lane.n_incidents > len(lane.entries)]
    cut = f" Of {pluralize(len(longer), 'chain')} only the first {len(longer[0].entries)} incidents." if longer else ""
    return chains + more + cut


def _choose_chain() -> None:
    component = st.session_state.get(KEY) or {}
    chain = str(component.get(CHAIN) or "")
    if not chain:
        return
    try:
        state.set_selection(Selection().with_filter(CHAIN, FILTER[CHAIN].parse((chain,))))
    except ValueRefused as refusal:
        notices.set_refusal(CHAIN, refusal)


def _list_lanes(lanes: Lanes) -> pd.DataFrame:
    rows = [
        (lane.entries[0].title, number + 1, entry.date, entry.title, describe_relations(lane, number))
        for lane in lanes.lanes
        for number, entry in enumerate(lane.entries)
    ]
    return pd.DataFrame(rows, columns=["Chain", "Number", "Date", "Incident", "Relation"])


def _address_of_incidents() -> str:
    params = {name: values for name, values in address.query_params("filter").items() if name != state.INCIDENT}
    return f"/filter?{urlencode(params | {state.INCIDENT: ''}, doseq=True)}"

"""The filters in the sidebar as one element: a component of ours, whose script comes from this server."""

from typing import Any

import streamlit as st

from geo.query.selection import Selection
from pages.parts.filters import actions, panel_data
from pages.parts.frame import cache, state
from pages.parts.frame.component import LOADER

KEY = "filters"
draw_component = st.components.v2.component("faultline_filters", js=LOADER)


def show_filters() -> None:
    """Draw every useful filter, with the counts of its values under the others."""
    data = panel_data.describe_panel(cache.facet_counts(state.selection()), cache.facet_counts(Selection()))
    draw_component(key=KEY, data=data, on_actions_change=_apply)


def show_uncounted_filters() -> None:
    """Draw the filters that need no counts."""
    draw_component(key=KEY, data=panel_data.describe_uncounted_panel(), on_actions_change=_apply)


def _apply() -> None:
    component: Any = st.session_state.get(KEY) or {}
    actions.apply_actions(component.get("actions"))

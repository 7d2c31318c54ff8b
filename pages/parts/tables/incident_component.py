"""Lists and records of incidents, drawn by a component of ours: text as data, every incident a link."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from geo.web.page_scripts import incidents_url
from pages.parts.frame import address, state
from pages.parts.frame.component import LOADER

_draw = st.components.v2.component("faultline_incidents", js=LOADER)


def draw(kind: str, data: dict[str, Any], *, key: str, on_open: Callable[[], None]) -> str:
    """Draw a list (“lines”) or a “record”; return the identifier of the incident that was just clicked, or “”.

    `on_open` runs before the script does; `opened_incident` tells it which.
    """
    common = {"kind": kind, "script": incidents_url(), "address": _address_of_incidents()}
    result = _draw(key=key, data=common | data, on_opened_change=on_open)
    return str(result.get("opened") or "")


def opened_incident(key: str) -> str:
    """The identifier that a component reports, empty for “close”."""
    component: Any = st.session_state.get(key) or {}
    return str(component.get("opened") or "")


def _address_of_incidents() -> str:
    """The address of a record, up to the identifier."""
    params = {name: values for name, values in address.query_params("filter").items() if name != state.INCIDENT}
    return f"/filter?{urlencode(params | {state.INCIDENT: ''}, doseq=True)}"

"""A list of incidents, a line each: date, type, title, place, killed, and what it is linked to."""

from typing import Any

import streamlit as st

from geo.query.engine import ResultSet
from geo.storage.atlas import Atlas
from geo.web.incident_lines import LINE_COLUMNS, describe_lines
from pages.parts.frame import address, cache, menu, state
from pages.parts.frame.pager import choose_addressed_page, choose_page
from pages.parts.tables import incident_component

PAGE_LENGTH = 50  # by judgement: some three screens of lines


def show_list(results: ResultSet, atlas: Atlas, *, key: str) -> None:
    """List incidents in order of date, a page at a time; `key` says which of a selection they are."""
    _show_lines(results, choose_page(len(results), PAGE_LENGTH, key=key), atlas, key)


def show_addressed_list(results: ResultSet, atlas: Atlas, *, key: str) -> None:
    """The same on a page whose address says which page of the list it is."""
    _show_lines(results, choose_addressed_page(len(results), PAGE_LENGTH), atlas, key)


def _show_lines(results: ResultSet, bounds: tuple[int, int], atlas: Atlas, key: str) -> None:
    lines = cache.remember(
        ("lines", key, results.selection.to_query(), bounds), lambda: _read_lines(results, bounds, atlas)
    )
    data = {"lines": lines, "label": "Incidents in order of date"}
    opened = incident_component.draw("lines", data, key=f"list {key}", on_open=lambda: None)
    if opened:
        query = address.query_params("filter") | {state.INCIDENT: [opened]}
        st.switch_page(menu.PATHS["filter"], query_params=query)


def _read_lines(results: ResultSet, bounds: tuple[int, int], atlas: Atlas) -> list[dict[str, Any]]:
    rows = results.engine.take(results.page(*bounds), LINE_COLUMNS)
    return describe_lines(atlas, rows)

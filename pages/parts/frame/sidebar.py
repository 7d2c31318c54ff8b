"""The sidebar's filters: one widget for each registered filter, which shows the selection and changes it."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from geo.query.filters import FILTERS, Control, Filter
from geo.query.filters.attributes import MAX_KILLED
from pages.parts.frame import cache, state

MAX_OPTIONS = 1000  # sent to the browser for each list, the most frequent first; a judgement
COUNT_SUFFIX = re.compile(r" \([\d,]+\)$")


def open_sidebar() -> None:
    """Open the sidebar early, so that the page has its final width before the filters arrive."""
    st.sidebar.subheader("Filters")


def show_filters(counts: dict[str, pd.Series], unfiltered_counts: dict[str, pd.Series]) -> None:
    """Draw a widget for every useful filter.

    `counts`: by filter, the incidents of each value under the other filters. `unfiltered_counts`: the same without any
    filter; a filter that could exclude nothing is left out.
    """
    with st.sidebar:
        for filter_ in FILTERS:
            if _is_useful(filter_, unfiltered_counts):
                WIDGETS[filter_.control](filter_, counts.get(filter_.key, pd.Series(dtype="int64")))


def _is_useful(filter_: Filter[Any], unfiltered_counts: dict[str, pd.Series]) -> bool:
    """Whether the filter is set, or could exclude any incident."""
    counts = unfiltered_counts.get(filter_.key)
    if counts is None or state.selection().get(filter_.key):
        return True
    if filter_.control is Control.CHOICES:
        return len(counts) >= 2
    return int(counts.sum()) < len(cache.get_atlas().incidents)


def _show_choices(filter_: Filter[Any], counts: pd.Series) -> None:
    selected = list(state.selection().get(filter_.key) or ())
    options = list(dict.fromkeys([*selected, *counts.index[:MAX_OPTIONS]]))
    state.set_widget_value(filter_.key, selected)
    st.multiselect(
        filter_.label,
        options,
        format_func=lambda name: f"{filter_.display(name)} ({int(counts.get(name, 0)):,})",
        accept_new_options=filter_.accepts_free_text,
        placeholder="Any",
        select_all=False,
        help=filter_.help,
        **_bind(filter_, _strip_counts),
    )


def _show_date(filter_: Filter[Any], _counts: pd.Series) -> None:
    state.set_widget_value(filter_.key, state.selection().get(filter_.key))
    st.date_input(
        filter_.label, min_value=date.min, max_value=date.max, format="YYYY-MM-DD", help=filter_.help, **_bind(filter_)
    )


def _show_number(filter_: Filter[Any], _counts: pd.Series) -> None:
    state.set_widget_value(filter_.key, state.selection().get(filter_.key))
    st.number_input(
        filter_.label, min_value=0, max_value=MAX_KILLED, step=1, placeholder="Any", help=filter_.help, **_bind(filter_)
    )


def _show_flag(filter_: Filter[Any], counts: pd.Series) -> None:
    state.set_widget_value(filter_.key, filter_.to_control(state.selection().get(filter_.key)))
    st.checkbox(f"{filter_.label} ({int(counts.sum()):,})", help=filter_.help, **_bind(filter_))


def _show_text(filter_: Filter[Any], _counts: pd.Series) -> None:
    state.set_widget_value(filter_.key, filter_.to_control(state.selection().get(filter_.key)))
    st.text_input(filter_.label, placeholder="Any", help=filter_.help, **_bind(filter_))


def _show_nothing(filter_: Filter[Any], _counts: pd.Series) -> None:
    """Filters that are drawn on the map, or set by its search form, have no widget in the sidebar."""


WIDGETS: dict[Control, Callable[[Filter[Any], pd.Series], None]] = {
    Control.CHOICES: _show_choices,
    Control.DATE: _show_date,
    Control.NUMBER: _show_number,
    Control.FLAG: _show_flag,
    Control.TEXT: _show_text,
    Control.DRAWN: _show_nothing,
}


def _bind(filter_: Filter[Any], clean: Callable[[object], object] = lambda value: value) -> dict[str, Any]:
    return {"key": state.widget_key(filter_.key), "on_change": state.apply_widget, "args": (filter_.key, clean)}


def _strip_counts(labels: object) -> object:
    """Remove the counts: a choice made before the page has rerun comes with the label of the previous run."""
    return [COUNT_SUFFIX.sub("", str(name)) for name in labels] if isinstance(labels, list) else labels

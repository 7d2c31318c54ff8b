"""The shared filters: one widget for each registered filter, set from the selection and changing it."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from geo.query.filters import FILTERS, Control, Filter
from geo.query.filters.attributes import MAX_KILLED
from pages.parts.frame import cache, state

MAX_OPTIONS = 1000  # a list this long is searched by typing
COUNT_SUFFIX = re.compile(r" \([\d,]+\)$")


def open_sidebar() -> None:
    """Open the sidebar, so that the page has its width before the filters arrive."""
    st.sidebar.subheader("Filters")


def show_filters(counts: dict[str, pd.Series], unfiltered_counts: dict[str, pd.Series]) -> None:
    """Draw every filter with the count of each choice under the other filters.

    `everything`: the counts without any filter; where they leave no choice, none is offered.
    """
    with st.sidebar:
        for each in FILTERS:
            if each.key in unfiltered_counts and not (
                state.selection().get(each.key) or _is_useful(each, unfiltered_counts[each.key])
            ):
                continue
            WIDGETS[each.control](each, counts.get(each.key, pd.Series(dtype="int64")))


def _is_useful(each: Filter[Any], counts: pd.Series) -> bool:
    """Whether a choice would leave anything out: of several, or of rows that do not all match the only one."""
    if each.control is Control.CHOICES:
        return len(counts) >= 2
    return int(counts.sum()) < len(cache.served().incidents)


def _show_choices(each: Filter[Any], counts: pd.Series) -> None:
    selected = list(state.selection().get(each.key) or ())
    options = list(dict.fromkeys([*selected, *counts.index[:MAX_OPTIONS]]))
    state.set_widget(each.key, selected)
    st.multiselect(
        each.label,
        options,
        format_func=lambda name: f"{each.display(name)} ({int(counts.get(name, 0)):,})",
        accept_new_options=each.accepts_free_text,
        placeholder="Any",
        select_all=False,
        help=each.help,
        **_bind(each, _strip_counts),
    )


def _show_date(each: Filter[Any], _counts: pd.Series) -> None:
    state.set_widget(each.key, state.selection().get(each.key))
    st.date_input(
        each.label, min_value=date.min, max_value=date.max, format="YYYY-MM-DD", help=each.help, **_bind(each)
    )


def _show_number(each: Filter[Any], _counts: pd.Series) -> None:
    state.set_widget(each.key, state.selection().get(each.key))
    st.number_input(
        each.label, min_value=0, max_value=MAX_KILLED, step=1, placeholder="Any", help=each.help, **_bind(each)
    )


def _show_flag(each: Filter[Any], counts: pd.Series) -> None:
    state.set_widget(each.key, each.to_control(state.selection().get(each.key)))
    st.checkbox(f"{each.label} ({int(counts.sum()):,})", help=each.help, **_bind(each))


def _show_text(each: Filter[Any], _counts: pd.Series) -> None:
    state.set_widget(each.key, each.to_control(state.selection().get(each.key)))
    st.text_input(each.label, placeholder="Any", help=each.help, **_bind(each))


def _show_nothing(each: Filter[Any], _counts: pd.Series) -> None:
    """Drawn on the map, or asked for there; nothing in the sidebar."""


WIDGETS: dict[Control, Callable[[Filter[Any], pd.Series], None]] = {
    Control.CHOICES: _show_choices,
    Control.DATE: _show_date,
    Control.NUMBER: _show_number,
    Control.FLAG: _show_flag,
    Control.TEXT: _show_text,
    Control.DRAWN: _show_nothing,
}


def _bind(each: Filter[Any], clean: Callable[[object], object] = lambda value: value) -> dict[str, Any]:
    return {"key": state.widget_key(each.key), "on_change": state.take_widget, "args": (each.key, clean)}


def _strip_counts(labels: object) -> object:
    """A quick second choice can still carry the label of the run before, count and all."""
    return [COUNT_SUFFIX.sub("", str(name)) for name in labels] if isinstance(labels, list) else labels

"""What a person does in the filters: messages of their script, which are as hostile as any browser's."""

from collections.abc import Callable
from datetime import date
from typing import Any

import streamlit as st

from geo.errors import ValueRefused
from geo.query.filters import FILTER, Control
from geo.query.filters.exclusion import exclude, name_of, strip_exclusion
from pages.parts.filters import date_entry, number_entry, search_entry
from pages.parts.frame import notices, state

LAST = "last action of the filters"
MAX_TEXT = 500  # characters of a message's text that are read; more than any filter accepts
DATE_KEYS = ("from", "to")
ENTERED = (Control.NUMBER, Control.FLAG, Control.DRAWN)


def apply_actions(actions: object) -> None:
    """Do what is new among the last actions of the script, in their order.

    All of the last ones come again with every message, for a run that another one interrupts loses what it was told.
    """
    last = st.session_state.get(LAST, 0)
    new = sorted((action for action in _readable(actions) if action["at"] > last), key=lambda action: action["at"])
    for action in new:
        search_entry.forget_error()
        DO[_text(action, "do")](action)
        st.session_state[LAST] = action["at"]


def _readable(actions: object) -> list[dict[str, Any]]:
    """The actions that have the form that they should have."""
    listed = actions if isinstance(actions, list) else []
    return [
        action
        for action in listed
        if isinstance(action, dict) and isinstance(action.get("at"), int) and _text(action, "do") in DO
    ]


def _text(action: dict[str, Any], name: str = "value") -> str:
    return str(action.get(name, ""))[:MAX_TEXT]


def _take(action: dict[str, Any]) -> None:
    _choose(_text(action, "key"), strip_exclusion(_text(action)))


def _exclude(action: dict[str, Any]) -> None:
    _choose(_text(action, "key"), exclude(_text(action)))


def _drop(action: dict[str, Any]) -> None:
    _choose(_text(action, "key"), _text(action), is_dropped=True)


def _choose(key: str, value: str, *, is_dropped: bool = False) -> None:
    """Add a value to a filter of choices, in place of one of the same name, or only drop that."""
    if key not in FILTER or FILTER[key].control is not Control.CHOICES:
        return
    try:
        (parsed,) = FILTER[key].parse((value,))
        others = [other for other in state.selection().get(key) or () if name_of(other) != name_of(parsed)]
        values = FILTER[key].from_control(others if is_dropped else [*others, parsed])
    except ValueRefused as refusal:
        notices.set_refusal(key, refusal)
        return
    state.set_selection(state.selection().with_filter(key, values))


def _set(action: dict[str, Any]) -> None:
    key = _text(action, "key")
    if key in FILTER and FILTER[key].control in ENTERED:
        number_entry.enter(key, _text(action))


def _search(action: dict[str, Any]) -> None:
    search_entry.search(_text(action))


def _take_reading(action: dict[str, Any]) -> None:
    number = action.get("value")
    search_entry.take_reading(number if isinstance(number, int) else -1)


def _enter_date(action: dict[str, Any]) -> None:
    if _text(action, "key") in DATE_KEYS:
        date_entry.enter_date(_text(action, "key"), _text(action))


def _set_day(action: dict[str, Any]) -> None:
    """Take one of the days that a typed date can mean."""
    try:
        day = date.fromisoformat(_text(action))
    except ValueError:
        return
    if _text(action, "key") in DATE_KEYS:
        date_entry.set_day(_text(action, "key"), day)


def _set_period(action: dict[str, Any]) -> None:
    date_entry.set_period(_text(action))


# By the name that the script gives to what is done (geo/web/page_static).
DO: dict[str, Callable[[dict[str, Any]], None]] = {
    "take": _take,
    "exclude": _exclude,
    "drop": _drop,
    "set": _set,
    "search": _search,
    "reading": _take_reading,
    "date": _enter_date,
    "day": _set_day,
    "period": _set_period,
}

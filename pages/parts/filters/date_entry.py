"""What was typed into the fields From and To, and what it was understood as; the periods of the reader's clock."""

from dataclasses import dataclass
from datetime import UTC, date, tzinfo
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st

from geo.core.formatting import format_day
from geo.errors import ValueRefused
from geo.ingest.parsers.date_spans import DateSpan
from geo.ingest.parsers.typed_dates import read_typed_date, write_short_day
from geo.query.periods import PERIODS, period_ending, today_in
from pages.parts.frame import state

MAX_REPEATED = 60  # characters of a text that a message repeats
ANY_TIME = "any time"


@dataclass(frozen=True)
class DateEntry:
    """A text in a field, and what is to say of it: an error, a note, or the days between which to choose.

    `value`: the day that the selection had when this was said, or None; of another day, nothing of this is true.
    """

    text: str
    value: date | None
    error: str = ""
    note: str = ""
    choices: tuple[date, ...] = ()


def enter_date(key: str, text: str) -> None:
    """Begin or end the selection with what was typed; say what was not understood, and ask what is ambiguous."""
    text = text.strip()
    if not text:
        set_day(key, None)
        return
    try:
        spans = read_typed_date(text)
    except ValueRefused as refusal:
        error = f"“{text[:MAX_REPEATED]}” is no date. Accepted: {refusal.accepted}."
        _remember(key, DateEntry(text, state.selection().get(key), error=error))
        return
    days = [_end(key, span) for span in spans]
    if len(days) > 1:
        _remember(key, DateEntry(text, state.selection().get(key), note="Which day is meant?", choices=tuple(days)))
        return
    set_day(key, days[0], _describe(text, spans[0]))


def set_day(key: str, day: date | None, note: str = "") -> None:
    """Begin or end the selection with a day, or with none."""
    state.set_selection(state.selection().with_filter(key, day))
    _remember(key, DateEntry(_show(day), day, note=note) if note else None)


def set_period(period: str) -> None:
    """Select one of the periods by the reader's clock, or any time."""
    first, last = period_ending(period, today()) if period in PERIODS else (None, None)
    for key in ("from", "to"):
        _remember(key, None)
    state.set_selection(state.selection().without("from", "to").with_filter("from", first).with_filter("to", last))


def describe_dates() -> dict[str, Any]:
    """What the fields and the buttons of the periods show."""
    selection, now = state.selection(), today()
    dates = (selection.get("from"), selection.get("to"))
    periods = [(period, period_ending(period, now) == dates) for period in PERIODS]
    return {
        "key": "dates",
        "kind": "dates",
        "from": _describe_field("from"),
        "to": _describe_field("to"),
        "periods": [
            {"value": period, "label": period.capitalize(), "is_set": is_set}
            for period, is_set in (*periods, (ANY_TIME, dates == (None, None)))
        ],
        "clock": f"By your clock, today is {format_day(now)}."
        if _reader_zone()
        else f"Your browser does not say its time zone; by UTC, today is {format_day(now)}.",
    }


def today() -> date:
    """Today by the reader's clock; by UTC where the browser does not say its time zone."""
    return today_in(_reader_zone() or UTC)


def _reader_zone() -> tzinfo | None:
    try:
        return ZoneInfo(st.context.timezone) if st.context.timezone else None
    except (ZoneInfoNotFoundError, ValueError):  # a browser may know a zone that this machine does not
        return None


def _describe_field(key: str) -> dict[str, Any]:
    day = state.selection().get(key)
    entry: DateEntry | None = st.session_state.get(_session_key(key))
    if entry is None or entry.value != day:
        entry = DateEntry(_show(day), day)
    others = [
        {"label": format_day(choice), "action": {"do": "day", "key": key, "value": choice.isoformat()}}
        for choice in entry.choices
    ]
    return {"text": entry.text, "error": entry.error, "note": entry.note, "others": others}


def _end(key: str, span: DateSpan) -> date:
    return span.start if key == "from" else span.end


def _describe(text: str, span: DateSpan) -> str:
    """What is to say of a date that was understood, such as its calendar; mostly nothing."""
    return f"“{text[:MAX_REPEATED]}”: {span.note}." if span.note else ""


def _show(day: date | None) -> str:
    return write_short_day(day) if day else ""


def _remember(key: str, entry: DateEntry | None) -> None:
    st.session_state[_session_key(key)] = entry


def _session_key(key: str) -> str:
    return f"typed {key}"

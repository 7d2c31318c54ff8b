"""Questions about a column that only the user can answer, each asked once for all rows."""

import msgspec
import streamlit as st

from geo.ingest.import_result import DAY_ORDER, MISSING_YEAR
from geo.ingest.importing import Import, Question
from pages.parts.frame import state, upload_state
from pages.parts.upload.pending_upload import PendingUpload

ORDERS = {True: "Day first: 03/04 is 3 April", False: "Month first: 03/04 is 4 March"}
MAX_EXAMPLES = 5  # as many as fit into a line
YEARS = 1300, 2100  # wide enough for the Persian calendar, in which 2024 is the year 1403


def show_questions(pending: PendingUpload, imported: Import) -> None:
    """Ask the open questions, and show the answered ones so that the answers can be changed."""
    open_questions = {(question.topic, question.column): question for question in imported.questions}
    answers = _current_answers(pending)
    keys = list(dict.fromkeys([*open_questions, *answers]))
    if not keys:
        return
    with st.form(f"questions {pending.digest[:12]}"):
        for number, (topic, column) in enumerate(keys):
            if (topic, column) in open_questions:
                _show_question(open_questions[topic, column])
            else:
                st.text(f"Dates in the column “{column}” are read as you answered:")
            WIDGETS[topic](answers.get((topic, column)), _widget_key(pending, number))
        st.form_submit_button(
            "Apply answer" if len(keys) == 1 else "Apply answers",
            type="primary" if open_questions else "secondary",
            on_click=_apply_answers,
            args=(pending, keys),
        )


def _show_question(question: Question) -> None:
    st.text(question.text)
    if question.examples:
        st.text("For example: " + " · ".join(question.examples[:MAX_EXAMPLES]))


def _current_answers(pending: PendingUpload) -> dict[tuple[str, str], int]:
    orders = {(DAY_ORDER, column): first for column, first in pending.options.day_first}
    return orders | {(MISSING_YEAR, column): year for column, year in pending.options.years}


def _show_order_widget(current: int | None, key: str) -> None:
    st.radio(
        "Order of day and month",
        list(ORDERS),
        None if current is None else list(ORDERS).index(bool(current)),
        format_func=ORDERS.get,
        horizontal=True,
        key=key,
    )


def _show_year_widget(current: int | None, key: str) -> None:
    st.number_input(
        "Year",
        *YEARS,
        current,
        step=1,
        key=key,
        width=190,
        placeholder="e.g. 2019",
        help="In the calendar that the dates are written in.",
    )


WIDGETS = {DAY_ORDER: _show_order_widget, MISSING_YEAR: _show_year_widget}


def _widget_key(pending: PendingUpload, number: int) -> str:
    return f"question {pending.digest[:12]} {number}"


def _apply_answers(pending: PendingUpload, keys: list[tuple[str, str]]) -> None:
    values = [
        (topic, column, state.form_value(_widget_key(pending, number))) for number, (topic, column) in enumerate(keys)
    ]
    answers = {
        kind: [(column, value) for topic, column, value in values if topic == kind and value is not None]
        for kind in WIDGETS
    }
    day_first = tuple((column, bool(value)) for column, value in answers[DAY_ORDER])
    years = tuple((column, int(value)) for column, value in answers[MISSING_YEAR])
    upload_state.put_upload(
        pending.with_options(msgspec.structs.replace(pending.options, day_first=day_first, years=years))
    )

"""What only a person can say of a column: asked once for all its rows."""

import msgspec
import streamlit as st

from geo.ingest.import_result import DAY_ORDER, MISSING_YEAR
from geo.ingest.importing import Import, Question
from pages.parts.frame import state
from pages.parts.upload.upload import Draft

ORDERS = {True: "Day first: 03/04 is 3 April", False: "Month first: 03/04 is 4 March"}
MOST_EXAMPLES = 5
YEARS = 1300, 2100  # the Persian calendar counts 1403 where ours counts 2024


def questions(draft: Draft, imported: Import) -> None:
    """Ask what is open, and show what was answered, so that it can be changed."""
    asked = {(each.topic, each.column): each for each in imported.questions}
    answered = _answered(draft)
    wanted = list(dict.fromkeys([*asked, *answered]))
    if not wanted:
        return
    with st.form(f"questions {draft.digest[:12]}"):
        for number, (about, column) in enumerate(wanted):
            if (about, column) in asked:
                _told(asked[about, column])
            else:
                st.text(f"The dates in the column “{column}” are read as you said:")
            WIDGETS[about](answered.get((about, column)), _key(draft, number))
        st.form_submit_button("Read again with the answer", type="primary" if asked else "secondary",
                              on_click=_answer, args=(draft, wanted))  # fmt: skip


def _told(question: Question) -> None:
    st.text(question.text)
    if question.examples:
        st.text("For example: " + " · ".join(question.examples[:MOST_EXAMPLES]))


def _answered(draft: Draft) -> dict[tuple[str, str], int]:
    orders = {(DAY_ORDER, column): first for column, first in draft.answers.day_first}
    return orders | {(MISSING_YEAR, column): year for column, year in draft.answers.years}


def _order(given: int | None, key: str) -> None:
    st.radio("Order of day and month", list(ORDERS), None if given is None else list(ORDERS).index(bool(given)),
             format_func=ORDERS.get, horizontal=True, key=key)  # fmt: skip


def _year(given: int | None, key: str) -> None:
    st.number_input("Year", *YEARS, given, step=1, key=key, width=190, placeholder="such as 2019",
                    help="In the calendar in which the dates are written.")  # fmt: skip


WIDGETS = {DAY_ORDER: _order, MISSING_YEAR: _year}


def _key(draft: Draft, number: int) -> str:
    return f"question {draft.digest[:12]} {number}"


def _answer(draft: Draft, wanted: list[tuple[str, str]]) -> None:
    values = [(about, column, state.form_value(_key(draft, number))) for number, (about, column) in enumerate(wanted)]
    told = {kind: [(column, value) for about, column, value in values if about == kind and value is not None]
            for kind in WIDGETS}  # fmt: skip
    day_first = tuple((column, bool(value)) for column, value in told[DAY_ORDER])
    years = tuple((column, int(value)) for column, value in told[MISSING_YEAR])
    state.put_draft(draft.answered(msgspec.structs.replace(draft.answers, day_first=day_first, years=years)))

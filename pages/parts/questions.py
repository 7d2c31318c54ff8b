"""What only a person can say of a column: asked once for all its rows."""

import dataclasses

import streamlit as st

from geo.sources import Import
from pages.parts import state
from pages.parts.draft import Draft

ORDERS = {True: "Day first: 03/04 is 3 April", False: "Month first: 03/04 is 4 March"}
MOST_EXAMPLES = 5


def questions(draft: Draft, imported: Import) -> None:
    """Ask what is open, and show what was answered, so that it can be changed."""
    answered = dict(draft.answers.day_first)
    asked = {each.column: each for each in imported.questions}
    columns = list(dict.fromkeys([*asked, *answered]))
    if not columns:
        return
    with st.form(f"questions {draft.digest[:12]}"):
        for number, column in enumerate(columns):
            if column in asked:
                st.text(asked[column].text)
                if asked[column].examples:
                    st.text("For example: " + " · ".join(asked[column].examples[:MOST_EXAMPLES]))
            else:
                st.text(f"The dates in the column “{column}” are read as you said:")
            given = answered.get(column)
            st.radio("Order of day and month", list(ORDERS), None if given is None else list(ORDERS).index(given),
                     format_func=ORDERS.get, horizontal=True, key=_key(draft, number))  # fmt: skip
        st.form_submit_button("Read again with the answer", type="primary" if asked else "secondary",
                              on_click=_answer, args=(draft, columns))  # fmt: skip


def _key(draft: Draft, number: int) -> str:
    return f"day first {draft.digest[:12]} {number}"


def _answer(draft: Draft, columns: list[str]) -> None:
    given = [(column, state.form_value(_key(draft, number))) for number, column in enumerate(columns)]
    told = tuple((column, bool(value)) for column, value in given if value is not None)
    state.put_draft(draft.answered(dataclasses.replace(draft.answers, day_first=told)))

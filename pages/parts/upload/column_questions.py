"""Questions that only the user can answer, each asked once for all rows, with the answer that we would give."""

from collections.abc import Iterable

import streamlit as st
from msgspec.structs import replace

from geo.core.excerpts import shorten, shorten_message
from geo.errors import ValueRefused
from geo.ingest.answers import DAY_FIRST, MONTH_FIRST, accept_proposals, apply_answer
from geo.ingest.import_result import DAY_ORDER, MISSING_YEAR
from geo.ingest.importing import Import, Question
from geo.ingest.options import ImportOptions
from pages.parts.frame import notices, state, upload_state
from pages.parts.frame.markdown import escape_markdown
from pages.parts.upload.pending_upload import PendingUpload

ORDERS = ((DAY_FIRST, "Day first: 03/04 is 3 April"), (MONTH_FIRST, "Month first: 03/04 is 4 March"))
MAX_EXAMPLES = 5  # as many as fit into a line
MAX_ANSWER_LENGTH = 200  # characters; a judgement
HINTS = {MISSING_YEAR: "2019, in the calendar that the dates are written in"}
PROPOSED = " (proposed)"


def show_questions(pending: PendingUpload, imported: Import) -> None:
    """Ask the open questions, and list the answers that were given so that they can be taken back."""
    questions = imported.questions
    _show_answers(pending)
    if not questions:
        return
    with st.form(f"questions {pending.digest[:12]}"):
        for number, question in enumerate(questions):
            _show_question(question)
            _show_widget(question, _widget_key(pending, number, question))
        st.form_submit_button(
            "Apply answer" if len(questions) == 1 else "Apply answers",
            type="primary",
            on_click=_apply_answers,
            args=(pending, questions),
        )
    _show_accept_button(pending, questions)


def _show_question(question: Question) -> None:
    name = shorten(question.column)
    where = f"Column “{name}”: " if name and name not in question.text else ""
    st.text(f"{where}{question.text}")
    if question.examples:
        st.text("For example: " + " · ".join(question.examples[:MAX_EXAMPLES]))


def _choices(question: Question) -> tuple[tuple[str, str], ...]:
    return ORDERS if question.topic == DAY_ORDER and not question.choices else question.choices


def _show_widget(question: Question, key: str) -> None:
    """A choice among the answers, or a field for any; the proposed answer is marked, and chosen only by the user."""
    choices = dict(_choices(question))
    if not choices:
        hint = (
            f"e.g. {question.proposal}"
            if question.proposal
            else "e.g. 2019"
            if question.topic == MISSING_YEAR
            else None
        )
        st.text_input("Answer", key=key, max_chars=MAX_ANSWER_LENGTH, placeholder=hint, width=320)
        return
    labels = {
        answer: escape_markdown(shorten_message(label) + (PROPOSED if answer == question.proposal else ""))
        for answer, label in choices.items()
    }
    st.radio("Answer", list(choices), None, format_func=labels.get, key=key, label_visibility="collapsed")


def _show_accept_button(pending: PendingUpload, questions: tuple[Question, ...]) -> None:
    proposals = [question for question in questions if question.proposal]
    if proposals:
        st.button(
            "Take the proposed answer" if len(proposals) == 1 else f"Take all {len(proposals)} proposed answers",
            key=f"proposals {pending.digest[:12]}",
            icon=":material/done_all:",
            on_click=_accept_proposals,
            args=(pending, proposals),
        )


def _accept_proposals(pending: PendingUpload, questions: list[Question]) -> None:
    upload_state.put_upload(pending.with_options(accept_proposals(pending.options, questions)))


def _show_answers(pending: PendingUpload) -> None:
    """The answers so far, each with a button that takes it back."""
    for number, (text, options) in enumerate(_answers(pending.options)):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.text(text)
            st.button(
                "Change", key=f"answer {pending.digest[:12]} {number}", on_click=_put_options, args=(pending, options)
            )


def _answers(options: ImportOptions) -> Iterable[tuple[str, ImportOptions]]:
    """Each answer in words, and the options without it."""
    orders = {True: DAY_FIRST, False: MONTH_FIRST}
    for entry in options.day_first:
        text = f"You answered for “{shorten(entry[0])}”: {orders[entry[1]]}."
        yield text, replace(options, day_first=tuple(other for other in options.day_first if other != entry))
    for year in options.years:
        text = f"You answered for “{shorten(year[0])}”: {year[1]}."
        yield text, replace(options, years=tuple(other for other in options.years if other != year))
    for answer in options.answers:
        column, words = shorten(answer[1]), shorten(answer[2])
        text = f"You answered for “{column}”: {words}." if column else f"You answered: {words}."
        yield text, replace(options, answers=tuple(other for other in options.answers if other != answer))


def _put_options(pending: PendingUpload, options: ImportOptions) -> None:
    upload_state.put_upload(pending.with_options(options))


def _widget_key(pending: PendingUpload, number: int, question: Question) -> str:
    return f"question {pending.digest[:12]} {question.topic} {number}"


def _apply_answers(pending: PendingUpload, questions: tuple[Question, ...]) -> None:
    options = pending.options
    for number, question in enumerate(questions):
        answer = str(state.form_value(_widget_key(pending, number, question)) or "").strip()
        try:
            options = apply_answer(options, question, answer) if answer else options
        except ValueRefused as error:
            notices.notify(str(error))
    _put_options(pending, options)

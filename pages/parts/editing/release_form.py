"""An import declared the next release of another: what matches, what is asked, and what is no longer there."""

from collections.abc import Mapping

import streamlit as st

from geo.core.formatting import pluralize
from geo.errors import FaultlineError
from geo.storage.edits.releases import (
    BASE,
    DeclaredRelease,
    ReleasePlan,
    ReleaseQuestion,
    declare_release,
    plan_release,
)
from geo.storage.workspace.stored_import import StoredImport
from pages.parts.editing.author import read_author_fields, show_author_fields
from pages.parts.frame import cache, notices, state, workspace
from pages.parts.frame.markdown import escape_markdown

MAX_QUESTIONS = 100  # answered at once, by judgement; the others stay unmatched, and the page says how many
MAX_DROPPED = 20  # identifiers listed, by judgement
NO_MATCH = ""


def show_release_form(stored: StoredImport) -> None:
    """Draw a popover that declares an import the next release of another one, or of what the atlas comes with."""
    others = {other.import_id: other.label for other in workspace.list_imports() if other.import_id != stored.import_id}
    with st.popover("Next release of …", help="Carry your changes over from an earlier release of the same dataset."):
        options = {**others, BASE: "the incidents that the atlas comes with"}
        old = st.selectbox(
            "This file is the next release of",
            list(options),
            index=None,
            format_func=lambda import_id: options[import_id],
            placeholder="Choose the earlier release",
            key=f"earlier release {stored.import_id}",
        )
        if old is not None:
            _show_plan(old, stored)


def _show_plan(old: str, stored: StoredImport) -> None:
    try:
        plan = plan_release(workspace.open_workspace(), cache.get_atlas(), old, stored.import_id)
    except FaultlineError as error:
        st.text(str(error))
        return
    for line in describe_plan(plan):
        st.text(line)
    key = f"release {old} {stored.import_id}"
    with st.form(f"form {key}", border=False):
        for number, question in enumerate(plan.questions[:MAX_QUESTIONS]):
            _ask(plan, question, f"{key} answer {number}")
        if plan.dropped and old:
            st.checkbox(
                f"Take the deletions over: {pluralize(len(plan.dropped), 'incident')} of the earlier release",
                key=f"{key} deletions",
                help="They are taken out, with a way back. Otherwise they stay beside the new release.",
            )
        show_author_fields(key)
        st.form_submit_button("Declare the next release", type="primary", on_click=_declare, args=(plan, key))


def describe_plan(plan: ReleasePlan) -> list[str]:
    """What the two releases have in common and what not, as sentences."""
    lines = [
        f"{pluralize(plan.n_matched, 'incident')} {'is' if plan.n_matched == 1 else 'are'} in both, matched by "
        f"{plan.matched_by.replace('_', ' ')}; {plan.n_added:,} new; {len(plan.dropped):,} no longer there."
    ]
    if plan.n_ambiguous:
        noun = pluralize(plan.n_ambiguous, "further incident")
        lines.append(
            f"{noun} of the earlier release cannot be told apart from others in this file, which count as new. You are "
            "asked about those that you have changed."
        )
    if plan.uncovered:
        verb = "lies" if len(plan.uncovered) == 1 else "lie"
        noun = pluralize(len(plan.uncovered), "incident")
        lines.append(f"{noun} of the earlier release {verb} outside of what this file covers.")
    if plan.dropped:
        rest = f" and {len(plan.dropped) - MAX_DROPPED:,} more" if len(plan.dropped) > MAX_DROPPED else ""
        lines.append(f"No longer there: {', '.join(plan.dropped[:MAX_DROPPED])}{rest}.")
    n_open = len(plan.questions) - MAX_QUESTIONS
    if n_open > 0:
        lines.append(f"{pluralize(n_open, 'further incident')} cannot be matched and cannot be asked about here.")
    return lines


def _ask(plan: ReleasePlan, question: ReleaseQuestion, key: str) -> None:
    line = plan.lines.get(question.incident_id) or question.incident_id
    st.selectbox(
        escape_markdown(f"Which row of the new release is “{line}”?"),
        [NO_MATCH, *question.candidates],
        format_func=lambda candidate: plan.lines.get(candidate) or candidate or "none of them",
        key=key,
    )


def _declare(plan: ReleasePlan, key: str) -> None:
    who, why = read_author_fields(key)
    answers: Mapping[str, str] = {
        question.incident_id: str(state.form_value(f"{key} answer {number}") or NO_MATCH)
        for number, question in enumerate(plan.questions[:MAX_QUESTIONS])
    }
    takes_deletions = bool(state.form_value(f"{key} deletions"))
    try:
        store = workspace.open_workspace()
        declared = declare_release(store, plan, answers=answers, takes_deletions=takes_deletions, who=who, why=why)
    except FaultlineError as error:
        notices.notify(str(error))
        return
    notices.notify(describe_declared(declared))


def describe_declared(declared: DeclaredRelease) -> str:
    """What was done, and what of a person's changes counts nowhere now."""
    hidden = " The earlier file is hidden now." if declared.is_old_hidden else ""
    verb = "waits" if declared.n_waiting == 1 else "wait"
    noun = pluralize(declared.n_waiting, "incident")
    waiting = f" What you changed of {noun} {verb}: no row of this file was matched." if declared.n_waiting else ""
    return (
        f"Declared, with {pluralize(len(declared.edits), 'change')} of its own.{hidden}{waiting} “Your changes” shows "
        "what the provider has changed of what you had corrected, and undoes this."
    )

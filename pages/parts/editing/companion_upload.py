"""Files of claims, links, publications, corrections or changes: checked, shown, and added where a person says so."""

from dataclasses import dataclass, replace

import pandas as pd
import streamlit as st

from geo.core.formatting import pluralize
from geo.errors import FaultlineError
from geo.storage.edits.companion_file import CompanionFile, read_companion_file
from geo.storage.edits.companion_import import CompanionResult, add_companion_file, check_companion_file
from geo.storage.workspace.stored_import import clean_file_name
from pages.parts.editing.author import read_author_fields, show_author_fields
from pages.parts.frame import cache, notices, workspace
from pages.parts.frame.markdown import escape_markdown

PENDING = "pending companion files"
MAX_ROWS_SHOWN = 500  # of each table, by judgement; all are counted
# By the kind of file: what one of its rows is.
NOUNS: dict[str, str] = {
    "claims": "claim",
    "links": "link",
    "publications": "publication",
    "corrections": "correction",
    "edits": "cell of a change",
}


@dataclass(frozen=True, eq=False)
class PendingCompanion:
    """A companion file, and what became of its rows; `result`: None where it is not added yet.

    `preview`: what would become of it in the atlas of the version `preview_version`.
    """

    file: CompanionFile
    key: str
    result: CompanionResult | None = None
    preview: CompanionResult | None = None
    preview_version: str = ""


def put_companion(content: bytes, name: str) -> None:
    """Check a companion file and remember it until it is added; say above the page why it cannot be read."""
    label = clean_file_name(name) or "unnamed"
    try:
        file = read_companion_file(content, label)
    except FaultlineError as error:
        notices.notify(str(error))
        return
    key = f"companion {label} {len(content)} {hash(content)}"
    st.session_state[PENDING] = _pending() | {key: PendingCompanion(file, key)}


def show_companions() -> None:
    """Draw every companion file that is not added yet, and the rows of those of which some could not be added."""
    for pending in _pending().values():
        with st.container(border=True, key=pending.key):
            if pending.result is None:
                _show_companion(pending)
            else:
                _show_result(pending, pending.result)


def _show_companion(pending: PendingCompanion) -> None:
    file, preview = pending.file, _check(pending)
    noun = NOUNS[file.kind]
    st.subheader(escape_markdown(file.name), anchor=False)
    st.text(f"{_account(preview)}. Each row is a {noun}.")
    for note in (*file.notes, *preview.notes):
        st.text(note)
    others = {*preview.rejected["row"], *preview.duplicates["row"]}
    _show_rows("Accepted", file.accepted[~file.accepted.index.isin(others)])
    _show_rows("Rejected", preview.rejected)
    _show_rows("Duplicates", preview.duplicates)
    with st.form(f"form {pending.key}", border=False):
        show_author_fields(pending.key)
        with st.container(horizontal=True):
            label = f"Add {pluralize(preview.n_accepted, 'row')}"
            is_empty = not preview.n_accepted
            st.form_submit_button(label, type="primary", disabled=is_empty, on_click=_add, args=(pending,))
            st.form_submit_button("Discard", on_click=_drop, args=(pending.key,))


def _show_result(pending: PendingCompanion, result: CompanionResult) -> None:
    st.subheader(escape_markdown(pending.file.name), anchor=False)
    for line in result.describe():
        st.text(line)
    _show_rows("Rejected", result.rejected)
    _show_rows("Duplicates", result.duplicates)
    st.button("Close", key=f"close {pending.key}", on_click=_drop, args=(pending.key,))


def _check(pending: PendingCompanion) -> CompanionResult:
    """What would become of the file in the atlas of now; checked anew only where that has changed."""
    atlas = cache.get_atlas()
    if pending.preview is not None and pending.preview_version == atlas.version:
        return pending.preview
    preview = check_companion_file(atlas, pending.file)
    checked = replace(pending, preview=preview, preview_version=atlas.version)
    st.session_state[PENDING] = _pending() | {pending.key: checked}
    return preview


def _account(preview: CompanionResult) -> str:
    """Such as “3 rows in = 1 accepted + 1 rejected + 1 duplicate”."""
    n_rejected = preview.rejected["row"].nunique()
    parts = (
        f"{preview.n_accepted:,} accepted + {n_rejected:,} rejected + {pluralize(len(preview.duplicates), 'duplicate')}"
    )
    return f"{pluralize(preview.n_rows, 'row')} in = {parts}"


def _show_rows(title: str, rows: pd.DataFrame) -> None:
    if rows.empty:
        return
    with st.expander(f"{title} ({len(rows):,})", expanded=title == "Rejected"):
        st.dataframe(rows.head(MAX_ROWS_SHOWN).astype("str"), hide_index=title != "Accepted")


def _add(pending: PendingCompanion) -> None:
    who, why = read_author_fields(pending.key)
    try:
        result = add_companion_file(workspace.open_workspace(), cache.refresh_atlas(), pending.file, who=who, why=why)
    except FaultlineError as error:
        notices.notify(str(error))
        return
    if result.rejected.empty:
        _drop(pending.key)
        for line in result.describe():
            notices.notify(line)
        return
    st.session_state[PENDING] = _pending() | {pending.key: replace(pending, result=result)}


def _drop(key: str) -> None:
    st.session_state[PENDING] = {name: pending for name, pending in _pending().items() if name != key}


def _pending() -> dict[str, PendingCompanion]:
    pending: dict[str, PendingCompanion] = st.session_state.get(PENDING, {})
    return pending

"""Files of claims, links, publications, corrections or changes: checked, shown, and added where a person says so."""

from dataclasses import dataclass

import pandas as pd
import streamlit as st
from geo.storage.edits.companion_file import CompanionFile, companion_kind, read_companion_file
from geo.storage.edits.companion_import import add_companion_file

from geo.core.formatting import pluralize
from geo.errors import FaultlineError
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
    "edits": "change",
}


@dataclass(frozen=True, eq=False)
class PendingCompanion:
    """A companion file that is not added yet."""

    file: CompanionFile
    key: str


def is_companion(content: bytes) -> bool:
    """Whether a file's header is that of a companion table, and not of incidents."""
    return companion_kind(content) is not None


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
    """Draw every companion file that is not added yet."""
    for pending in _pending().values():
        with st.container(border=True, key=pending.key):
            _show_companion(pending)


def _show_companion(pending: PendingCompanion) -> None:
    file = pending.file
    noun = NOUNS[file.kind]
    st.subheader(escape_markdown(file.name), anchor=False)
    st.text(f"{_account(file)}. Each row is a {noun}.")
    _show_rows("Accepted", file.accepted)
    _show_rows("Rejected", file.rejected)
    _show_rows("Duplicates", file.duplicates)
    with st.form(f"form {pending.key}", border=False):
        show_author_fields(pending.key)
        with st.container(horizontal=True):
            label = f"Add {pluralize(len(file.accepted), noun)}"
            is_empty = not len(file.accepted)
            st.form_submit_button(label, type="primary", disabled=is_empty, on_click=_add, args=(pending,))
            st.form_submit_button("Discard", on_click=_drop, args=(pending.key,))


def _account(file: CompanionFile) -> str:
    """Such as “3 rows in = 1 accepted + 1 rejected + 1 duplicate”."""
    n_accepted, n_rejected, n_repeated = len(file.accepted), file.rejected["row"].nunique(), len(file.duplicates)
    n_rows = pluralize(n_accepted + n_rejected + n_repeated, "row")
    repeated = pluralize(n_repeated, "duplicate")
    return f"{n_rows} in = {n_accepted:,} accepted + {n_rejected:,} rejected + {repeated}"


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
    _drop(pending.key)
    for line in result.describe():
        notices.notify(line)


def _drop(key: str) -> None:
    st.session_state[PENDING] = {name: pending for name, pending in _pending().items() if name != key}


def _pending() -> dict[str, PendingCompanion]:
    pending: dict[str, PendingCompanion] = st.session_state.get(PENDING, {})
    return pending

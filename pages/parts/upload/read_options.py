"""A form for how a file is read, where detection fails: provider, encoding, delimiter, header row and worksheet."""

import msgspec
import streamlit as st

from geo.ingest.importing import PROVIDERS
from pages.parts.frame import state, upload_state
from pages.parts.upload.pending_upload import PendingUpload

DETECTED = "automatic"
ENCODINGS = {
    "": DETECTED,
    "utf-8": "UTF-8",
    "utf-16": "UTF-16",
    "cp1252": "Western (cp1252)",
    "cp1256": "Arabic (cp1256)",
    "cp1251": "Cyrillic (cp1251)",
    "mac_roman": "Mac Roman",
}
DELIMITERS = {
    "": DETECTED,
    ",": "comma",
    ";": "semicolon",
    "\t": "tab",
    "|": "vertical bar",
    ":": "colon",
    " ": "space",
}
PROVIDER_LABELS = {"": DETECTED} | {provider.name: provider.name for provider in PROVIDERS}
FIELDS = ("provider", "encoding", "delimiter", "header_row", "sheet")
FIELD_WIDTH_PX = 190  # chosen by eye


def show_read_options(pending: PendingUpload) -> None:
    """Draw the form, collapsed."""
    with (
        st.expander("Read the file differently"),
        st.form(f"reread {pending.digest[:12]}", border=False),
        st.container(horizontal=True, vertical_alignment="bottom"),
    ):
        _show_choices(pending, "provider", "Provider", PROVIDER_LABELS)
        _show_choices(pending, "encoding", "Encoding", ENCODINGS)
        _show_choices(pending, "delimiter", "Delimiter", DELIMITERS)
        _show_header_row(pending)
        _show_worksheet(pending)
        st.form_submit_button("Apply", on_click=_apply_options, args=(pending,))


def _show_choices(pending: PendingUpload, field: str, label: str, choices: dict[str, str]) -> None:
    """Draw a field with a list of choices, to which a value that is none of them is added."""
    current = getattr(pending.options, field)
    labels = choices if current in choices else choices | {current: current}
    st.selectbox(
        label,
        list(labels),
        list(labels).index(current),
        key=_widget_key(pending, field),
        width=FIELD_WIDTH_PX,
        format_func=labels.__getitem__,
    )


def _show_header_row(pending: PendingUpload) -> None:
    st.number_input(
        "Header row",
        0,
        None,
        pending.options.header_row,
        key=_widget_key(pending, "header_row"),
        width=FIELD_WIDTH_PX,
        help="The first line is row 1; 0 means automatic.",
    )


def _show_worksheet(pending: PendingUpload) -> None:
    st.text_input(
        "Worksheet",
        pending.options.sheet,
        key=_widget_key(pending, "sheet"),
        placeholder=DETECTED,
        width=FIELD_WIDTH_PX,
        help="The name of the sheet in an Excel workbook.",
    )


def _widget_key(pending: PendingUpload, field: str) -> str:
    return f"reread {field} {pending.digest[:12]}"


def _apply_options(pending: PendingUpload) -> None:
    values = {field: state.form_value(_widget_key(pending, field)) for field in FIELDS}
    upload_state.put_upload(pending.with_options(msgspec.structs.replace(pending.options, **values)))

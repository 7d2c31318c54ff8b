"""A form for how a file is read, where detection fails: provider, encoding, delimiter, header row and worksheet."""

import msgspec
import streamlit as st

from geo.ingest.importing import PROVIDERS
from pages.parts.frame import state, upload_state
from pages.parts.upload.upload import PendingUpload

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
FIELDS = ("provider", "encoding", "delimiter", "header_row", "sheet")


def show_read_options(pending: PendingUpload) -> None:
    """Draw the form, collapsed."""
    providers = {"": DETECTED} | {provider.name: provider.name for provider in PROVIDERS}
    with (
        st.expander("Read the file differently"),
        st.form(f"reread {pending.digest[:12]}", border=False),
        st.container(horizontal=True, vertical_alignment="bottom"),
    ):
        for field, label, choices in (
            ("provider", "Provider", providers),
            ("encoding", "Encoding", ENCODINGS),
            ("delimiter", "Delimiter", DELIMITERS),
        ):
            current = getattr(pending.options, field)
            labels = choices if current in choices else choices | {current: current}
            st.selectbox(
                label,
                list(labels),
                list(labels).index(current),
                key=_widget_key(pending, field),
                width=190,
                format_func=labels.__getitem__,
            )
        st.number_input(
            "Header row",
            0,
            None,
            pending.options.header_row,
            key=_widget_key(pending, "header_row"),
            width=190,
            help="The first line is row 1; 0 means automatic.",
        )
        st.text_input(
            "Worksheet",
            pending.options.sheet,
            key=_widget_key(pending, "sheet"),
            placeholder=DETECTED,
            width=190,
            help="The name of the sheet in an Excel workbook.",
        )
        st.form_submit_button("Apply", on_click=_apply_options, args=(pending,))


def _widget_key(pending: PendingUpload, field: str) -> str:
    return f"reread {field} {pending.digest[:12]}"


def _apply_options(pending: PendingUpload) -> None:
    values = {field: state.form_value(_widget_key(pending, field)) for field in FIELDS}
    upload_state.put_upload(pending.with_options(msgspec.structs.replace(pending.options, **values)))

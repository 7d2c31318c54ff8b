"""How a file is read, where the guess is wrong: encoding, delimiter, header, sheet, and whose table it is."""

import msgspec
import streamlit as st

from geo.ingest.importing import PROVIDERS
from pages.parts.frame import state
from pages.parts.upload.upload import PendingUpload

DETECTED = "as found"
ENCODINGS = {
    "": DETECTED,
    "utf-8": "UTF-8",
    "utf-16": "UTF-16",
    "cp1252": "Western (cp1252)",
    "cp1256": "Arabic (cp1256)",
    "cp1251": "Cyrillic (cp1251)",
    "mac_roman": "Mac Roman",
}
DELIMITERS = {"": DETECTED, ",": "comma", ";": "semicolon", "\t": "tab", "|": "bar", ":": "colon", " ": "blank"}
FIELDS = ("provider", "encoding", "delimiter", "header_row", "sheet")


def show_read_options(pending: PendingUpload) -> None:
    """A form for how to read the file, folded away."""
    told, providers = pending.options, {"": DETECTED} | {each.name: each.name for each in PROVIDERS}
    with (
        st.expander("Read it otherwise"),
        st.form(f"reread {pending.digest[:12]}", border=False),
        st.container(horizontal=True, vertical_alignment="bottom"),
    ):
        for field, label, choices in (
            ("provider", "Whose table it is", providers),
            ("encoding", "Encoding", ENCODINGS),
            ("delimiter", "Delimiter", DELIMITERS),
        ):
            given = getattr(told, field)
            options = list(choices if given in choices else choices | {given: given})
            st.selectbox(
                label,
                options,
                options.index(given),
                key=_widget_key(pending, field),
                width=190,
                format_func=lambda each, told=choices: told.get(each, each),
            )
        st.number_input(
            "Row of the header",
            0,
            None,
            told.header_row,
            key=_widget_key(pending, "header_row"),
            width=190,
            help="The first line is row 1; 0 leaves it to the reader.",
        )
        st.text_input(
            "Sheet of a workbook", told.sheet, key=_widget_key(pending, "sheet"), placeholder=DETECTED, width=190
        )
        st.form_submit_button("Read again", on_click=_apply_options, args=(pending,))


def _widget_key(pending: PendingUpload, field: str) -> str:
    return f"reread {field} {pending.digest[:12]}"


def _apply_options(pending: PendingUpload) -> None:
    values = {field: state.form_value(_widget_key(pending, field)) for field in FIELDS}
    state.put_draft(pending.with_options(msgspec.structs.replace(pending.options, **values)))

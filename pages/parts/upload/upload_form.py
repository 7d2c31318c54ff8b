"""Where files are given, and where what is stored of them lives."""

import streamlit as st

from geo.errors import WorkspaceFailed
from geo.settings import is_shared
from pages.parts.frame import state, workspace
from pages.parts.upload.upload import PendingUpload

MAX_MB, MAX_SHARED_MB = 500, 50  # of a file; the server's own limit is above both
LOCAL_NOTE = (
    "What you store stays in the workspace folder of this machine and is sent nowhere. "
    "Whoever can open this atlas on this machine sees it."
)
SHARED_NOTE = (
    "This server is shared. What you store is found only under the address of this page, which nobody can guess: "
    "keep the address to come back, and give it only to those who may see the data. "
    "It is removed when it has not been used for a day."
)
UPLOAD_HELP = (
    "ACLED, UCDP, GTD and GDELT are recognised by their content, and so is what this atlas exports. "
    "Of any other table you say what its columns hold. CSV in any encoding, Excel, GeoJSON and Parquet are read."
)


def show_storage_note() -> None:
    """Say where what is stored lives, and who sees it."""
    st.caption(SHARED_NOTE if is_shared() else LOCAL_NOTE)


def show_uploader() -> None:
    """The field for files; what is given is put aside and read, and not stored before somebody says so."""
    st.file_uploader(
        "Add files of incidents",
        accept_multiple_files=True,
        key=state.upload_key(),
        on_change=_take_files,
        help=UPLOAD_HELP,
        max_upload_size=MAX_SHARED_MB if is_shared() else MAX_MB,
    )


def _take_files() -> None:
    for name, content in state.take_uploads():
        try:
            state.put_draft(PendingUpload(workspace.workspace().add_upload(content, name)))
        except WorkspaceFailed as error:
            state.tell(str(error))

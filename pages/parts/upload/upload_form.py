"""The upload field, and a note on where uploaded data are stored and who can see them."""

import streamlit as st

from geo.errors import WorkspaceFailed
from geo.settings import is_shared, upload_megabytes
from geo.storage.edits.companion_csv import is_companion
from pages.parts.editing import companion_upload
from pages.parts.frame import address, notices, person, upload_state, workspace
from pages.parts.upload import bundle_review
from pages.parts.upload.pending_upload import PendingUpload

LOCAL_NOTE = (
    "What you store stays in the workspace folder on this machine and is sent nowhere. "
    "Anyone who can open this atlas on this machine can see it."
)
SHARED_NOTE = (
    "This server is shared. What you store can be found only through the address of this page, "
    "which is secret and cannot be guessed: keep the address to come back, "
    "and share it only with people who may see the data. Data that are not used for a day are deleted."
)
HOUSE_NOTE = "What you store here stays on this server. All who log in see it, and your name beside it."
OWN_NOTE = "What you store here stays on this server. Only you see it, and whoever can read the server's disk."
UPLOAD_HELP = (
    "Files from ACLED, UCDP, GTD and GDELT are recognised by their content, as are this atlas's own downloads. "
    "For any other table, you can say what its columns hold. "
    "CSV in any encoding, Excel, OpenDocument, web tables, JSON, GeoJSON, KML, GPX, GeoPackage and Parquet "
    "are accepted, and shapefiles in a zip. Of an evidence bundle it is said whether it is as it was made. "
    "CSV files of claims, links, publications and corrections about incidents are recognised by their columns."
)

ACCEPTED = (
    "Drop here: incidents in any table; claims, publications, links or corrections about incidents as CSV; "
    "an evidence bundle, which brings all of these."
)


def show_storage_note() -> None:
    """Show where uploaded data are stored, and who can see them."""
    st.caption(_storage_note())


def show_uploader() -> None:
    """Draw the upload field; files are read and previewed, and stored only when the user asks for it."""
    if not workspace.rights().may_import:
        return
    st.caption(ACCEPTED)
    st.file_uploader(
        "Add files",
        accept_multiple_files=True,
        key=upload_state.uploader_key(),
        on_change=_take_files,
        help=UPLOAD_HELP,
        max_upload_size=upload_megabytes(),
    )


def _storage_note() -> str:
    if is_shared():
        return SHARED_NOTE
    if person.role() is None:
        return LOCAL_NOTE
    return OWN_NOTE if address.shows_own_data() else HOUSE_NOTE


def _take_files() -> None:
    for name, content in upload_state.pop_files():
        try:
            _take_file(name, content)
        except WorkspaceFailed as error:
            notices.notify(str(error))


def _take_file(name: str, content: bytes) -> None:
    """Put a file where its kind is looked at: bundles, tables about incidents, incidents."""
    if bundle_review.take_bundle(content, name):
        return
    if is_companion(content):
        companion_upload.put_companion(content, name)
        return
    upload_state.put_upload(PendingUpload(workspace.open_workspace().add_upload(content, name)))

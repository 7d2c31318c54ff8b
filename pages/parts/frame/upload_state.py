"""The files of this session that are not stored yet, and the evidence bundles that were dropped."""

import streamlit as st

from pages.parts.upload.pending_bundle import PendingBundle
from pages.parts.upload.pending_upload import PendingUpload

UPLOADS = "pending uploads"
BUNDLES = "evidence bundles"
N_BATCHES = "batches of uploads"


def pending_uploads() -> tuple[PendingUpload, ...]:
    """The files that were uploaded and are not stored yet, in the order in which they came."""
    return tuple(_by_digest().values())


def put_upload(upload: PendingUpload) -> None:
    """Remember an upload, in place of an earlier one of the same bytes."""
    st.session_state[UPLOADS] = _by_digest() | {upload.digest: upload}


def drop_upload(digest: str) -> None:
    """Forget an upload."""
    st.session_state[UPLOADS] = {key: upload for key, upload in _by_digest().items() if key != digest}


def pending_bundles() -> tuple[PendingBundle, ...]:
    """The evidence bundles that were dropped and not closed, in the order in which they came."""
    return tuple(_bundles().values())


def put_bundle(bundle: PendingBundle) -> None:
    """Remember a bundle, in place of an earlier one of the same bytes."""
    st.session_state[BUNDLES] = _bundles() | {bundle.digest: bundle}


def drop_bundle(digest: str) -> None:
    """Forget a bundle."""
    st.session_state[BUNDLES] = {key: bundle for key, bundle in _bundles().items() if key != digest}


def uploader_key() -> str:
    """The session key of the widget that takes files: a new one after each batch, so that the widget is empty again."""
    return f"upload {st.session_state.get(N_BATCHES, 0)}"


def pop_files() -> list[tuple[str, bytes]]:
    """The names and contents of the files in the widget, which is empty afterwards."""
    files = st.session_state.get(uploader_key()) or []
    st.session_state[N_BATCHES] = st.session_state.get(N_BATCHES, 0) + 1
    return [(file.name, file.getvalue()) for file in files]


def _by_digest() -> dict[str, PendingUpload]:
    uploads: dict[str, PendingUpload] = st.session_state.get(UPLOADS, {})
    return uploads


def _bundles() -> dict[str, PendingBundle]:
    bundles: dict[str, PendingBundle] = st.session_state.get(BUNDLES, {})
    return bundles

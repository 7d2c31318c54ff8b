"""The evidence bundles that were dropped on the page: whether each is as it was made, and the view that it restores."""

from collections.abc import Sequence

import streamlit as st

from geo.bundle.comparison import describe_generalised
from geo.bundle.contents import read_contents
from geo.bundle.reader import BundleCheck, FileCheck, is_bundle, read_bundle
from geo.bundle.stamp import Stamp
from geo.core.formatting import pluralize
from geo.errors import BlobCorrupt, BundleInvalid, WorkspaceFailed
from geo.exports.generalisation import EXACT
from geo.query.filters import FILTER
from geo.query.selection import Selection
from pages.parts.frame import address, cache, notices, upload_state, workspace
from pages.parts.frame.direction import isolate_right_to_left
from pages.parts.frame.markdown import escape_markdown
from pages.parts.upload.pending_bundle import PendingBundle
from pages.parts.upload.pending_upload import PendingUpload

MAX_LISTED = 20  # files that were changed, a line each; by judgement
MAX_HASHED = 1_000_000  # incidents whose file is written anew to be compared: some ten seconds, under a spinner
INTACT = "Every file in it is as it was made."
IMPORT = "Import its incidents"
NO_SIGNATURE = "The bundle is not signed: whoever changes a file and its hash too is not noticed."


def take_bundle(content: bytes, name: str) -> bool:
    """Check a file that is an evidence bundle and put it aside; whether it is one. Raises WorkspaceFailed."""
    if not is_bundle(content):
        return False
    upload = workspace.open_workspace().add_upload(content, name)
    try:
        upload_state.put_bundle(PendingBundle(upload, read_bundle(content)))
    except BundleInvalid as error:
        upload_state.put_bundle(PendingBundle(upload, error=str(error)))
    return True


def show_bundles() -> None:
    """Draw what is to be said of each bundle."""
    for pending in upload_state.pending_bundles():
        with st.container(border=True, key=f"bundle {pending.digest[:12]}"):
            st.subheader(escape_markdown(pending.upload.name), anchor=False)
            if pending.check is None:
                st.text(pending.error)
            else:
                _show_check(pending.check)
            _show_buttons(pending)


def _show_check(check: BundleCheck) -> None:
    selection = check.statement.selection
    st.text(isolate_right_to_left(f"Selected: {check.statement.describe_selection()}"))
    for problem in selection.problems:
        st.text(isolate_right_to_left(f"Not applied: {problem}"))
    _show_files(check)
    stamp = Stamp.of(check.statement)
    if check.statement.coordinates != EXACT.code:
        st.text(describe_generalised(cache.get_atlas(), stamp))
        return
    with st.spinner("Comparing with the data of today …"):
        comparison = cache.compare_bundle(stamp, selection, MAX_HASHED)
    st.text(comparison.describe())


def _show_files(check: BundleCheck) -> None:
    if check.is_intact:
        st.markdown(f"**{INTACT}**", help=NO_SIGNATURE)
        return
    altered = check.altered
    end = "is not as it was made" if len(altered) == 1 else "are not as they were made"
    st.markdown(f"**{pluralize(len(altered), 'file')} in it {end}:**")
    st.text("\n".join(_list_files(altered)))


def _list_files(altered: Sequence[FileCheck]) -> list[str]:
    lines = [f"{file.name} {file.state}." for file in altered[:MAX_LISTED]]
    rest = len(altered) - MAX_LISTED
    return [*lines, f"And {pluralize(rest, 'other')}."] if rest > 0 else lines


def _show_buttons(pending: PendingBundle) -> None:
    key = pending.digest[:12]
    with st.container(horizontal=True, vertical_alignment="center"):
        if pending.check is not None:
            parameters = _query_params(pending.check.statement.selection)
            st.page_link("map.py", label="Show this view", icon=":material/map:", query_params=parameters)
            st.button(IMPORT, key=f"rows of {key}", on_click=_import_rows, args=(pending,))
        else:
            st.button("Read it as a file", key=f"file of {key}", on_click=_read_as_file, args=(pending,))
        st.button("Close", key=f"close {key}", on_click=upload_state.drop_bundle, args=(pending.digest,))


def _query_params(selection: Selection) -> dict[str, list[str]]:
    filters = {name: list(FILTER[name].write(value)) for name, value in selection.values}
    return filters | {name: [value] for name, value in address.data_params().items()}


def _read_as_file(pending: PendingBundle) -> None:
    upload_state.drop_bundle(pending.digest)
    upload_state.put_upload(PendingUpload(pending.upload))


def _import_rows(pending: PendingBundle) -> None:
    """Take the incidents of the bundle, with all that it says of them, as an upload: stored only on demand."""
    store = workspace.open_workspace()
    try:
        with store.borrow_file(pending.upload) as path:
            contents = read_contents(path.read_bytes())
        upload = store.add_upload(contents.incidents, f"{pending.upload.name} incidents.csv")
        upload_state.put_upload(PendingUpload(upload, contents=contents))
    except (BundleInvalid, BlobCorrupt, WorkspaceFailed) as error:
        notices.notify(str(error))

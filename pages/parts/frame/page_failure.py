"""What a page shows where a bug stopped it: a number under which the log has the place, and how to go on."""

import streamlit as st

from geo.core.disk_full import is_disk_full
from geo.core.failure_log import log_failure
from geo.storage.workspace.database import DISK_FULL


def show_failure(error: Exception) -> bool:
    """Log a failure of a page and show its number in place of what is missing; True: Streamlit shows nothing more."""
    failure_id = log_failure(error, doing="drawing a page")
    if is_disk_full(error):
        with st.container(border=True, key=f"failure {failure_id}"):
            st.text(f"{DISK_FULL} The selection is as you chose it (error {failure_id} in the server's log).")
        return True
    with st.container(border=True, key=f"failure {failure_id}"):
        st.text(
            f"Faultline failed here (error {failure_id}). This is a bug in Faultline, not a fault of what you asked "
            "for. The selection is as you chose it, and the address above holds it: reload the page to try again. "
            "Whoever runs the server finds the details under this number in its log, without anything you entered."
        )
    return True

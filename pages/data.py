"""The page of the user's own data: add files, check them before they are stored, and manage the imports."""

import streamlit as st

from pages.parts.editing import companion_upload, incident_form
from pages.parts.upload import bundle_review, stored_imports, upload_form, upload_review, whose_data

st.header("Your data", anchor=False)
whose_data.show_person()
upload_form.show_storage_note()
upload_form.show_uploader()
bundle_review.show_bundles()
companion_upload.show_companions()
upload_review.show_uploads()
incident_form.show_incident_form()
stored_imports.show_imports()
stored_imports.show_deleted()

"""Your own data: files read and looked at before they are stored, and the imports that are."""

import streamlit as st

from pages.parts import drafts, imports, upload

st.header("Your data", anchor=False)
upload.whereabouts()
upload.upload()
drafts.drafts()
imports.imports()
imports.deleted()

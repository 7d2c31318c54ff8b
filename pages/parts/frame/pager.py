"""Split many rows into pages."""

import streamlit as st


def choose_page(n_rows: int, page_length: int, *, key: str) -> tuple[int, int]:
    """Ask which page to show where there is more than one; return its first row and the one after its last, from 0."""
    n_pages = -(-n_rows // page_length)
    if n_pages <= 1:
        return 0, n_rows
    page = int(st.number_input(f"Page (1–{n_pages:,})", 1, n_pages, key=f"page {key}", width=160))
    return (page - 1) * page_length, min(page * page_length, n_rows)

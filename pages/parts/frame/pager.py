"""Split many rows into pages."""

import streamlit as st

from pages.parts.frame import state


def choose_page(n_rows: int, page_length: int, *, key: str) -> tuple[int, int]:
    """Ask which page to show where there is more than one; return its first row and the one after its last, from 0."""
    n_pages = count_pages(n_rows, page_length)
    if n_pages <= 1:
        return 0, n_rows
    page = int(st.number_input(_label(n_pages), 1, n_pages, key=f"page {key}", width=160))
    return (page - 1) * page_length, min(page * page_length, n_rows)


def choose_addressed_page(n_rows: int, page_length: int) -> tuple[int, int]:
    """Ask the same of a page whose address says it; a number beyond the last page is the last."""
    n_pages = max(1, count_pages(n_rows, page_length))
    page = min(int(state.page_option("page")), n_pages)
    state.set_page_option("page", str(page))
    if n_pages > 1:
        st.number_input(_label(n_pages), 1, n_pages, width=160, **state.bind_option("page"))
    return (page - 1) * page_length, min(page * page_length, n_rows)


def count_pages(n_rows: int, page_length: int) -> int:
    """How many pages so many rows take."""
    return -(-n_rows // page_length)


def _label(n_pages: int) -> str:
    return f"Page (1–{n_pages:,})"

import pytest
from streamlit.testing.v1 import AppTest


def script(n_rows: int) -> None:
    import streamlit as st

    from pages.parts.frame.pager import choose_page

    st.text(str(choose_page(n_rows, 500, key="rows")))


@pytest.mark.parametrize(("n_rows", "rows"), [(0, (0, 0)), (1, (0, 1)), (500, (0, 500))])
def test_a_single_page_is_not_asked_for(n_rows: int, rows: tuple[int, int]) -> None:
    app = AppTest.from_function(script, args=(n_rows,)).run()
    assert not app.number_input
    assert app.text[0].value == str(rows)


def test_the_last_page_ends_with_the_last_row() -> None:
    app = AppTest.from_function(script, args=(1_001,)).run()
    assert app.number_input[0].label == "Page (1–3)"
    assert app.text[0].value == "(0, 500)"
    app.number_input[0].set_value(3).run()
    assert app.text[0].value == "(1000, 1001)"

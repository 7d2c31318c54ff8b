"""A closed section costs nothing until it is opened, and keeps what somebody wrote when it is closed again."""

from streamlit.testing.v1 import AppTest


def script() -> None:
    import streamlit as st

    from pages.parts.frame.section import closed_section

    with closed_section("More", key="more") as is_open:
        if is_open:
            st.text_input("Name", key="name")


def test_a_section_is_drawn_when_it_is_opened_and_stays() -> None:
    app = AppTest.from_function(script).run()
    assert not app.text_input
    app.session_state["more"] = True
    app.run()
    app.text_input(key="name").input("Quetta").run()
    app.session_state["more"] = False
    app.run()
    assert app.text_input(key="name").value == "Quetta"
    assert not app.exception

"""A closed section costs nothing until it is opened, and keeps what somebody wrote when it is closed again."""

import pytest
from streamlit.testing.v1 import AppTest


def script() -> None:
    import streamlit as st

    from pages.parts.frame.section import closed_section

    if st.checkbox("elsewhere", key="elsewhere"):
        return
    label = f"More ({st.number_input('number', key='number', value=1)})"
    with closed_section(label, key="more", starts_open=st.checkbox("start", key="start")) as is_open:
        if is_open:
            st.text_input("Name", key="name")


def switch(app: AppTest, *, is_open: bool) -> None:
    app.session_state["more"] = is_open
    app.run()
    assert not app.exception


def is_expanded(app: AppTest) -> bool:
    return bool(app.expander[0].proto.expanded)


@pytest.fixture
def app() -> AppTest:
    return AppTest.from_function(script).run()


def test_a_section_is_drawn_when_it_is_opened_and_stays(app: AppTest) -> None:
    assert not app.text_input
    switch(app, is_open=True)
    app.text_input(key="name").input("Quetta").run()
    switch(app, is_open=False)
    assert app.text_input(key="name").value == "Quetta"


@pytest.mark.parametrize("is_open", [True, False])
def test_another_number_in_its_label_opens_and_closes_nothing(app: AppTest, is_open: bool) -> None:
    switch(app, is_open=True)
    switch(app, is_open=is_open)
    app.number_input(key="number").set_value(2).run()
    assert is_expanded(app) == is_open
    assert bool(app.text_input) == is_open
    app.run()
    assert is_expanded(app) == is_open


def test_a_section_that_an_address_opens_stays_open_without_it(app: AppTest) -> None:
    app = AppTest.from_function(script)
    app.session_state["start"] = True
    app.run()
    assert is_expanded(app)
    app.checkbox(key="start").uncheck().run()
    assert is_expanded(app)
    assert app.text_input


def test_a_section_is_closed_where_somebody_comes_back_to_its_page(app: AppTest) -> None:
    switch(app, is_open=True)
    app.checkbox(key="elsewhere").check().run()
    app.run()
    app.checkbox(key="elsewhere").uncheck().run()
    assert not is_expanded(app)
    assert not app.text_input

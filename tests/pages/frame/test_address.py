"""The options of a page in its address: read, checked, written where they differ, and carried to no other page."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.opening import follow, open_page


def address(app: AppTest) -> dict[str, str]:
    values = {name: app.query_params[name] for name in app.query_params}
    return {name: value[0] if isinstance(value, list) else value for name, value in values.items()}


def link_query(app: AppTest, label: str) -> str:
    """The query of a link of the menu."""
    return str(next(link.proto.query_string for link in app.get("page_link") if link.proto.label == label))


def texts(app: AppTest) -> str:
    return "\n".join(text.value for text in app.text)


OPTIONS = [
    ("timeline.py", "by", "actor"),
    ("timeline.py", "scale", "day"),
    ("compare.py", "by", "month"),
    ("compare.py", "killed", "1"),
    ("filter.py", "rows", "country"),
    ("filter.py", "columns", "year"),
    ("filter.py", "measure", "killed"),
    ("map.py", "drawn", "provinces"),
]


@pytest.mark.parametrize(("path", "name", "value"), OPTIONS)
def test_an_option_of_the_address_stays_and_the_default_is_not_written(path: str, name: str, value: str) -> None:
    app = open_page(path, **{name: value})
    assert address(app) == {name: value}
    assert address(app.run()) == {name: value}
    assert address(follow(app)) == {}


@pytest.mark.parametrize(("path", "name"), [(path, name) for path, name, _ in OPTIONS])
def test_a_bad_value_is_said_and_dropped(path: str, name: str) -> None:
    app = open_page(path, **{name: "<b>no</b>", "country": "Iran"})
    assert f"Not applied: {name}: '<b>no</b>' is not accepted. Accepted: " in texts(app)
    assert address(app) == {"country": "Iran"}
    assert "Not applied" not in texts(app.run())


def test_a_widget_shows_the_address_and_changes_it() -> None:
    app = open_page("compare.py", by="actor", killed="1")
    assert (app.selectbox(key="compare by").value, app.toggle(key="compare killed").value) == ("actor", True)
    app.selectbox(key="compare by").set_value("country").run()
    app.toggle(key="compare killed").set_value(False).run()
    assert address(app) == {"by": "country"}


def test_going_back_takes_the_widget_back() -> None:
    app = open_page("timeline.py", by="actor")
    app.button_group(key="timeline by").set_value("type").run()
    assert address(app) == {}
    follow(app, by="actor")
    assert app.button_group(key="timeline by").value == "actor"


def test_one_name_has_values_of_its_own_on_each_page() -> None:
    app = open_page("timeline.py", by="month")
    assert "Not applied: by: 'month' is not accepted. Accepted: type, actor" in texts(app)
    assert address(open_page("compare.py", by="month")) == {"by": "month"}
    assert "Not applied: by: 'precision'" in texts(open_page("compare.py", by="precision"))


def test_a_link_of_the_menu_carries_what_its_page_reads_and_no_more() -> None:
    app = open_page("timeline.py", by="actor", scale="week", country="Iran")
    assert link_query(app, "Timeline") == "country=Iran&by=actor&scale=week"
    assert link_query(app, "Map") == link_query(app, "Compare") == link_query(app, "About") == "country=Iran"
    app.switch_page("compare.py").run()
    follow(app, country="Iran", by="month", **{"with": "all"})
    assert link_query(app, "Timeline") == "country=Iran&by=actor&scale=week"
    assert link_query(app, "Compare") == "country=Iran&by=month&with=all"


def test_what_an_option_needs_decides_whether_it_is_written() -> None:
    assert address(open_page("map.py", measure="killed", per="month")) == {}
    whole = {"drawn": "countries", "measure": "killed", "per": "month"}
    assert address(open_page("map.py", **whole)) == whole


def test_the_link_to_the_cross_tab_has_its_options() -> None:
    app = open_page("filter.py", rows="country", columns="year", measure="killed", type="Battles")
    links = [link.proto.url for link in app.get("link_button") if "crosstab" in link.proto.url]
    assert links == ["/api/crosstab.csv?rows=country&columns=year&measure=killed&type=Battles"]


def test_another_selection_is_shown_from_its_first_page_on() -> None:
    def script() -> None:
        import streamlit as st

        from geo.query.selection import Selection
        from pages.parts.frame import state

        state.set_page("filter")
        state.set_page_option("page", "3")
        state.set_page_option("sort", "-killed_best")
        before = state.page_option("page")
        state.set_selection(Selection.from_query("contested=1"))
        st.text(f"{before} {state.page_option('page')} {state.page_option('sort')}")

    app = AppTest.from_function(script).run()
    assert app.text[0].value == "3 1 -killed_best"

"""What each kind of parameter does to a page: filters and view, trackers in silence, slips in one quiet line."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from geo.query.parameters import PARAMETERS
from pages.parts.frame import state
from pages.parts.frame.markdown import escape_markdown
from pages.parts.frame.page_options import PAGE_OPTION

SHELL = str(Path(__file__).parents[2] / "pages" / "shell.py")
READ_BY_PAGES = {
    state.INCIDENT,
    state.BASELINE,
    *(name for _, name in PAGE_OPTION),
    "at",
    "layers",
    "play",
    "data",
    "bundle",
}


def open_page() -> AppTest:
    app = AppTest.from_file(SHELL, default_timeout=60).run()
    app.switch_page("filter.py").run()
    assert not app.exception
    return app


def add_to_address(app: AppTest, **query: str) -> AppTest:
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


def captions(app: AppTest) -> list[str]:
    return [caption.value for caption in app.caption]


def texts(app: AppTest) -> list[str]:
    return [text.value for text in app.text]


def test_the_registry_says_what_the_pages_read() -> None:
    assert {parameter.name for parameter in PARAMETERS if parameter.pages} == READ_BY_PAGES


def test_a_slip_is_named_in_one_quiet_line_with_the_nearest_name() -> None:
    app = add_to_address(open_page(), actr="Iran", country="Pakistan")
    line = escape_markdown("Unknown parameter “actr” was ignored. Did you mean “actor”?")
    assert captions(app).count(line) == 1
    assert not [text for text in texts(app) if "actr" in text]
    assert "actr" not in app.query_params
    assert app.query_params["country"] in ("Pakistan", ["Pakistan"])
    assert line not in captions(app.run()), "it is said once"


@pytest.mark.parametrize("name", ["utm_source", "fbclid", "GCLID", "mc_eid", "ref_src"])
def test_a_tracker_is_not_mentioned(name: str) -> None:
    app = open_page()
    plain = (texts(app), captions(app))
    add_to_address(app, **{name: "x"})
    assert (texts(app), captions(app)) == plain
    assert name not in app.query_params


def test_an_address_of_the_api_can_be_pasted_to_a_page() -> None:
    app = open_page()
    plain = (texts(app), captions(app))
    routes_only = {parameter.name: "x" for parameter in PARAMETERS if not parameter.pages and not parameter.selects}
    add_to_address(app, **routes_only)
    assert (texts(app), captions(app)) == plain


@pytest.mark.parametrize("name", ["id", "near"])
def test_what_selects_in_the_api_alone_is_named(name: str) -> None:
    app = add_to_address(open_page(), **{name: "FLT-0012"})
    assert [caption for caption in captions(app) if f"“{name}”" in caption]


def test_a_hostile_name_is_shown_as_it_is() -> None:
    app = add_to_address(open_page(), **{"![x](http://192.0.2.1)": "1"})
    assert escape_markdown("Unknown parameter “![x](http://192.0.2.1)” was ignored.") in captions(app)

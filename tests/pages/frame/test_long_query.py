"""A question that takes long shows that it runs and can be stopped; one that fails says why; the selection stays."""

from collections.abc import Callable
from threading import Event

import pytest
from streamlit.testing.v1 import AppTest

from geo.errors import EngineFailed, QueryTimedOut
from geo.query.cancellation import run_watched
from geo.query.selection import Selection
from geo.storage.atlas import Atlas
from pages.parts.frame import long_query
from pages.parts.frame.menu import PATHS, WITH_SELECTION
from tests.pages.opening import follow, open_page

SELECT = Atlas.select
FAILURE = EngineFailed("The cluster does not answer.", asked="a count", remedy="Try again.")
WITH_FILTERS = pytest.mark.parametrize("page", [PATHS[url_path] for url_path in WITH_SELECTION])


def texts(app: AppTest) -> list[str]:
    return [element.value for element in app.text]


def labels(app: AppTest) -> list[str]:
    return [button.label for button in app.button]


def answer_by(monkeypatch: pytest.MonkeyPatch, before: Callable[[], object]) -> None:
    """Do something before each selection is answered."""

    def select(atlas: Atlas, selection: Selection) -> object:
        before()
        return SELECT(atlas, selection)

    monkeypatch.setattr(Atlas, "select", select)


def fail_by(error: Exception) -> Callable[[], object]:
    def fail() -> object:
        raise error

    return fail


@WITH_FILTERS
@pytest.mark.parametrize("failure", [FAILURE, QueryTimedOut(30, asked="a count")])
def test_a_page_says_what_failed_and_keeps_the_selection(
    monkeypatch: pytest.MonkeyPatch, page: str, failure: EngineFailed
) -> None:
    app = open_page(page, country="Iran")
    answer_by(monkeypatch, fail_by(failure))
    app.run()
    assert not app.exception
    assert texts(app).count(str(failure)) == 1
    assert "Iran" in app.query_params["country"]
    assert "Ask again" in labels(app)
    assert any("Iran" in label for label in labels(app)), "a filter can be taken away"
    monkeypatch.setattr(Atlas, "select", SELECT)
    app.run()
    assert not app.exception
    assert str(failure) not in texts(app)
    assert any(text.endswith("incidents: in Iran") for text in texts(app))


@WITH_FILTERS
def test_a_page_opens_while_nothing_can_be_answered(monkeypatch: pytest.MonkeyPatch, page: str) -> None:
    app = open_page("about.py")
    answer_by(monkeypatch, fail_by(FAILURE))
    follow(app.switch_page(page), country="Iran")
    assert str(FAILURE) in texts(app)
    assert "Iran" in app.query_params["country"]


@pytest.mark.parametrize("page", [path for url_path, path in PATHS.items() if url_path not in WITH_SELECTION])
def test_the_other_pages_say_it_too(monkeypatch: pytest.MonkeyPatch, page: str) -> None:
    app = open_page(page)
    answer_by(monkeypatch, fail_by(FAILURE))
    app.run()
    assert not app.exception


def test_what_takes_long_shows_for_how_long_and_a_button(monkeypatch: pytest.MonkeyPatch) -> None:
    lines: list[str] = []
    draw = long_query.PageWatch._show

    def show(watch: long_query.PageWatch) -> None:
        draw(watch)
        lines.append("shown")

    app = open_page("timeline.py", country="Iran")
    monkeypatch.setattr(long_query, "SHOWN_AFTER_SECONDS", 0.0)
    monkeypatch.setattr(long_query.PageWatch, "_show", show)
    answer_by(monkeypatch, lambda: run_watched(lambda: Event().wait(0.25), lambda: None))
    app.run()
    assert lines
    assert not app.exception
    assert "Stop" not in labels(app), "nothing of it is left when all is answered"
    assert any(text.endswith("incidents: in Iran") for text in texts(app))


def test_a_stopped_question_is_not_asked_again_before_one_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    interrupted = Event()
    app = open_page("timeline.py", country="Iran")
    monkeypatch.setattr(long_query, "SHOWN_AFTER_SECONDS", 0.0)
    answer_by(monkeypatch, lambda: run_watched(lambda: interrupted.wait(20), interrupted.set))
    app.session_state[long_query.STOPPED] = ("timeline", "country=Iran")
    app.run()
    assert interrupted.is_set()
    assert long_query.STOPPED_TEXT in texts(app)
    assert "Iran" in app.query_params["country"]
    next(button for button in app.button if button.label == "Ask again").click().run()
    assert long_query.STOPPED_TEXT not in texts(app)
    assert any(text.endswith("incidents: in Iran") for text in texts(app))


def test_another_selection_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    app = open_page("timeline.py", country="Iran")
    monkeypatch.setattr(long_query, "SHOWN_AFTER_SECONDS", 0.0)
    answer_by(monkeypatch, lambda: run_watched(lambda: Event().wait(0.2), lambda: None))
    app.session_state[long_query.STOPPED] = ("timeline", "country=Iran")
    follow(app, country="Iraq")
    assert long_query.STOPPED_TEXT not in texts(app)

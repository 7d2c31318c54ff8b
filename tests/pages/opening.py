"""A page of the app, opened as a link opens it."""

from pathlib import Path

from streamlit.testing.v1 import AppTest

SHELL = str(Path(__file__).parents[2] / "pages" / "shell.py")


def open_page(path: str, **query: str) -> AppTest:
    """Follow a link to a page from the first one."""
    app = AppTest.from_file(SHELL, default_timeout=60).run()
    return follow(app.switch_page(path), **query)


def follow(app: AppTest, **query: str) -> AppTest:
    """Run a page with the query of another address."""
    app.query_params.clear()
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


def open_sections(app: AppTest, *keys: str) -> AppTest:
    """Run a page as after somebody opened closed sections of it."""
    for key in keys:
        app.session_state[key] = True
    app.run()
    assert not app.exception
    return app

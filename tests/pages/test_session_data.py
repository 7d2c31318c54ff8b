"""On a shared server a page shows a session's own data under the key in its address, and only there."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from geo.ingest import importing
from geo.ingest.options import ImportOptions
from geo.storage.workspace import sessions
from geo.storage.workspace.workspace import Workspace
from pages.parts.frame import address, link_warnings

SHELL = str(Path(__file__).parent.parent.parent / "pages" / "shell.py")
FILE = b"incident_id,date_start,latitude,longitude,title\nmine,2024-01-16,33,65,CANARY-77\n"


def save(workspace: Workspace) -> None:
    workspace.save_import(workspace.add_upload(FILE, "mine.csv"), importing.read(FILE), ImportOptions())


@pytest.fixture
def key(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    monkeypatch.setenv("WORKSPACE", str(tmp_path))
    monkeypatch.setenv("SHARED", "1")
    key = sessions.new_key()
    save(sessions.open_workspace(key))
    return key


def open_page(page: str, **query: str) -> AppTest:
    app = AppTest.from_file(SHELL, default_timeout=60)
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    app.switch_page(page).run()
    assert not app.exception
    return app


def texts(app: AppTest) -> str:
    return "\n".join(text.value for text in app.text)


def test_the_address_opens_the_data_and_keeps_the_key(key: str) -> None:
    app = open_page("filter.py", data=key, q="CANARY-77")
    assert "1 of 24 incidents" in texts(app)
    assert app.query_params["data"] in (key, [key])
    assert [code.value for code in app.code if f"data={key}" in code.value]
    assert link_warnings.KEY_WARNING in [caption.value for caption in app.caption]
    again = app.run()
    assert "1 of 24 incidents" in texts(again)


@pytest.mark.usefixtures("key")
def test_without_the_key_there_is_nothing_to_see_and_no_key_in_the_address() -> None:
    app = open_page("filter.py")
    assert "All 23 incidents" in texts(app)
    assert "data" not in app.query_params
    assert link_warnings.KEY_WARNING not in [caption.value for caption in app.caption]


@pytest.mark.parametrize("guess", ["xq9", "A" * 32, "../" * 11])
@pytest.mark.usefixtures("key")
def test_a_key_that_opens_nothing_is_reported_and_not_repeated(guess: str) -> None:
    app = open_page("filter.py")
    app.query_params["data"] = guess
    app.run()
    shown = texts(app) + "".join(
        str(element.value) for element in (*app.warning, *app.error, *app.markdown, *app.caption)
    )
    assert "All 23 incidents" in shown
    assert address.NO_DATA in shown
    assert guess not in shown
    assert "data" not in app.query_params
    assert link_warnings.KEY_WARNING not in [caption.value for caption in app.caption]


def test_on_this_machine_addresses_are_as_they_were(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("WORKSPACE", str(tmp_path))
    save(sessions.open_workspace())
    app = open_page("filter.py")
    assert "All 24 incidents" in texts(app)
    assert "data" not in app.query_params
    assert link_warnings.KEY_WARNING not in [caption.value for caption in app.caption]
    assert not [code.value for code in app.code if "data=" in code.value]

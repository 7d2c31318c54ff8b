"""A run of a page takes one atlas: it asks the workspace once, and mixes no two versions of the data."""

import gc
import weakref
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from geo.ingest import importing
from geo.ingest.options import ImportOptions
from geo.query.selection import Selection
from geo.storage import atlas_cache
from geo.storage.atlas import Atlas
from geo.storage.workspace import sessions
from geo.storage.workspace.workspace import Workspace
from pages.parts.frame.menu import PATHS

SHELL = str(Path(__file__).parents[2] / "pages" / "shell.py")
FILE = b"incident_id,date_start,latitude,longitude,place_precision,title\nmine,2024-01-16,33,65,exact,Mine\n"
PAGES = pytest.mark.parametrize("page", PATHS.values())


@pytest.fixture(autouse=True)
def workspace(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Workspace:
    monkeypatch.setenv("WORKSPACE", str(tmp_path))
    workspace = sessions.open_workspace()
    workspace.save_import(workspace.add_upload(FILE, "mine.csv"), importing.read(FILE), ImportOptions())
    return workspace


def open_page(page: str, **query: str) -> AppTest:
    app = AppTest.from_file(SHELL, default_timeout=60)
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    app.switch_page(page).run()
    assert not app.exception
    return app


def watch_lookups(monkeypatch: pytest.MonkeyPatch, then: Callable[[], None] = lambda: None) -> list[str]:
    """Note every look-up of the revision, and do something after each."""
    revisions: list[str] = []
    attribute = vars(Workspace)["revision"]
    assert isinstance(attribute, property)
    look_up = attribute.fget
    assert look_up is not None

    def revision(workspace: Workspace) -> str:
        revisions.append(look_up(workspace))
        then()
        return revisions[-1]

    monkeypatch.setattr(Workspace, "revision", property(revision))
    return revisions


@PAGES
def test_a_run_of_a_page_asks_the_workspace_once(monkeypatch: pytest.MonkeyPatch, page: str) -> None:
    app = open_page(page, incident="mine")
    revisions = watch_lookups(monkeypatch)
    assert not app.run().exception
    assert len(revisions) == 1


@PAGES
def test_a_change_while_a_page_is_drawn_mixes_nothing(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    app = open_page(page)
    (stored,) = workspace.imports()
    versions: set[str] = set()
    select = Atlas.select

    def watch_select(atlas: Atlas, selection: Selection) -> object:
        versions.add(atlas.version)
        return select(atlas, selection)

    def toggle() -> None:
        is_hidden = workspace.imports()[0].is_hidden
        (workspace.show if is_hidden else workspace.hide)(stored.import_id)

    monkeypatch.setattr(Atlas, "select", watch_select)
    watch_lookups(monkeypatch, then=toggle)
    seen: set[str] = set()
    for _ in range(3):
        versions.clear()
        assert not app.run().exception
        assert len(versions) == 1
        seen |= versions
    assert len(seen) == 2  # the page does follow the workspace, from run to run


def test_an_open_page_keeps_no_outdated_atlas_in_memory(workspace: Workspace) -> None:
    idle = open_page("filter.py")  # a tab that nobody looks at any more
    outdated = weakref.ref(atlas_cache.current_atlas())
    assert "All 24 incidents" in [text.value for text in idle.text]
    workspace.hide(workspace.imports()[0].import_id)
    current = open_page("filter.py")
    assert "All 23 incidents" in [text.value for text in current.text]
    gc.collect()
    assert outdated() is None

"""A request takes one atlas: it asks the workspace once, and no answer mixes two versions of the data."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from geo.ingest import importing
from geo.ingest.options import ImportOptions
from geo.storage import atlas_cache
from geo.storage.edits.changes import Linking
from geo.storage.edits.edit import Draft
from geo.storage.edits.editing import add_edits
from geo.storage.workspace import sessions
from geo.storage.workspace.workspace import Workspace
from tests.geo.web.addresses import ADDRESSES, LINKED_ADDRESSES, make_client

FILE = b"""incident_id,date_start,latitude,longitude,place_precision,title,admin1,country
mine,2024-01-16,33,65,exact,Mine,,Afghanistan
wide,2024-01-16,26,69,admin1,Mine,Sindh,Pakistan
"""
TIME_STAMP = re.compile(rb'"timeStamp": "[^"]+"')


@pytest.fixture
def client() -> TestClient:
    return make_client()


@pytest.fixture
def workspace(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Workspace:
    monkeypatch.setenv("WORKSPACE", str(tmp_path))
    workspace = sessions.open_workspace()
    workspace.save_import(workspace.add_upload(FILE, "mine.csv"), importing.read(FILE), ImportOptions())
    add_edits(workspace, atlas_cache.current_atlas(), [Draft("mine", Linking("follows", "FLT-0008"))])
    return workspace


def untimed(content: bytes) -> bytes:
    """An answer without the time at which it was made, which a page of features has."""
    return TIME_STAMP.sub(b"", content)


def watch_lookups(monkeypatch: pytest.MonkeyPatch, then: Callable[[], None] = lambda: None) -> list[str]:
    """Note every look-up of the revision, and do something after each."""
    revisions: list[str] = []
    look_up: Callable[[Workspace], str] = vars(Workspace)["revision"].fget

    def revision(workspace: Workspace) -> str:
        revisions.append(look_up(workspace))
        then()
        return revisions[-1]

    monkeypatch.setattr(Workspace, "revision", property(revision))
    return revisions


@pytest.mark.usefixtures("workspace")
@pytest.mark.parametrize("address", [*ADDRESSES, *LINKED_ADDRESSES])
def test_a_request_asks_the_workspace_once(client: TestClient, monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    revisions = watch_lookups(monkeypatch)
    assert client.get(address).status_code == 200
    assert len(revisions) == 1


@pytest.mark.parametrize("address", [*ADDRESSES, *LINKED_ADDRESSES])
def test_a_change_while_a_request_is_answered_mixes_nothing(
    client: TestClient, workspace: Workspace, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    (stored,) = workspace.imports()
    shown = untimed(client.get(address).content)
    workspace.hide(stored.import_id)
    hidden = untimed(client.get(address).content)
    assert shown != hidden

    def toggle() -> None:
        is_hidden = workspace.imports()[0].is_hidden
        (workspace.show if is_hidden else workspace.hide)(stored.import_id)

    revisions = watch_lookups(monkeypatch, then=toggle)
    answers = [untimed(client.get(address).content) for _ in range(4)]
    assert set(answers) <= {shown, hidden}
    assert len(set(revisions)) == 2

"""What a person deletes for good is in no answer any more, and in no cache of this process."""

from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from geo.bundle import pictures
from geo.ingest import importing
from geo.ingest.options import ImportOptions
from geo.query import cache
from geo.storage import atlas_cache
from geo.storage.edits.changes import IncidentAddition
from geo.storage.edits.edit import Draft
from geo.storage.edits.editing import add_edits
from geo.storage.workspace import sessions
from geo.storage.workspace.purging import purge_workspace
from geo.storage.workspace.workspace import Workspace
from tests.geo.web.addresses import ADDRESSES, LINKED_ADDRESSES, make_client, with_parameter
from tests.geo.web.test_session_data import CANARY, FILE

MINE = Path("mine.csv")


@pytest.fixture
def workspace(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Workspace:
    monkeypatch.setenv("WORKSPACE", str(tmp_path))
    monkeypatch.setattr(pictures, "_draw_both", lambda _draw: (CANARY.encode(), CANARY.encode()))
    return sessions.open_workspace()


def purge_import(workspace: Workspace) -> None:
    for stored in workspace.imports():
        workspace.purge(stored.import_id)


def purge_edits(workspace: Workspace) -> None:
    workspace.edits.purge_incident("mine")


def add_import(workspace: Workspace) -> None:
    upload = workspace.add_upload(FILE.encode(), MINE.name)
    workspace.save_import(upload, importing.read(FILE.encode()), ImportOptions())


def add_incident(workspace: Workspace) -> None:
    cells = {"title": CANARY, "date_start": "2024-01-16", "latitude": "33", "longitude": "65", "actor_a": CANARY}
    add_edits(workspace, atlas_cache.current_atlas(), [Draft("mine", IncidentAddition(cells))])


def ask(client: TestClient, version: str) -> dict[str, bytes]:
    """All answers; those that a browser may keep for good are asked for by the version that they had."""
    addresses = [with_parameter(address, "v", version) for address in (*ADDRESSES, *LINKED_ADDRESSES)]
    return {address: client.get(address).content for address in addresses}


@pytest.mark.parametrize(
    ("add", "purge"),
    [
        (add_import, purge_import),
        (add_import, purge_workspace),
        (add_incident, purge_edits),
        (add_incident, purge_workspace),
    ],
)
def test_nothing_of_it_is_answered_or_remembered(
    workspace: Workspace, add: Callable[[Workspace], None], purge: Callable[[Workspace], None]
) -> None:
    client = make_client()
    plain = ask(client, "")
    add(workspace)
    atlas = atlas_cache.current_atlas()
    assert CANARY.encode() in b"".join(ask(client, atlas.cache_key).values())
    client_tag = client.get("/api/incidents.csv").headers["ETag"]
    purge(workspace)
    assert workspace.folder not in atlas_cache._workspace_atlases._values
    assert not any(answers.size_bytes for answers in cache._answer_caches)
    after = ask(client, atlas.cache_key)
    assert [address for address, content in after.items() if CANARY.encode() in content] == []
    assert len(after) == len(plain)
    assert client.get("/api/incidents.csv", headers={"If-None-Match": client_tag}).status_code == 200


def test_an_answer_that_was_being_computed_is_not_remembered() -> None:
    answers = cache.AnswerCache[str, str](10, len)
    flight = cache.SingleFlight[str, int, str](2, 10**9, len)

    def compute() -> str:
        cache.forget_answers("owner")
        return "of what is gone"

    assert answers.get("key", compute) == "of what is gone"
    assert answers.get("key", lambda: "new") == "new"
    assert flight.get("owner", 1, lambda: 1, lambda: (1, compute())) == "of what is gone"
    assert flight.get("owner", 1, lambda: 1, lambda: (1, "new")) == "new"

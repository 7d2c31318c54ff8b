"""Who changed what, over HTTP: by person, of the house or of a session's own data, and of nobody else's."""

import csv
import io
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from geo.ingest import importing
from geo.ingest.options import ImportOptions
from geo.storage.workspace import sessions
from geo.storage.workspace.limited_workspace import LimitedWorkspace
from geo.storage.workspace.rights import Rights
from tests.geo.web.addresses import make_client

FILE = b"incident_id,date_start,latitude,longitude\na,2024-01-16,33,65\n"
ANA, BEN = "Ana <b>", "=Ben()"


@pytest.fixture
def client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    monkeypatch.setenv("WORKSPACE", str(tmp_path))
    return make_client()


def import_as(person: str, label: str, key: str = "") -> None:
    workspace = LimitedWorkspace(sessions.open_workspace(key), Rights(), person)
    content = FILE + label.encode() + b",2024-01-17,33,65\n"  # no file is stored twice
    workspace.save_import(workspace.add_upload(content, label), importing.read(content), ImportOptions(), label=label)


def changes(client: TestClient, query: str = "") -> list[tuple[str, str, str]]:
    answer = client.get(f"/api/history.json{query}")
    assert answer.status_code == 200
    return [(entry["person"], entry["action"], entry["subject"]) for entry in answer.json()["changes"]]


def test_the_history_is_listed_and_narrowed_to_a_person(client: TestClient) -> None:
    assert changes(client) == []
    import_as(ANA, "one.csv")
    import_as(BEN, "two.csv")
    assert changes(client) == [(BEN, "added an import", "two.csv"), (ANA, "added an import", "one.csv")]
    assert changes(client, "?person=Ana <b>") == [(ANA, "added an import", "one.csv")]
    assert changes(client, "?person=Eve") == []
    answer = client.get("/api/history.csv", params={"person": BEN})
    (row,) = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert (row["person"], row["number"], row["subject"]) == (f"'{BEN}", "1", "two.csv")  # runs no formula
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert "must-revalidate" in answer.headers["cache-control"]


@pytest.mark.parametrize("query", ["?country=Iran", "?who=Ana", "?person=Ana&person=Ben"])
def test_a_refusal_names_the_parameter(client: TestClient, query: str) -> None:
    assert client.get(f"/api/history.json{query}").status_code == 400


def test_on_a_shared_server_each_key_opens_its_own(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHARED", "1")
    own, other = sessions.new_key(), sessions.new_key()
    import_as(ANA, "mine.csv", own)
    assert changes(client, f"?data={own}") == [(ANA, "added an import", "mine.csv")]
    for query in ("", f"?data={other}", "?data=own"):
        assert client.get(f"/api/history.json{query}").status_code == 404

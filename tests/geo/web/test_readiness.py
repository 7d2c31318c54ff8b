"""A server is ready where its incidents and its workspaces can be read."""

from pathlib import Path

import pytest

from geo.ingest import importing
from geo.ingest.options import ImportOptions
from geo.storage.workspace.workspace import Workspace
from tests.geo.web.addresses import make_client

ROWS = b"incident_id,date_start,latitude,longitude,title\na,2024-01-16,27,64,A strike\n"


@pytest.mark.parametrize("shared", ["0", "1"])
def test_a_server_with_nothing_stored_is_ready(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, shared: str) -> None:
    monkeypatch.setenv("WORKSPACE", str(tmp_path / "none"))
    monkeypatch.setenv("SHARED", shared)
    answer = make_client().get("/ready")
    assert (answer.status_code, answer.json()) == (200, {"ready": True, "reasons": []})
    assert answer.headers["cache-control"] == "no-store"


def test_a_workspace_that_cannot_be_read_is_a_reason_without_its_path(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("WORKSPACE", str(tmp_path))
    workspace = Workspace(tmp_path)
    workspace.save_import(workspace.add_upload(ROWS, "f.csv"), importing.read(ROWS), ImportOptions())
    assert make_client().get("/ready").status_code == 200
    (tmp_path / "workspace.sqlite").write_bytes(b"no database" * 99)
    answer = make_client().get("/ready")
    assert (answer.status_code, answer.json()["reasons"]) == (503, ["The workspace cannot be read."])

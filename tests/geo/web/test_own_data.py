"""A person's own data over HTTP: for whom the gate says that they have them, and for nobody else."""

import io
import json
import zipfile
from pathlib import Path

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from geo.gate.person import account_of
from geo.ingest import importing
from geo.ingest.options import ImportOptions
from geo.storage.workspace.sessions import new_key, open_workspace, person_key
from geo.web.asker_headers import ACCOUNT
from tests.geo.web.addresses import make_client

ANA, BEN = (account_of("https://login.example.org", subject) for subject in ("ana", "ben"))
FILE = b"incident_id,date_start,latitude,longitude,title\nmine,2024-01-16,33,65,A canary\n"


@pytest.fixture
def client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    monkeypatch.setenv("WORKSPACE", str(tmp_path))
    workspace = open_workspace(person_key(ANA))
    workspace.save_import(workspace.add_upload(FILE, "mine.csv"), importing.read(FILE), ImportOptions())
    return make_client()


def text_of(answer: Response) -> str:
    """What an answer says; of a workbook, which is a zip, its sheets."""
    if not answer.content.startswith(b"PK"):
        return answer.text
    with zipfile.ZipFile(io.BytesIO(answer.content)) as book:
        return "".join(book.read(name).decode() for name in book.namelist())


def problems(client: TestClient, address: str, account: str = "") -> list[dict[str, str]]:
    answer = client.get(address, headers={ACCOUNT: account} if account else {})
    assert answer.status_code == 400
    listed: list[dict[str, str]] = answer.json()["problems"]
    return listed


@pytest.mark.parametrize("name", ["csv", "geojson", "kml", "xlsx"])
def test_whoever_has_them_gets_them_in_every_way(client: TestClient, name: str) -> None:
    own, anothers = (
        client.get(f"/api/incidents.{name}?data=own&q=canary", headers={ACCOUNT: account}) for account in (ANA, BEN)
    )
    house = client.get(f"/api/incidents.{name}?q=canary", headers={ACCOUNT: ANA})
    assert {answer.status_code for answer in (own, anothers, house)} == {200}
    assert ["A canary" in text_of(answer) for answer in (own, anothers, house)] == [True, False, False]


def test_nobody_has_any_without_an_account(client: TestClient) -> None:
    (problem,) = problems(client, "/api/incidents.csv?data=own")
    assert (problem["key"], problem["given"]) == ("data", "own")
    assert "account" in problem["accepted"]


@pytest.mark.parametrize("text", ["person_" + ANA, "", "OWN", "own2", "x" * 32])
def test_no_other_text_opens_them(client: TestClient, text: str) -> None:
    assert problems(client, f"/api/incidents.csv?data={text}", ANA)


def test_of_two_keys_none_counts(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    assert client.get("/api/incidents.csv?data=own&data=own", headers={ACCOUNT: ANA}).status_code == 200
    assert problems(client, "/api/incidents.csv?data=own&data=x", ANA)[0]["accepted"] == "one value"
    monkeypatch.setenv("SHARED", "1")
    address = f"/api/facets.json?data={new_key()}&data={new_key()}"
    assert json.dumps("one value") in json.dumps(problems(client, address))

"""On a shared server each session's own data are under its key alone, at every address; on this machine nothing is."""

from pathlib import Path
from xml.etree import ElementTree

import pytest
from starlette.testclient import TestClient

from geo import web
from geo.ingest import importing
from geo.ingest.options import ImportOptions
from geo.storage import atlas_cache
from geo.storage.edits.changes import Linking
from geo.storage.edits.edit import Draft
from geo.storage.edits.editing import add_edits
from geo.storage.workspace import sessions
from tests.geo.web.addresses import ADDRESSES, LINKED_ADDRESSES, make_client, with_parameter

CANARY = "CANARY-5b1e"
HEADER = "incident_id,date_start,latitude,longitude,place_precision,title,actor_a,admin1,country\n"
FILE = f"""{HEADER}mine,2024-01-16,33,65,exact,{CANARY},{CANARY},,Afghanistan
wide,2024-01-16,26,69,admin1,{CANARY},{CANARY},Sindh,Pakistan
"""


def with_data(address: str, key: str) -> str:
    return with_parameter(address, "data", key)


@pytest.fixture
def client() -> TestClient:
    return make_client()


@pytest.fixture
def key(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    monkeypatch.setenv("WORKSPACE", str(tmp_path))
    monkeypatch.setenv("SHARED", "1")
    key = sessions.new_key()
    workspace = sessions.open_workspace(key)
    workspace.save_import(
        workspace.add_upload(FILE.encode(), "mine.csv"), importing.read(FILE.encode()), ImportOptions()
    )
    add_edits(workspace, atlas_cache.current_atlas(key), [Draft("mine", Linking("follows", "FLT-0008"))])
    return key


def test_every_route_that_answers_from_the_atlas_is_tested_here() -> None:
    tested = {address.split("?")[0].split(".")[0] for address in (*ADDRESSES, *LINKED_ADDRESSES)}
    tested = {address for address in tested if not address.startswith("/ogc")}  # which have routes with parts
    patterns = [getattr(route, "path", "") for route in web.ROUTES]
    unknown = ("/tiles/{path:path}", "/api/{path:path}")  # the answers to addresses that there are not
    # The same for everybody: basemaps, and what describes the API; and what test_history_routes.py tries.
    common = ("/tiles/basemap/", "/tiles/relief/", "/tiles/own/", "/api/openapi.json", "/api/history")
    paths = {pattern.split(".")[0] for pattern in patterns if pattern not in unknown and not pattern.startswith(common)}
    routes = {path.replace("{z}/{x}/{y}", "0/0/0") for path in paths}
    assert {path for path in routes if path.startswith(("/api/", "/tiles/"))} == tested


@pytest.mark.parametrize("address", [*ADDRESSES, *LINKED_ADDRESSES])
def test_the_key_opens_the_data_and_nothing_else_does(client: TestClient, key: str, address: str) -> None:
    own, plain = client.get(with_data(address, key)), client.get(address)
    assert own.status_code == 200
    assert own.content != plain.content
    assert CANARY.encode() not in plain.content
    for wrong in (sessions.new_key(), "x", key[:-1], key.swapcase(), "../../..", "%00"):
        refused = client.get(with_data(address, wrong))
        assert (refused.status_code, refused.json()["error"]) == (404, "Not found.")


def test_the_key_is_no_filter_and_stands_in_no_answer(client: TestClient, key: str) -> None:
    for address in ADDRESSES:
        own = client.get(with_data(address, key))
        assert key not in own.text + str(own.headers)
    assert client.get(with_data("/api/facets.json?title=x", key)).status_code == 400


def test_links_to_further_documents_carry_the_key(client: TestClient, key: str) -> None:
    page = client.get(with_data("/ogc/collections/incidents/items?limit=1", key)).json()
    for link in (*page["links"], *client.get(with_data("/ogc", key)).json()["links"]):
        if link["rel"] not in ("self", "service-doc"):
            assert f"data={key}" in link["href"]
            assert client.get(link["href"]).status_code == 200


@pytest.mark.parametrize("address", ["/api/incidents.atom", "/api/feed.json"])
def test_links_of_a_feeds_entries_carry_the_key_only_where_nothing_else_opens_them(
    client: TestClient, key: str, address: str
) -> None:
    def list_links(path: str) -> list[str]:
        answer = client.get(path)
        if "json" in path:
            return [item["url"] for item in answer.json()["items"]]
        entries = ElementTree.fromstring(answer.content).iter("{http://www.w3.org/2005/Atom}entry")
        return [entry.find("{http://www.w3.org/2005/Atom}link").attrib["href"] for entry in entries]  # type: ignore[union-attr]

    own, plain = list_links(with_data(address, key)), list_links(address)
    assert [link for link in own if key in link]
    assert all("incident=mine" in link or "incident=wide" in link for link in own if key in link)
    assert [link for link in own if key not in link] == [link for link in plain if link in own]


def test_hidden_and_deleted_data_are_gone_at_once(client: TestClient, key: str) -> None:
    address, workspace = with_data("/api/incidents.csv", key), sessions.open_workspace(key)
    (stored,) = workspace.imports()
    assert CANARY in client.get(address).text
    workspace.hide(stored.import_id)
    assert CANARY not in client.get(address).text
    workspace.show(stored.import_id)
    assert CANARY in client.get(address).text


def test_an_answer_cached_by_a_browser_is_asked_for_again_after_a_change(client: TestClient, key: str) -> None:
    address = with_data("/api/incidents.csv", key)
    cached = {"If-None-Match": client.get(address).headers["etag"]}
    assert client.get(address, headers=cached).status_code == 304
    sessions.open_workspace(key).hide(sessions.open_workspace(key).imports()[0].import_id)
    assert client.get(address, headers=cached).status_code == 200


def test_on_this_machine_the_data_are_simply_there_and_no_key_is_known(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("WORKSPACE", str(tmp_path))
    workspace = sessions.open_workspace()
    workspace.save_import(
        workspace.add_upload(FILE.encode(), "mine.csv"), importing.read(FILE.encode()), ImportOptions()
    )
    assert CANARY in client.get("/api/incidents.csv").text
    refused = client.get("/api/incidents.csv?data=x")
    assert (refused.status_code, refused.json()["problems"][0]["key"]) == (400, "data")
    assert atlas_cache.current_atlas().version == client.get("/api/facets.json").json()["data_version"]

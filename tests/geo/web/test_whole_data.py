"""Nobody's own rows are missing from an answer without a word: it has them all, or it is a refusal that says why."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest
from starlette.testclient import TestClient

from geo.ingest import importing
from geo.ingest.options import ImportOptions
from geo.query import cache
from geo.storage import atlas_cache, import_segments
from geo.storage.workspace import sessions
from geo.web.failures import MISSING_HEADER
from geo.web.params import PAGE_ROUTES
from tests.geo.web.addresses import ADDRESSES, LINKED_ADDRESSES, make_client, with_parameter

HEADER = "incident_id,date_start,latitude,longitude,place_precision,title,country\n"
N_ROWS = 30


def file_of(owner: str) -> bytes:
    rows = (f"{owner}-{number},2024-01-16,33,65,exact,{owner},Afghanistan\n" for number in range(N_ROWS))
    return (HEADER + "".join(rows)).encode()


def add_data(owner: str) -> str:
    """The key of a new session that has one import."""
    key = sessions.new_key()
    workspace, content = sessions.open_workspace(key), file_of(owner)
    workspace.save_import(workspace.add_upload(content, f"{owner}.csv"), importing.read(content), ImportOptions())
    return key


def forget_everything() -> None:
    """What a restart forgets."""
    atlas_cache._workspace_atlases._values.clear()
    import_segments._segments.clear()


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[TestClient]:
    monkeypatch.setenv("WORKSPACE", str(tmp_path))
    monkeypatch.setenv("SHARED", "1")
    with make_client() as client:
        yield client
    forget_everything()


def test_requests_at_once_after_a_restart_all_have_the_rows(client: TestClient) -> None:
    key = add_data("one")
    forget_everything()
    addresses = [with_parameter(address, "data", key) for address in ("/api/facets.json", "/api/incidents.csv?q=one")]
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(client.get, addresses * 4))
    assert [answer.status_code for answer in answers] == [200] * 8
    assert len({answer.json()["data_version"] for answer in answers[::2]}) == 1
    assert [answer.text.count("one-") for answer in answers[1::2]] == [N_ROWS] * 4


def test_many_people_at_once_all_have_theirs_and_build_once(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    owners = [f"owner{number}x" for number in range(12)]
    keys = {owner: add_data(owner) for owner in owners}
    forget_everything()
    loads = list[str]()
    load = import_segments._load_segment

    def load_and_count(*arguments: object) -> import_segments.ImportSegment:
        loads.append("")
        return load(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(import_segments, "_load_segment", load_and_count)
    questions = [(owner, f"/api/incidents.csv?q={owner}&data={keys[owner]}") for _ in range(3) for owner in owners * 2]
    with ThreadPoolExecutor(6) as threads:
        answers = list(threads.map(client.get, (address for _, address in questions)))
    numbers = [answer.text.count(f"{owner}-") for (owner, _), answer in zip(questions, answers, strict=True)]
    assert numbers == [N_ROWS] * len(questions)
    assert len(loads) == len(owners)


def test_a_wait_that_is_too_long_is_a_refusal_that_says_when_to_ask_again(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = add_data("one")
    forget_everything()
    started, may_finish = Event(), Event()
    load = import_segments._load_segment

    def load_slowly(*arguments: object) -> import_segments.ImportSegment:
        started.set()
        assert may_finish.wait(60)
        return load(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(import_segments, "_load_segment", load_slowly)
    monkeypatch.setattr(cache, "MAX_WAITING", 0)
    with ThreadPoolExecutor(1) as threads:
        first = threads.submit(client.get, f"/api/incidents.csv?q=one&data={key}")
        assert started.wait(60)
        refused = [client.get(with_parameter(path, "data", key)) for path in (*ADDRESSES, *LINKED_ADDRESSES)]
        may_finish.set()
        assert first.result(60).text.count("one-") == N_ROWS
    assert {(answer.status_code, answer.headers["Retry-After"]) for answer in refused} == {(503, "2")}
    assert {answer.headers["Cache-Control"] for answer in refused} == {"no-store"}


def test_without_an_import_that_cannot_be_read_there_are_only_the_parts_of_a_page(client: TestClient) -> None:
    key = add_data("one")
    workspace = sessions.open_workspace(key)
    for path in (workspace.folder / "files").rglob("*"):
        if path.is_file():
            path.chmod(0o600)
            path.write_bytes(b"damaged")
    forget_everything()
    for address in (*ADDRESSES, *LINKED_ADDRESSES):
        answer = client.get(with_parameter(address, "data", key))
        is_part_of_page = address.split("?")[0].replace("/0/0/0", "/{z}/{x}/{y}") in PAGE_ROUTES
        if is_part_of_page and "id=mine" not in address:
            assert (answer.status_code, answer.headers[MISSING_HEADER]) == (200, "1"), address
        elif not is_part_of_page:
            assert answer.status_code == 503, address
            assert "one.csv" in answer.json()["error"], address
    workspace.hide(workspace.imports()[0].import_id)
    assert client.get(f"/api/incidents.csv?data={key}").status_code == 200


def test_a_workspace_that_cannot_be_read_is_a_refusal_too(client: TestClient) -> None:
    key = add_data("one")
    forget_everything()
    (sessions.open_workspace(key).folder / "workspace.sqlite").write_bytes(b"no database" * 100)
    refused = client.get(f"/api/incidents.csv?data={key}")
    assert refused.status_code == 503
    assert "Restore its folder from a backup" in refused.json()["error"]

"""Three servers behind HAProxy, over HTTP and in a browser: a reader stays with one, and goes on where it dies."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from faultline.balancer import COOKIE
from tests.browser.conftest import DESK, Visitor, open_context
from tests.servers import children, kill, listening_workers, serve_together, wait_until, worker_of, worker_ports
from tests.serving import Server

STATE = "document.querySelector('[data-testid=stApp]').dataset.testConnectionState"
PATIENCE_MS = 180_000  # a file is read in a process of its own, which comes last on a machine that is busy
HEADER = "incident_id,date_start,latitude,longitude,title\n"


@pytest.fixture(scope="module")
def servers() -> Iterator[Server]:
    with serve_together(3, {"SHARED": "1"}) as server:
        yield server
        numbers = list(children(server.pid))
    assert (len(numbers), alive(numbers)) == (4, [])  # a signal to the supervisor ends all


@pytest.fixture
def reader(browser: Browser, servers: Server) -> Iterator[Visitor]:
    with open_context(browser, DESK) as context:
        context.set_default_timeout(PATIENCE_MS)
        yield Visitor(context.new_page(), servers)


def ask(address: str, headers: dict[str, str] | None = None) -> tuple[int, list[tuple[str, str]], bytes]:
    """The status, headers and content of an answer."""
    try:
        with urlopen(Request(address, headers=headers or {}), timeout=120) as answer:
            return answer.status, list(answer.headers.items()), answer.read()
    except HTTPError as error:
        with error:
            return error.code, list(error.headers.items()), error.read()


def cookies_set(headers: list[tuple[str, str]]) -> list[str]:
    return [value for name, value in headers if name.lower() == "set-cookie" and value.startswith(COOKIE)]


def alive(numbers: list[int]) -> list[int]:
    """Those of these processes that run."""
    return [number for number in numbers if Path(f"/proc/{number}/exe").exists()]


def worker_name(context: BrowserContext) -> str:
    """The server that HAProxy keeps a reader with."""
    return next(cookie["value"] for cookie in context.cookies() if cookie["name"] == COOKIE)


def come_anew(browser: Browser, servers: Server) -> Visitor:
    """A reader whom a server has answered."""
    context = browser.new_context(**DESK)
    context.set_default_timeout(PATIENCE_MS)
    reader = Visitor(context.new_page(), servers)
    reader.page.goto(f"{servers}/_stcore/health")
    return reader


def come_elsewhere(browser: Browser, servers: Server, first: Visitor) -> Visitor:
    """A reader with another server: one that has just begun to listen gets readers once HAProxy knows of it."""
    readers: list[Visitor] = []

    def come() -> bool:
        readers.append(come_anew(browser, servers))
        is_elsewhere = worker_name(readers[-1].page.context) != worker_name(first.page.context)
        if not is_elsewhere:
            readers[-1].page.context.close()
        return is_elsewhere

    wait_until(come)
    return readers[-1]


def upload(reader: Visitor, path: Path, title: str) -> None:
    """Upload a file of one incident and store it."""
    path.write_text(f"{HEADER}{title},2024-01-16,27,62,{title}\n")
    reader.page.locator("input[type=file]").set_input_files(path)
    reader.page.get_by_text("1 row in = 1 accepted + 0 rejected + 0 duplicates").wait_for()
    reader.idle()
    reader.page.get_by_role("button", name="Store 1 row").click()
    reader.page.get_by_text(f"Stored as “{path.name}”").wait_for()
    reader.idle()


def test_answers_are_those_of_a_server_with_its_headers_and_one_cookie(servers: Server) -> None:
    port = next(iter(worker_ports(servers.pid).values()))
    host = {"Host": servers.removeprefix("http://")}  # as HAProxy passes it on: a server has no other name
    for path in (
        "/map",
        "/api/incidents.csv?country=Iran",
        "/assets/filters.js",
        "/api/unknown",
        "/api/facets.json?x=1",
    ):
        status, headers, content = ask(f"{servers}{path}")
        own_status, own_headers, own_content = ask(f"http://127.0.0.1:{port}{path}", host)
        assert (status, content) == (own_status, own_content)
        (cookie,) = cookies_set(headers)
        assert re.fullmatch(rf"{COOKIE}=worker[123]; path=/; HttpOnly; SameSite=Lax", cookie)
        for name in ("Content-Security-Policy", "X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy", "ETag"):
            pick = [[value for key, value in side if key.lower() == name.lower()] for side in (headers, own_headers)]
            assert pick[0] == pick[1], (path, name)


def test_who_comes_again_stays_and_who_is_new_goes_where_least_is_done(servers: Server) -> None:
    seen: set[str] = set()

    def come() -> bool:
        seen.update(cookies_set(ask(f"{servers}/_stcore/health")[1]))
        return len(seen) == 3

    wait_until(come)
    for name in ("worker1", "worker2", "worker3"):
        for _ in range(3):
            assert cookies_set(ask(f"{servers}/_stcore/health", {"Cookie": f"{COOKIE}={name}"})[1]) == []


def test_an_address_may_be_as_long_as_with_one_server(servers: Server) -> None:
    port = next(iter(worker_ports(servers.pid).values()))
    host = {"Host": servers.removeprefix("http://")}  # as HAProxy passes it on: a server has no other name
    for length in (10_000, 50_000):
        query = f"/api/facets.json?q={'x' * length}"
        assert ask(f"{servers}{query}")[0] == ask(f"http://127.0.0.1:{port}{query}", host)[0]


def test_two_readers_on_different_servers_see_their_own_data_only(
    browser: Browser, servers: Server, tmp_path: Path
) -> None:
    first = come_anew(browser, servers)
    second = come_elsewhere(browser, servers, first)
    for reader, name in ((first, "first"), (second, "second")):
        reader.open("/data")
        upload(reader, tmp_path / f"{name}.csv", f"CANARY-{name}")
        expect(reader.page.get_by_text("In the atlas: 24 incidents", exact=True)).to_be_visible(timeout=PATIENCE_MS)
    for reader, own, others in ((first, "first", "second"), (second, "second", "first")):
        key = re.search(r"data=([\w-]+)", reader.page.url)
        assert key is not None
        for worker in ("worker1", "worker2", "worker3"):  # every server knows the data, and nobody else's
            headers = {"Cookie": f"{COOKIE}={worker}"}
            text = ask(f"{servers}/api/incidents.csv?{key[0]}", headers)[2].decode()
            assert f"CANARY-{own}" in text
            assert f"CANARY-{others}" not in text
        assert reader.errors == []
        reader.page.context.close()
    assert b"CANARY" not in ask(f"{servers}/api/incidents.csv")[2]


def test_a_page_goes_on_by_its_address_where_its_server_dies(reader: Visitor, servers: Server, tmp_path: Path) -> None:
    page = reader.open("/data?country=Iran")
    upload(reader, tmp_path / "before.csv", "CANARY-before")
    before, address = worker_name(page.context), page.url
    dead = worker_of(servers.pid, before)
    kill(dead)
    # The page connects to another server by itself, and stays as it is drawn; its next run begins with its address.
    wait_until(lambda: worker_name(page.context) != before)
    page.wait_for_function(f"() => {STATE} === 'CONNECTED'")
    with reader.rerun():
        page.get_by_role("link", name=re.compile("Data$")).click()
    page.get_by_text("before.csv").first.wait_for()
    assert page.url == address
    # An upload and a file made for download go to the server that has the page now.
    path = tmp_path / "after.csv"
    path.write_text(f"{HEADER}CANARY-after,2024-01-17,27,62,After\nbad,2024-13-17,27,62,Bad\n")
    with page.expect_response(re.compile("upload_file")) as answered:
        page.locator("input[type=file]").set_input_files(path)
    assert answered.value.ok
    page.get_by_text("2 rows in = 1 accepted + 1 rejected + 0 duplicates").wait_for()
    reader.idle()
    with page.expect_download() as started:
        page.get_by_role("button", name="Row-by-row report").click()
    assert "2024-13-17" in Path(started.value.path()).read_text(encoding="utf-8-sig")
    page.get_by_role("button", name="Store 1 row").click()
    page.get_by_text("Stored as “after.csv”").wait_for()
    # The dead one is started again under its old port.
    wait_until(lambda: len(listening_workers(servers.pid)) == 3)
    assert dead not in worker_ports(servers.pid)


def test_the_next_click_counts_where_a_server_has_died(reader: Visitor, servers: Server) -> None:
    page = reader.open("/timeline?country=Iran")
    before = worker_name(page.context)
    with reader.rerun():  # by its address, with another server
        kill(worker_of(servers.pid, before))
    assert worker_name(page.context) != before
    page.get_by_test_id("stBaseButton-tertiary").get_by_text("Clear all").click()
    expect(reader.summary).to_have_text("All 23 incidents", timeout=PATIENCE_MS)
    reader.arrived(ending="/timeline")
    wait_until(lambda: len(listening_workers(servers.pid)) == 3)


def test_while_a_server_is_dead_its_readers_get_every_answer(servers: Server) -> None:
    dead = worker_of(servers.pid, "worker2")
    kill(dead)
    wait_until(lambda: dead not in worker_ports(servers.pid))  # what it was answering is lost
    statuses = [ask(f"{servers}/_stcore/health", {"Cookie": f"{COOKIE}=worker2"})[0] for _ in range(40)]
    assert set(statuses) == {200}


def test_where_the_supervisor_is_killed_all_end() -> None:
    with serve_together(2) as server:
        numbers = list(children(server.pid))
        assert len(numbers) == 3
        kill(server.pid)
        wait_until(lambda: alive(numbers) == [])

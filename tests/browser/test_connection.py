"""A page whose connection breaks says so in plain words, keeps what was selected, and goes on when it can."""

import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, WebSocketRoute, expect

from tests.browser.conftest import DESK, PHONE, Visitor, open_context
from tests.serving import ROOT, Server, free_port, run_server, serve_script

BANNER = ".connection"
STATE = "document.querySelector('[data-testid=stApp]').dataset.testConnectionState"
CLICK_MENU = "document.querySelector('.st-key-menu a:not([disabled])')?.click()"
SELECTION = "/map?country=Iraq"
REQUESTS = re.compile("/_stcore/health|/map|/timeline|/_stcore/host-config")
PATIENCE_MS = 120_000  # a server starts meanwhile, on a machine that is busy


def banner(page: Page) -> Locator:
    """The line about the connection; it has no text while there is nothing to say."""
    return page.locator(BANNER)


def refuse(route: Route) -> None:
    """Answer nothing."""
    route.abort()


class Line:
    """The line between a page and its server, which a test may cut and mend."""

    def __init__(self, page: Page) -> None:
        self.is_cut = False
        self._sockets: list[WebSocketRoute] = []
        self._page = page
        page.route_web_socket(re.compile("_stcore/stream"), self._pass_on)

    def _pass_on(self, socket: WebSocketRoute) -> None:
        if self.is_cut:
            socket.close()
            return
        socket.connect_to_server()
        self._sockets.append(socket)

    def cut(self, page_status: int = 0) -> None:
        """Cut it, so that nothing gets through; if a status is named, the page is answered with that.

        No route is there before: one would keep the browser from using its cache.
        """
        self.is_cut = True
        self._page.route(REQUESTS, refuse)
        if page_status:
            self._page.route(re.compile("/timeline"), lambda route: route.fulfill(status=page_status))
        for socket in self._sockets:
            socket.close()
        self._sockets.clear()

    def mend(self) -> None:
        """Let everything through again."""
        self.is_cut = False
        self._page.unroute(REQUESTS, refuse)


def is_connected(page: Page) -> None:
    """Wait until a page is connected."""
    page.wait_for_function(f"() => {STATE} === 'CONNECTED'", timeout=PATIENCE_MS)


def test_after_a_cut_line_the_page_goes_on_with_the_same_selection(visitor: Visitor) -> None:
    line = Line(visitor.page)
    page = visitor.open("/timeline?country=Iraq")
    line.cut()
    expect(banner(page)).to_contain_text("The connection to the server is lost. What you see stays")
    expect(banner(page)).to_have_attribute("role", "status")
    expect(page.get_by_role("dialog")).to_have_count(0)  # Streamlit's own speaks of Streamlit
    expect(visitor.summary).to_have_text(re.compile("2 of 23 incidents: in Iraq"))
    with visitor.rerun():
        line.mend()
        is_connected(page)
    expect(banner(page)).to_be_hidden()
    assert page.url.endswith("/timeline?country=Iraq")
    expect(visitor.summary).to_have_text(re.compile("2 of 23 incidents: in Iraq"))
    assert visitor.errors == []


def test_what_was_typed_and_not_sent_is_still_there(visitor: Visitor) -> None:
    line = Line(visitor.page)
    page = visitor.open("/saved?country=Iraq")
    field = page.get_by_role("textbox").first
    field.fill("typed before the break")
    line.cut()
    expect(banner(page)).to_contain_text("The connection to the server is lost")
    with visitor.rerun():
        line.mend()
        is_connected(page)
    expect(field).to_have_value("typed before the break")


def test_an_offline_device_shows_the_notice_at_once(phone: Visitor) -> None:
    page = phone.open("/timeline?country=Iraq")
    page.context.set_offline(True)
    try:
        expect(banner(page)).to_contain_text("This device is offline.")
        box, width = banner(page).bounding_box(), PHONE["viewport"]["width"]
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
    finally:
        page.context.set_offline(False)
    expect(banner(page)).to_be_hidden()


@pytest.mark.parametrize(
    ("status", "text"),
    [(421, "The server answers, and refuses this page."), (503, "The connection to the server is lost")],
)
def test_a_refusing_server_and_an_absent_one_have_notices_of_their_own(
    visitor: Visitor, status: int, text: str
) -> None:
    line = Line(visitor.page)
    page = visitor.open("/timeline?country=Iraq")
    line.cut(status)
    expect(banner(page)).to_contain_text(text)


def test_a_page_of_an_older_version_says_so_after_a_break(visitor: Visitor) -> None:
    line = Line(visitor.page)
    page = visitor.open("/timeline?country=Iraq")
    line.cut()
    expect(banner(page)).to_contain_text("The connection to the server is lost")
    page.route(re.compile("/timeline"), lambda route: route.fulfill(status=200, headers={"Faultline-Page": "newer"}))
    line.mend()
    expect(banner(page)).to_contain_text("The server has been updated since this page was opened.", timeout=PATIENCE_MS)
    page.unroute_all()
    with page.expect_navigation():
        banner(page).get_by_role("button", name="Reload").click()
    visitor.idle()
    assert page.url.endswith("/timeline?country=Iraq")
    expect(banner(page)).to_have_count(0)


def test_a_server_that_was_stopped_and_started_again_has_the_same_page(browser: Browser, tmp_path: Path) -> None:
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    environment = {**os.environ, "WORKSPACE": str(tmp_path)}
    with open_context(browser, DESK) as context:
        with run_server(command, port, folder=ROOT, environment=environment) as server:
            visitor = Visitor(context.new_page(), server)
            page = visitor.open_map(SELECTION)
        expect(banner(page)).to_contain_text("The connection to the server is lost")
        visitor.shows(2)  # the map is still one
        with run_server(command, port, folder=ROOT, environment=environment), visitor.rerun():
            is_connected(page)
            expect(banner(page)).to_be_hidden()
            visitor.shows(2)
            assert visitor.summary.text_content() == "2 of 23 incidents: in Iraq"
            assert "country=Iraq" in page.url


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("closed")
    (folder / "secrets.txt").write_text("edit: four words is enough\n")
    environment = {"ACCESS": "secret", "ACCESS_SECRET_FILE": str(folder / "secrets.txt"), "WORKSPACE": str(folder)}
    with serve_script(environment=environment) as server:
        yield server


def test_a_login_that_has_ended_leads_to_the_login_and_back(browser: Browser, closed: Server) -> None:
    with open_context(browser, DESK) as context:
        visitor = Visitor(context.new_page(), closed)
        page = visitor.page
        page.goto(f"{closed}/timeline?country=Iraq")
        log_in(page)
        visitor.idle()
        expect(visitor.summary).to_have_text(re.compile("2 of 23 incidents: in Iraq"))
        other = context.new_page()
        other.goto(f"{closed}/logout")
        other.get_by_role("button", name="Log out").click()
        expect(other.get_by_label("Secret")).to_be_visible()
        # The page that is open ends with its next message, once the server asks again who that is.
        visitor.page.wait_for_function(f"() => {{ {CLICK_MENU}; return {STATE} !== 'CONNECTED'; }}", polling=1_000)
        expect(banner(page)).to_contain_text("Your login has ended", timeout=PATIENCE_MS)
        banner(page).get_by_role("button", name="Log in").click()
        log_in(page)
        visitor.idle()
        expect(visitor.summary).to_have_text(re.compile("2 of 23 incidents: in Iraq"))


def log_in(page: Page) -> None:
    """Fill in the form of the login."""
    page.get_by_label("Secret").fill("four words is enough")
    page.get_by_role("button", name="Log in").click()

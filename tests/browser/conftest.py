"""A browser that reaches this machine only, and servers with the bundled and with hostile incidents."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.dense import write_dense_file
from tests.browser.hostile import write_hostile_files
from tests.chromium import chromium
from tests.serving import serve_script

expect.set_options(timeout=20_000)  # as the contexts' own: a loaded machine is slow, not wrong


# Browser and servers end with the package: the driver's loop in the main thread disturbs tests that start their own.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture(scope="package")
def atlas_address() -> Iterator[str]:
    with serve_script() as address:
        yield address


@pytest.fixture(scope="package")
def hostile_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("hostile")
    marker = folder / "executed"
    environment = {"INCIDENTS": str(write_hostile_files(folder)), "FAULTLINE_MARKER": str(marker)}
    with serve_script(environment=environment) as address:
        yield address
    assert not marker.exists(), "a payload ran on the server"


class Visitor:
    """A page whose requests to other hosts are refused and remembered, as are script errors and dialogs."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address = page, address
        self.outside: list[str] = []
        self.errors: list[str] = []
        self.dialogs: list[str] = []
        page.route("**/*", self._only_here)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("dialog", lambda dialog: (self.dialogs.append(dialog.message), dialog.dismiss()))

    def _only_here(self, route: Route) -> None:
        if route.request.url.startswith(self.address) or route.request.url.startswith(("data:", "blob:")):
            route.continue_()
            return
        self.outside.append(route.request.url)
        route.abort()

    def open(self, path: str) -> Page:
        self.page.goto(f"{self.address}{path}")
        self.page.get_by_test_id("stText").first.wait_for(timeout=30_000)
        self.settled()
        return self.page

    def settled(self) -> None:
        """Wait until the script has run and the browser is quiet."""
        self.page.wait_for_timeout(450)  # until a click has reached the script, on a loaded machine too
        self.page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for(timeout=30_000)
        self.page.wait_for_timeout(300)
        assert self.page.get_by_test_id("stException").count() == 0

    def arrived(self, part: str = "", *, ending: str = "") -> None:
        """Wait until the address holds a part or ends so, and the page is drawn; a loaded machine takes a while."""
        self.page.wait_for_url(lambda url: part in url and url.endswith(ending))
        self.settled()

    def sentence(self) -> str:
        """The selection as the page states it."""
        told = self.page.get_by_test_id("stText").filter(has_text=re.compile(r"^[\d,]+ incidents? of ")).first
        return told.inner_text()

    def marks(self) -> int:
        """How many incidents the map draws."""
        return self.page.frame_locator("iframe").locator(".incident").count()

    def in_map(self, script: str) -> object:
        """The value of a script in the map's frame."""
        frame = next(frame for frame in self.page.frames if "streamlit_folium" in frame.url)
        return frame.evaluate(script)

    def open_map(self, path: str = "/map", *, empty: bool = False) -> Page:
        page = self.open(path)
        awaited = ".legend" if empty else ".incident"
        page.frame_locator("iframe").locator(awaited).first.wait_for(state="attached", timeout=30_000)
        self.settled()
        return page


@pytest.fixture
def visitor(browser: Browser, atlas_address: str) -> Iterator[Visitor]:
    context = browser.new_context(viewport={"width": 1400, "height": 900}, accept_downloads=True)
    context.set_default_timeout(20_000)
    yield Visitor(context.new_page(), atlas_address)
    context.close()


@pytest.fixture
def hostile_visitor(browser: Browser, hostile_address: str) -> Iterator[Visitor]:
    context = browser.new_context(viewport={"width": 1400, "height": 900})
    context.set_default_timeout(20_000)
    yield Visitor(context.new_page(), hostile_address)
    context.close()


@pytest.fixture(scope="package")
def dense_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serve_script(environment={"INCIDENTS": str(write_dense_file(tmp_path_factory.mktemp("dense")))}) as address:
        yield address


@pytest.fixture
def dense_visitor(browser: Browser, dense_address: str) -> Iterator[Visitor]:
    context = browser.new_context(viewport={"width": 1400, "height": 900})
    context.set_default_timeout(20_000)
    yield Visitor(context.new_page(), dense_address)
    context.close()


@pytest.fixture
def phone(browser: Browser, atlas_address: str) -> Iterator[Visitor]:
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, color_scheme="dark")
    yield Visitor(context.new_page(), atlas_address)
    context.close()


@pytest.fixture(scope="session")
def bundled_csv() -> Path:
    return Path(__file__).parent.parent.parent / "data" / "incidents.csv"

"""A browser that reaches this machine only, and servers with the bundled and with hostile incidents."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Dialog,
    Frame,
    FrameLocator,
    Locator,
    Page,
    Request,
    expect,
)
from playwright.sync_api import TimeoutError as TooLate

from tests.browser.dense import write_dense_file
from tests.browser.hostile import write_hostile_files
from tests.browser.script_runs import COUNT_RUNS, DESCRIBE_RUNS
from tests.chromium import chromium
from tests.serving import serve_script

expect.set_options(timeout=60_000)  # as that of the contexts: generous, since a loaded machine is slow, not wrong


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


IDLE = '[data-testid="stApp"][data-test-script-state="notRunning"]'
SUMMARY = re.compile(r"^(All )?[\d,]+ (of [\d,]+ )?incidents?(:|$)")
# st_folium holds back for 250 ms what it reports. Timers of one frame fire in the order of their times, so this one
# fires after any that st_folium has started.
MAP_REPORTED = "new Promise((resolve) => setTimeout(resolve, 251))"
# Incidents that the map shows: in marks of their own, in clusters and in areas.
SHOWN = "[...document.querySelectorAll('[data-count]')].reduce((sum, node) => sum + Number(node.dataset.count), 0)"
MAP_AT_REST = """() => window.Faultline && Faultline.map && !Faultline.map._animatingZoom
  && !(Faultline.map._panAnim && Faultline.map._panAnim._inProgress)"""


def without_view(url: str) -> str:
    """An address without what the map's script keeps in it: where the map is, and its layers."""
    address, _, query = url.partition("?")
    parts = [part for part in query.split("&") if part and not part.startswith(("at=", "layers="))]
    return "?".join(filter(None, (address, "&".join(parts))))


class Visitor:
    """A page that records requests to other hosts, which the browser refuses, script errors and dialogs."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address = page, address
        self.outside: list[str] = []
        self.errors: list[str] = []
        self.dialogs: list[str] = []
        page.add_init_script(COUNT_RUNS)
        page.on("request", self._record_outside)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("dialog", self._dismiss)

    def _dismiss(self, dialog: Dialog) -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    def _record_outside(self, request: Request) -> None:
        if not request.url.startswith((self.address, "data:", "blob:")):
            self.outside.append(request.url)

    @property
    def frame(self) -> FrameLocator:
        """The map's frame, for locators."""
        return self.page.frame_locator("iframe").first

    @property
    def marks(self) -> Locator:
        """The incidents that the map draws one by one."""
        return self.frame.locator(".incident")

    @property
    def summary(self) -> Locator:
        """The line that says how many incidents are selected, by which filters."""
        return self.page.get_by_test_id("stText").filter(has_text=SUMMARY).first

    def open(self, path: str) -> Page:
        """Open a path and wait until its script has run."""
        self.page.goto(f"{self.address}{path}")
        self.page.locator(".st-key-menu, .st-key-quiet").first.wait_for(timeout=60_000)
        self.idle()
        return self.page

    def open_map(self, path: str = "/map", *, empty: bool = False) -> Page:
        """Open a path with a map and wait until the map has drawn and reported everything."""
        page = self.open(path)
        self.frame.locator(".legend" if empty else "[data-count]").first.wait_for(state="attached", timeout=60_000)
        self.wait_for_map()
        return page

    def idle(self) -> None:
        """Wait until no script runs, and check that none has failed."""
        self.page.locator(IDLE).wait_for(timeout=60_000)
        assert self.page.locator("[data-testid=stException], [class*=st-key-failure]").count() == 0

    @contextmanager
    def rerun(self) -> Iterator[None]:
        """Do something that runs the script again, and wait until it has."""
        before = self.page.evaluate("window.endedRuns")
        yield
        try:
            self.page.wait_for_function("(before) => window.endedRuns > before", arg=before)
        except TooLate:
            pytest.fail(f"No run ended after the {before} before. {self.page.evaluate(DESCRIBE_RUNS)}")
        self.idle()

    def arrived(self, part: str = "", *, ending: str = "") -> None:
        """Wait until the address without the map's own part holds a part or ends so, and the page is drawn."""
        self.page.wait_for_url(lambda url: part in without_view(url) and without_view(url).endswith(ending))
        self.idle()

    def view(self) -> list[float]:
        """The longitude and latitude of the map's middle, and its zoom."""
        position: list[float] = self.in_map(
            "(({lng, lat}) => [lng, lat, Faultline.map.getZoom()])(Faultline.map.getCenter())"
        )
        return position

    def shows(self, number: int) -> None:
        """Wait until the map shows so many incidents: in marks of their own, in clusters and in areas."""
        self.wait_in_map(f"{SHOWN} === {number}")

    def map_frame(self) -> Frame:
        """The map's frame, for scripts."""
        self.frame.locator(".leaflet-container").wait_for(state="attached")
        return next(frame for frame in self.page.frames if "streamlit_folium" in frame.url)

    def in_map(self, script: str) -> Any:
        """The value of a script in the map's frame."""
        return self.map_frame().evaluate(script)

    def wait_in_map(self, script: str) -> None:
        """Wait until a script in the map's frame has a true value."""
        self.map_frame().wait_for_function(script)

    def wait_for_map(self) -> None:
        """Wait until the map no longer moves and all that it reports has reached the script."""
        self.wait_in_map(MAP_AT_REST)
        self.in_map(MAP_REPORTED)
        self.idle()


DESK: dict[str, Any] = {
    "viewport": {"width": 1400, "height": 900},
    "reduced_motion": "reduce",
    "accept_downloads": True,
}
PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "has_touch": True,
    "color_scheme": "dark",
    "reduced_motion": "reduce",
}


@contextmanager
def open_context(browser: Browser, options: dict[str, Any]) -> Iterator[BrowserContext]:
    """A browser of its own, whose cache is empty at first."""
    context = browser.new_context(**options)
    context.set_default_timeout(60_000)
    yield context
    context.close()


@contextmanager
def visit(context: BrowserContext, address: str) -> Iterator[Visitor]:
    """A page of its own that leaves nothing behind but the files in the browser's cache."""
    page = context.new_page()
    yield Visitor(page, address)
    page.evaluate("self.origin === 'null' || localStorage.clear()")  # from outside it may come before the last write
    session = context.new_cdp_session(page)
    session.send("Storage.clearDataForOrigin", {"origin": address, "storageTypes": "cookies"})
    page.close()


# One for all tests: of Streamlit's three megabytes of scripts, each would fetch and compile every one again.
@pytest.fixture(scope="package")
def desk(browser: Browser) -> Iterator[BrowserContext]:
    with open_context(browser, DESK) as context:
        yield context


@pytest.fixture(scope="package")
def handheld(browser: Browser) -> Iterator[BrowserContext]:
    with open_context(browser, PHONE) as context:
        yield context


Record = Callable[[str, object], None]  # what a test measures, for the report of a run


@pytest.fixture
def visitor(desk: BrowserContext, atlas_address: str, record_property: Record) -> Iterator[Visitor]:
    with visit(desk, atlas_address) as visitor:
        yield visitor
        record_property("outside_requests", len(visitor.outside))


@pytest.fixture
def hostile_visitor(desk: BrowserContext, hostile_address: str, record_property: Record) -> Iterator[Visitor]:
    with visit(desk, hostile_address) as visitor:
        yield visitor
        record_property("outside_requests", len(visitor.outside))


@pytest.fixture
def dense_visitor(desk: BrowserContext, dense_address: str, record_property: Record) -> Iterator[Visitor]:
    with visit(desk, dense_address) as visitor:
        yield visitor
        record_property("outside_requests", len(visitor.outside))


@pytest.fixture
def phone(handheld: BrowserContext, atlas_address: str, record_property: Record) -> Iterator[Visitor]:
    with visit(handheld, atlas_address) as visitor:
        yield visitor
        record_property("outside_requests", len(visitor.outside))


@pytest.fixture(scope="package")
def dense_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serve_script(environment={"INCIDENTS": str(write_dense_file(tmp_path_factory.mktemp("dense")))}) as address:
        yield address


@pytest.fixture(scope="session")
def bundled_csv() -> Path:
    return Path(__file__).parent.parent.parent / "data" / "incidents.csv"

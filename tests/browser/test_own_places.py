"""Over the real server: a name is placed where the reader's own data have it, and never where somebody else's do."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import DESK, Visitor, open_context
from tests.browser.test_servers import PATIENCE_MS
from tests.serving import serve_script

HEADER = "date,title,place,country,lat,lon\n"
POINTS = {"first": ("30.20123", "66.90123"), "second": ("30.20123", "71.50123")}
OWN = {"first": "Balochistan", "second": "Punjab"}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    environment = {"SHARED": "1", "WORKSPACE": str(tmp_path_factory.mktemp("workspaces"))}
    with serve_script(environment=environment) as address:
        yield address


@contextmanager
def reader(browser: Browser, address: str) -> Iterator[Visitor]:
    with open_context(browser, DESK) as context:
        context.set_default_timeout(PATIENCE_MS)
        yield Visitor(context.new_page(), address)


def add_file(reader: Visitor, path: Path, line: str) -> None:
    path.write_text(f"{HEADER}2024-01-16,{path.stem},{line}\n")
    reader.page.locator("input[type=file]").set_input_files(path)
    reader.page.get_by_text("1 row in = 1 accepted + 0 rejected + 0 duplicates").wait_for()
    reader.idle()


def test_two_readers_have_each_the_places_of_their_own_data(browser: Browser, address: str, tmp_path: Path) -> None:
    with reader(browser, address) as first, reader(browser, address) as second:
        readers = {"first": first, "second": second}
        for name, visitor in readers.items():
            page = visitor.open("/data")
            add_file(visitor, tmp_path / f"{name}.csv", f"Sohr Kalay,Pakistan,{','.join(POINTS[name])}")
            page.get_by_role("button", name="Store 1 row").click()
            page.get_by_text(f"Stored as “{name}.csv”").wait_for()
            visitor.idle()
        for name, visitor in readers.items():
            page = visitor.open(f"/data?{data_of(visitor)}")
            add_file(visitor, tmp_path / f"blank {name}.csv", "Sohr Kalay,Pakistan,,")
            expect(page.get_by_text(f"means Sohr Kalay, {OWN[name]}, Pakistan (likely, ").last).to_be_visible()
            expect(page.get_by_text(f"names are right): 1 row of {name}.csv places it here").last).to_be_visible()
            visitor.open_map(f"/map?{data_of(visitor)}")
            page.get_by_role("textbox", name="Incidents around a place").fill("sohr-kalay")
            page.get_by_role("button", name="Search", exact=True).click()
            latitude, longitude = POINTS[name]
            visitor.arrived(f"around={longitude}%2C{latitude}%2C100")
            expect(page.get_by_text(f"1 row of {name}.csv places it here").last).to_be_visible()


def data_of(visitor: Visitor) -> str:
    """The part of the address that says whose data are shown."""
    match = re.search(r"data=[\w-]+", visitor.page.url)
    assert match is not None
    return match[0]

"""People with accounts: whose data they look at, what they may do, and who did what."""

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from pages.parts.frame.link_warnings import OWN_WARNING
from tests.browser.conftest import DESK, Visitor, open_context
from tests.browser.test_servers import PATIENCE_MS, upload
from tests.geo.gate.oidc_house import House, log_in, run_house, run_provider

# The provider's own, not ours: it is written for an older Authlib.
pytestmark = [
    pytest.mark.filterwarnings("ignore:get_jwt_config:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:authlib.jose module:DeprecationWarning"),
]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("people")
    with run_provider() as issuer, run_house(issuer, folder) as house:
        yield house


@contextmanager
def visit(browser: Browser, house: House, person: str) -> Iterator[Visitor]:
    """Somebody who has logged in."""
    cookies = log_in(house, person)[0].cookies
    with open_context(browser, DESK) as context:
        context.add_cookies([{"name": name, "value": value, "url": house.server} for name, value in cookies.items()])
        context.set_default_timeout(PATIENCE_MS)
        visitor = Visitor(context.new_page(), house.server)
        yield visitor
        assert (visitor.errors, visitor.dialogs, visitor.outside) == ([], [], [])


def test_each_has_the_house_and_data_of_their_own(browser: Browser, house: House, tmp_path: Path) -> None:
    with visit(browser, house, "ana") as ana:
        page = ana.open("/data")
        expect(page.get_by_text("You are logged in as Ana <b>Çelik</b>. You may add imports")).to_be_visible()
        page.get_by_text("My own data", exact=True).click()
        ana.arrived(ending="/data?data=own")
        upload(ana, tmp_path / "anas.csv", "anas")
        expect(page.locator(".st-key-menu").get_by_text("My own data")).to_be_visible()
        ana.open("/timeline?data=own&q=anas")
        expect(page.locator(".lines a.title")).to_have_text(["anas"])
        ana.open("/filter?data=own")
        page.get_by_text("Feeds and API").click()
        expect(page.get_by_text(OWN_WARNING).last).to_be_visible()
        expect(page.get_by_text("The link contains the key")).to_have_count(0)
        ana.open("/data")
        expect(page.get_by_text("Nothing is stored yet.")).to_be_visible()
    with visit(browser, house, "ben") as ben:
        page = ben.open("/data?data=own")
        expect(page.get_by_text("Nothing is stored yet.")).to_be_visible()
        page.get_by_text("The house's data", exact=True).click()
        ben.arrived(ending="/data")
        upload(ben, tmp_path / "bens.csv", "bens")
        expect(page.get_by_text("Add an incident")).to_have_count(0)  # who may import may not change incidents
        ben.open("/history")
        expect(page.get_by_text("1 change")).to_be_visible()
        with page.expect_download() as download:
            page.get_by_role("button", name="Download as CSV").click()
        (row,) = csv.DictReader(download.value.path().read_text(encoding="utf-8-sig").splitlines())
        assert (row["person"], row["action"], row["subject"]) == ("Ben", "added an import", "bens.csv")

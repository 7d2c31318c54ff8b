"""A user's file: uploaded, questioned, stored, seen on the map, deleted and restored."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Visitor
from tests.serving import serve_script

SHEET = (
    "Date;Town;Country;Title\n"
    "03/04/2023;Quetta;Pakistan;<img src=x onerror=alert(1)>\n"
    "05/06/2023;Zahedan;Iran;{{7*7}}\n"
    "the other day;Khash;Iran;No date\n"
)


@pytest.fixture
def analyst(browser: Browser, tmp_path: Path) -> Iterator[Visitor]:
    with serve_script(environment={"WORKSPACE": str(tmp_path / "workspace")}) as address:
        context = browser.new_context(viewport={"width": 1400, "height": 900}, accept_downloads=True)
        context.set_default_timeout(60_000)
        yield Visitor(context.new_page(), address)
        context.close()


def test_a_file_is_uploaded_answered_stored_seen_deleted_and_restored(analyst: Visitor, tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.csv"
    sheet.write_text(SHEET, encoding="cp1252")
    page = analyst.open("/data")
    page.locator("input[type=file]").set_input_files(sheet)
    page.get_by_text("3 rows in = 0 accepted + 3 rejected + 0 duplicates").wait_for()
    analyst.idle()
    page.get_by_text("The day stands first").click()
    page.get_by_role("button", name="Apply answer").click()
    page.get_by_text("3 rows in = 2 accepted + 1 rejected + 0 duplicates").wait_for()
    analyst.idle()
    with page.expect_download() as started:
        page.get_by_role("button", name="Row-by-row report").click()
    assert "the other day" in Path(started.value.path()).read_text(encoding="utf-8-sig")
    page.get_by_role("button", name="Store 2 rows").click()
    page.get_by_text("Stored as “sheet.csv”").wait_for()
    expect(page.get_by_text("In the atlas: 25 incidents", exact=True)).to_be_visible()
    page.get_by_role("link", name="Show on the map").click()
    analyst.shows(2)
    expect(analyst.summary).to_have_text(re.compile("^2 of 25 incidents"))
    analyst.idle()
    page.get_by_role("link", name=re.compile("Data$")).click()
    page.get_by_role("button", name="Delete", exact=True).click()
    page.get_by_text("Deleted “sheet.csv”").wait_for()
    page.get_by_text("Deleted (1)").click()
    page.get_by_role("button", name="Restore").click()
    page.get_by_text("Restored “sheet.csv”").wait_for()
    assert (analyst.dialogs, analyst.errors, analyst.outside) == ([], [], [])

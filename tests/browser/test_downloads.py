"""The download by button, the file by address and the table hold the same rows."""

import csv
import io
import re
from pathlib import Path
from urllib.request import urlopen

from playwright.sync_api import expect

from tests.browser.conftest import Visitor

QUERY = "actor=Jaish+al-Adl"


def test_button_address_and_hand_give_the_same_rows(visitor: Visitor, bundled_csv: Path) -> None:
    page = visitor.open(f"/filter?{QUERY}")
    with page.expect_download() as started:
        page.get_by_role("link", name="Download CSV").click()
    by_button = Path(started.value.path()).read_bytes()
    with urlopen(f"{visitor.address}/api/incidents.csv?{QUERY}") as answer:
        by_address = answer.read()
        name = answer.headers["Content-Disposition"]
    assert by_button == by_address
    assert started.value.suggested_filename in name
    downloaded = [row["incident_id"] for row in csv.DictReader(io.StringIO(by_address.decode("utf-8-sig")))]
    with bundled_csv.open(encoding="utf-8", newline="") as file:
        expected = [
            row["incident_id"] for row in csv.DictReader(file) if "Jaish al-Adl" in (row["actor_a"], row["actor_b"])
        ]
    assert sorted(downloaded) == sorted(expected)
    expect(visitor.summary).to_have_text(re.compile(f"^{len(downloaded)} of 23 incidents"))


def test_the_download_follows_the_filter(visitor: Visitor) -> None:
    page = visitor.open("/filter")
    names = set()
    for path in ("/filter", "/filter?contested=1", "/filter?country=Iran"):
        visitor.open(path)
        with page.expect_download() as started:
            page.get_by_role("link", name="Download CSV").click()
        names.add((started.value.suggested_filename, len(Path(started.value.path()).read_bytes())))
    assert len(names) == 3


def test_a_row_opens_the_incident_in_full(visitor: Visitor) -> None:
    page = visitor.open("/filter?incident=FLT-0012")
    page.get_by_text("Who says what").wait_for()
    text = page.locator(".record").inner_text()
    for words in (
        "Iran’s state media",
        "stated this, then withdrew it",
        "HalVash",
        "in response to this incident",
        "Pakistan recalls its ambassador from Tehran",
    ):
        assert words in text


def test_the_address_of_the_file_is_on_the_page(visitor: Visitor) -> None:
    page = visitor.open(f"/filter?{QUERY}")
    page.get_by_text(f"{visitor.address}/api/incidents.csv?{QUERY}").wait_for()

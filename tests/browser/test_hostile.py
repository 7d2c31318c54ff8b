"""Hostile text in every field: nothing runs on the server or in the browser, and the text shows up literally."""

from urllib.parse import quote, urlencode

import pytest
from playwright.sync_api import expect

from geo.query.selection import MAX_REPEATED
from tests.browser.conftest import Visitor
from tests.browser.hostile import PAYLOADS

OPEN = """(payload) => {
  const names = [...document.querySelectorAll("[data-count]")];
  const mark = names.find((node) => node.getAttribute("aria-label").includes(payload));
  ["mouseover", "click"].forEach((kind) => mark.dispatchEvent(new MouseEvent(kind, {bubbles: true})));
}"""


def assert_unharmed(visitor: Visitor) -> None:
    assert visitor.page.evaluate("window.faultlineAttacked") is None
    assert visitor.outside == []
    assert visitor.dialogs == []
    assert visitor.errors == []
    assert visitor.page.get_by_test_id("stException").count() == 0


def test_the_map_draws_all_and_every_popup_is_literal(hostile_visitor: Visitor) -> None:
    hostile_visitor.open_map()
    hostile_visitor.shows(len(PAYLOADS))
    for number, payload in enumerate(PAYLOADS):
        hostile_visitor.in_map(f"void Faultline.map.setView([{26 + number / 4}, {60 + number / 2}], 9)")
        hostile_visitor.wait_for_map()
        hostile_visitor.map_frame().evaluate(OPEN, payload)
        popup = hostile_visitor.frame.locator(".popup").filter(has_text=payload)
        popup.locator("dl").wait_for()
        assert payload in popup.inner_text()
        assert "1337" not in popup.inner_text()
    assert_unharmed(hostile_visitor)


@pytest.mark.parametrize("path", ["/map", "/timeline", "/filter", "/about"])
def test_every_page_is_literal(hostile_visitor: Visitor, path: str) -> None:
    page = hostile_visitor.open(path)
    page.wait_for_load_state("networkidle")
    assert "1337" not in page.content()
    if path == "/timeline":
        text = page.get_by_test_id("stMain").inner_text()
        assert [payload for payload in PAYLOADS if payload not in text] == []
    assert_unharmed(hostile_visitor)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_an_incident_in_full_is_literal(hostile_visitor: Visitor, payload: str) -> None:
    number = PAYLOADS.index(payload)
    page = hostile_visitor.open(f"/filter?incident={quote(f'{number} {payload}')}")
    page.get_by_text("Who says what").wait_for()
    assert page.locator(".record").inner_text().count(payload) >= 6
    assert_unharmed(hostile_visitor)


def test_hostile_parameters_in_the_address_are_literal(visitor: Visitor) -> None:
    for payload in PAYLOADS[::3]:
        page = visitor.open(f"/filter?{urlencode({payload: 1})}")
        expect(page.get_by_test_id("stApp")).to_contain_text(f"Unknown parameter “{payload[:MAX_REPEATED]}")
        assert_unharmed(visitor)


@pytest.mark.parametrize("key", ["actor", "place", "q", "from", "bbox", "incident"])
def test_hostile_values_in_the_address_are_literal(visitor: Visitor, key: str) -> None:
    for payload in PAYLOADS[::3]:
        page = visitor.open(f"/filter?{urlencode({key: payload})}")
        assert payload in page.get_by_test_id("stApp").inner_text() or payload in page.content()
        assert_unharmed(visitor)

"""Hostile text in every field: nothing runs on the server or in the browser, and the text shows up literally."""

import re
from urllib.parse import quote, urlencode

import pytest
from playwright.sync_api import expect

from geo.query.parameters import MAX_UNKNOWN_LISTED
from geo.query.selection import MAX_REPEATED
from tests.browser.conftest import Visitor
from tests.browser.hostile import PAYLOADS
from tests.thoroughness import items

HASH = re.compile("[0-9a-f]{4,}(?:-[0-9a-f]{4,})+|[0-9a-f]{8,}")  # of files and elements: any digits may be in one
KEYS = ("actor", "place", "q", "from", "bbox", "incident")

# True once the mark is there and open.
OPEN = """(payload) => {
  const names = [...document.querySelectorAll("[data-count]")];
  const mark = names.find((node) => node.getAttribute("aria-label").includes(payload));
  if (!mark) return false;
  ["mouseover", "click"].forEach((kind) => mark.dispatchEvent(new MouseEvent(kind, {bubbles: true})));
  return true;
}"""


# What somebody might bring into a page who has found a hole in it: a script, and handlers in attributes.
INTRUDERS = (
    "const node = document.createElement('script'); node.textContent = '{mark}'; document.body.append(node)",
    "const node = document.createElement('div'); node.innerHTML = '<img src=x onerror=\"{mark}\">';"
    "document.body.append(node)",
    "const node = document.createElement('a'); node.href = 'javascript:{mark}'; document.body.append(node);"
    "node.click()",
)
MARK = "window.faultlineAttacked = 1"
# Becomes true once the browser has refused as many.
COUNT_REFUSALS = "window.refusals = 0; document.addEventListener('securitypolicyviolation', () => window.refusals++); 0"


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
        hostile_visitor.map_frame().wait_for_function(OPEN, arg=payload)
        popup = hostile_visitor.frame.locator(".popup").filter(has_text=payload)
        popup.locator("dl").wait_for()
        assert payload in popup.inner_text()
        assert "1337" not in popup.inner_text()
    assert_unharmed(hostile_visitor)


@pytest.mark.parametrize("path", ["/map", "/timeline", "/filter", "/about"])
def test_every_page_is_literal(hostile_visitor: Visitor, path: str) -> None:
    # The map has drawn all when it says so; its requests may go on for longer than anybody waits.
    page = hostile_visitor.open_map(path) if path == "/map" else hostile_visitor.open(path)
    assert "1337" not in HASH.sub("", page.content())
    if path == "/timeline":
        titles = page.locator(".st-key-list-timeline .title")
        expect(titles).to_have_count(len(PAYLOADS))
        assert sorted(titles.all_inner_texts()) == sorted(PAYLOADS)
    assert_unharmed(hostile_visitor)


@pytest.mark.parametrize("payload", items(PAYLOADS[::4], PAYLOADS))
def test_an_incident_in_full_is_literal(hostile_visitor: Visitor, payload: str) -> None:
    number = PAYLOADS.index(payload)
    page = hostile_visitor.open(f"/filter?incident={quote(f'{number} {payload}')}")
    page.get_by_text("Who says what").wait_for()
    assert page.locator(".record").inner_text().count(payload) >= 6
    assert_unharmed(hostile_visitor)


@pytest.mark.parametrize("start", range(0, len(PAYLOADS), MAX_UNKNOWN_LISTED))
def test_hostile_parameters_in_the_address_are_literal(visitor: Visitor, start: int) -> None:
    payloads = PAYLOADS[start : start + MAX_UNKNOWN_LISTED]
    page = visitor.open(f"/filter?{urlencode({payload: 1 for payload in payloads})}")
    for payload in payloads:
        expect(page.get_by_test_id("stMain")).to_contain_text(f"“{payload[:MAX_REPEATED]}")
    assert_unharmed(visitor)


@pytest.mark.parametrize("payload", PAYLOADS[::3])
def test_hostile_values_in_the_address_are_literal(visitor: Visitor, payload: str) -> None:
    page = visitor.open(f"/filter?{urlencode(dict.fromkeys(KEYS, payload))}")
    main = page.get_by_test_id("stMain")
    expect(main).to_contain_text(f"No incident has the identifier “{payload}”")
    expect(main).to_contain_text(f"No incident names an actor “{payload}”")
    expect(visitor.summary).to_contain_text(f"that mention “{payload}”")
    text = main.inner_text()
    assert [key for key in ("from", "bbox", "place") if f"{key}: {payload!r}" not in text] == []
    assert_unharmed(visitor)


@pytest.mark.parametrize("in_frame", [False, True])
def test_no_script_runs_that_is_not_ours(hostile_visitor: Visitor, *, in_frame: bool) -> None:
    hostile_visitor.open_map()
    place = hostile_visitor.map_frame() if in_frame else hostile_visitor.page.main_frame
    place.evaluate(COUNT_REFUSALS)
    for number, intruder in enumerate(INTRUDERS, 1):
        place.evaluate(f"{{ {intruder.replace('{mark}', MARK)}; }} 0")
        place.wait_for_function(f"() => window.refusals >= {number}")
    assert place.evaluate("window.faultlineAttacked") is None
    assert_unharmed(hostile_visitor)

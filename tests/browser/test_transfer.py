"""What every page asks the server for, by Chromium's own network log."""

from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Browser, expect

from geo.web.compression.media_types import is_compressible
from geo.web.compression.middleware import SMALLEST_BYTES
from tests.bench.transfer import Transfer, wait_until_quiet, watch
from tests.browser.conftest import Visitor

PAGES = ("/map", "/timeline", "/filter", "/compare", "/data", "/duplicates", "/changes", "/about")


@pytest.mark.parametrize("path", PAGES)
def test_a_deep_link_asks_for_nothing_twice_and_for_nothing_that_is_not_there(visitor: Visitor, path: str) -> None:
    transfer = Transfer()
    watch(visitor.page, transfer)
    visitor.open(f"{path}?country=Pakistan" if path == "/map" else path)
    wait_until_quiet(visitor.page, transfer)
    bad = {status: n for status, n in transfer.statuses.items() if status >= 400}
    assert not bad
    assert not transfer.fetched_twice()


def test_every_answer_that_gets_smaller_is_compressed(visitor: Visitor) -> None:
    transfer = Transfer()
    watch(visitor.page, transfer)
    visitor.open_map()
    wait_until_quiet(visitor.page, transfer)
    bare = [address for key, address in transfer.addresses.items() if transfer.encodings[key] == "identity"]
    assert len(bare) < len(transfer.addresses) / 2
    for address in bare:
        if address.startswith(visitor.address):
            assert not _gets_smaller(address), address


def test_a_second_visit_fetches_next_to_nothing(browser: Browser, visitor: Visitor) -> None:
    visitor.open_map()
    first, second = visitor.page, visitor.page.context.new_page()
    first.close()
    transfer = Transfer()
    watch(second, transfer)
    second.goto(f"{visitor.address}/map")
    expect(second.frame_locator("iframe").first.locator(".leaflet-map-pane")).to_be_attached()
    wait_until_quiet(second, transfer)
    assert transfer.kb() < 50
    assert len(transfer.addresses) > 100


def test_an_icon_is_drawn_and_not_spelt(visitor: Visitor) -> None:
    visitor.open("/filter")
    icon = visitor.page.get_by_test_id("stIconMaterial").first
    icon.wait_for(state="attached")
    visitor.page.evaluate("document.fonts.ready")
    # A name of several letters that is drawn as one icon is as wide as high.
    widths = icon.evaluate(
        """(icon) => {
          const probe = document.createElement("span");
          probe.style.cssText = `font: 40px "Material Symbols Rounded"; position: absolute; white-space: nowrap`;
          document.body.append(probe);
          return ["download", "keyboard_double_arrow_right", "expand_more", "map"].map((name) => {
            probe.textContent = name;
            return probe.getBoundingClientRect().width;
          });
        }"""
    )
    assert widths == [40, 40, 40, 40]


def _gets_smaller(address: str) -> bool:
    """Whether an answer is text and long enough to gain by compression."""
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https"):
        return False
    with urlopen(Request(address, headers={"Accept-Encoding": "identity"})) as answer:
        is_long = int(answer.headers.get("Content-Length", SMALLEST_BYTES)) >= SMALLEST_BYTES
        return is_long and is_compressible(answer.headers.get("Content-Type", ""))

"""What every page asks the server for, by Chromium's own network log."""

from collections.abc import Iterator
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Browser

from geo.web.compression.media_types import is_compressible
from geo.web.compression.middleware import SMALLEST_BYTES
from tests.bench.transfer import Transfer, wait_until_quiet, watch
from tests.browser.conftest import DESK, Visitor, open_context, visit

PAGES = ("/map", "/timeline", "/filter", "/compare", "/data", "/duplicates", "/changes", "/about")


@pytest.fixture
def newcomer(browser: Browser, atlas_address: str) -> Iterator[Visitor]:
    """A visitor whose browser has nothing yet."""
    with open_context(browser, DESK) as context, visit(context, atlas_address) as visitor:
        yield visitor


def test_a_deep_link_asks_for_nothing_twice_and_for_nothing_that_is_not_there(newcomer: Visitor) -> None:
    for path in PAGES:
        transfer = Transfer()
        watch(newcomer.page, transfer)
        newcomer.open(path)
        wait_until_quiet(newcomer.page, transfer)
        assert not {status: n for status, n in transfer.statuses.items() if status >= 400}, path
        assert not transfer.fetched_twice(), path


def test_what_gets_smaller_is_compressed_and_a_second_visit_fetches_next_to_nothing(newcomer: Visitor) -> None:
    first, second = Transfer(), Transfer()
    watch(newcomer.page, first)
    newcomer.open_map()
    wait_until_quiet(newcomer.page, first)
    bare = [address for key, address in first.addresses.items() if first.encodings[key] == "identity"]
    assert not [address for address in bare if _gets_smaller(address)]
    assert len(bare) < len(first.addresses) / 2
    page = newcomer.page.context.new_page()
    watch(page, second)
    page.goto(f"{newcomer.address}/map")
    page.frame_locator("iframe").first.locator(".leaflet-map-pane").wait_for(state="attached")
    wait_until_quiet(page, second)
    assert second.kb() < 50
    assert len(second.addresses) > 100


def test_an_icon_is_drawn_and_not_spelt(visitor: Visitor) -> None:
    visitor.open("/filter")
    widths = visitor.page.evaluate(
        """async (names) => {
          const font = `40px "Material Symbols Rounded"`;
          await document.fonts.load(font);
          const probe = document.createElement("span");
          probe.style.cssText = `font: ${font}; position: absolute; white-space: nowrap`;
          document.body.append(probe);
          return names.map((name) => {
            probe.textContent = name;
            return Math.round(probe.getBoundingClientRect().width);
          });
        }""",
        ["download", "keyboard_double_arrow_right", "expand_more", "map", "no_such_icon"],
    )
    *drawn, spelt = widths
    assert drawn == [40] * 4  # a name that is drawn is as wide as high
    assert spelt > 40


def _gets_smaller(address: str) -> bool:
    """Whether an answer is text and long enough to gain by compression."""
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https"):
        return False
    with urlopen(Request(address, headers={"Accept-Encoding": "identity"})) as answer:
        is_long = int(answer.headers.get("Content-Length", SMALLEST_BYTES)) >= SMALLEST_BYTES
        return is_long and is_compressible(answer.headers.get("Content-Type", ""))

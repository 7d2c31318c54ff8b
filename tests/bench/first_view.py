"""How long the map takes to draw its first mark, and to redraw after a filter, beside an empty st_folium map."""

import time
from collections.abc import Callable
from statistics import median

from playwright.sync_api import Browser, Page

from tests.bench.figures import Figure
from tests.chromium import chromium
from tests.serving import serve_script

RUNS = 7
FIRST_VIEW_LIMIT = 1.5  # empty maps
REDRAW_LIMIT = 0.5
TIMEOUT_MS = 60_000


def figures() -> list[Figure]:
    """Both figures as ratios to the first draw of the empty map in the same run: medians of interleaved visits."""
    with serve_script() as atlas, serve_script("tests/bench/empty_map.py") as peer, chromium() as browser:
        visit(browser, peer, _wait_for_map), visit(browser, atlas, _wait_for_marks)  # warm both servers up
        empty, first, redraw = [], [], []
        for _ in range(RUNS):
            empty.append(visit(browser, peer, _wait_for_map))
            first.append(visit(browser, f"{atlas}/map", _wait_for_marks))
            redraw.append(refilter(browser, f"{atlas}/map"))
    limit = median(empty)
    return [
        Figure("empty st_folium map, first draw", limit, "s", 1.0, None),
        Figure(
            "map with the bundled incidents, first mark", median(first), "s", median(first) / limit, FIRST_VIEW_LIMIT
        ),
        Figure("a filter set, to the redrawn map", median(redraw), "s", median(redraw) / limit, REDRAW_LIMIT),
    ]


def visit(browser: Browser, address: str, wait: Callable[[Page], None]) -> float:
    """Seconds from navigation, with an empty cache, until `wait` returns."""
    context = browser.new_context(viewport={"width": 1400, "height": 900})
    page = context.new_page()
    start = time.perf_counter()
    page.goto(address, wait_until="commit")
    wait(page)
    elapsed = time.perf_counter() - start
    context.close()
    return elapsed


def refilter(browser: Browser, address: str) -> float:
    """Seconds from a click on a filter's checkbox until the map has fewer marks."""
    context = browser.new_context(viewport={"width": 1400, "height": 900})
    page = context.new_page()
    page.goto(address)
    _wait_for_marks(page)
    page.wait_for_timeout(1000)
    box = page.locator(".st-key-filter-contested label").first
    box.scroll_into_view_if_needed()
    frame = next(frame for frame in page.frames if "streamlit_folium" in frame.url)
    before = frame.evaluate("document.querySelectorAll('[data-count]').length")
    start = time.perf_counter()
    box.click()
    frame.wait_for_function(
        f"document.querySelectorAll('[data-count]').length < {before}", polling=10, timeout=TIMEOUT_MS
    )
    elapsed = time.perf_counter() - start
    context.close()
    return elapsed


def _wait_for_map(page: Page) -> None:
    page.frame_locator("iframe").locator(".leaflet-map-pane").wait_for(state="attached", timeout=TIMEOUT_MS)


def _wait_for_marks(page: Page) -> None:
    page.frame_locator("iframe").locator("[data-count]").first.wait_for(state="attached", timeout=TIMEOUT_MS)

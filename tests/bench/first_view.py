"""How long the map takes to its first mark, and to redraw after a filter, beside an empty st_folium map."""

import time
from collections.abc import Callable
from statistics import median

from playwright.sync_api import Browser, Page

from tests.bench.figures import Figure
from tests.chromium import chromium
from tests.serving import serve_script

RUNS = 7
FIRST_VIEW_LIMIT = 1.5
REDRAW_LIMIT = 0.5
PATIENCE_MS = 60_000


def figures() -> list[Figure]:
    """Both figures as ratios to the empty map's first draw in the same run, medians of interleaved visits."""
    with serve_script() as atlas, serve_script("tests/bench/empty_map.py") as peer, chromium() as browser:
        visit(browser, peer, _map_ready), visit(browser, atlas, _marks_ready)  # both servers warm
        empty, first, redraw = [], [], []
        for _ in range(RUNS):
            empty.append(visit(browser, peer, _map_ready))
            first.append(visit(browser, f"{atlas}/map", _marks_ready))
            redraw.append(refilter(browser, f"{atlas}/map"))
    limit = median(empty)
    return [
        Figure("empty st_folium map, first draw", limit, "s", 1.0, None),
        Figure(
            "map with the bundled incidents, first mark", median(first), "s", median(first) / limit, FIRST_VIEW_LIMIT
        ),
        Figure("a filter set, to the redrawn map", median(redraw), "s", median(redraw) / limit, REDRAW_LIMIT),
    ]


def visit(browser: Browser, address: str, ready: Callable[[Page], None]) -> float:
    """Seconds from navigation in a fresh context, its cache empty, to what `ready` waits for."""
    context = browser.new_context(viewport={"width": 1400, "height": 900})
    page = context.new_page()
    start = time.perf_counter()
    page.goto(address, wait_until="commit")
    ready(page)
    took = time.perf_counter() - start
    context.close()
    return took


def refilter(browser: Browser, address: str) -> float:
    """Seconds from a click on a filter's checkbox to the map with fewer marks."""
    context = browser.new_context(viewport={"width": 1400, "height": 900})
    page = context.new_page()
    page.goto(address)
    _marks_ready(page)
    page.wait_for_timeout(1000)
    box = page.locator(".st-key-filter-contested label").first
    box.scroll_into_view_if_needed()
    frame = next(frame for frame in page.frames if "streamlit_folium" in frame.url)
    before = frame.evaluate("document.querySelectorAll('.incident').length")
    start = time.perf_counter()
    box.click()
    frame.wait_for_function(
        f"document.querySelectorAll('.incident').length < {before}", polling=10, timeout=PATIENCE_MS
    )
    took = time.perf_counter() - start
    context.close()
    return took


def _map_ready(page: Page) -> None:
    page.frame_locator("iframe").locator(".leaflet-map-pane").wait_for(state="attached", timeout=PATIENCE_MS)


def _marks_ready(page: Page) -> None:
    page.frame_locator("iframe").locator(".incident").first.wait_for(state="attached", timeout=PATIENCE_MS)

"""How far what is seen moves while a page loads, and when a filter is set: Chromium's cumulative layout shift.

Beside the limit above which the web's own measure no longer calls a page steady.
"""

from statistics import median

from playwright.sync_api import Browser, Page

from tests.bench.figures import Figure
from tests.chromium import chromium
from tests.serving import serve_script

PATHS = ("/map", "/timeline", "/filter", "/compare")
LOADS = 5
LIMIT = 0.1  # “good” by web.dev's Core Web Vitals
SETTLE_MS = 3_000  # after the script's end: frames and charts still arrive
IDLE = '[data-testid="stApp"][data-test-script-state="notRunning"]'
# Every shift counts, also those within half a second of a click, which the web's measure forgives.
OBSERVE = """if (window === window.top) {
  window.shift = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) window.shift += entry.value;
  }).observe({type: "layout-shift", buffered: true});
}"""
SHIFT = "window.shift"


def figures() -> list[Figure]:
    """The median shift of each page's loads, and of setting a filter, as ratios to the limit."""
    with serve_script() as atlas, chromium() as browser:
        shifts = {path: [_shifts(browser, f"{atlas}{path}") for _ in range(LOADS)] for path in PATHS}
    return [
        Figure(f"layout shift of {path}, {what}", value, "", value / LIMIT, 1.0)
        for path, pairs in shifts.items()
        for what, value in zip(("loaded", "filtered"), map(median, zip(*pairs, strict=True)), strict=True)
    ]


def _shifts(browser: Browser, address: str) -> tuple[float, float]:
    """The shift while a page loads with an empty cache, and the further one when a filter is set."""
    context = browser.new_context(viewport={"width": 1400, "height": 900})
    page = context.new_page()
    page.add_init_script(OBSERVE)
    page.goto(address)
    loaded = _settled(page)
    page.evaluate("window.shift = 0")
    page.get_by_text("Contested only").click()
    filtered = _settled(page)
    context.close()
    return loaded, filtered


def _settled(page: Page) -> float:
    page.wait_for_timeout(SETTLE_MS)
    page.locator(IDLE).wait_for(timeout=60_000)
    page.wait_for_timeout(SETTLE_MS)
    return float(page.evaluate(SHIFT))

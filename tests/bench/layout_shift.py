"""How far what is seen moves while a page loads, and when a filter is set: Chromium's cumulative layout shift.

Beside the limit above which the web's own measure no longer calls a page steady.
"""

from statistics import median

from playwright.sync_api import Browser

from tests.bench.figures import Figure
from tests.browser.conftest import DESK, Visitor, open_context, visit
from tests.chromium import chromium
from tests.serving import serve_script

# By page, what comes last: the map's marks, a chart, the table. An open map waits for its marks by itself.
PATHS = {
    "/map": "iframe",
    "/timeline": "[data-testid=stVegaLiteChart] :is(canvas, svg)",
    "/filter": "[data-testid=stDataFrame] canvas",
    "/compare?from=2024-01-16&to=2024-01-31": "iframe",
}
LOADS = 5
LIMIT = 0.1  # “good” by web.dev's Core Web Vitals
# Every shift counts, also those within half a second of a click, which the web's measure forgives.
OBSERVE = """if (window === window.top) {
  window.shift = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) window.shift += entry.value;
  }).observe({type: "layout-shift", buffered: true});
}"""
SHIFT = "window.shift"
FRAME = "requestAnimationFrame"


def figures() -> list[Figure]:
    """The median shift of each page's loads, and of setting a filter, as ratios to the limit."""
    with serve_script() as atlas, chromium() as browser:
        shifts = {path: [_shifts(browser, atlas, path) for _ in range(LOADS)] for path in PATHS}
    return [
        Figure(f"layout shift of {path}, {what}", value, "", value / LIMIT, 1.0)
        for path, pairs in shifts.items()
        for what, value in zip(("loaded", "filtered"), map(median, zip(*pairs, strict=True)), strict=True)
    ]


def _shifts(browser: Browser, address: str, path: str) -> tuple[float, float]:
    """The shift while a page loads with an empty cache, and the further one when a filter is set."""
    with open_context(browser, DESK) as context, visit(context, address) as visitor:
        page = visitor.page
        page.add_init_script(OBSERVE)
        visitor.open(path)
        page.locator(PATHS[path]).first.wait_for()
        page.wait_for_load_state("networkidle")  # frames and charts have fetched their parts
        loaded = _read_shift(visitor)
        with visitor.rerun():
            page.get_by_text("Contested only").click()
        return loaded, _read_shift(visitor) - loaded


def _read_shift(visitor: Visitor) -> float:
    """The shift so far, after two frames: what has arrived is painted then."""
    return float(visitor.page.evaluate(f"() => new Promise((done) => {FRAME}(() => {FRAME}(() => done({SHIFT}))))"))

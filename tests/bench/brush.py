"""Dragging the window of time over the map: `python -m tests.bench.brush [ROWS …]`, by default 3 million incidents.

In Chromium with a mouse: how often a second the map is drawn anew, how many requests that takes, and the bytes of the
cube that it needs, beside a redraw by request of the same windows in the same page.
"""

import sys
from collections.abc import Iterator
from typing import Any

from playwright.sync_api import Browser, Frame, Page, Request

from tests.bench.figures import Figure
from tests.bench.generator import incidents_file
from tests.chromium import chromium
from tests.serving import Server, serve_script

ROWS = 3_000_000
REDRAWS_A_SECOND = 20
CUBE_LIMIT_BYTES = 300_000
TIMEOUT_MS = 120_000
SECONDS = 4
VIEWS = {
    "the opening view": "",
    "the Middle East": "?at=53,31,5",
    "a country": "?at=69,31,6",
    "the world": "?at=40,20,2.5",
}
READY = "window.Faultline && Faultline.movingMarks && Faultline.movingMarks.state() === 'ready'"
# The mouse is down; it moves to and fro over the strip, a step a picture of the screen.
DRAG = """async ([seconds]) => {
  const plot = document.querySelector(".strip-plot");
  const { left, top, width, height } = plot.getBoundingClientRect();
  let redraws = 0;
  const count = ({ final }) => (redraws += final ? 0 : 1);
  Faultline.map.on("faultline:window", count);
  const start = performance.now();
  for (let step = 0; performance.now() - start < seconds * 1000; step += 1) {
    const share = 0.5 + 0.4 * Math.sin(step / 9);
    const at = { clientX: left + share * width, clientY: top + height / 2, bubbles: true, pointerId: 1 };
    plot.dispatchEvent(new PointerEvent("pointermove", at));
    await new Promise(requestAnimationFrame);
  }
  Faultline.map.off("faultline:window", count);
  return (redraws * 1000) / (performance.now() - start);
}"""
# The same windows, each asked of the server and drawn as marks at rest.
REQUESTS = """async ([seconds]) => {
  const edges = Faultline.strip.edges();
  const last = edges.length - 2;
  const start = performance.now();
  let redraws = 0;
  for (let step = 0; performance.now() - start < seconds * 1000; step += 1) {
    const bin = Math.round(last * (0.5 + 0.4 * Math.sin(step / 9)));
    const days = Faultline.timeBins.daysOf(edges, [Math.min(bin, last >> 2), Math.max(bin, last >> 2)]);
    const query = new URLSearchParams(Faultline.shown.query);
    query.set("from", days[0]);
    query.set("to", days[1]);
    const answer = await Faultline.fetchJson(Faultline.addressOfView("/api/clusters.json", query));
    Faultline.drawMarks(answer.incidents, answer.clusters);
    Faultline.drawIncidentAreas(answer.areas);
    await new Promise(requestAnimationFrame);
    redraws += 1;
  }
  return (redraws * 1000) / (performance.now() - start);
}"""


def lines(rows: int = ROWS) -> Iterator[str]:
    """All figures at a number of rows, as lines of the report."""
    yield f"-- dragging the window of time, {rows:,} incidents"
    with serve_script(environment={"INCIDENTS": str(incidents_file(rows))}) as server, chromium() as browser:
        for name, place in VIEWS.items():
            for figure in _measure_view(browser, server, name, place):
                yield figure.format()


def _measure_view(browser: Browser, server: Server, name: str, place: str) -> Iterator[Figure]:
    context = browser.new_context(viewport={"width": 1400, "height": 900})
    page = context.new_page()
    sizes: list[int] = []
    page.on("requestfinished", lambda request: _add_size(sizes, request))
    page.goto(f"{server}/map{place}")
    frame = _map_frame(page)
    frame.wait_for_function(READY, timeout=TIMEOUT_MS)
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    redraws = _drag(page, frame)
    n_requests = len(requests)
    page.keyboard.press("Escape")
    page.mouse.up()
    redraws_by_request: float = frame.evaluate(REQUESTS, [SECONDS])
    context.close()
    yield Figure(f"redraws while dragging, {name}", redraws, "/s", REDRAWS_A_SECOND / redraws, 1.0)
    yield Figure(
        "  by request, a redraw beside one while dragging", redraws_by_request, "/s", redraws / redraws_by_request, None
    )
    yield Figure("  requests while dragging, a redraw", n_requests / redraws / SECONDS, "", float(n_requests), 0.0)
    yield Figure("  the cube on the wire", max(sizes) / 1000, "kB", max(sizes) / CUBE_LIMIT_BYTES, 1.0)


def _add_size(sizes: list[int], request: Request) -> None:
    if "/api/cube" not in request.url:
        return
    sizes_of_request: Any = request.sizes()
    sizes.append(int(sizes_of_request["responseBodySize"]))


def _drag(page: Page, frame: Frame) -> float:
    box = page.frame_locator("iframe").locator(".strip-plot").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 4, box["y"] + box["height"] / 3)
    page.mouse.down()
    redraws: float = frame.evaluate(DRAG, [SECONDS])
    return redraws


def _map_frame(page: Page) -> Frame:
    page.frame_locator("iframe").locator("[data-count]").first.wait_for(state="attached", timeout=TIMEOUT_MS)
    return next(frame for frame in page.frames if "streamlit_folium" in frame.url)


if __name__ == "__main__":
    for number in tuple(int(argument.replace("_", "")) for argument in sys.argv[1:]) or (ROWS,):
        for line in lines(number):
            print(line, flush=True)

"""What a person waits for, and how much is sent: the first map, a filter, a pan; beside an empty map and peers."""

import os
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, Error, Frame, Page

from tests.bench.first_view import visit
from tests.serving import Server, serve_script

RUNS = 3
TIMEOUT_MS = 120_000
PEERS = {"FastMarkerCluster": "tests/bench/peer_cluster.py", "pydeck ScatterplotLayer": "tests/bench/peer_pydeck.py"}
MAX_PEER_ROWS = 100_000
SHOWN = "[...document.querySelectorAll('[data-count]')].reduce((sum, node) => sum + Number(node.dataset.count), 0)"
LOADED = f"() => ({SHOWN}) > 0"


def measure_drawing(browser: Browser, empty: Server, server: Server) -> Iterator[str]:
    """The first map, a filter and a pan, as ratios to the first draw of the empty map in the same run."""
    visit(browser, empty, _wait_for_empty_map), visit(browser, f"{server}/map", _wait_for_map)
    peer_seconds, first_seconds = [], []
    for _ in range(RUNS):
        peer_seconds.append(visit(browser, empty, _wait_for_empty_map))
        first_seconds.append(visit(browser, f"{server}/map", _wait_for_map))
    limit = median(peer_seconds)
    redraw, n_frames, size = _measure_session(browser, server)
    yield f"{'empty st_folium map, first draw':<57} {limit:8.2f} s"
    yield _format_line("map, first draw, warm server", median(first_seconds), limit, 2.0)
    yield _format_line("a filter set, to the redrawn map", redraw, limit, 0.6)
    verdict = "reached" if n_frames == 0 else "MISSED"
    yield f"{'pan and zoom: frames sent to the script':<57} {n_frames:8d}     {verdict}"
    verdict = "reached" if size <= 1e6 else "MISSED"
    yield f"{'bytes of a view, without cached assets':<57} {size / 1e6:8.3f} MB  of 1 MB ({verdict})"


def open_map(browser: Browser, server: Server) -> None:
    """Open the map once and wait for its last tile."""
    visit(browser, f"{server}/map", _wait_for_map)


def open_sessions(browser: Browser, server: Server, number: int) -> None:
    """Keep a number of further sessions open at the same time, then close them."""
    contexts = [browser.new_context() for _ in range(number)]
    for context in contexts:
        page = context.new_page()
        page.goto(f"{server}/map")
        _wait_for_map(page)
    for context in contexts:
        context.close()


def measure_peers(browser: Browser, empty: Server, path: Path, rows: int) -> Iterator[str]:
    """The same file drawn by the usual layers of the field."""
    if rows > MAX_PEER_ROWS and os.environ.get("PEERS") != "all":
        yield f"  peers not tried above {MAX_PEER_ROWS:,} (PEERS=all tries them)"
        return
    limit = visit(browser, empty, _wait_for_empty_map)
    for name, script in PEERS.items():
        wait = _wait_for_canvas if "pydeck" in name else _wait_for_clusters
        with serve_script(script, {"INCIDENTS": str(path)}) as peer:
            try:
                visit(browser, peer, wait)
                yield _format_line(f"  peer: {name}, first draw", visit(browser, peer, wait), limit, None)
            except Error as error:
                yield f"  peer: {name}: failed ({str(error).splitlines()[0][:70]})"


def _format_line(name: str, value: float, peer: float, limit: float | None) -> str:
    ratio = value / peer
    verdict = f"(to reach: {limit}; {'reached' if ratio <= limit else 'MISSED'})" if limit else ""
    return f"{name:<57} {value:8.2f} s   {ratio:5.2f} empty maps {verdict}"


def _measure_session(browser: Browser, server: Server) -> tuple[float, int, float]:
    """Seconds from a filter to the redrawn map, frames sent while panning and zooming, bytes of the first view."""
    context = browser.new_context(viewport={"width": 1400, "height": 900})
    page = context.new_page()
    traffic, sent = _count_bytes(page), [0]
    page.on("websocket", lambda socket: socket.on("framesent", lambda _: sent.__setitem__(0, sent[0] + 1)))
    page.goto(f"{server}/map")
    _wait_for_map(page)
    page.wait_for_timeout(1500)
    size, before, frame = float(traffic[0]), sent[0], _map_frame(page)
    for step in ("setZoom(Faultline.map.getZoom() + 2)", "panBy([400, 200])", "setZoom(Faultline.map.getZoom() - 1)"):
        frame.evaluate(f"Faultline.map.{step}; 0")
        page.wait_for_timeout(900)
    n_frames = sent[0] - before
    box = page.locator(".st-key-filter-contested label").first
    box.scroll_into_view_if_needed()
    before_filter = frame.evaluate(SHOWN)
    start = time.perf_counter()
    box.click()
    frame.wait_for_function(f"({SHOWN}) > 0 && ({SHOWN}) < {before_filter}", polling=10, timeout=TIMEOUT_MS)
    elapsed = time.perf_counter() - start
    context.close()
    return elapsed, n_frames, size


def _count_bytes(page: Page) -> list[int]:
    """Count the bytes that a page receives, without assets and Streamlit's own files: the only entry grows."""
    traffic = [0]
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    cacheable: set[str] = set()

    def on_response(event: dict[str, object]) -> None:
        url = str(event["response"]["url"])  # type: ignore[index]
        if "/assets/" in url or "/static/" in url or "/component/" in url:
            cacheable.add(str(event["requestId"]))

    def on_finished(event: dict[str, object]) -> None:
        if str(event["requestId"]) not in cacheable:
            traffic[0] += int(event["encodedDataLength"])  # type: ignore[call-overload]

    def on_frame(event: dict[str, object]) -> None:
        traffic[0] += len(str(event["response"]["payloadData"])) * 3 // 4  # type: ignore[index]

    session.on("Network.responseReceived", on_response)
    session.on("Network.loadingFinished", on_finished)
    session.on("Network.webSocketFrameReceived", on_frame)
    return traffic


def _map_frame(page: Page) -> Frame:
    return next(frame for frame in page.frames if "streamlit_folium" in frame.url)


def _wait_for_map(page: Page) -> None:
    page.frame_locator("iframe").locator("[data-count]").first.wait_for(state="attached", timeout=TIMEOUT_MS)
    _map_frame(page).wait_for_function(LOADED, polling=10, timeout=TIMEOUT_MS)


def _wait_for_empty_map(page: Page) -> None:
    page.frame_locator("iframe").locator(".leaflet-map-pane").wait_for(state="attached", timeout=TIMEOUT_MS)


def _wait_for_clusters(page: Page) -> None:
    marks = page.frame_locator("iframe").locator(".marker-cluster, .leaflet-marker-icon")
    marks.first.wait_for(state="attached", timeout=TIMEOUT_MS)


def _wait_for_canvas(page: Page) -> None:
    page.locator("#deckgl-overlay").wait_for(state="attached", timeout=TIMEOUT_MS)
    page.wait_for_function("() => document.querySelector('[data-testid=stDeckGlJsonChart] canvas')", timeout=TIMEOUT_MS)

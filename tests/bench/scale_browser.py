"""What a person waits for and what it costs the line: the first map, a filter, a pan; beside an empty map and peers."""

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, Error, Frame, Page

from tests.bench.first_view import visit
from tests.serving import Server, serve_script

RUNS = 3
PATIENCE_MS = 120_000
PEERS = {"FastMarkerCluster": "tests/bench/peer_cluster.py", "pydeck ScatterplotLayer": "tests/bench/peer_pydeck.py"}
PEERS_UP_TO = 100_000
LOADED = """() => {
  const tiles = [...document.querySelectorAll('img.density')];
  return document.querySelectorAll('.incident').length > 0
    || (tiles.length > 0 && tiles.every((tile) => tile.complete && tile.classList.contains('leaflet-tile-loaded')));
}"""
OTHER = "[...document.querySelectorAll('img.density')].some((tile) => tile.src.includes('contested=1'))"


def drawing(browser: Browser, empty: Server, server: Server, *, dense: bool) -> Iterator[str]:
    """The first map, a filter and a pan, as ratios to the empty map's first draw in the same run."""
    visit(browser, empty, _empty_ready), visit(browser, f"{server}/map", _drawn)
    peer, first = [], []
    for _ in range(RUNS):
        peer.append(visit(browser, empty, _empty_ready))
        first.append(visit(browser, f"{server}/map", _drawn))
    limit = median(peer)
    redraw, sent, size = _session(browser, server, dense=dense)
    yield f"{'empty st_folium map, first draw':<57} {limit:8.2f} s"
    yield _line("map, first draw, warm server", median(first), limit, 2.0)
    yield _line("a filter set, to the redrawn map", redraw, limit, 0.6)
    yield f"{'pan and zoom: frames sent to the script':<57} {sent:8d}     {'reached' if sent == 0 else 'MISSED'}"
    verdict = "reached" if size <= 1e6 else "MISSED"
    yield f"{'bytes of a view, cached assets aside':<57} {size / 1e6:8.3f} MB  of 1 MB ({verdict})"


def open_map(browser: Browser, server: Server) -> None:
    """Open the map once, to the last tile."""
    visit(browser, f"{server}/map", _drawn)


def sessions(browser: Browser, server: Server, number: int) -> None:
    """Keep so many further sessions open at once, then close them."""
    contexts = [browser.new_context() for _ in range(number)]
    for context in contexts:
        page = context.new_page()
        page.goto(f"{server}/map")
        _drawn(page)
    for context in contexts:
        context.close()


def peers(browser: Browser, empty: Server, path: Path, rows: int) -> Iterator[str]:
    """The same file drawn as the field's usual layers."""
    if rows > PEERS_UP_TO and os.environ.get("PEERS") != "all":
        yield f"  peers not tried above {PEERS_UP_TO:,} (PEERS=all tries them)"
        return
    limit = visit(browser, empty, _empty_ready)
    for name, script in PEERS.items():
        ready = _canvas_ready if "pydeck" in name else _cluster_ready
        with serve_script(script, {"INCIDENTS": str(path)}) as peer:
            try:
                visit(browser, peer, ready)
                yield _line(f"  peer: {name}, first draw", visit(browser, peer, ready), limit, None)
            except Error as error:
                yield f"  peer: {name}: failed ({str(error).splitlines()[0][:70]})"


def _line(name: str, value: float, peer: float, limit: float | None) -> str:
    ratio = value / peer
    verdict = f"(to reach: {limit}; {'reached' if ratio <= limit else 'MISSED'})" if limit else ""
    return f"{name:<57} {value:8.2f} s   {ratio:5.2f} empty maps {verdict}"


def _session(browser: Browser, server: Server, *, dense: bool) -> tuple[float, int, float]:
    """Seconds from a filter to the redrawn map, frames sent while panning and zooming, bytes of the first view."""
    context = browser.new_context(viewport={"width": 1400, "height": 900})
    page = context.new_page()
    traffic, sent = _listen(page), [0]
    page.on("websocket", lambda socket: socket.on("framesent", lambda _: sent.__setitem__(0, sent[0] + 1)))
    page.goto(f"{server}/map")
    _drawn(page)
    page.wait_for_timeout(1500)
    size, before, frame = float(traffic[0]), sent[0], _frame(page)
    for step in ("setZoom(Faultline.map.getZoom() + 2)", "panBy([400, 200])", "setZoom(Faultline.map.getZoom() - 1)"):
        frame.evaluate(f"Faultline.map.{step}; 0")
        page.wait_for_timeout(900)
    moved = sent[0] - before
    box = page.locator(".st-key-filter-contested label").first
    box.scroll_into_view_if_needed()
    marks = frame.evaluate("document.querySelectorAll('.incident').length")
    start = time.perf_counter()
    box.click()
    redrawn = f"({OTHER}) && ({LOADED})()" if dense else f"document.querySelectorAll('.incident').length < {marks}"
    changed = f"({redrawn}) || (document.querySelectorAll('.incident').length > 0 && {str(dense).lower()})"
    frame.wait_for_function(changed, polling=10, timeout=PATIENCE_MS)
    took = time.perf_counter() - start
    context.close()
    return took, moved, size


def _listen(page: Page) -> list[int]:
    """The bytes that a page gets, assets and Streamlit's own files aside; the only entry grows."""
    traffic = [0]
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    kept: set[str] = set()

    def answered(event: dict[str, object]) -> None:
        url = str(event["response"]["url"])  # type: ignore[index]
        if "/assets/" in url or "/static/" in url or "/component/" in url:
            kept.add(str(event["requestId"]))

    def finished(event: dict[str, object]) -> None:
        if str(event["requestId"]) not in kept:
            traffic[0] += int(event["encodedDataLength"])  # type: ignore[call-overload]

    def framed(event: dict[str, object]) -> None:
        traffic[0] += len(str(event["response"]["payloadData"])) * 3 // 4  # type: ignore[index]

    session.on("Network.responseReceived", answered)
    session.on("Network.loadingFinished", finished)
    session.on("Network.webSocketFrameReceived", framed)
    return traffic


def _frame(page: Page) -> Frame:
    return next(frame for frame in page.frames if "streamlit_folium" in frame.url)


def _drawn(page: Page) -> None:
    page.frame_locator("iframe").locator("img.density, .incident").first.wait_for(state="attached", timeout=PATIENCE_MS)
    _frame(page).wait_for_function(LOADED, polling=10, timeout=PATIENCE_MS)


def _empty_ready(page: Page) -> None:
    page.frame_locator("iframe").locator(".leaflet-map-pane").wait_for(state="attached", timeout=PATIENCE_MS)


def _cluster_ready(page: Page) -> None:
    marks = page.frame_locator("iframe").locator(".marker-cluster, .leaflet-marker-icon")
    marks.first.wait_for(state="attached", timeout=PATIENCE_MS)


def _canvas_ready(page: Page) -> None:
    page.locator("#deckgl-overlay").wait_for(state="attached", timeout=PATIENCE_MS)
    page.wait_for_function("document.querySelector('[data-testid=stDeckGlJsonChart] canvas')", timeout=PATIENCE_MS)


Ready = Callable[[Page], None]

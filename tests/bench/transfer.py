"""What a visit to the map transfers, cold and warm, by Chromium's own count, beside an empty st_folium map."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page

from tests.chromium import chromium
from tests.serving import serve_script

COLD_LIMIT_KB, OURS_LIMIT_KB, WARM_LIMIT_KB = 1300, 250, 50
MAX_VIEW_KB = 300  # of the relief and what else follows the outlines
TIMEOUT_MS = 60_000
POLL_MS, QUIET_MS = 100, 1000
BASE64_BYTES = 3 / 4  # of a character: DevTools gives binary messages so
OURS = ("/assets/", "/api/", "/tiles/")
FIRST_MARK = ".incident, .cluster"
OUTLINES = "/tiles/basemap/"
LATER = "/tiles/relief/"
SUBFRAME_PAGE = "/component/"  # fetched by the page, and by the frame, whose pages browsers cache apart


@dataclass
class Transfer:
    """The requests of a visit by their numbers, and the bytes that its websocket received."""

    addresses: dict[str, str] = field(default_factory=dict)
    n_bytes: dict[str, float] = field(default_factory=dict)
    statuses: Counter[int] = field(default_factory=Counter)
    encodings: dict[str, str] = field(default_factory=dict)
    pending: set[str] = field(default_factory=set)
    message_bytes: float = 0

    def kb(self, is_counted: Callable[[str], bool] = lambda _path: True) -> float:
        """The kB over HTTP, headers included, of the paths that count."""
        return sum(size for key, size in self.n_bytes.items() if is_counted(self.path(key))) / 1000

    def path(self, key: str) -> str:
        """The path of a request."""
        return urlsplit(self.addresses.get(key, "")).path

    def fetched_twice(self) -> list[str]:
        """The addresses that more than one request brought over the network."""
        counts = Counter(self.addresses[key] for key, size in self.n_bytes.items() if size)
        return [address for address, n in counts.items() if n > 1 and SUBFRAME_PAGE not in address]


def lines() -> Iterator[str]:
    """The bytes of a cold and a warm visit as lines of the report, each beside its limit or the peer."""
    with serve_script() as atlas, serve_script("tests/bench/empty_map.py") as peer, chromium() as browser:
        for address in (f"{atlas}/map", peer):
            for _ in range(2):  # what is asked for twice is compressed tightly, in the background
                _visit_anew(browser, address)
        context = browser.new_context(viewport={"width": 1400, "height": 900})
        cold, warm = record(context, f"{atlas}/map"), record(context, f"{atlas}/map")
        context.close()
        peer_kb = _visit_anew(browser, peer).kb()
    until_outlines = cold.kb(lambda path: not path.startswith(LATER))
    yield _line("cold visit, to the first mark and the outlines", until_outlines, COLD_LIMIT_KB)
    yield _line("  of these ours", cold.kb(_is_ours_and_needed), OURS_LIMIT_KB)
    yield _line("  relief after it", cold.kb(lambda path: path.startswith(LATER)), MAX_VIEW_KB)
    yield _line("warm visit", warm.kb(), WARM_LIMIT_KB)
    yield f"{'cold visit beside an empty st_folium map':<55} {until_outlines / peer_kb:8.2f} of {peer_kb:.0f} kB"
    for name, visit in (("cold", cold), ("warm", warm)):
        yield (
            f"{name + ': requests, of them fetched; 404; fetched twice':<55} {len(visit.addresses)}, "
            f"{sum(size > 0 for size in visit.n_bytes.values())}; {visit.statuses[404]}; {len(visit.fetched_twice())}"
        )
        yield f"{name + ': messages of the websocket, before compression':<55} {visit.message_bytes / 1000:8.1f} kB"


def record(context: BrowserContext, address: str, wait: Callable[[Page], None] | None = None) -> Transfer:
    """Visit an address in a new tab until its map and all that it asks for are there."""
    page, transfer = context.new_page(), Transfer()
    watch(page, transfer)
    page.goto(address, wait_until="commit")
    (wait or _wait_for_map)(page)
    wait_until_quiet(page, transfer)
    page.close()
    return transfer


def wait_until_quiet(page: Page, transfer: Transfer) -> None:
    """Wait until no request has been pending for a second."""
    n_quiet = 0
    while n_quiet * POLL_MS < QUIET_MS:
        page.wait_for_timeout(POLL_MS)
        n_quiet = 0 if transfer.pending else n_quiet + 1


def watch(page: Page, transfer: Transfer) -> None:
    """Count what a page transfers, as Chromium's network log has it: headers, and bodies as they were sent."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")

    def note_answer(event: dict[str, Any]) -> None:
        answer = event["response"]
        transfer.addresses[event["requestId"]] = answer["url"]
        transfer.statuses[answer["status"]] += 1
        headers = {name.lower(): value for name, value in answer["headers"].items()}
        transfer.encodings[event["requestId"]] = headers.get("content-encoding", "identity")

    def note_message(event: dict[str, Any]) -> None:
        frame = event["response"]
        transfer.message_bytes += len(frame["payloadData"]) * (BASE64_BYTES if frame["opcode"] == 2 else 1)

    def note_end(event: dict[str, Any]) -> None:
        transfer.n_bytes[event["requestId"]] = event["encodedDataLength"]
        transfer.pending.discard(event["requestId"])

    session.on("Network.requestWillBeSent", lambda event: transfer.pending.add(event["requestId"]))
    session.on("Network.loadingFailed", lambda event: transfer.pending.discard(event["requestId"]))
    session.on("Network.responseReceived", note_answer)
    session.on("Network.loadingFinished", note_end)
    session.on("Network.webSocketFrameReceived", note_message)


def _visit_anew(browser: Browser, address: str) -> Transfer:
    context = browser.new_context(viewport={"width": 1400, "height": 900})
    transfer = record(context, address)
    context.close()
    return transfer


def _wait_for_map(page: Page) -> None:
    """Wait for the first mark, or for the map alone where it is the empty one."""
    frame = page.frame_locator("iframe")
    frame.locator(".leaflet-map-pane").wait_for(state="attached", timeout=TIMEOUT_MS)
    if urlsplit(page.url).path == "/map":
        frame.locator(FIRST_MARK).first.wait_for(state="attached", timeout=TIMEOUT_MS)


def _is_ours_and_needed(path: str) -> bool:
    return path.startswith(OURS) and not path.startswith(LATER)


def _line(name: str, kb: float, limit_kb: float) -> str:
    verdict = "reached" if kb <= limit_kb else "MISSED"
    return f"{name:<55} {kb:8.1f} kB   ratio {kb / limit_kb:6.2f}  (limit: {limit_kb} kB; {verdict})"

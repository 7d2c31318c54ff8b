"""What an analyst's tasks cost from the map on: `python -m tests.bench.reruns`. Clicks, keys and reruns of the script.

Beside the clicks and keys that the same task took in version 0.7, counted by hand; its reruns were not counted then.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from playwright.sync_api import Browser, Locator, Page

from geo.core.formatting import pluralize
from tests.browser.conftest import DESK, Visitor, open_context, visit
from tests.chromium import chromium
from tests.serving import serve_script

MAX_CLICKS = 5


class Hand:
    """Somebody at the page, whose clicks and keys are counted. A key is one typed character or one pressed key."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        self.clicks = self.keys = 0

    @property
    def page(self) -> Page:
        return self.visitor.page

    def click(self, target: Locator) -> None:
        self.clicks += 1
        target.click()

    def type(self, target: Locator, text: str) -> None:
        self.clicks += 1
        self.keys += len(text)
        target.click()
        target.press_sequentially(text)

    def press(self, key: str) -> None:
        self.keys += 1
        self.page.keyboard.press(key)


@dataclass(frozen=True)
class Task:
    """Something to be done, what it cost before, and how it is done now."""

    name: str
    before: str
    do: Callable[[Hand], None]


def _download_a_group(hand: Hand) -> None:
    hand.click(hand.page.get_by_role("checkbox", name="Jaish al-Adl"))
    hand.visitor.arrived("actor=")
    hand.type(hand.page.get_by_label("From", exact=True), "1 Dec 2023")
    hand.press("Enter")
    hand.visitor.arrived("from=2023-12-01")
    hand.click(hand.page.get_by_role("link", name="Filter"))
    hand.visitor.arrived(ending="from=2023-12-01")
    with hand.page.expect_download():
        hand.click(hand.page.get_by_test_id("stDownloadButton").get_by_role("button").first)


def _read_the_claims(hand: Hand) -> None:
    hand.click(hand.visitor.frame.get_by_text("Iranian missile and drone strike in Balochistan").first)
    hand.visitor.frame.get_by_role("heading", name="Who says what").wait_for()


def _search_around(hand: Hand) -> None:
    hand.type(hand.page.get_by_role("textbox", name="Incidents around a place"), "Zahedan")
    hand.press("Enter")
    hand.visitor.arrived("around=")


def _filter_this_year(hand: Hand) -> None:
    hand.click(hand.page.get_by_role("button", name="This year"))
    hand.visitor.arrived("from=")


def _exclude_a_type(hand: Hand) -> None:
    hand.click(hand.page.get_by_role("button", name="Exclude Diplomatic"))
    hand.visitor.arrived("type=%21Diplomatic")


def _play(hand: Hand) -> None:
    hand.click(hand.visitor.frame.get_by_role("button", name="Play", exact=True))
    hand.visitor.frame.get_by_role("button", name="Pause").wait_for()


def _find_a_text(hand: Hand) -> None:
    hand.type(hand.page.get_by_role("searchbox", name="Search"), "ambassador")
    hand.press("Enter")
    hand.visitor.arrived("q=ambassador")


def _reach_the_map(hand: Hand) -> None:
    hand.press("Tab")
    hand.press("Enter")
    hand.visitor.wait_in_map("document.activeElement.classList.contains('leaflet-container')")


TASKS = (
    Task("a group's incidents since a day, as a file", "5 clicks, 14 keys", _download_a_group),
    Task("who claims what of one strike", "1 click; in full, a new tab", _read_the_claims),
    Task("incidents within 50 km of a town", "1 click, 2 fields", _search_around),
    Task("the incidents of this year", "2 dates, 16 keys", _filter_this_year),
    Task("everything but one type", "impossible", _exclude_a_type),
    Task("see the incidents in their order on the map", "2 clicks, 68 s of nothing", _play),
    Task("find a word", "1 field, the tenth", _find_a_text),
    Task("reach the map by keyboard alone", "42 keys", _reach_the_map),
)


def lines() -> Iterator[str]:
    """Each task as a line of the report."""
    with serve_script() as address, chromium() as browser:
        for task in TASKS:
            yield _measure(browser, address, task)


def _measure(browser: Browser, address: str, task: Task) -> str:
    with open_context(browser, DESK) as context, visit(context, address) as visitor:
        visitor.open_map()
        hand, before = Hand(visitor), visitor.page.evaluate("window.endedRuns")
        task.do(hand)
        visitor.idle()  # each task ends with what it waits for
        reruns = visitor.page.evaluate("window.endedRuns") - before
    verdict = "reached" if hand.clicks <= MAX_CLICKS else "MISSED"
    counts = ((hand.clicks, "click"), (hand.keys, "key"), (reruns, "rerun"))
    cost = ", ".join(pluralize(number, noun) for number, noun in counts)
    return f"{task.name:<55} {cost:<32} before: {task.before}  (limit: {MAX_CLICKS} clicks; {verdict})"


if __name__ == "__main__":
    for line in lines():
        print(line, flush=True)

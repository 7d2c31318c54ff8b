"""The timeline strip under the map: brushed by mouse and keys, undone, played, with its window in the address."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Locator, expect

from tests.browser.answers import Fulfilment
from tests.browser.conftest import SHOWN, Visitor
from tests.browser.dense import NUMBER

READY = "Faultline.movingMarks.state() === 'ready'"
# What the picture of moving marks has painted, as a number that differs with it.
PICTURE = """(() => {
  const canvas = document.querySelector(".moving-marks");
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  let sum = 0;
  for (let at = 3; at < data.length; at += 4) sum = (sum * 31 + data[at]) % 1000003;
  return sum;
})()"""
MOVING = "document.querySelector('.leaflet-container').classList.contains('moving')"


def open_strip(visitor: Visitor, path: str = "/map") -> Locator:
    """Open a map, wait until all that a moving window needs is there, and give the strip's bars."""
    visitor.open_map(path)
    visitor.wait_in_map(READY)
    return visitor.frame.locator(".strip-plot")


def x_of(visitor: Visitor, bin_: float) -> float:
    """Where a bin, or a share of one behind it, lies in the page."""
    box = visitor.frame.locator(".strip-plot").bounding_box()
    assert box is not None
    edges = visitor.in_map("Faultline.strip.edges()")
    day = edges[int(bin_)] + (bin_ - int(bin_)) * (edges[int(bin_) + 1] - edges[int(bin_)])
    return float(box["x"] + visitor.in_map(f"Faultline.strip.xInPlot({day})"))


def press(visitor: Visitor, bin_: float) -> float:
    """Press the mouse in the middle of a bin; gives the height in the page."""
    box = visitor.frame.locator(".strip-plot").bounding_box()
    assert box is not None
    height = box["y"] + box["height"] / 4
    visitor.page.mouse.move(x_of(visitor, bin_), height)
    visitor.page.mouse.down()
    return float(height)


def drag(visitor: Visitor, start: float, end: float) -> None:
    """Drag from a bin to another, and wait until the page filters by it."""
    height = press(visitor, start)
    visitor.page.mouse.move(x_of(visitor, (start + end) / 2), height)
    visitor.page.mouse.move(x_of(visitor, end), height)
    with visitor.rerun():
        visitor.page.mouse.up()


def days(visitor: Visitor, first: int, last: int) -> str:
    """The query of a window of bins."""
    start, end = visitor.in_map(f"Faultline.timeBins.daysOf(Faultline.strip.edges(), [{first}, {last}])")
    return f"from={start}&to={end}"


@contextmanager
def no_request(visitor: Visitor) -> Iterator[None]:
    """Nothing is asked for meanwhile, and the script does not run."""
    requests: list[str] = []
    visitor.page.on("request", lambda request: requests.append(request.url))
    runs = visitor.page.evaluate("window.endedRuns")
    yield
    assert requests == []
    assert visitor.page.evaluate("window.endedRuns") == runs


def test_the_map_follows_the_mouse_without_a_request_and_the_page_when_it_lets_go(dense_visitor: Visitor) -> None:
    open_strip(dense_visitor)
    dense_visitor.shows(NUMBER)
    number = len(dense_visitor.in_map("Faultline.strip.edges()")) - 1
    marker = dense_visitor.in_map("(window.unmounted = 'not remounted')")
    with no_request(dense_visitor):
        height = press(dense_visitor, 3.5)
        pictures = set()
        for bin_ in (20.5, 40.5, 60.5):
            dense_visitor.page.mouse.move(x_of(dense_visitor, bin_), height)
            dense_visitor.wait_in_map(f"document.querySelector('.strip-end.last').ariaValueNow === '{int(bin_)}'")
            pictures.add(dense_visitor.in_map(PICTURE))
        assert len(pictures) == 3
    with dense_visitor.rerun():
        dense_visitor.page.mouse.up()
    assert number > 60
    dense_visitor.arrived(days(dense_visitor, 3, 60))
    dense_visitor.wait_in_map(f"!({MOVING}) && {SHOWN} < {NUMBER}")
    count = dense_visitor.in_map(SHOWN)
    assert dense_visitor.summary.inner_text().startswith(f"{count:,} of {NUMBER:,} incidents")
    assert dense_visitor.in_map("window.unmounted") == marker


def test_a_window_is_moved_resized_and_undone(visitor: Visitor) -> None:
    open_strip(visitor)
    drag(visitor, 20.5, 30.5)
    visitor.arrived(days(visitor, 20, 30))
    drag(visitor, 25.5, 27.5)
    visitor.arrived(days(visitor, 22, 32))
    box = visitor.frame.locator(".strip-end.last").bounding_box()
    assert box is not None
    visitor.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 8)
    visitor.page.mouse.down()
    visitor.page.mouse.move(x_of(visitor, 40.5), box["y"] + 8)
    with visitor.rerun():
        visitor.page.mouse.up()
    visitor.arrived(days(visitor, 22, 40))
    for first, last in ((22, 32), (20, 30)):
        with visitor.rerun():
            visitor.page.keyboard.press("Control+z")
        visitor.arrived(days(visitor, first, last))
    undo = visitor.frame.get_by_role("button", name="Undo")
    undo.click()
    visitor.page.wait_for_url(lambda url: "from=" not in url)
    visitor.shows(12)
    expect(undo).to_be_disabled()


def test_a_click_takes_a_bar_and_a_double_click_or_escape_all_days(visitor: Visitor) -> None:
    open_strip(visitor)
    last = len(visitor.in_map("Faultline.strip.edges()")) - 2
    window = days(visitor, last, last)
    with visitor.rerun():
        press(visitor, last + 0.5)
        visitor.page.mouse.up()
    visitor.arrived(window)
    expect(visitor.summary).to_have_text(re.compile(r"^10 of 23 incidents"))
    with visitor.rerun():
        visitor.page.keyboard.press("Escape")
    visitor.page.wait_for_url(lambda url: "from=" not in url)
    visitor.frame.get_by_role("button", name="Undo").click()
    visitor.arrived(window)
    visitor.page.mouse.dblclick(x_of(visitor, 10.5), height_of(visitor))
    visitor.page.wait_for_url(lambda url: "from=" not in url)


def height_of(visitor: Visitor) -> float:
    box = visitor.frame.locator(".strip-plot").bounding_box()
    assert box is not None
    return float(box["y"] + box["height"] / 4)


def test_an_escape_while_dragging_changes_nothing_and_playing_begins_where_something_happens(visitor: Visitor) -> None:
    open_strip(visitor)
    height = press(visitor, 20.5)
    visitor.page.mouse.move(x_of(visitor, 40.5), height)
    visitor.wait_in_map(MOVING)
    with no_request(visitor):
        visitor.page.keyboard.press("Escape")
        visitor.page.mouse.up()
        visitor.wait_in_map(f"!({MOVING}) && {SHOWN} === 12")
    slider = visitor.frame.get_by_role("slider", name="Period")
    slider.press(" ")
    expect(visitor.frame.locator(".strip-play")).to_have_text("Pause")
    visitor.page.keyboard.press(" ")
    expect(visitor.frame.locator(".strip-play")).to_have_text("Play")
    assert visitor.in_map("Faultline.strip.countWithin(Faultline.player.window())") > 0
    assert visitor.page.url.count("from=") == 0


def test_keys_move_the_window_and_its_ends_and_say_the_days(visitor: Visitor) -> None:
    open_strip(visitor)
    first, last = (visitor.frame.get_by_role("slider", name=name) for name in ("First day", "Last day"))
    with visitor.rerun():
        first.press("End")
        visitor.page.keyboard.press("PageDown")
        visitor.page.keyboard.press("ArrowRight")
    end = len(visitor.in_map("Faultline.strip.edges()")) - 2
    start = end - round(end / 10) + 1
    visitor.arrived(days(visitor, start, end))
    assert first.get_attribute("aria-valuenow") == str(start)
    assert re.fullmatch(r"\d+ [A-Z][a-z]+ \d{4}", first.get_attribute("aria-valuetext") or "")
    expect(first).to_be_focused()
    period = visitor.frame.get_by_role("slider", name="Period")
    with visitor.rerun():
        period.press("Home")
    visitor.arrived(days(visitor, 0, end - start))
    with visitor.rerun():
        last.press("ArrowLeft")
        visitor.page.keyboard.press("Enter")
    visitor.arrived(days(visitor, 0, end - start - 1))


def test_days_that_are_set_elsewhere_are_the_window(visitor: Visitor) -> None:
    open_strip(visitor, "/map?from=2024-01-16&to=2024-01-16")
    readout = visitor.frame.locator(".strip-readout")
    expect(readout).to_have_text(re.compile(r"^16 January 2024 · \d+ incidents · 9 without a date left out$"))
    count = int(re.search(r"· (\d+) incidents", readout.inner_text()).group(1))  # type: ignore[union-attr]
    assert visitor.summary.inner_text().startswith(f"{count} of 23 ")


def test_playing_asks_nothing_of_the_page_and_its_window_is_in_the_address(dense_visitor: Visitor) -> None:
    open_strip(dense_visitor)
    readout, play = (dense_visitor.frame.locator(f".strip-{name}") for name in ("readout", "play"))
    runs = dense_visitor.page.evaluate("window.endedRuns")
    if dense_visitor.frame.locator(".strip-more").is_visible():
        dense_visitor.frame.locator(".strip-more").click()
    dense_visitor.frame.get_by_label("Speed").select_option("fast")
    dense_visitor.frame.get_by_label("loop").check()
    play.click()
    text = readout.text_content()
    for _ in range(2):
        expect(readout).not_to_have_text(text or "")
        text = readout.text_content()
    play.click()
    expect(play).to_have_text("Play")
    dense_visitor.page.wait_for_url(re.compile(r"play=\d{4}-\d\d-\d\d,\d{4}-\d\d-\d\d,loop,fast"))
    assert dense_visitor.page.evaluate("window.endedRuns") == runs
    paused, address = readout.text_content(), dense_visitor.page.url
    dense_visitor.wait_in_map(f"!({MOVING}) && {SHOWN} > 0 && {SHOWN} < {NUMBER}")
    count = dense_visitor.in_map(SHOWN)
    dense_visitor.page.reload()
    dense_visitor.idle()
    expect(readout).to_have_text(paused or "")
    dense_visitor.shows(count)
    assert dense_visitor.page.url == address
    expect(play).to_have_text("Play")
    dense_visitor.frame.get_by_role("button", name="All days").click()
    dense_visitor.page.wait_for_url(lambda url: "play=" not in url)
    dense_visitor.shows(NUMBER)


def test_days_of_a_link_that_lie_beside_the_data_show_all_and_say_so(dense_visitor: Visitor) -> None:
    dense_visitor.open_map("/map?play=1999-01-01,1999-02-01")
    notice = dense_visitor.frame.locator(".notice").filter(has_text="No incident has a date in the days of this link")
    expect(notice).to_have_count(1)
    dense_visitor.shows(NUMBER)
    dense_visitor.page.wait_for_url(lambda url: "play=" not in url)


def test_a_broken_cube_is_said_and_the_window_filters_all_the_same(dense_visitor: Visitor) -> None:
    Fulfilment(dense_visitor.page, "*/api/cube\\?*", 200, b"no cube", "application/x-faultline-cube")
    dense_visitor.open_map()
    note = dense_visitor.frame.locator(".strip-note")
    expect(note).to_have_text("Numbers by time could not be loaded; the map follows when you let go.")
    drag(dense_visitor, 10.5, 30.5)
    dense_visitor.arrived(days(dense_visitor, 10, 30))
    dense_visitor.wait_in_map(f"{SHOWN} > 0 && {SHOWN} < {NUMBER}")


def test_areas_in_colour_have_a_strip_that_filters_and_nothing_to_play(visitor: Visitor) -> None:
    visitor.open_map("/map?drawn=countries", empty=True)
    expect(visitor.frame.locator(".strip-play")).to_be_hidden()
    drag(visitor, 30.5, 45.5)
    visitor.arrived(days(visitor, 30, 45))

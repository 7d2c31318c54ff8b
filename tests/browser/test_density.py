"""Many incidents: squares in place of marks, and everything that marks would have told."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import Visitor
from tests.browser.dense import KNOT, NUMBER, WEAK

CENTRE = "Faultline.map.setView([29.4963, 60.8629], 9, {animate: false}); 0"
TILES = "[...document.querySelectorAll('img.density')].filter((tile) => tile.complete).map((tile) => tile.src)"


def open_dense(visitor: Visitor, path: str = "/map") -> None:
    page = visitor.open(path)
    page.frame_locator("iframe").locator("img.density").first.wait_for(state="attached", timeout=30_000)
    visitor.settled()


def tiles(visitor: Visitor) -> list[str]:
    found = visitor.in_map(TILES)
    assert isinstance(found, list)
    return found


def test_squares_are_drawn_in_place_of_marks(dense_visitor: Visitor) -> None:
    open_dense(dense_visitor)
    assert dense_visitor.marks() == 0
    assert tiles(dense_visitor)
    page = dense_visitor.page
    expect(page.get_by_text(f"{NUMBER - WEAK:,} incidents whose place is exact or near")).to_be_visible()
    expect(page.get_by_text(f"{WEAK} known only to a wider area")).to_be_visible()
    legend = page.frame_locator("iframe").locator(".legend")
    expect(legend.get_by_text("Incidents in a square")).to_be_visible()
    expect(legend.get_by_text("1,000–2,999")).to_be_visible()
    assert dense_visitor.outside == dense_visitor.errors == []


def test_panning_and_zooming_runs_no_script(dense_visitor: Visitor) -> None:
    sent: list[str] = []
    dense_visitor.page.on("websocket", lambda socket: socket.on("framesent", lambda _: sent.append("frame")))
    open_dense(dense_visitor)
    before, seen = len(sent), set(tiles(dense_visitor))
    assert before, "the frames are counted"
    dense_visitor.in_map("Faultline.map.setZoom(7, {animate: false}); 0")
    dense_visitor.page.wait_for_timeout(800)
    dense_visitor.in_map("Faultline.map.panBy([300, 100], {animate: false}); 0")
    dense_visitor.page.wait_for_timeout(800)
    assert len(sent) == before
    assert set(tiles(dense_visitor)) - seen


def test_a_click_lists_what_lies_there_and_a_hover_counts_it(dense_visitor: Visitor) -> None:
    open_dense(dense_visitor)
    dense_visitor.in_map(CENTRE)
    dense_visitor.page.wait_for_timeout(1_000)
    frame = dense_visitor.page.frame_locator("iframe")
    box = dense_visitor.page.locator("iframe").first.bounding_box()
    assert box
    middle = {"x": box["width"] / 2 - 3, "y": box["height"] / 2 + 3}  # the middle is where squares meet
    frame.locator(".leaflet-container").hover(position={"x": middle["x"] + 60, "y": middle["y"] + 40})
    frame.locator(".leaflet-container").hover(position=middle)
    expect(frame.locator(".hover")).to_contain_text(re.compile(rf"{KNOT:,} incidents in this square|1,0\d\d incidents"))
    frame.locator(".leaflet-container").click(position=middle)
    popup = frame.locator(".leaflet-popup")
    expect(popup).to_contain_text(re.compile(r"The 50 nearest of 1,0\d\d here"))
    dense_visitor.settled()  # the map moves to show the popup whole: a click meanwhile would hit what slides under it
    popup.locator("summary").first.click()
    expect(popup.locator("dt", has_text="Date").first).to_be_visible()


def test_the_keyboard_lists_what_lies_in_the_middle(dense_visitor: Visitor) -> None:
    open_dense(dense_visitor)
    dense_visitor.in_map(CENTRE)
    dense_visitor.page.wait_for_timeout(1_000)
    frame, keyboard = dense_visitor.page.frame_locator("iframe"), dense_visitor.page.keyboard
    ring = "getComputedStyle(document.querySelector('.leaflet-container'), '::after').borderTopStyle"
    assert dense_visitor.in_map(ring) == "none"
    frame.locator(".leaflet-container").focus()
    keyboard.press("ArrowLeft")
    dense_visitor.page.wait_for_timeout(1_000)
    keyboard.press("ArrowRight")
    dense_visitor.page.wait_for_timeout(1_000)
    assert dense_visitor.in_map(ring) == "solid"
    keyboard.press("Enter")
    popup = frame.locator(".leaflet-popup")
    expect(popup).to_contain_text(re.compile(r"The 50 nearest of 1,0\d\d here"))
    reached = ""
    for _ in range(5):  # a link of the popup may come before its list
        keyboard.press("Tab")
        reached = str(dense_visitor.in_map("document.activeElement.tagName"))
        if reached == "SUMMARY":
            break
    assert reached == "SUMMARY"
    keyboard.press("Enter")
    expect(popup.locator("dt", has_text="Date").first).to_be_visible()


def test_an_area_is_drawn_over_squares_without_asking_what_lies_under_its_corners(dense_visitor: Visitor) -> None:
    open_dense(dense_visitor)
    dense_visitor.in_map(CENTRE)
    dense_visitor.page.wait_for_timeout(1_000)
    page, frame = dense_visitor.page, dense_visitor.page.frame_locator("iframe")
    frame.locator(".leaflet-draw-draw-polygon").click()
    box = page.locator("iframe").first.bounding_box()
    assert box
    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)  # where the knot is
    for across, down in ((0, 4), (-60, -60), (60, -60), (0, 4)):
        page.mouse.click(middle[0] + across, middle[1] + down, delay=60)
        page.wait_for_timeout(500)
        assert frame.locator(".leaflet-popup").count() == 0
    page.wait_for_url(re.compile("area="))
    dense_visitor.settled()
    assert KNOT <= int(dense_visitor.sentence().split()[0].replace(",", "")) < KNOT + 100


def test_no_tile_beside_the_world_is_asked_for(dense_visitor: Visitor) -> None:
    asked: list[tuple[int, str]] = []
    dense_visitor.page.on("response", lambda answer: asked.append((answer.status, answer.url)))
    open_dense(dense_visitor)
    dense_visitor.in_map("Faultline.map.setView([0, 179], 3, {animate: false}); 0")
    dense_visitor.page.wait_for_timeout(1_500)
    answers = [(status, url) for status, url in asked if "/tiles/density/" in url]
    assert any("/tiles/density/3/7/" in url for _, url in answers)
    assert [answer for answer in answers if answer[0] != 200] == []


def test_a_filter_leads_from_squares_to_marks_and_back(dense_visitor: Visitor) -> None:
    open_dense(dense_visitor)
    page = dense_visitor.page
    dense_visitor.open("/map?actor=Few")
    page.frame_locator("iframe").locator(".incident").first.wait_for(state="attached")
    dense_visitor.settled()
    assert dense_visitor.marks() == 40
    assert tiles(dense_visitor) == []
    page.get_by_test_id("stBaseButton-tertiary").get_by_text("Clear all").click()
    page.frame_locator("iframe").locator("img.density").first.wait_for(state="attached")
    dense_visitor.settled()
    assert dense_visitor.marks() == 0
    assert all("actor" not in tile for tile in tiles(dense_visitor))


def test_a_new_filter_is_a_new_picture(dense_visitor: Visitor) -> None:
    open_dense(dense_visitor, "/map?from=2016-01-01")
    assert all("from=2016-01-01" in tile for tile in tiles(dense_visitor))
    dense_visitor.page.get_by_test_id("stBaseButton-tertiary").get_by_text("Clear all").click()
    dense_visitor.settled()
    dense_visitor.page.wait_for_timeout(1_000)
    assert tiles(dense_visitor)
    assert all("from=" not in tile for tile in tiles(dense_visitor))


def test_time_is_played_on_the_map_alone(dense_visitor: Visitor) -> None:
    sent: list[str] = []
    dense_visitor.page.on("websocket", lambda socket: socket.on("framesent", lambda _: sent.append("frame")))
    open_dense(dense_visitor)
    before = len(sent)
    play = dense_visitor.page.frame_locator("iframe").locator(".play")
    play.locator("summary").click()
    play.get_by_role("button", name="Play").click()
    dense_visitor.page.wait_for_timeout(3_000)
    play.get_by_role("button", name="Pause").click()
    dense_visitor.page.wait_for_timeout(1_000)
    told = play.locator("output").inner_text()
    first, last = re.findall(r"\d{4}-\d{2}-\d{2}", told)
    assert all(f"from={first}" in tile and f"to={last}" in tile for tile in tiles(dense_visitor))
    assert first > "2014-12-31"
    play.get_by_label("cumulative").check()
    dense_visitor.page.wait_for_timeout(1_500)
    assert play.locator("output").inner_text().startswith("2015-01-01 to ")
    play.locator("summary").click()
    dense_visitor.page.wait_for_timeout(1_500)
    assert all("from=" not in tile for tile in tiles(dense_visitor))
    assert len(sent) == before


def test_no_window_leaves_the_days_that_are_set_or_steps_over_one(dense_visitor: Visitor) -> None:
    open_dense(dense_visitor, "/map?from=2015-03-04&to=2024-10-10")
    play = dense_visitor.page.frame_locator("iframe").locator(".play")
    play.locator("summary").click()
    slider = play.get_by_label("The window's last day")
    for width in ("1 day", "1 week", "1 year", "5 years"):
        play.get_by_label("Length of the window").select_option(width)
        days = {"1 day": 1, "1 week": 7}.get(width, 365)
        assert int(slider.get_attribute("step") or 0) <= (days if days < 365 else 913)
        slider.focus()
        dense_visitor.page.keyboard.press("End")
        assert play.locator("output").inner_text().endswith(" to 2024-10-10")
        dense_visitor.page.keyboard.press("Home")
        assert play.locator("output").inner_text().startswith("2015-03-04 to ")


def test_time_is_played_over_marks_too(visitor: Visitor) -> None:
    visitor.open_map()
    every = visitor.marks()
    play = visitor.page.frame_locator("iframe").locator(".play")
    play.locator("summary").click()
    play.get_by_label("The window's last day").focus()
    visitor.page.keyboard.press("End")
    visitor.page.wait_for_timeout(500)
    assert 0 < visitor.marks() < every
    play.locator("summary").click()
    visitor.page.wait_for_timeout(500)
    assert visitor.marks() == every


def test_the_table_comes_a_page_at_a_time(dense_visitor: Visitor) -> None:
    page = dense_visitor.open("/filter")
    expect(page.get_by_text("Incidents 1 to 500 in order of date")).to_be_visible()
    page.get_by_label("Page, of 12").fill("12")
    page.get_by_label("Page, of 12").press("Enter")
    expect(page.get_by_text("Incidents 5,501 to 6,000 in order of date")).to_be_visible()
    expect(page.get_by_role("link", name="Download CSV")).to_have_attribute("href", re.compile(r"/api/incidents\.csv"))

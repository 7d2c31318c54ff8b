"""Squares that count incidents, a layer of choice in place of marks, and everything that marks would have told."""

import re

from playwright.sync_api import Position, expect

from tests.browser.conftest import Visitor
from tests.browser.dense import KNOT, NUMBER, WEAK

CENTRE = "Faultline.map.setView([29.4963, 60.8629], 9, {animate: false}); 0"
TILES = "[...document.querySelectorAll('img.density')].map((tile) => tile.src)"
ALL_LOADED = """(() => {
  const tiles = [...document.querySelectorAll('img.density')];
  return tiles.length > 0 && tiles.every((tile) => tile.complete && tile.classList.contains('leaflet-tile-loaded'));
})()"""


SQUARES = "Faultline.overlays['Density squares'].addTo(Faultline.map); 0"


def open_dense(visitor: Visitor, path: str = "/map") -> None:
    visitor.open_map(path)
    visitor.in_map(SQUARES)
    wait_for_tiles(visitor)


def wait_for_tiles(visitor: Visitor, holding: str = "", *, without: str = "") -> None:
    """Wait until all tiles are drawn and each one's address holds, or is without, a part."""
    visitor.wait_for_map()
    visitor.wait_in_map(ALL_LOADED)
    if holding:
        visitor.wait_in_map(f"{TILES}.every((url) => url.includes('{holding}'))")
    if without:
        visitor.wait_in_map(f"{TILES}.every((url) => !url.includes('{without}'))")
    visitor.wait_in_map(ALL_LOADED)


def move(visitor: Visitor, script: str) -> None:
    """Move the map by a script, and wait until it is drawn."""
    visitor.in_map(script)
    wait_for_tiles(visitor)


def tiles(visitor: Visitor) -> list[str]:
    urls = visitor.in_map(TILES)
    assert isinstance(urls, list)
    return urls


def test_squares_are_drawn_in_place_of_marks_and_the_legend_has_their_classes(dense_visitor: Visitor) -> None:
    open_dense(dense_visitor)
    expect(dense_visitor.frame.locator(".incident, .cluster")).to_have_count(0)
    assert tiles(dense_visitor)
    line = f"{NUMBER:,} on the map ({NUMBER - WEAK:,} exact, "
    expect(dense_visitor.page.get_by_text(line)).to_be_visible()
    legend = dense_visitor.frame.locator(".legend")
    expect(legend.get_by_text("Incidents in a square")).to_be_visible()
    expect(legend.get_by_text("1–2")).to_be_visible()
    expect(legend.get_by_text("10,000 or more")).to_have_count(0)
    dense_visitor.in_map("Faultline.overlays['Density squares'].remove(); 0")
    dense_visitor.shows(NUMBER)
    expect(legend.get_by_text("Incidents in a square")).to_have_count(0)
    assert dense_visitor.outside == dense_visitor.errors == []


def test_panning_and_zooming_runs_no_script_and_asks_for_no_tile_beside_the_world(dense_visitor: Visitor) -> None:
    sent: list[str] = []
    responses: list[tuple[int, str]] = []
    dense_visitor.page.on("websocket", lambda socket: socket.on("framesent", lambda _: sent.append("frame")))
    dense_visitor.page.on("response", lambda response: responses.append((response.status, response.url)))
    open_dense(dense_visitor)
    before, earlier_tiles = len(sent), set(tiles(dense_visitor))
    assert before, "the frames are counted"
    move(dense_visitor, "Faultline.map.setZoom(7, {animate: false}); 0")
    move(dense_visitor, "Faultline.map.panBy([300, 100], {animate: false}); 0")
    assert set(tiles(dense_visitor)) - earlier_tiles
    move(dense_visitor, "Faultline.map.setView([0, 179], 3, {animate: false}); 0")
    assert len(sent) == before
    density = [(status, url) for status, url in responses if "/tiles/density/" in url]
    assert any("/tiles/density/3/7/" in url for _, url in density)
    assert [response for response in density if response[0] != 200] == []


def test_a_click_lists_what_lies_there_and_a_hover_counts_it(dense_visitor: Visitor) -> None:
    open_dense(dense_visitor)
    move(dense_visitor, CENTRE)
    frame = dense_visitor.frame
    leaflet = frame.locator(".leaflet-container")
    box = leaflet.bounding_box()
    assert box
    middle: Position = {"x": box["width"] / 2 - 3, "y": box["height"] / 2 + 3}  # the middle is where squares meet
    leaflet.hover(position={"x": middle["x"] + 60, "y": middle["y"] + 40})
    leaflet.hover(position=middle)
    expect(frame.locator(".hover")).to_contain_text(re.compile(rf"{KNOT:,} incidents in this square|1,0\d\d incidents"))
    leaflet.click(position=middle)
    popup = frame.locator(".leaflet-popup")
    expect(popup).to_contain_text(re.compile(r"The 50 nearest of 1,0\d\d here"))
    dense_visitor.wait_for_map()  # it moves to show the popup whole: a click meanwhile would hit what slides under it
    popup.locator("summary").first.click()
    expect(popup.locator("dt", has_text="Date").first).to_be_visible()


def test_the_keyboard_lists_what_lies_in_the_middle(dense_visitor: Visitor) -> None:
    open_dense(dense_visitor)
    move(dense_visitor, CENTRE)
    frame, keyboard = dense_visitor.frame, dense_visitor.page.keyboard
    ring = "getComputedStyle(document.querySelector('.leaflet-container'), '::after').borderTopStyle"
    assert dense_visitor.in_map(ring) == "none"
    frame.locator(".leaflet-container").focus()
    start = dense_visitor.in_map("Faultline.map.getCenter().lng")
    keyboard.press("ArrowLeft")
    dense_visitor.wait_in_map(f"Faultline.map.getCenter().lng < {start}")
    wait_for_tiles(dense_visitor)
    west = dense_visitor.in_map("Faultline.map.getCenter().lng")
    keyboard.press("ArrowRight")
    dense_visitor.wait_in_map(f"Faultline.map.getCenter().lng > {west}")
    wait_for_tiles(dense_visitor)
    assert dense_visitor.in_map(ring) == "solid"
    keyboard.press("Enter")
    popup = frame.locator(".leaflet-popup")
    expect(popup).to_contain_text(re.compile(r"The 50 nearest of 1,0\d\d here"))
    focused = ""
    for _ in range(5):  # a link in the popup may come before its list
        keyboard.press("Tab")
        focused = str(dense_visitor.in_map("document.activeElement.tagName"))
        if focused == "SUMMARY":
            break
    assert focused == "SUMMARY"
    keyboard.press("Enter")
    expect(popup.locator("dt", has_text="Date").first).to_be_visible()


def test_an_area_is_drawn_over_squares_without_asking_what_lies_under_its_corners(dense_visitor: Visitor) -> None:
    open_dense(dense_visitor)
    move(dense_visitor, CENTRE)
    page, frame = dense_visitor.page, dense_visitor.frame
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    frame.locator(".leaflet-draw-draw-polygon").click()
    box = frame.locator(".leaflet-container").bounding_box()  # from the page's corner, not the frame's
    assert box
    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)  # where the knot is
    vertices = frame.locator(".leaflet-editing-icon")
    for number, (across, down) in enumerate(((0, 4), (-60, -60), (60, -60), (0, 4)), 1):
        page.mouse.click(middle[0] + across, middle[1] + down, delay=60)
        expect(vertices).to_have_count(number % 4)  # the last click closes the polygon
        dense_visitor.wait_for_map()  # Leaflet.draw ignores clicks for 50 ms after a corner
        expect(frame.locator(".leaflet-popup")).to_have_count(0)
    dense_visitor.arrived("area=")
    assert [url for url in requests if "/api/near.json" in url] == []
    assert KNOT <= int(dense_visitor.summary.inner_text().split()[0].replace(",", "")) < KNOT + 100


def test_a_new_filter_is_a_new_picture(dense_visitor: Visitor) -> None:
    open_dense(dense_visitor, "/map?from=2016-01-01")
    assert all("from=2016-01-01" in tile for tile in tiles(dense_visitor))
    dense_visitor.page.get_by_test_id("stBaseButton-tertiary").get_by_text("Clear all").click()
    wait_for_tiles(dense_visitor, without="from=")
    assert tiles(dense_visitor)


def test_the_table_comes_a_page_at_a_time(dense_visitor: Visitor) -> None:
    page = dense_visitor.open("/filter")
    expect(page.get_by_text("Incidents 1 to 500 of 6,000.")).to_be_visible()
    page.get_by_label("Page (1–12)").fill("12")
    page.get_by_label("Page (1–12)").press("Enter")
    expect(page.get_by_text("Incidents 5,501 to 6,000 of 6,000.")).to_be_visible()
    expect(page.get_by_role("link", name="Download CSV")).to_have_attribute("href", re.compile(r"/api/incidents\.csv"))

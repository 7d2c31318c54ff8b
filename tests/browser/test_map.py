"""The map as a person uses it."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import SHOWN, Visitor

CLICK = "void [...document.querySelectorAll('%s')].pop().dispatchEvent(new MouseEvent('click', {bubbles: true}))"
POINT = "(() => {const p = Faultline.map.latLngToContainerPoint([%s, %s]); return [p.x, p.y]})()"


def choose(visitor: Visitor, label: str, text: str) -> None:
    """Type the beginning of a filter's value and take the first one that is offered."""
    field = visitor.page.get_by_role("combobox", name=f"{label}: type to find others")
    field.press_sequentially(text)
    option = visitor.page.get_by_role("option").first
    expect(option).to_contain_text(text)
    expect(option).to_have_attribute("aria-selected", "true")
    with visitor.rerun():
        field.press("Enter")


def search(visitor: Visitor, place: str) -> None:
    """Search around a place with the form below the map."""
    visitor.page.get_by_role("textbox", name="Incidents around a place").fill(place)
    visitor.page.get_by_test_id("stFormSubmitButton").get_by_role("button").click()


def drag_box(visitor: Visitor, corners: tuple[tuple[float, float], tuple[float, float]]) -> None:
    """Draw a box between two corners given as latitude and longitude."""
    visitor.frame.locator(".leaflet-draw-draw-rectangle").click()
    offset = visitor.page.locator("iframe").bounding_box()
    assert offset is not None
    points = [visitor.in_map(POINT % corner) for corner in corners]
    (x1, y1), (x2, y2) = ((offset["x"] + p[0], offset["y"] + p[1]) for p in points)
    visitor.page.mouse.move(x1, y1)
    visitor.page.mouse.down()
    visitor.page.mouse.move(x2, y2, steps=6)
    visitor.page.mouse.up()


def test_every_placed_incident_is_drawn_areas_hatched_and_never_as_pins_and_the_rest_is_counted(
    visitor: Visitor,
) -> None:
    visitor.open_map()
    visitor.shows(12)
    sentence = "12 on the map (5 exact, 1 near, 6 as areas) · 11 have no known place"
    expect(visitor.page.get_by_text(sentence)).to_be_visible()
    assert visitor.outside == []
    assert visitor.errors == []
    expect(visitor.frame.locator("path.area-shape")).to_have_count(5)
    fills = visitor.in_map("[...document.querySelectorAll('.area-shape')].map((path) => path.getAttribute('fill'))")
    assert {fill.split("-")[0] for fill in fills} == {"url(#hatch"}
    assert visitor.in_map("[...document.querySelectorAll('.incident')].every((mark) => !mark.matches('.symbol-area'))")
    assert visitor.in_map("document.querySelectorAll('.leaflet-marker-icon img, img.leaflet-marker-icon').length") == 0


def test_a_filter_redraws_without_losing_the_view(visitor: Visitor) -> None:
    visitor.open_map()
    visitor.in_map("void Faultline.map.setView([29, 62], 6, {animate: false})")
    visitor.in_map("window.notRemounted = true")
    choose(visitor, "Actor", "Jaish")
    visitor.arrived(ending="/map?actor=Jaish+al-Adl")
    visitor.shows(3)
    assert visitor.in_map("window.notRemounted && Faultline.map.getZoom()") == 6
    assert visitor.in_map("[Faultline.map.getCenter().lat, Faultline.map.getCenter().lng].map(Math.round)") == [29, 62]


def test_a_popup_tells_facts_and_claims(visitor: Visitor) -> None:
    visitor.open_map("/map?contested=1")
    visitor.frame.locator(".area-name").click()
    popup = visitor.frame.locator(".popup")
    popup.get_by_text("Who says what").wait_for()
    text = popup.inner_text().lower()
    for words in (
        "16 January 2024",
        "Contested",
        "Jaish al-Adl",
        "HalVash",
        "withdrew",
        "Killed",
        "Pakistan recalls envoy",
    ):
        assert words.lower() in text
    popup.get_by_role("button", name="Open beside the map").click()
    expect(visitor.frame.locator(".record h2")).to_contain_text("Iranian missile and drone strike")


def test_incidents_at_one_place_share_a_popup(visitor: Visitor) -> None:
    visitor.open_map("/map?place=Tehran")
    visitor.shows(2)
    visitor.frame.locator(".cluster").click()
    expect(visitor.frame.locator(".popup summary")).to_have_count(2)


def test_the_first_click_hits_on_a_map_that_reaches_below_the_window(visitor: Visitor) -> None:
    visitor.page.set_viewport_size({"width": 1400, "height": 760})
    visitor.open_map("/map?place=Baghdad")
    visitor.marks.last.click()
    visitor.frame.locator(".popup").wait_for()


def test_a_drawn_box_filters_and_clearing_removes_it(visitor: Visitor) -> None:
    visitor.open_map()
    drag_box(visitor, ((37.5, 49.0), (34.0, 54.0)))
    visitor.arrived("bbox=")
    expect(visitor.summary).to_have_text(re.compile("^2 of 23 incidents"))
    expect(visitor.frame.locator(".selected-area")).to_have_count(1)
    visitor.page.get_by_role("button", name="Clear all").click()
    visitor.arrived(ending="/map")
    expect(visitor.frame.locator(".selected-area, .drawn")).to_have_count(0)
    visitor.shows(12)


def test_a_click_on_an_incident_is_no_drawing(visitor: Visitor) -> None:
    visitor.open_map()
    popup = visitor.frame.locator(".leaflet-popup")
    for mark in (".symbol-exact", ".symbol-near", ".area-name", ".area-shape"):
        visitor.in_map(CLICK % mark)
        popup.wait_for()
        visitor.wait_for_map()
        visitor.arrived(ending="/map")
        visitor.in_map("void Faultline.map.closePopup()")
        popup.wait_for(state="detached")


def test_a_drawn_polygon_filters(visitor: Visitor) -> None:
    visitor.open_map()
    visitor.in_map("void Faultline.map.setView([31, 48], 5, {animate: false})")
    visitor.wait_for_map()
    visitor.frame.locator(".leaflet-draw-draw-polygon").click()
    box = visitor.page.locator("iframe").bounding_box()
    assert box is not None
    corners = ((36.0, 42.0), (36.5, 47.0), (30.0, 46.5), (30.5, 42.5), (36.0, 42.0))
    vertices = visitor.frame.locator(".leaflet-editing-icon")
    for number, (latitude, longitude) in enumerate(corners, 1):
        x, y = visitor.in_map(POINT % (latitude, longitude))
        visitor.page.mouse.click(box["x"] + x, box["y"] + y)
        expect(vertices).to_have_count(number % len(corners))  # the last click closes the polygon
        visitor.wait_for_map()  # Leaflet.draw ignores clicks for 50 ms after a corner
    visitor.arrived("area=")
    # Baghdad; northern Iraq lies inside only possibly.
    expect(visitor.summary).to_have_text(re.compile("^1 of 23 incidents: .*in a drawn area of 4 corners"))


def test_a_search_around_a_place(visitor: Visitor) -> None:
    visitor.open_map()
    search(visitor, "Baghdad")
    visitor.arrived("around=44.4009")
    expect(visitor.summary).to_have_text(re.compile("^1 of 23 incidents"))


def test_a_wrong_name_is_answered_and_a_click_on_the_map_changes_no_field(visitor: Visitor) -> None:
    visitor.open_map()
    field = visitor.page.get_by_role("textbox", name="Incidents around a place")
    field.fill("Quexxttxa")
    visitor.in_map("void Faultline.map.fire('click', {latlng: L.latLng(30, 60)})")
    visitor.wait_for_map()
    expect(field).to_have_value("Quexxttxa")
    search(visitor, "Quexxttxa")
    visitor.page.get_by_text("Nearest spelling: Quetta").wait_for()


def test_a_name_is_understood_and_another_meaning_is_one_click_away(visitor: Visitor) -> None:
    visitor.open_map()
    search(visitor, "Pishin")
    visitor.page.get_by_text("“Pishin” is taken to mean Pishin, Balochistan, Pakistan (town)").wait_for()
    visitor.arrived("around=66.99")
    visitor.page.get_by_role("button", name="Pishin, Sistan and Baluchestan, Iran (town)").click()
    visitor.page.get_by_text("“Pishin” is taken to mean Pishin, Sistan and Baluchestan, Iran (town)").wait_for()
    visitor.arrived("around=61.75")


def test_a_rough_description_chooses_what_lies_there(visitor: Visitor) -> None:
    visitor.open_map()
    search(visitor, "southeastern Iran")
    visitor.page.get_by_text("the southeastern 40% of the area of Iran").wait_for()
    visitor.arrived(ending="place=southeastern+Iran")
    visitor.wait_in_map(f"({SHOWN}) > 0 && ({SHOWN}) < 12")
    visitor.page.go_back()
    expect(visitor.summary).to_have_text("All 23 incidents")


@pytest.mark.parametrize(
    ("query", "latitude", "longitude", "widest"),
    [
        ("place=Quetta", 30.2, 67.0, 8.0),
        ("place=northern+Iraq", 35.4, 42.6, 20.0),
        ("around=67,30.2,50", 30.2, 67.0, 8.0),
    ],
)
def test_without_incidents_the_map_opens_on_the_place_that_was_meant(
    visitor: Visitor, query: str, latitude: float, longitude: float, widest: float
) -> None:
    visitor.open_map(f"/map?{query}&actor=Nobody", empty=True)
    visitor.shows(0)
    expect(visitor.frame.locator("path.selected-area")).to_have_count(1)
    assert visitor.in_map(f"Faultline.map.getBounds().contains([{latitude}, {longitude}])")
    assert 0 < visitor.in_map("Faultline.map.getBounds().getEast() - Faultline.map.getBounds().getWest()") < widest
    assert visitor.errors == []


def test_panning_and_zooming_never_run_the_script(visitor: Visitor) -> None:
    visitor.open_map()
    before = visitor.page.evaluate("window.endedRuns")
    visitor.in_map("void Faultline.map.panBy([150, 80], {animate: false})")
    visitor.in_map("void Faultline.map.setZoom(6, {animate: false})")
    visitor.wait_for_map()
    with visitor.rerun():  # had the map asked for a run too, it would have been answered before
        visitor.page.get_by_text("Contested only").click()
    assert visitor.page.evaluate("window.endedRuns") == before + 1


def test_the_online_map_may_fail_without_harm(visitor: Visitor) -> None:
    visitor.open_map()
    visitor.frame.locator(".leaflet-control-layers").hover()
    visitor.frame.get_by_text("Online map (OpenStreetMap)").click()
    visitor.frame.get_by_text("cannot be reached").wait_for()
    visitor.shows(12)
    assert all(address.startswith("https://tile.openstreetmap.org/") for address in visitor.outside)
    visitor.outside.clear()  # somebody chose them: no request of a page by itself


def test_the_keyboard_reaches_an_incident(visitor: Visitor) -> None:
    visitor.open_map("/map?place=Baghdad")
    visitor.marks.press("Enter")
    popup = visitor.frame.locator(".popup")
    popup.locator("dl").first.wait_for()
    expect(popup).to_contain_text("Baghdad")


def test_a_phone_in_the_dark(phone: Visitor) -> None:
    phone.open_map()
    phone.shows(12)
    assert phone.in_map("document.documentElement.dataset.theme") == "dark"
    assert phone.page.evaluate("document.documentElement.scrollWidth") <= 390
    assert phone.in_map("document.querySelector('.legend').open") is False
    phone.marks.first.dispatch_event("click")
    phone.frame.locator(".leaflet-popup-content").wait_for()
    phone.wait_for_map()
    edges = "(({left, right}) => [left >= 0, right <= innerWidth])"
    assert phone.in_map(f"{edges}(document.querySelector('.leaflet-popup').getBoundingClientRect())") == [True, True]
    phone.frame.locator(".leaflet-popup-close-button").click()
    phone.frame.locator(".leaflet-popup").wait_for(state="detached")

"""The map as a person uses it."""

import pytest

from tests.browser.conftest import Visitor

CLICK = (
    "void [...document.querySelectorAll('.symbol-%s')].pop().dispatchEvent(new MouseEvent('click', {bubbles: true}))"
)
POINT = "(() => {const p = Faultline.map.latLngToContainerPoint([%s, %s]); return [p.x, p.y]})()"


def choose(visitor: Visitor, label: str, typed: str) -> None:
    visitor.page.get_by_role("combobox", name=label).click()
    visitor.page.keyboard.type(typed)
    visitor.page.wait_for_timeout(400)
    visitor.page.keyboard.press("Enter")
    visitor.page.keyboard.press("Escape")
    visitor.settled()


def drag_box(visitor: Visitor, corners: tuple[tuple[float, float], tuple[float, float]]) -> None:
    """Draw a box between two corners given as latitude and longitude."""
    frame = visitor.page.frame_locator("iframe")
    frame.locator(".leaflet-draw-draw-rectangle").click()
    offset = visitor.page.locator("iframe").bounding_box()
    assert offset is not None
    points = [visitor.in_map(POINT % corner) for corner in corners]
    (x1, y1), (x2, y2) = ((offset["x"] + p[0], offset["y"] + p[1]) for p in points)  # type: ignore[index]
    visitor.page.mouse.move(x1, y1)
    visitor.page.mouse.down()
    visitor.page.mouse.move(x2, y2, steps=6)
    visitor.page.mouse.up()
    visitor.page.wait_for_timeout(600)
    visitor.settled()


def test_every_placed_incident_is_drawn_and_the_rest_is_counted(visitor: Visitor) -> None:
    visitor.open_map()
    assert visitor.marks() == 12
    told = visitor.page.get_by_text("Drawn: 12 incidents").inner_text()
    assert "Not drawn: 11" in told
    assert visitor.outside == []
    assert visitor.errors == []


def test_areas_are_outlines_and_never_pins(visitor: Visitor) -> None:
    visitor.open_map()
    symbols = visitor.in_map(
        "[...document.querySelectorAll('.incident')].map(e => [...e.classList].find(c => c.startsWith('symbol-')))"
    )
    assert sorted(symbols) == ["symbol-area"] * 6 + ["symbol-exact"] * 5 + ["symbol-near"]  # type: ignore[call-overload]
    assert visitor.in_map("document.querySelectorAll('.leaflet-marker-icon img, img.leaflet-marker-icon').length") == 0


def test_a_filter_redraws_without_losing_the_view(visitor: Visitor) -> None:
    visitor.open_map()
    visitor.in_map("void Faultline.map.setView([29, 62], 6, {animate: false})")
    visitor.in_map("window.notRemounted = true")
    choose(visitor, "Actor", "Jaish")
    visitor.arrived(ending="/map?actor=Jaish+al-Adl")
    assert visitor.in_map("window.notRemounted && Faultline.map.getZoom()") == 6
    assert visitor.in_map("[Faultline.map.getCenter().lat, Faultline.map.getCenter().lng].map(Math.round)") == [29, 62]
    assert visitor.marks() == 3


def test_a_popup_tells_facts_and_claims(visitor: Visitor) -> None:
    visitor.open_map("/map?contested=1")
    frame = visitor.page.frame_locator("iframe")
    frame.locator(".area-name").click()
    popup = frame.locator(".popup")
    popup.get_by_text("Who says what").wait_for()
    text = popup.inner_text()
    for told in ("16 January 2024", "Contested", "Jaish al-Adl", "HalVash", "withdrawn", "Killed", "report-1"):
        assert told in text or told.lower() in text.lower()
    assert "incident=FLT-0012" in str(popup.get_by_role("link").get_attribute("href"))


def test_incidents_at_one_place_share_a_popup(visitor: Visitor) -> None:
    visitor.open_map("/map?place=Tehran")
    frame = visitor.page.frame_locator("iframe")
    assert visitor.marks() == 2
    frame.locator(".incident").last.click()
    assert frame.locator(".popup summary").count() == 2


def test_the_first_click_hits_on_a_map_that_reaches_below_the_window(visitor: Visitor) -> None:
    visitor.page.set_viewport_size({"width": 1400, "height": 760})
    visitor.open_map("/map?place=Baghdad")
    frame = visitor.page.frame_locator("iframe")
    frame.locator(".incident").last.click()
    frame.locator(".popup").wait_for()


def test_a_drawn_box_filters_and_clearing_removes_it(visitor: Visitor) -> None:
    visitor.open_map()
    drag_box(visitor, ((37.5, 49.0), (34.0, 54.0)))
    visitor.arrived("bbox=")
    assert visitor.sentence().startswith("2 incidents of 23")
    assert visitor.page.frame_locator("iframe").locator(".selected-area").count() == 1
    visitor.page.get_by_role("button", name="Clear all").click()
    visitor.settled()
    visitor.arrived(ending="/map")
    assert visitor.page.frame_locator("iframe").locator(".selected-area, .drawn").count() == 0
    assert visitor.marks() == 12


def test_a_click_on_an_incident_is_no_drawing(visitor: Visitor) -> None:
    visitor.open_map()
    for symbol in ("area", "exact", "near"):
        visitor.in_map(CLICK % symbol)
        visitor.page.wait_for_timeout(700)
        visitor.settled()
        visitor.arrived(ending="/map")
    visitor.in_map("void Faultline.map.closePopup()")
    visitor.page.wait_for_timeout(500)
    visitor.page.frame_locator("iframe").locator(".area-name").first.click()
    visitor.page.wait_for_timeout(700)
    visitor.settled()
    visitor.arrived(ending="/map")


def test_a_drawn_polygon_filters(visitor: Visitor) -> None:
    visitor.open_map()
    visitor.in_map("void Faultline.map.setView([31, 48], 5, {animate: false})")
    frame = visitor.page.frame_locator("iframe")
    frame.locator(".leaflet-draw-draw-polygon").click()
    box = visitor.page.locator("iframe").bounding_box()
    assert box is not None
    corners = ((36.0, 42.0), (36.5, 47.0), (30.0, 46.5), (30.5, 42.5), (36.0, 42.0))
    for latitude, longitude in corners:
        x, y = visitor.in_map(POINT % (latitude, longitude))  # type: ignore[misc]
        visitor.page.mouse.click(box["x"] + x, box["y"] + y)
        visitor.page.wait_for_timeout(250)
    visitor.page.wait_for_timeout(700)
    visitor.settled()
    visitor.arrived("area=")
    assert "in a drawn area of 4 corners" in visitor.sentence()
    assert visitor.sentence().startswith("2 incidents of 23")  # Baghdad, and northern Iraq by the point inside it


def test_around_a_named_place(visitor: Visitor) -> None:
    visitor.open_map()
    visitor.page.get_by_role("textbox", name="Incidents around a place").fill("Baghdad")
    visitor.page.get_by_test_id("stFormSubmitButton").get_by_role("button").click()
    visitor.settled()
    visitor.arrived("around=44.4009")
    assert visitor.sentence().startswith("1 incident of 23")


def test_a_click_fills_in_the_place_and_a_wrong_name_is_answered(visitor: Visitor) -> None:
    visitor.open_map()
    box = visitor.page.locator("iframe").bounding_box()
    assert box is not None
    visitor.page.mouse.click(box["x"] + 200, box["y"] + 450)
    visitor.settled()
    field = visitor.page.get_by_role("textbox", name="Incidents around a place")
    assert "," in field.input_value()
    field.fill("Quexxttxa")
    visitor.page.get_by_test_id("stFormSubmitButton").get_by_role("button").click()
    visitor.settled()
    visitor.page.get_by_text("Nearest spelling: Quetta").wait_for()


def test_a_name_is_understood_and_another_meaning_is_one_click_away(visitor: Visitor) -> None:
    visitor.open_map()
    visitor.page.get_by_role("textbox", name="Incidents around a place").fill("Pishin")
    visitor.page.get_by_test_id("stFormSubmitButton").get_by_role("button").click()
    visitor.page.get_by_text("“Pishin” is understood as Pishin, Balochistan, Pakistan (town)").wait_for()
    visitor.settled()
    visitor.arrived("around=66.99")
    visitor.page.get_by_role("button", name="Pishin, Sistan and Baluchestan, Iran (town)").click()
    visitor.page.get_by_text("“Pishin” is understood as Pishin, Sistan and Baluchestan, Iran (town)").wait_for()
    visitor.settled()
    visitor.arrived("around=61.75")


def test_a_rough_description_chooses_what_lies_there(visitor: Visitor) -> None:
    visitor.open_map()
    visitor.page.get_by_role("textbox", name="Incidents around a place").fill("southeastern Iran")
    visitor.page.get_by_test_id("stFormSubmitButton").get_by_role("button").click()
    visitor.page.get_by_text("the southeastern 40 % of the area of Iran").wait_for()
    visitor.settled()
    visitor.arrived(ending="place=southeastern+Iran")
    assert 0 < int(visitor.marks()) < 12
    visitor.page.go_back()
    visitor.page.get_by_text("23 incidents of 23").wait_for()


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
    assert visitor.marks() == 0
    assert visitor.page.frame_locator("iframe").locator("path.selected-area").count() == 1
    assert visitor.in_map(f"Faultline.map.getBounds().contains([{latitude}, {longitude}])")
    assert 0 < visitor.in_map("Faultline.map.getBounds().getEast() - Faultline.map.getBounds().getWest()") < widest
    assert visitor.errors == []


def test_panning_and_zooming_never_run_the_script(visitor: Visitor) -> None:
    visitor.open_map()
    visitor.page.evaluate(
        "window.runs = 0; new MutationObserver(() => window.runs++).observe("
        "document.querySelector('[data-testid=stApp]'),"
        "{attributes: true, attributeFilter: ['data-test-script-state']})"
    )
    visitor.in_map("void Faultline.map.panBy([150, 80], {animate: false})")
    visitor.in_map("void Faultline.map.setZoom(6, {animate: false})")
    visitor.page.wait_for_timeout(1500)
    assert visitor.page.evaluate("window.runs") == 0


def test_the_online_map_may_fail_without_harm(visitor: Visitor) -> None:
    visitor.open_map()
    frame = visitor.page.frame_locator("iframe")
    frame.locator(".leaflet-control-layers").hover()
    frame.get_by_text("Online map (OpenStreetMap)").click()
    frame.get_by_text("cannot be reached").wait_for()
    assert visitor.marks() == 12
    assert all(address.startswith("https://tile.openstreetmap.org/") for address in visitor.outside)


def test_the_keyboard_reaches_an_incident(visitor: Visitor) -> None:
    visitor.open_map("/map?place=Baghdad")
    frame = visitor.page.frame_locator("iframe")
    frame.locator(".incident").focus()
    visitor.page.keyboard.press("Enter")
    frame.locator(".popup").get_by_text("Facts", exact=False).or_(frame.locator(".popup dl")).first.wait_for()
    assert "Baghdad" in frame.locator(".popup").inner_text()


def test_a_phone_in_the_dark(phone: Visitor) -> None:
    phone.open_map()
    assert phone.marks() == 12
    assert phone.in_map("document.documentElement.dataset.theme") == "dark"
    assert phone.page.evaluate("document.documentElement.scrollWidth") <= 390
    assert phone.in_map("document.querySelector('.legend').open") is False
    phone.page.frame_locator("iframe").locator(".incident").first.dispatch_event("click")
    phone.page.frame_locator("iframe").locator(".leaflet-popup-content").wait_for()
    phone.settled()
    edges = "(({left, right}) => [left >= 0, right <= innerWidth])"
    assert phone.in_map(f"{edges}(document.querySelector('.leaflet-popup').getBoundingClientRect())") == [True, True]
    phone.page.frame_locator("iframe").locator(".leaflet-popup-close-button").click()
    phone.page.frame_locator("iframe").locator(".leaflet-popup").wait_for(state="detached")


def test_provinces_that_do_not_come_are_not_asked_for_without_end(visitor: Visitor) -> None:
    asked: list[str] = []
    visitor.page.route("**/provinces/*.geojson*", lambda route: (asked.append(route.request.url), route.abort()))
    visitor.open_map()
    visitor.in_map("void Faultline.map.setView([29, 62], 6, {animate: false})")
    visitor.page.wait_for_timeout(2_500)
    assert asked
    assert len(asked) == len(set(asked))

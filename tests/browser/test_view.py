"""The map goes where it is asked, says where it is in the address, and leaves the page to fingers and wheel."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.answers import Answers
from tests.browser.conftest import Visitor
from tests.browser.test_map import POINT, choose, drag_box, search

NEAR = 0.05  # degrees: a pixel or two at the zooms of these tests
SIZE = "[Faultline.map.getSize().x, Faultline.map.getSize().y]"
WORLD_PX = "256 * 2 ** Faultline.map.getMinZoom()"


def at(visitor: Visitor) -> str:
    """Where the map is, as the address says; empty where it does not."""
    match = re.search(r"[?&]at=([^&]*)", visitor.page.url)
    return match[1] if match else ""


def set_view(visitor: Visitor, longitude: float, latitude: float, zoom: float) -> None:
    visitor.in_map(f"void Faultline.map.setView([{latitude}, {longitude}], {zoom}, {{animate: false}})")


def clear_all(visitor: Visitor) -> None:
    visitor.page.locator(".st-key-clearing").get_by_role("button", name="Clear all").click()


def holds(visitor: Visitor, longitude: float, latitude: float) -> bool:
    return bool(visitor.in_map(f"Faultline.map.getBounds().contains([{latitude}, {longitude}])"))


def drag_area(visitor: Visitor) -> None:
    """Drag the area that is being edited by its handle, to the right and down."""
    handle = visitor.frame.locator(".leaflet-edit-move").bounding_box()
    assert handle is not None
    visitor.page.mouse.move(handle["x"] + 6, handle["y"] + 6)
    visitor.page.mouse.down()
    visitor.page.mouse.move(handle["x"] + 66, handle["y"] + 26, steps=4)
    visitor.page.mouse.up()


def test_an_untouched_map_needs_no_address_and_says_what_lies_outside(visitor: Visitor) -> None:
    visitor.open_map()
    assert at(visitor) == ""
    assert not holds(visitor, 9.84, 46.8)  # Davos
    visitor.frame.get_by_text("Outside this view: 1 in Switzerland.").wait_for()
    visitor.frame.get_by_role("button", name="Show all").click()
    visitor.arrived(ending="/map")
    assert holds(visitor, 9.84, 46.8)
    assert at(visitor)
    expect(visitor.frame.locator(".notice")).to_have_count(0)
    assert visitor.errors == []


def test_pan_filter_reload_and_back_keep_the_view(visitor: Visitor) -> None:
    visitor.open_map()
    set_view(visitor, 62, 29, 6)
    assert at(visitor) == "62,29,6"
    choose(visitor, "Actor", "Jaish")
    visitor.arrived(ending="/map?actor=Jaish+al-Adl")
    assert at(visitor) == "62,29,6"
    set_view(visitor, 63, 28, 7)
    assert at(visitor) == "63,28,7"
    visitor.page.reload()
    visitor.wait_for_map()
    assert visitor.view() == pytest.approx([63, 28, 7], abs=NEAR)
    visitor.page.go_back()
    visitor.arrived(ending="/map")
    visitor.wait_in_map("Faultline.map.getZoom() === 6")
    assert visitor.view() == pytest.approx([62, 29, 6], abs=NEAR)
    visitor.page.go_forward()
    visitor.arrived(ending="/map?actor=Jaish+al-Adl")
    visitor.wait_in_map("Faultline.map.getZoom() === 7")
    assert visitor.view() == pytest.approx([63, 28, 7], abs=NEAR)
    assert at(visitor) == "63,28,7"


def test_another_page_and_back(visitor: Visitor) -> None:
    visitor.open_map("/map?at=61.5,28.5,7.5")
    visitor.page.get_by_role("link", name="Timeline").click()
    visitor.arrived(ending="/timeline")
    assert at(visitor) == ""
    visitor.page.go_back()
    visitor.arrived(ending="/map")
    visitor.wait_for_map()
    assert visitor.view() == pytest.approx([61.5, 28.5, 7.5], abs=NEAR)


@pytest.mark.parametrize("text", ["1,2,300", "181,0,5", "nonsense", "%3Cb%3E,1,1"])
def test_a_view_that_cannot_be_is_named_and_passed_over(visitor: Visitor, text: str) -> None:
    visitor.open_map(f"/map?at={text}")
    visitor.page.get_by_text("Not applied: at:").wait_for()
    assert at(visitor) == ""
    assert holds(visitor, 61, 29)
    assert visitor.errors == []


def test_layers_are_in_the_address(visitor: Visitor) -> None:
    visitor.open_map()
    layers = visitor.frame.locator(".leaflet-control-layers")
    layers.hover()
    n_layers = layers.locator("input:checked").count()
    layers.locator("input:checked").first.uncheck()
    expect(layers.locator("input:checked")).to_have_count(n_layers - 1)
    assert "layers=" in visitor.page.url
    url = visitor.page.url
    visitor.page.reload()
    visitor.wait_for_map()
    expect(layers.locator("input:checked")).to_have_count(n_layers - 1)
    assert visitor.page.url == url


def test_the_map_flies_to_a_search_and_back_to_all(visitor: Visitor) -> None:
    visitor.open_map()
    search(visitor, "Baghdad")
    visitor.arrived("around=44.4009")
    visitor.wait_in_map("Faultline.map.getZoom() > 6")
    assert holds(visitor, 44.4, 33.3)
    clear_all(visitor)
    visitor.arrived(ending="/map")
    visitor.wait_in_map("Faultline.map.getZoom() < 6")
    assert holds(visitor, 61, 29)


def test_the_map_flies_to_a_filter_only_where_none_of_it_is_in_view(visitor: Visitor) -> None:
    visitor.open_map("/map?at=-60,-20,5")
    visitor.frame.get_by_text("The selection lies outside this view.").wait_for()
    choose(visitor, "Actor", "Jaish")
    visitor.wait_in_map("Faultline.map.getCenter().lng > 50")
    set_view(visitor, 62, 29, 6)
    clear_all(visitor)
    visitor.arrived(ending="/map")
    assert visitor.view() == pytest.approx([62, 29, 6], abs=NEAR)


def test_nothing_above_the_map_moves_it(visitor: Visitor) -> None:
    visitor.open_map()
    frame = visitor.page.locator("iframe").first
    before = frame.bounding_box()
    for query in (
        "place=southeastern+Iran",
        "actor=Nobody&place=Quetta",
        "area=60,25,65,25,65,30&type=Battles&contested=1",
    ):
        visitor.open_map(f"/map?{query}", empty=True)
        assert frame.bounding_box() == before


def test_an_empty_selection_is_said_on_the_map(visitor: Visitor) -> None:
    visitor.open_map("/map?country=Iran&q=nowhere", empty=True)
    visitor.frame.get_by_role("button", name="Show all incidents").click()
    visitor.arrived(ending="/map")
    expect(visitor.frame.get_by_text("No incident matches.")).to_have_count(0)


@pytest.mark.parametrize("size", [(1400, 900), (2600, 1400), (390, 844)])
def test_the_world_fills_the_frame(visitor: Visitor, size: tuple[int, int]) -> None:
    visitor.page.set_viewport_size({"width": size[0], "height": size[1]})
    visitor.open_map()
    visitor.in_map("void Faultline.map.setZoom(0, {animate: false})")
    assert visitor.in_map(WORLD_PX) >= max(visitor.in_map(SIZE))
    assert visitor.in_map("Faultline.map.getZoom() === Faultline.map.getMinZoom()")
    set_view(visitor, 0, 89, 3)
    visitor.wait_for_map()
    assert visitor.in_map("Faultline.map.getBounds().getNorth()") < 86


def test_a_view_across_the_antimeridian(visitor: Visitor) -> None:
    visitor.open_map("/map?at=179.9,-17.5,6")
    assert visitor.view() == pytest.approx([179.9, -17.5, 6], abs=NEAR)
    visitor.in_map("void Faultline.map.panBy([100, 0], {animate: false})")
    assert at(visitor).startswith("-17")
    assert visitor.in_map("Faultline.nearestLongitude(-178) > 180")


def test_nothing_lies_over_a_popup_and_its_claims_are_in_sight(visitor: Visitor) -> None:
    visitor.open_map("/map?contested=1", empty=True)
    visitor.frame.locator(".area-name").click()
    visitor.frame.locator(".popup").get_by_text("Who says what").wait_for()
    visitor.wait_for_map()
    covered = """(() => {
      const box = document.querySelector(".leaflet-popup-content-wrapper");
      const {left, top, right, bottom} = box.getBoundingClientRect();
      for (let x = left + 6; x < right - 6; x += 10) for (let y = top + 6; y < bottom - 6; y += 10)
        if (!document.elementFromPoint(x, y)?.closest(".leaflet-popup")) return [x, y];
      return null;
    })()"""
    assert visitor.in_map(covered) is None
    expect(visitor.frame.get_by_text("Who says what")).to_be_in_viewport()
    expect(visitor.frame.locator(".claims p").first).to_be_in_viewport()
    more = visitor.frame.get_by_role("button", name="More")
    more.click()
    assert visitor.in_map("document.querySelector('.popup').scrollTop") > 0
    expect(visitor.frame.locator(".leaflet-tooltip")).to_have_count(0)


def test_corners_fall_through_the_legend_and_the_area_can_be_moved_and_removed(visitor: Visitor) -> None:
    visitor.open_map()
    offset = visitor.page.locator("iframe").bounding_box()
    legend = visitor.frame.locator(".legend").bounding_box()
    assert offset is not None
    assert legend is not None
    visitor.frame.locator(".leaflet-draw-draw-polygon").click()
    corners = [(420, 90), (legend["x"] - offset["x"] + 60, legend["y"] - offset["y"] + 60), (300, 480)]
    vertices = visitor.frame.locator(".leaflet-editing-icon")
    for number, (x, y) in enumerate([*corners, corners[0]], 1):
        visitor.page.mouse.click(offset["x"] + x, offset["y"] + y)
        expect(vertices).to_have_count(number % 4)
        visitor.wait_for_map()  # Leaflet.draw ignores clicks for 50 ms after a corner
    visitor.arrived("area=")
    expect(visitor.summary).to_contain_text("in a drawn area of 3 corners")
    drawn = visitor.page.url
    visitor.frame.locator(".edit").click()
    drag_area(visitor)
    with visitor.rerun():
        visitor.frame.get_by_role("button", name="Apply").click()
    visitor.page.wait_for_url(lambda url: "area=" in url and url != drawn)
    visitor.frame.locator(".remove").click()
    visitor.arrived(ending="/map")


def test_an_edit_can_be_taken_back_before_it_counts(visitor: Visitor) -> None:
    visitor.open_map("/map?bbox=50,25,65,35")
    visitor.frame.locator(".edit").click()
    before = visitor.in_map("document.querySelector('path.drawn').getAttribute('d')")
    drag_area(visitor)
    assert visitor.in_map("document.querySelector('path.drawn').getAttribute('d')") != before
    visitor.frame.locator(".edit-actions").get_by_role("button", name="Undo").click()
    assert visitor.in_map("document.querySelector('path.drawn').getAttribute('d')") == before
    visitor.frame.get_by_role("button", name="Cancel").click()
    expect(visitor.frame.locator(".drawn")).to_have_count(0)
    visitor.arrived(ending="/map?bbox=50,25,65,35")


def test_a_drawn_box_can_be_undone(visitor: Visitor) -> None:
    visitor.open_map()
    drag_box(visitor, ((37.5, 49.0), (34.0, 54.0)))
    visitor.arrived("bbox=")
    visitor.frame.locator(".notice").get_by_role("button", name="Undo").click()
    visitor.arrived(ending="/map")


def test_a_right_click_offers_to_search_around_that_point(visitor: Visitor) -> None:
    visitor.open_map()
    box = visitor.page.locator("iframe").bounding_box()
    assert box is not None
    x, y = visitor.in_map(POINT % (33, 42))
    visitor.page.mouse.click(box["x"] + x, box["y"] + y, button="right")
    visitor.frame.get_by_role("button", name="Search around here").click()
    visitor.arrived("around=4")
    expect(visitor.summary).to_contain_text("within 100 km of")


def test_the_wheel_scrolls_the_page_until_the_map_is_clicked(visitor: Visitor) -> None:
    visitor.open_map()
    box = visitor.page.locator("iframe").bounding_box()
    assert box is not None
    zoom = visitor.in_map("Faultline.map.getZoom()")
    visitor.page.mouse.move(box["x"] + 300, box["y"] + 500)
    visitor.page.mouse.wheel(0, 120)
    expect(visitor.frame.locator(".gesture-hint.shown")).to_be_visible()
    assert visitor.in_map("Faultline.map.getZoom()") == zoom
    box = visitor.page.locator("iframe").bounding_box()
    assert box is not None
    visitor.page.mouse.click(box["x"] + 300, box["y"] + 400)
    visitor.page.mouse.wheel(0, -120)
    visitor.wait_in_map(f"Faultline.map.getZoom() > {zoom}")


PAGE_AT_REST = """() => {
  const { scrollTop } = document.querySelector('[data-testid=stMain]');
  const isSame = window.lastScrollTop === scrollTop;
  window.lastScrollTop = scrollTop;
  return isSame;
}"""


def test_one_finger_scrolls_the_page_and_two_move_the_map(phone: Visitor) -> None:
    phone.open_map()
    session = phone.page.context.new_cdp_session(phone.page)

    def swipe(*starts: tuple[int, int]) -> None:
        for kind, shift in (("touchStart", 0), *(("touchMove", step) for step in (-20, -60, -100)), ("touchEnd", None)):
            points = [] if shift is None else [{"x": x, "y": y + shift, "id": n} for n, (x, y) in enumerate(starts)]
            session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    before = phone.view()
    swipe((200, 500))
    phone.page.wait_for_function("() => document.querySelector('[data-testid=stMain]').scrollTop > 0")
    assert phone.view() == before
    expect(phone.frame.locator(".gesture-hint")).to_have_text("Use two fingers to move the map")
    phone.page.wait_for_function(PAGE_AT_REST, polling=100)  # a swipe goes on scrolling, as far as beyond the map
    phone.page.evaluate("document.querySelector('[data-testid=stMain]').scrollTop = 0")
    swipe((150, 500), (250, 500))
    phone.wait_in_map(f"Faultline.map.getCenter().lat < {before[1]}")
    phone.wait_for_map()


def test_a_browser_without_storage_keeps_the_view_in_the_address(visitor: Visitor) -> None:
    visitor.page.add_init_script(
        "Object.defineProperty(window, 'sessionStorage', {get() { throw new DOMException('no', 'SecurityError'); }})"
    )
    visitor.open_map()
    set_view(visitor, 62, 29, 6)
    assert at(visitor) == "62,29,6"
    assert visitor.errors == []


def test_the_map_is_a_named_region(visitor: Visitor) -> None:
    visitor.open_map()
    assert visitor.page.locator("iframe").first.get_attribute("title") == "Map of incidents"
    expect(visitor.frame.get_by_role("region", name="Map of incidents")).to_have_count(1)


def test_a_frame_that_takes_its_size_before_the_style_comes_moves_nothing(visitor: Visitor) -> None:
    silence = Answers(visitor.page, "*/assets/atlas.css*")
    visitor.page.goto(f"{visitor.address}/map")
    visitor.wait_in_map("window.Faultline && Faultline.shown")
    visitor.in_map("void Faultline.map.fire('moveend')")
    assert silence.requests
    silence.end()
    visitor.shows(12)
    visitor.wait_for_map()
    assert visitor.in_map("Faultline.isOpeningView()") is True
    assert at(visitor) == ""

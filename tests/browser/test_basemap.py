"""The basemap, as somebody sees it who looks for a town without a network."""

import re

from playwright.sync_api import expect

from tests.browser.answers import Answers, Fulfilment
from tests.browser.conftest import Visitor

ZAHEDAN, PANJGUR, JALQ = (60.86, 29.50), (64.09, 26.97), (62.71, 27.60)
MISSING = re.compile("The basemap could not be loaded")


def look_at(visitor: Visitor, place: tuple[float, float], zoom: float) -> None:
    longitude, latitude = place
    visitor.in_map(f"Faultline.map.setView([{latitude}, {longitude}], {zoom}, {{animate: false}}) && null")


def test_towns_are_found_by_eye(visitor: Visitor) -> None:
    visitor.open_map()
    for place, name, zooms in (
        (ZAHEDAN, "Zahedan", (5, 7, 9, 12)),
        (PANJGUR, "Panjgur", (7, 9, 12)),
        (JALQ, "Jalq", (7, 9, 12)),
    ):
        for zoom in zooms:
            look_at(visitor, place, zoom)
            expect(visitor.frame.locator(".name").get_by_text(name, exact=True)).to_be_visible()
    assert visitor.outside == visitor.errors == []


def test_names_of_areas_make_way_for_towns_that_come_after_them(visitor: Visitor) -> None:
    silence = Answers(visitor.page, "*/tiles/basemap/*/*/*.json*")
    visitor.open_map()
    look_at(visitor, ZAHEDAN, 5)
    expect(visitor.frame.locator(".area-name").get_by_text("Iran’s border with Pakistan")).to_be_visible()
    expect(visitor.frame.locator(".name")).to_have_count(0)
    silence.end()
    for town in ("Zahedan", "Kerman", "Quetta"):
        expect(visitor.frame.locator(".name-town").get_by_text(town, exact=True)).to_be_visible()


def test_no_name_lies_on_another_or_takes_a_click(visitor: Visitor) -> None:
    visitor.open_map()
    look_at(visitor, (44.0, 34.0), 6)
    expect(visitor.frame.locator(".name").get_by_text("Baghdad", exact=True)).to_be_visible()
    boxes = visitor.in_map(
        """[...document.querySelectorAll('.name-text')].map((name) => {
          const {left, right, top, bottom} = name.getBoundingClientRect();
          return [left, right, top + 2, bottom - 2, getComputedStyle(name).pointerEvents];
        })"""
    )
    assert len(boxes) > 10
    assert {box[4] for box in boxes} == {"none"}
    for index, (left, right, top, bottom, _) in enumerate(boxes):
        for other_left, other_right, other_top, other_bottom, _ in boxes[:index]:
            assert left >= other_right or right <= other_left or top >= other_bottom or bottom <= other_top


def test_names_stay_while_the_map_is_panned(visitor: Visitor) -> None:
    visitor.open_map()
    look_at(visitor, (46.7, 24.7), 7)  # no incident is near, whose mark or area a name would make way for
    name = visitor.frame.locator(".name-town").get_by_text("Riyadh", exact=True)  # its province has the same name
    expect(name).to_be_visible()
    node = name.element_handle()
    visitor.in_map("Faultline.map.panBy([80, 40], {animate: false}) && null")
    visitor.wait_for_map()
    assert node.evaluate("(node) => node.isConnected")


def test_without_tiles_one_notice_says_so_and_the_next_move_tries_again(visitor: Visitor) -> None:
    refusal = Fulfilment(visitor.page, "*/tiles/basemap/*/*/*.json*", 500)
    visitor.open_map()
    notice = visitor.frame.locator(".notice").filter(has_text=MISSING)
    expect(notice).to_have_count(1)
    expect(visitor.marks.first).to_be_visible()
    refusal.end()
    look_at(visitor, ZAHEDAN, 7)
    expect(visitor.frame.locator(".name").get_by_text("Zahedan", exact=True)).to_be_visible()
    expect(notice).to_have_count(0)
    assert refusal.requests


def test_both_sides_of_the_180th_meridian_are_drawn_in_one_view(visitor: Visitor) -> None:
    visitor.open_map()
    look_at(visitor, (180, -17.5), 6)
    names = visitor.frame.locator(".name")
    expect(names.get_by_text("Suva", exact=True)).to_be_visible()  # 178° E
    expect(names.get_by_text("Samoa", exact=True)).to_be_visible()  # 172° W


def test_relief_water_and_names_can_be_switched_off(visitor: Visitor) -> None:
    visitor.open_map()
    expect(visitor.frame.locator(".name").first).to_be_attached()
    visitor.frame.locator(".leaflet-control-layers").hover()
    for label in ("Relief", "Rivers and lakes", "Names on the map"):
        box = visitor.frame.get_by_label(label)
        expect(box).to_be_checked()
        box.uncheck()
    expect(visitor.frame.locator(".name")).to_have_count(0)

"""A part of the map that cannot be loaded says so where it happens, with the reason; the rest stands."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.answers import Answers, Fulfilment
from tests.browser.conftest import Visitor

REASON = "The answer took longer than 60 seconds, the limit of this server."
# What fails, on which page, and what is said of it.
PARTS = (
    ("*/tiles/basemap/*/*/*.json*", "/map", "The basemap could not be loaded; the incidents stand."),
    ("*/tiles/relief/*", "/map", "A part of the relief could not be loaded."),
    (
        "*/tiles/basemap/areas.json*",
        "/map",
        "The outlines of areas could not be loaded; their names stand.",
    ),
    ("*/api/links.json*", "/map", "The links could not be loaded; the incidents stand."),
    ("*/api/choropleth.json*", "/map?drawn=provinces", "The numbers of the areas could not be loaded."),
)


def refuse(visitor: Visitor, address: str) -> Fulfilment:
    """Answer as a server that cut a question."""
    return Fulfilment.of_json(visitor.page, address, 504, {"error": REASON})


@pytest.mark.parametrize(("address", "path", "text"), PARTS, ids=[part[2][:30] for part in PARTS])
def test_a_failed_part_shows_its_notice_and_loads_on_another_try(
    visitor: Visitor, address: str, path: str, text: str
) -> None:
    refusal = refuse(visitor, address)
    visitor.page.goto(f"{visitor.address}{path}")
    notice = visitor.frame.locator(".notice", has_text=text)
    expect(notice).to_have_count(1)
    if "relief" not in address:  # a picture has no words
        expect(notice).to_contain_text(REASON)
    if "drawn" not in path:
        visitor.frame.locator("[data-count]").first.wait_for(state="attached")  # incidents stand
    refusal.end()
    again = notice.get_by_role("button", name="Try again")
    with visitor.page.expect_response(re.compile(re.escape(address.strip("*").partition("*")[0]))) as answer:
        again.click()
    assert answer.value.ok
    expect(notice).to_have_count(0)
    assert visitor.errors == []


def test_incidents_that_cannot_be_counted_leave_those_of_before(dense_visitor: Visitor) -> None:
    dense_visitor.open_map()
    refusal = refuse(dense_visitor, "*/api/clusters.json*")
    dense_visitor.in_map("Faultline.map.panBy([400, 0], {animate: false}); 0")
    notice = dense_visitor.frame.locator(".notice", has_text="The incidents could not be loaded; those that are drawn")
    expect(notice).to_contain_text(REASON)
    refusal.end()
    notice.get_by_role("button", name="Try again").click()
    expect(notice).to_have_count(0)


def test_squares_that_fail_are_no_empty_places(dense_visitor: Visitor) -> None:
    refusal = Fulfilment(dense_visitor.page, "*/tiles/density/*.png*", 503)
    dense_visitor.open_map()
    dense_visitor.in_map("Faultline.overlays['Density squares'].addTo(Faultline.map); 0")
    notice = dense_visitor.frame.locator(
        ".notice", has_text="A part of the squares could not be loaded: where none are"
    )
    expect(notice).to_have_count(1)
    refusal.end()
    notice.get_by_role("button", name="Try again").click()
    expect(notice).to_have_count(0)
    dense_visitor.frame.locator("img.density.leaflet-tile-loaded").first.wait_for()


def test_what_lies_around_a_click_is_not_nothing_where_it_fails(dense_visitor: Visitor) -> None:
    dense_visitor.open_map()
    dense_visitor.in_map("Faultline.overlays['Density squares'].addTo(Faultline.map); 0")
    refusal = refuse(dense_visitor, "*/api/near.json*")
    dense_visitor.in_map("Faultline.map.setView([29.4963, 60.8629], 9, {animate: false}); 0")
    dense_visitor.wait_for_map()
    dense_visitor.frame.locator(".leaflet-container").click()  # in its middle
    notice = dense_visitor.frame.locator(".notice", has_text="What lies there could not be loaded.")
    expect(notice).to_contain_text(REASON)
    refusal.end()
    notice.get_by_role("button", name="Try again").click()
    dense_visitor.frame.locator(".popup").first.wait_for()
    expect(notice).to_have_count(0)


def test_a_failed_record_shows_the_reason_and_loads_on_another_try(visitor: Visitor) -> None:
    visitor.open_map("/map?country=Iraq")
    refusal = refuse(visitor, "*/api/incident.json*")
    visitor.frame.locator(".panel button.line").first.click()
    failure = visitor.frame.get_by_role("alert").filter(has_text="The facts could not be loaded.")
    expect(failure).to_contain_text(REASON)
    refusal.end()
    visitor.frame.locator(".panel .record").get_by_role("button", name="Try again").click()
    expect(failure).to_have_count(0)
    expect(visitor.frame.locator(".panel .record dl").first).to_be_visible()


def test_a_tile_without_an_answer_fails_after_its_limit(visitor: Visitor) -> None:
    visitor.page.clock.install()
    Answers(visitor.page, "*/tiles/basemap/*/*/*.json*")
    visitor.page.goto(f"{visitor.address}/map")
    visitor.frame.locator("[data-count]").first.wait_for(state="attached")
    visitor.page.clock.fast_forward(31_000)
    expect(visitor.frame.locator(".notice", has_text="The basemap could not be loaded;")).to_have_count(1)

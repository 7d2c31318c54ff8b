"""Marks, clusters and areas: what they show, and that each incident can be reached by mouse and by keyboard."""

import re

import pytest
from playwright.sync_api import Browser, expect

from geo.settings import bundled_incidents
from geo.storage.atlas_loader import load_atlas
from tests.browser.conftest import DESK, Visitor, open_context, visit
from tests.browser.dense import KNOT, NUMBER

# The marks that a mouse does not hit in their middle, without those outside the frame or under a control.
COVERED = """(() => {
  const frame = document.querySelector(".leaflet-container").getBoundingClientRect();
  return [...document.querySelectorAll(".incident, .cluster, .area-name:not(.crowded)")].filter((node) => {
    const {left, right, top, bottom} = node.getBoundingClientRect();
    const [x, y] = [(left + right) / 2, (top + bottom) / 2];
    if (x < 0 || y < 0 || x > frame.right || y > frame.bottom) return false;
    const hit = document.elementFromPoint(x, y);
    return !node.contains(hit) && !hit.closest(".leaflet-control, .notices");
  }).map((node) => node.getAttribute("aria-label"));
})()"""
OVERLAPS = """(() => {
  const boxes = [...document.querySelectorAll(".incident, .cluster, .area-name:not(.crowded)")].map((node) => {
    const {left, right, top, bottom} = node.getBoundingClientRect();
    return {x: (left + right) / 2, y: (top + bottom) / 2, round: !node.matches(".area-name"), left, right, top, bottom};
  });
  const beside = (box, other) => box.round && other.round
    ? Math.hypot(box.x - other.x, box.y - other.y) + 1 >= (box.right - box.left + other.right - other.left) / 2
    : box.left >= other.right - 1 || other.left >= box.right - 1
      || box.top >= other.bottom - 1 || other.top >= box.bottom - 1;
  return boxes.filter((box, number) => boxes.slice(number + 1).some((other) => !beside(box, other))).length;
})()"""
NAMES = "[...document.querySelectorAll('[data-count]')].map((node) => node.getAttribute('aria-label'))"
# The requests for clusters that the server answered, and not the browser's cache.
TRANSFERRED = """performance.getEntriesByType("resource")
  .filter(({name, transferSize}) => name.includes("/api/clusters.json") && transferSize > 0).map(({name}) => name)"""
VIEW = "void Faultline.map.setView([%s, %s], %s, {animate: false})"


def placed_titles() -> dict[str, tuple[str, float, float]]:
    rows = load_atlas(bundled_incidents()).incidents
    rows = rows[rows["longitude"].notna()]
    return {row.incident_id: (row.title, row.latitude, row.longitude) for row in rows.itertuples()}


@pytest.mark.parametrize("zoom", [4, 7])
def test_each_incident_can_be_opened_by_mouse(visitor: Visitor, zoom: int) -> None:
    visitor.open_map()
    visitor.shows(12)
    frame = visitor.frame
    for identifier, (title, latitude, longitude) in placed_titles().items():
        visitor.in_map(VIEW % (latitude, longitude, zoom))
        visitor.wait_for_map()
        incident = f"Faultline.shown.incidents.find(({{id}}) => id === '{identifier}')"
        area = str(visitor.in_map(f"{incident}.shape"))
        if area:
            frame.locator(f'.area-name[data-area-id="{area}"]').click()
        else:
            place = visitor.in_map(f"Faultline.map.latLngToContainerPoint([{latitude}, {longitude}])")
            frame.locator(".leaflet-container").click(position={"x": place["x"], "y": place["y"]})
        popup = frame.locator(".leaflet-popup")
        expect(popup).to_contain_text(title)
        visitor.in_map("void Faultline.map.closePopup()")
        expect(popup).to_have_count(0)


@pytest.mark.parametrize("zoom", [3, 5, 6.5, 9])
def test_nothing_lies_on_a_mark(visitor: Visitor, zoom: float) -> None:
    visitor.open_map()
    visitor.in_map(VIEW % (28, 62, zoom))
    visitor.wait_for_map()
    assert visitor.in_map(COVERED) == []
    assert visitor.in_map(OVERLAPS) == 0


def test_every_mark_has_a_name_of_its_own_and_one_stop_leads_to_all(visitor: Visitor) -> None:
    visitor.open_map()
    visitor.shows(12)
    every = "[...document.querySelectorAll('[data-count], .link-arcs .link')]"
    visitor.frame.locator(".link-arcs .link").first.wait_for(state="attached")
    names = visitor.in_map(f"{every}.map((node) => node.getAttribute('aria-label'))")
    assert len(set(names)) == len(names) > 5
    stops = f"{every}.filter((node) => node.tabIndex === 0)"
    assert visitor.in_map(f"{stops}.length") == 1
    visitor.in_map(f"{stops}[0].focus()")
    reached = set()
    for _ in range(2 * len(names)):  # the map follows the focus, and names that are out of view come again
        visitor.page.keyboard.press("ArrowRight")
        reached.add(visitor.in_map("document.activeElement.getAttribute('aria-label')"))
    assert reached == set(names)


def test_the_keyboard_opens_a_list_and_comes_back_to_its_mark(visitor: Visitor) -> None:
    visitor.open_map("/map?place=Tehran")
    visitor.frame.locator(".cluster").press("Enter")
    popup = visitor.frame.locator(".popup")
    expect(popup.locator("summary")).to_have_count(2)
    visitor.page.keyboard.press("Tab")
    visitor.page.keyboard.press("Enter")
    expect(popup.locator("dl")).to_have_count(1)
    visitor.page.keyboard.press("Escape")
    expect(popup).to_have_count(0)
    assert visitor.in_map("document.activeElement.className").startswith("leaflet-marker-icon cluster")


def test_the_size_tells_how_many_were_killed_and_the_legend_says_so(dense_visitor: Visitor) -> None:
    dense_visitor.open_map("/map?actor=Few")
    sizes = [dense_visitor.in_map(f"Faultline.tollSizes.radius({killed})") for killed in (0, 1, 10, 100, 5_000)]
    assert sizes == sorted(sizes)
    assert len(set(sizes)) == 5
    expect(dense_visitor.frame.locator(".legend")).to_contain_text("Number killed not stated")


def test_of_many_the_types_are_visible_and_clusters_come_apart_into_marks(dense_visitor: Visitor) -> None:
    dense_visitor.open_map()
    dense_visitor.shows(NUMBER)
    expect(dense_visitor.frame.locator(".cluster .type-battles").first).to_be_attached()
    expect(dense_visitor.frame.locator(".cluster .type-protests").first).to_be_attached()
    dense_visitor.in_map(VIEW % (30, 60, 8))
    dense_visitor.wait_for_map()
    expect(dense_visitor.marks.first).to_be_attached()
    assert dense_visitor.in_map(OVERLAPS) == 0
    # Over the knot itself: elsewhere only marks of the zoom before, until the new ones come, would hold it.
    dense_visitor.in_map(VIEW % (29.4963, 60.8629, 13))
    dense_visitor.frame.locator(".cluster", has_text="1k").wait_for()


def test_a_cluster_of_one_place_opens_into_a_list_of_all_a_page_at_a_time(dense_visitor: Visitor) -> None:
    dense_visitor.open_map()
    dense_visitor.in_map(VIEW % (29.4963, 60.8629, 13))
    cluster = dense_visitor.frame.locator(".cluster", has_text="1k")
    cluster.click()
    popup = dense_visitor.frame.locator(".popup").first
    expect(popup).to_contain_text(f"{KNOT:,} incidents")
    expect(popup.locator("summary")).to_have_count(50)
    dense_visitor.wait_for_map()  # which moves to make room for the popup
    popup.get_by_role("button", name="Show more; 950 left").click()
    expect(popup.locator("summary")).to_have_count(100)
    popup.locator("summary").last.click()
    expect(popup.locator("dt", has_text="Date")).to_have_count(1)
    dense_visitor.in_map("void Faultline.map.closePopup()")
    cluster.press("Enter")
    expect(popup.locator("summary")).to_have_count(50)


def test_a_page_of_a_list_that_fails_can_be_asked_for_again(dense_visitor: Visitor) -> None:
    dense_visitor.open_map()
    dense_visitor.in_map(VIEW % (29.4963, 60.8629, 13))
    pages = "**/api/clusters/incidents.json*"
    dense_visitor.page.route(pages, lambda route: route.abort(), times=1)
    dense_visitor.frame.locator(".cluster", has_text="1k").click()
    popup = dense_visitor.frame.locator(".popup").first
    expect(popup).to_contain_text("These incidents could not be loaded.")
    popup.get_by_role("button", name="Try again").click()
    expect(popup.locator("summary")).to_have_count(50)
    expect(popup.get_by_role("button", name="Show more; 950 left")).to_be_visible()


def test_a_click_on_a_wide_cluster_brings_it_closer(dense_visitor: Visitor) -> None:
    dense_visitor.open_map()
    before = dense_visitor.in_map("Faultline.map.getZoom()")
    dense_visitor.frame.locator(".cluster").first.click()
    dense_visitor.wait_in_map(f"Faultline.map.getZoom() > {before}")
    expect(dense_visitor.frame.locator(".leaflet-popup")).to_have_count(0)


def test_panning_asks_the_server_and_never_the_script(browser: Browser, dense_address: str) -> None:
    """In a browser whose cache is empty: after another test it might have the answers already."""
    with open_context(browser, DESK) as context, visit(context, dense_address) as visitor:
        visitor.open_map()
        runs = visitor.page.evaluate("window.endedRuns")
        with visitor.page.expect_response(re.compile(r"/api/clusters\.json")) as answer:
            visitor.in_map(VIEW % (32, 50, 7))
        assert answer.value.status == 200
        assert "immutable" in answer.value.headers["cache-control"]
        visitor.wait_in_map("Faultline.movingMarks.state() === 'ready'")  # it shares its answers by the cache
        visitor.wait_in_map(f"({TRANSFERRED}).length > 0")  # listed once the whole answer has been read
        asked = visitor.in_map(TRANSFERRED)
        assert len(asked) == len(set(asked))
        assert visitor.page.evaluate("window.endedRuns") == runs


def test_a_filter_leads_from_clusters_to_marks_and_back(dense_visitor: Visitor) -> None:
    dense_visitor.open_map()
    dense_visitor.open_map("/map?actor=Few")
    dense_visitor.shows(40)
    dense_visitor.page.get_by_test_id("stBaseButton-tertiary").get_by_text("Clear all").click()
    dense_visitor.frame.locator(".cluster", has_text="k").first.wait_for()


def test_marks_stay_when_the_server_does_not_answer(dense_visitor: Visitor) -> None:
    dense_visitor.open_map()
    dense_visitor.page.route("**/api/clusters.json*", lambda route: route.abort())
    dense_visitor.in_map("Faultline.map.panBy([400, 0], {animate: false}); 0")
    dense_visitor.frame.get_by_text("The incidents could not be loaded").wait_for()
    assert dense_visitor.frame.locator(".cluster").count() > 0
    assert dense_visitor.errors == []

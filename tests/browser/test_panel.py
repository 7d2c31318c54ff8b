"""The panel beside the map: the list of what lies in view, and an incident that opens in its place."""

import json
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.answers import LostConnection
from tests.browser.conftest import Visitor

STRIKE = "FLT-0012"  # known to a province, contested, with claims
CROSSING = "FLT-0009"  # a point, undated
WITHOUT_PLACE = "FLT-0001"


def panel(visitor: Visitor) -> Locator:
    return visitor.frame.locator(".panel")


def lines(visitor: Visitor) -> Locator:
    return visitor.frame.locator(".panel button.line")


def line(visitor: Visitor, incident_id: str) -> Locator:
    return visitor.frame.locator(f'.panel button.line[data-id="{incident_id}"]')


def record(visitor: Visitor) -> Locator:
    return visitor.frame.locator(".panel .record")


def in_view(visitor: Visitor) -> set[str]:
    """The identifiers of what the map has in view, one by one: the oracle of the list."""
    ids: list[str] = visitor.in_map(
        """(() => {
          const {map, shown} = Faultline, bounds = map.getBounds();
          const areas = new Map(shown.incident_areas.map((area) => [area.area_id, area.bounds]));
          return shown.incidents.filter(({shape, latitude, longitude}) => {
            if (!shape) return bounds.contains([latitude, longitude]);
            const [west, south, east, north] = areas.get(shape);
            return bounds.intersects([[south, west], [north, east]]);
          }).map(({id}) => id);
        })()"""
    )
    return set(ids)


def listed(visitor: Visitor) -> list[str]:
    ids: list[str] = lines(visitor).evaluate_all("nodes => nodes.map((node) => node.dataset.id)")
    return ids


def shows_view(visitor: Visitor, view: list[float]) -> None:
    """Wait until the map shows this longitude, latitude and zoom: within 3 pixels, for a resized frame rounds them."""
    degrees = 3 * 360 / (256 * 2 ** view[2])
    visitor.wait_in_map(
        f"(({{lng, lat}}) => Math.abs(lng - {view[0]}) < {degrees} && Math.abs(lat - {view[1]}) < {degrees})"
        f"(Faultline.map.getCenter()) && Faultline.map.getZoom() === {view[2]}"
    )


def parameter(page: Page, name: str) -> str | None:
    return parameter_of(page.url, name)


def parameter_of(url: str, name: str) -> str | None:
    return next(iter(parse_qs(urlsplit(url).query).get(name, ())), None)


def wait_for_parameter(page: Page, name: str, value: str | None) -> None:
    page.wait_for_url(lambda url: parameter_of(url, name) == value)


def test_the_list_is_what_lies_in_view_the_latest_first_and_its_lines_say_what_is_sure(visitor: Visitor) -> None:
    visitor.open_map()
    expected = in_view(visitor)
    expect(lines(visitor)).to_have_count(len(expected))
    assert set(listed(visitor)) == expected
    days = visitor.in_map(
        "[...document.querySelectorAll('.panel button.line')].map((node) => "
        "Faultline.shown.incidents.find(({id}) => id === node.dataset.id).days[0])"
    )
    dated = [day for day in days if day]
    assert days == [*sorted(dated, reverse=True), *[""] * (len(days) - len(dated))]
    total = visitor.in_map("Faultline.shown.view.n_incidents")
    head = panel(visitor).locator(".panel-words")
    expect(head).to_have_text(f"{len(expected)} in view · {total - len(expected)} elsewhere or without a place")
    strike = line(visitor, STRIKE)
    for words in ("16 January 2024", "Balochistan (known to the province)", "2 killed", "Contested"):
        expect(strike).to_contain_text(words)
    expect(line(visitor, CROSSING)).to_contain_text("killed not stated")


def test_the_list_follows_the_map(visitor: Visitor) -> None:
    visitor.open_map()
    before = set(listed(visitor))
    visitor.in_map("Faultline.map.setView([33.3, 44.4], 9, {animate: false})")
    expect(lines(visitor)).not_to_have_count(len(before))
    visitor.wait_for_map()
    expect(lines(visitor)).to_have_count(len(in_view(visitor)))
    assert set(listed(visitor)) == in_view(visitor)


def test_where_nothing_is_in_view_a_click_leads_to_what_there_is(visitor: Visitor) -> None:
    visitor.open_map("/map?at=-140,-40,5")
    expect(panel(visitor)).to_contain_text("Nothing in this view. 23 elsewhere or without a place.")
    panel(visitor).get_by_role("button", name="Show all").click()
    expect(lines(visitor)).to_have_count(12)


def test_a_click_flies_to_the_mark_opens_the_incident_and_back_returns_to_both(visitor: Visitor) -> None:
    page = visitor.open_map()
    before, address = visitor.view(), page.url
    line(visitor, CROSSING).click()
    expect(record(visitor).get_by_role("heading", level=2)).to_contain_text("Jalg crossing")
    wait_for_parameter(page, "incident", CROSSING)
    visitor.wait_for_map()
    longitude, latitude, zoom = visitor.view()
    assert zoom > before[2]
    assert visitor.in_map("Faultline.map.getBounds().contains([27.6066, 62.8032])")
    assert (longitude, latitude) != tuple(before[:2])
    record(visitor).get_by_role("button", name="Back to the list").click()
    expect(line(visitor, CROSSING)).to_be_focused()
    shows_view(visitor, before)
    wait_for_parameter(page, "incident", None)
    page.go_back()
    wait_for_parameter(page, "incident", None)
    assert page.url == address


def test_claims_are_one_table_a_row_a_claimant(visitor: Visitor) -> None:
    visitor.open_map(f"/map?incident={STRIKE}")
    table = record(visitor).locator("table")
    expect(table).to_be_visible()
    answer = json.loads(visitor.page.request.get(f"{visitor.address}/api/incident.json?id={STRIKE}").text())
    rows = table.locator("tbody tr")
    expect(rows).to_have_count(len(answer["claims"]))
    columns = table.locator("thead th").all_text_contents()
    assert (columns[0], columns[1], columns[-1]) == ("Who", "Stance", "Source")
    for row, claim in zip(rows.all(), answer["claims"], strict=True):
        expect(row.locator("th")).to_have_text(claim["who"])
        expect(row.locator("td").first).to_have_text(claim["stance"])
    for publication in answer["publications"]:
        expect(record(visitor).locator(".publications")).to_contain_text(publication["citation"])


def test_back_closes_and_forward_opens_an_incident(visitor: Visitor) -> None:
    page = visitor.open_map()
    line(visitor, STRIKE).click()
    expect(record(visitor)).to_contain_text("Who says what")
    visitor.wait_for_map()
    page.go_back()
    expect(lines(visitor).first).to_be_visible()
    expect(record(visitor)).to_be_hidden()
    visitor.idle()
    page.go_forward()
    expect(record(visitor)).to_contain_text("Who says what")


def test_a_link_opens_the_incident_and_flies_to_it_only_without_a_view(visitor: Visitor) -> None:
    visitor.open_map(f"/map?incident={CROSSING}")
    expect(record(visitor)).to_contain_text("Jalg crossing")
    visitor.wait_in_map("Faultline.map.getZoom() >= 8 && Faultline.map.getBounds().contains([27.6066, 62.8032])")
    visitor.open_map(f"/map?incident={CROSSING}&at=44.4,33.3,6")
    expect(record(visitor)).to_contain_text("Jalg crossing")
    visitor.wait_for_map()
    shows_view(visitor, [44.4, 33.3, 6])


@pytest.mark.parametrize("incident_id", ["NO-SUCH-ONE", "<b>x</b>", "فراه"])
def test_an_incident_that_there_is_not_is_said_so(visitor: Visitor, incident_id: str) -> None:
    visitor.open_map(f"/map?incident={incident_id}")
    expect(record(visitor).get_by_role("alert")).to_contain_text(f"There is no incident “{incident_id}”.")
    record(visitor).get_by_role("button", name="Back to the list").click()
    expect(lines(visitor).first).to_be_visible()
    assert visitor.errors == []


def test_an_incident_without_a_place_opens_and_the_map_stays(visitor: Visitor) -> None:
    visitor.open_map()
    before = visitor.view()
    visitor.open_map(f"/map?incident={WITHOUT_PLACE}")
    expect(record(visitor)).to_contain_text("not stated")
    visitor.wait_for_map()
    shows_view(visitor, before)


def test_the_keyboard_alone_goes_through_the_list_and_back(visitor: Visitor) -> None:
    visitor.open_map()
    expect(visitor.frame.locator('.panel button.line[tabindex="0"]')).to_have_count(1)
    lines(visitor).first.press("ArrowDown")
    expect(lines(visitor).nth(1)).to_be_focused()
    visitor.page.keyboard.press("End")
    expect(lines(visitor).last).to_be_focused()
    last = lines(visitor).last.get_attribute("data-id")
    visitor.page.keyboard.press("Enter")
    expect(record(visitor)).to_be_focused()
    visitor.page.keyboard.press("Escape")
    expect(line(visitor, str(last))).to_be_focused()


def test_what_is_pointed_at_is_marked_on_both_sides_and_its_popup_leads_into_the_panel(visitor: Visitor) -> None:
    visitor.open_map()
    assert visitor.frame.locator("path.ring").count() == 0
    line(visitor, CROSSING).hover()
    expect(visitor.frame.locator("path.ring.pointed")).to_have_count(1)
    line(visitor, STRIKE).hover()
    expect(visitor.frame.locator("path.area-shape.lit")).to_have_count(1)
    visitor.frame.locator(".incident.symbol-near").hover()
    expect(visitor.frame.locator(".panel button.line.pointed")).to_have_attribute("data-id", CROSSING)
    visitor.frame.locator(".incident.symbol-near").click()
    visitor.frame.locator(".popup").get_by_role("button", name="Open beside the map").click()
    expect(record(visitor).get_by_role("heading", level=2)).to_contain_text("Jalg crossing")
    expect(visitor.frame.locator(".popup")).to_have_count(0)
    assert len(visitor.page.context.pages) == 1


def test_the_full_record_opens_in_this_tab(visitor: Visitor) -> None:
    page = visitor.open_map(f"/map?country=Pakistan&incident={STRIKE}")
    record(visitor).get_by_role("link", name="Full record, to read or correct").click()
    page.wait_for_url(re.compile(rf"/filter\?.*incident={STRIKE}"))
    assert parameter(page, "country") == "Pakistan"


def test_the_panel_is_put_away_and_stays_so(visitor: Visitor) -> None:
    visitor.open_map()
    width = visitor.in_map("Faultline.map.getSize().x")
    panel(visitor).locator(".panel-toggle").click()
    expect(lines(visitor).first).to_be_hidden()
    visitor.wait_in_map(f"Faultline.map.getSize().x > {width}")
    visitor.open_map()
    expect(lines(visitor).first).to_be_hidden()
    panel(visitor).locator(".panel-toggle").click()
    expect(lines(visitor).first).to_be_visible()


def test_a_filter_changes_the_list_and_keeps_what_is_open(visitor: Visitor) -> None:
    page = visitor.open_map(f"/map?incident={STRIKE}")
    expect(record(visitor)).to_contain_text("Who says what")
    page.goto(f"{visitor.address}/map?incident={STRIKE}&country=Pakistan")
    expect(record(visitor)).to_contain_text("Who says what")
    record(visitor).get_by_role("button", name="Back to the list").click()
    expect(lines(visitor).first).to_be_visible()


def test_a_large_selection_is_asked_for_a_page_at_a_time(dense_visitor: Visitor) -> None:
    dense_visitor.open_map()
    expect(lines(dense_visitor)).to_have_count(50)
    more = panel(dense_visitor).get_by_role("button", name=re.compile("Show more"))
    more.click()
    expect(lines(dense_visitor)).to_have_count(100)
    expect(lines(dense_visitor).nth(50)).to_be_focused()
    ids = listed(dense_visitor)
    assert len(set(ids)) == 100


def test_a_lost_connection_is_said_and_tried_again(dense_visitor: Visitor) -> None:
    refusal = LostConnection(dense_visitor.page, "*/api/in-view.json*")
    dense_visitor.open_map()
    expect(panel(dense_visitor)).to_contain_text("The list could not be loaded; the map works on.")
    refusal.end()
    panel(dense_visitor).get_by_role("button", name="Try again").click()
    expect(lines(dense_visitor)).to_have_count(50)


def test_on_a_phone_the_list_is_a_sheet_from_below(phone: Visitor) -> None:
    phone.open_map()
    toggle = panel(phone).locator(".panel-toggle")
    expect(toggle).to_contain_text("in view")
    expect(toggle).to_have_attribute("aria-expanded", "false")
    expect(lines(phone).first).to_be_hidden()
    toggle.click()
    expect(lines(phone).first).to_be_visible()
    half = panel(phone).bounding_box()
    panel(phone).get_by_role("button", name="Full height").click()
    full = panel(phone).bounding_box()
    assert half
    assert full
    assert full["height"] > half["height"]
    panel(phone).get_by_role("button", name="Half of the height").click()
    lines(phone).first.click()
    expect(record(phone)).to_be_visible()
    box = phone.page.locator("iframe").bounding_box()
    assert box
    assert box["y"] < 180


def test_hostile_titles_are_text(hostile_visitor: Visitor) -> None:
    hostile_visitor.open_map()
    expect(lines(hostile_visitor).first).to_be_visible()
    lines(hostile_visitor).first.click()
    expect(record(hostile_visitor).get_by_role("heading", level=2)).to_be_visible()
    assert hostile_visitor.frame.locator(".panel img, .panel script").count() == 0
    assert (hostile_visitor.errors, hostile_visitor.dialogs) == ([], [])

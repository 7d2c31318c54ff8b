"""The address tells what is shown: it survives pages, reload and Back, and bad values are named."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visitor
from tests.browser.test_map import choose


def test_the_selection_survives_pages_reload_and_back(visitor: Visitor) -> None:
    visitor.open_map()
    choose(visitor, "Actor", "Jaish")
    with visitor.rerun():  # so few types are left that all are in sight
        types = visitor.page.get_by_role("group", name="Type", exact=True)
        types.get_by_role("checkbox", name=re.compile("^Battles")).check()
    one_filter = re.compile("incidents: involving Jaish al-Adl$")
    both_filters = re.compile("incidents: involving Jaish al-Adl, of type Battles$")
    visitor.page.get_by_role("link", name="Timeline").click()
    visitor.arrived(ending="/timeline?actor=Jaish+al-Adl&type=Battles")
    visitor.page.reload()
    expect(visitor.summary).to_have_text(both_filters)
    visitor.idle()
    visitor.page.go_back()
    visitor.arrived(ending="/map?actor=Jaish+al-Adl&type=Battles")
    visitor.page.go_back()
    visitor.arrived(ending="/map?actor=Jaish+al-Adl")
    expect(visitor.summary).to_have_text(one_filter)
    visitor.idle()
    visitor.page.go_forward()
    expect(visitor.summary).to_have_text(both_filters)


@pytest.mark.parametrize("path", ["/map", "/timeline", "/filter", "/about"])
def test_every_page_draws_alone_and_asks_nobody(visitor: Visitor, path: str) -> None:
    visitor.open(f"{path}?country=Iran")
    if path == "/about":
        visitor.page.locator(".st-key-without-filters").wait_for()
    else:
        expect(visitor.summary).to_contain_text("in Iran")
    visitor.page.wait_for_load_state("networkidle")
    assert visitor.outside == []
    assert visitor.errors == []
    assert visitor.page.get_by_test_id("stException").count() == 0


def test_the_root_leads_to_the_map_with_its_query(visitor: Visitor) -> None:
    visitor.open("/?country=Iran")
    visitor.arrived(ending="/map?country=Iran")


def test_a_bad_value_is_reported_and_the_others_apply(visitor: Visitor) -> None:
    visitor.open("/timeline?from=tomorrow&actor=Iran&nonsense=1")
    visitor.page.get_by_text("Not applied: from: 'tomorrow'").wait_for()
    visitor.page.get_by_text("Unknown parameter “nonsense” was ignored.").wait_for()
    visitor.arrived(ending="/timeline?actor=Iran")
    expect(visitor.summary).to_contain_text("involving Iran")


def test_an_unknown_actor_offers_near_spellings(visitor: Visitor) -> None:
    visitor.open("/filter?actor=Jish+al+Adil")
    visitor.page.get_by_role("button", name="Use this name").first.click()
    visitor.arrived(ending="actor=Jaish+al-Adl")


def test_an_empty_selection_explains_itself_and_leads_back(visitor: Visitor) -> None:
    visitor.open("/map?country=Iran&q=nowhere")
    visitor.page.get_by_text("No incident matches all of these filters.").wait_for()
    visitor.page.get_by_role("button", name="Without “Text”").click()
    visitor.arrived(ending="/map?country=Iran")


def test_each_filter_can_be_cleared_by_itself(visitor: Visitor) -> None:
    visitor.open("/filter?actor=Iran&from=2024-01-16")
    visitor.page.locator(".st-key-clearing").get_by_role("button", name="From").click()
    visitor.arrived(ending="/filter?actor=Iran")


def test_two_choices_in_one_list_both_hold(visitor: Visitor) -> None:
    visitor.open("/filter")
    choose(visitor, "Type", "Batt")
    choose(visitor, "Type", "Diplo")
    visitor.arrived(ending="/filter?type=Battles&type=Diplomatic")


def test_dragging_over_the_bars_filters_by_date_in_any_time_zone(visitor: Visitor) -> None:
    visitor.open("/timeline")
    bars = visitor.page.get_by_test_id("stVegaLiteChart").first
    bars.locator("canvas, svg").first.wait_for()
    visitor.page.wait_for_load_state("networkidle")  # Vega has loaded its parts and drawn the chart in its final size
    chart = bars.bounding_box()
    assert chart is not None
    middle = chart["y"] + 90
    visitor.page.mouse.move(chart["x"] + chart["width"] * 0.45, middle)
    visitor.page.mouse.down()
    visitor.page.mouse.move(chart["x"] + chart["width"] * 0.97, middle, steps=8)
    visitor.page.mouse.up()
    visitor.arrived("from=202")
    visitor.arrived("to=2024-")
    visitor.page.get_by_role("button", name="Show all dates").click()
    visitor.arrived(ending="/timeline")
    expect(visitor.page.get_by_role("button", name="Show all dates")).to_have_count(0)


def test_the_options_of_the_timeline_survive_a_reload_and_go_back(visitor: Visitor) -> None:
    page = visitor.open("/timeline")
    killed = page.get_by_role("radio", name="killed")
    killed.click()
    visitor.arrived(ending="/timeline?count=killed")
    page.get_by_text("Running total").click()
    visitor.arrived(ending="/timeline?count=killed&cumulative=1")
    page.reload()
    expect(killed).to_be_checked()
    expect(page.get_by_label("Running total")).to_be_checked()
    visitor.idle()
    page.go_back()
    visitor.arrived(ending="/timeline?count=killed")
    expect(page.get_by_label("Running total")).not_to_be_checked()
    visitor.idle()
    page.get_by_role("link", name="Compare").click()
    visitor.arrived(ending="/compare")
    page.get_by_role("link", name="Timeline").click()
    visitor.arrived(ending="/timeline?count=killed")


def test_the_cross_tab_is_in_the_address(visitor: Visitor) -> None:
    page = visitor.open("/filter?rows=country&columns=year&measure=killed")
    link = page.get_by_role("link", name="Cross-tab as CSV")
    expect(link).to_have_attribute("href", re.compile("rows=country&columns=year&measure=killed"))
    page.get_by_role("radio", name="Incidents").click()
    visitor.arrived(ending="/filter?rows=country&columns=year")
    page.go_back()
    visitor.arrived(ending="/filter?rows=country&columns=year&measure=killed")
    expect(page.get_by_role("radio", name="Killed, as ranges")).to_be_checked()

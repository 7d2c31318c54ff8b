"""Links between incidents on the map: arcs, one chain as a picture and a list, and lanes under the timeline."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import Visitor

ARCS = ".link-arcs .link"
LAYER = "Links between incidents"


def test_an_arc_says_what_answered_what_and_opens_the_later_incident(visitor: Visitor) -> None:
    visitor.open_map("/map")
    arcs = visitor.frame.locator(ARCS)
    expect(arcs).to_have_count(5)
    arc = visitor.frame.get_by_role("button", name=re.compile(r"Pakistan summons .*in response to Iranian missile"))
    arc.focus()
    expect(visitor.frame.locator(".link-tip")).to_contain_text("in response to")
    arc.press("Enter")
    expect(visitor.frame.locator(".record h2")).to_have_text("Pakistan summons an Iranian diplomat in Islamabad")


def test_arcs_are_a_layer_of_the_address(visitor: Visitor) -> None:
    visitor.open_map("/map?layers=names,relief,rivers")
    expect(visitor.frame.locator(".legend")).to_be_attached()
    expect(visitor.frame.locator(ARCS)).to_have_count(0)
    visitor.in_map(f"Faultline.map.addLayer(Faultline.overlays['{LAYER}'])")
    expect(visitor.frame.locator(ARCS)).to_have_count(5)
    expect(visitor.frame.locator(".legend .link-sample")).to_have_count(2)
    assert "layers=" not in visitor.page.url


def test_one_chain_is_numbered_on_the_map_and_listed_beside_it(visitor: Visitor) -> None:
    visitor.open_map("/map?incident=FLT-0012")
    visitor.frame.get_by_role("button", name="Show this chain").click()
    visitor.arrived("chain=FLT-0008")
    entries = visitor.frame.locator(".chain-entry")
    expect(entries).to_have_count(11)
    expect(entries.first).to_contain_text("Bombers are said to have entered")  # without a date, and before its effect
    expect(entries.nth(1)).to_contain_text("Suicide bombing claimed by Islamic State")
    expect(entries.nth(9)).to_contain_text("Pakistan recalls its ambassador")
    expect(visitor.frame.locator(".unplaced-row")).to_have_count(3)
    expect(visitor.frame.locator(".unplaced-lines .link")).to_have_count(5)
    assert set("·".join(visitor.frame.locator(".link-numbers text").all_text_contents()).split("·")) == {
        "1", "3", "4", "5", "7", "8", "9", "10",
    }  # fmt: skip


def test_one_chain_reads_on_a_phone(phone: Visitor) -> None:
    phone.open_map("/map?chain=FLT-0008")
    expect(phone.frame.locator(".link-numbers text")).to_have_count(7)
    expect(phone.frame.locator(".unplaced")).to_be_visible()
    phone.frame.locator(".panel-toggle").click()
    expect(phone.frame.locator(".chain-entry").first).to_be_visible()


def test_a_lane_shows_a_chain_and_leads_to_it_alone(visitor: Visitor) -> None:
    page = visitor.open("/timeline?country=Pakistan&country=Iran&country=Iraq&country=Syria")
    lane = page.locator(".lane")
    expect(lane).to_have_count(1)
    dot = lane.locator(".lane-dot").first
    dot.focus()
    expect(lane.locator(".lane-words")).not_to_be_empty()
    lane.get_by_role("button", name="Show only this chain").click()
    visitor.arrived("chain=FLT-0008")
    expect(page.locator(".lane-dot")).to_have_count(11)

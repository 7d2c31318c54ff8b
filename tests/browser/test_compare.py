"""Two selections side by side, as a person sees them."""

from playwright.sync_api import expect

from tests.browser.conftest import Visitor

A_YEAR_EARLIER = "The period a year earlier: 2 incidents from 1 January 2023 to 31 December 2023 (365 days)."
THE_PERIOD_BEFORE = "The period before: 2 incidents from 31 December 2022 to 31 December 2023 (366 days)."


def test_differences_are_drawn_on_a_map_with_two_hues(visitor: Visitor) -> None:
    page = visitor.open("/compare?from=2024-01-01&with=to%3D2023-12-31")
    legend = visitor.frame.locator(".legend")
    expect(legend.get_by_text("Difference in incidents, by country")).to_be_visible()
    page.get_by_role("combobox", name="Differences by").click()
    page.get_by_role("option", name="Province").click()
    visitor.arrived("by=admin1")
    expect(legend.get_by_text("Difference in incidents, by province")).to_be_visible()
    expect(legend.get_by_text("more in this selection").first).to_be_visible()
    visitor.frame.locator("canvas").first.wait_for(state="attached")
    visitor.wait_in_map("Faultline.shown.areas.by === 'admin1'")
    assert visitor.errors == visitor.outside == []


def test_a_link_shows_the_same_comparison_and_back_leads_back(visitor: Visitor) -> None:
    page = visitor.open("/compare?from=2024-01-01&to=2024-12-31")
    page.get_by_role("radio", name="a year earlier").click()
    expect(page.get_by_text(A_YEAR_EARLIER)).to_be_visible()
    visitor.arrived("with=year-before")
    page.reload()
    expect(page.get_by_text(A_YEAR_EARLIER)).to_be_visible()
    page.go_back()
    expect(page.get_by_text(THE_PERIOD_BEFORE)).to_be_visible()


def test_a_pasted_address_is_compared_with_and_its_link_shows_the_same(visitor: Visitor) -> None:
    page = visitor.open("/compare?actor=Iran")
    with visitor.rerun():
        page.get_by_role("radio", name="another").click()
    pasted = page.get_by_role("textbox", name="Address or query of the other selection")
    pasted.fill("http://127.0.0.1:8501/map?country=Pakistan&incident=x")
    with visitor.rerun():
        pasted.press("Enter")
    baseline = page.get_by_text("The other selection: 2 incidents in Pakistan.")
    expect(baseline).to_be_visible()
    visitor.arrived("with=country")
    texts = page.get_by_test_id("stText").all_inner_texts()
    page.goto(page.url)
    expect(baseline).to_be_visible()
    visitor.idle()
    assert page.get_by_test_id("stText").all_inner_texts() == texts
    expect(page.get_by_test_id("stVegaLiteChart")).to_have_count(2)
    assert visitor.errors == visitor.outside == []

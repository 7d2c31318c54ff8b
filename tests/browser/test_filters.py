"""The filters in the sidebar: by mouse, by keyboard, as a screen reader names them, and on a phone."""

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Visitor


def facet(visitor: Visitor, label: str) -> Locator:
    """The list of one filter, by its legend."""
    return visitor.page.get_by_role("group", name=label, exact=True)


def opened(visitor: Visitor, path: str = "/timeline") -> Visitor:
    """A page of which the filters have arrived; the timeline, which has no frame to wait for."""
    visitor.open(path)
    visitor.page.get_by_role("searchbox", name="Search").wait_for(
        timeout=60_000
    )  # a server that has just begun counts first
    return visitor


def test_a_click_takes_a_second_one_excludes_and_a_third_drops(visitor: Visitor) -> None:
    iran = facet(opened(visitor), "Country").get_by_role("listitem").filter(has_text="Iran")
    number = iran.locator(".count").inner_text()
    iran.get_by_role("checkbox", name=f"Iran {number}").check()
    visitor.arrived(ending="?country=Iran")
    expect(visitor.summary).to_have_text(f"{number} of 23 incidents: in Iran")
    expect(visitor.page.get_by_role("button", name="Iran", exact=True)).to_be_visible()
    iran.get_by_role("button", name="Exclude Iran").click()
    visitor.arrived(ending="?country=%21Iran")
    expect(iran.get_by_role("button", name="Exclude Iran")).to_have_attribute("aria-pressed", "true")
    expect(iran.get_by_role("checkbox")).not_to_be_checked()
    expect(visitor.page.get_by_role("button", name="not Iran", exact=True)).to_be_visible()
    iran.get_by_role("button", name="Exclude Iran").click()
    visitor.arrived(ending="/timeline")
    expect(visitor.summary).to_have_text("All 23 incidents")


def test_by_keyboard_alone_the_focus_stays_with_what_was_chosen(visitor: Visitor) -> None:
    page = opened(visitor).page
    iran = facet(visitor, "Actor").get_by_role("listitem").filter(has_text=re.compile("^Iran"))
    second = facet(visitor, "Actor").get_by_role("checkbox").nth(1)
    name = second.get_attribute("data-focus")
    second.press("Space")
    visitor.arrived("actor=")
    first = facet(visitor, "Actor").get_by_role("checkbox").first
    expect(first).to_have_attribute("data-focus", name or "")
    expect(first).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    visitor.arrived("actor=%21")
    expect(iran.get_by_role("checkbox")).not_to_be_checked()
    summary = page.locator("summary").filter(has_text="Who")
    summary.press("Enter")
    expect(facet(visitor, "Actor")).to_be_hidden()
    page.keyboard.press("Enter")  # the browser remembers what is folded, and the next test shares it
    expect(facet(visitor, "Actor")).to_be_visible()


def test_more_choices_and_the_rest_by_typing(visitor: Visitor) -> None:
    actors = facet(opened(visitor), "Actor")
    expect(actors.get_by_role("listitem")).to_have_count(5)
    actors.get_by_role("button", name="10 more of Actor").click()
    expect(actors.get_by_role("listitem")).to_have_count(15)
    field = actors.get_by_role("combobox", name="Actor: type to find others")
    field.press_sequentially("pasdaran")
    option = visitor.page.get_by_role("option").first
    expect(option).to_contain_text("Islamic Revolutionary Guard Corps")
    expect(option).to_have_attribute("aria-selected", "true")
    field.press("Enter")
    visitor.arrived("actor=Islamic+Revolutionary+Guard+Corps")
    expect(actors.get_by_role("listitem").first).to_contain_text("Islamic Revolutionary Guard Corps")
    field.fill("<b>nobody</b>")
    expect(visitor.page.get_by_role("option")).to_have_text(["Use “<b>nobody</b>”"])
    field.press("Escape")
    expect(visitor.page.get_by_role("option")).to_have_count(0)


def test_the_search_says_what_it_understood_and_takes_it_otherwise(visitor: Visitor) -> None:
    field = opened(visitor).page.get_by_role("searchbox", name="Search")
    field.fill("جیش العدل")
    field.press("Enter")
    visitor.arrived("actor=Jaish+al-Adl")
    expect(visitor.page.get_by_text("Taken as the actor Jaish al-Adl. Instead:")).to_be_visible()
    visitor.page.get_by_role("button", name="Search the text").click()
    visitor.arrived("q=%D8%AC")
    expect(visitor.page.get_by_text("Taken as the text “جیش العدل”.")).to_be_visible()
    visitor.page.get_by_role("button", name="Clear all").click()
    visitor.arrived(ending="/timeline")
    expect(field).to_have_value("")


def test_dates_are_typed_asked_and_refused(visitor: Visitor) -> None:
    page = opened(visitor).page
    start, end = page.get_by_label("From", exact=True), page.get_by_label("To", exact=True)
    start.fill("January 2024")
    start.press("Enter")
    visitor.arrived("from=2024-01-01")
    expect(start).to_have_value("1 Jan 2024")
    end.fill("01/02/2024")
    end.press("Enter")
    page.get_by_role("button", name="1 February 2024", exact=True).click()
    visitor.arrived("to=2024-02-01")
    end.fill("some day")
    end.press("Enter")
    expect(page.get_by_text("“some day” is no date.")).to_be_visible()
    expect(end).to_have_attribute("aria-invalid", "true")
    visitor.arrived("to=2024-02-01")
    page.get_by_role("button", name="Any time").click()
    visitor.arrived(ending="/timeline")
    expect(start).to_have_value("")
    expect(end).to_have_value("")


def test_a_period_ends_today_by_the_readers_clock(visitor: Visitor) -> None:
    page = opened(visitor).page
    page.get_by_role("button", name="This month").click()
    visitor.arrived("from=")
    expect(page.get_by_role("button", name="This month")).to_have_attribute("aria-pressed", "true")
    today = page.evaluate("new Date().toLocaleDateString('en-GB', {day: 'numeric', month: 'long', year: 'numeric'})")
    expect(page.get_by_text(f"By your clock, today is {today}.")).to_be_visible()


def test_on_a_phone_a_button_names_the_filters_and_another_leads_back(phone: Visitor) -> None:
    page = phone.open("/timeline?country=Iran&contested=1")
    button = page.get_by_role("button", name="Filters (2)")
    button.click()
    expect(page.get_by_role("searchbox", name="Search")).to_be_in_viewport()
    back = page.get_by_role("button", name=re.compile(r"^Show \d+ incident"))
    expect(back).to_be_in_viewport()
    back.click()
    expect(button).to_be_in_viewport()


@pytest.mark.parametrize("path", ["/about", "/data", "/changes", "/duplicates"])
def test_pages_without_a_selection_have_no_filters(visitor: Visitor, path: str) -> None:
    page = visitor.open(path)
    page.locator(".st-key-without-filters").wait_for()
    assert page.get_by_test_id("stSidebar").count() == 0
    assert page.locator(".st-key-summary").count() == 0


def test_a_hostile_table_is_shown_as_text(hostile_visitor: Visitor) -> None:
    page = opened(hostile_visitor).page
    more = facet(hostile_visitor, "Actor").get_by_role("button", name=re.compile("more of Actor"))
    more.click()
    assert any("<" in text for text in facet(hostile_visitor, "Actor").locator(".name").all_inner_texts())
    assert hostile_visitor.dialogs == []
    assert hostile_visitor.errors == []
    assert page.locator("fieldset script, fieldset img").count() == 0

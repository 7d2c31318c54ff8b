"""What comes out of a printer: the picture in place of the map's page, and pages without anything to press."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visitor

PRINT = ".faultline-print"


def test_the_map_is_printed_as_its_picture_and_is_there_again_afterwards(visitor: Visitor) -> None:
    page = visitor.open_map("/map?country=Iran")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print", color_scheme="dark")
    picture = page.locator(f"{PRINT} svg")
    expect(picture).to_be_visible()
    expect(picture.locator("#faultline-title")).to_have_text("Map of incidents")
    assert page.locator(f"{PRINT} svg > rect").first.get_attribute("fill") == "#ffffff"  # whatever the theme
    expect(page.locator("#root")).to_be_hidden()
    page.emulate_media(media="screen")
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    expect(page.locator(PRINT)).to_have_count(0)
    expect(visitor.marks.first).to_be_visible()


def test_without_an_answer_of_the_server_the_page_itself_is_printed(visitor: Visitor) -> None:
    page = visitor.open_map("/map")
    page.route("**/api/map.svg*", lambda route: route.abort())
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    expect(page.locator(PRINT)).to_have_count(0)
    expect(page.locator("iframe").first).to_be_visible()
    expect(page.get_by_test_id("stSidebar")).to_be_hidden()


@pytest.mark.parametrize("path", ["/timeline", "/filter?incident=FLT-0012", "/compare?from=2024-01-01"])
def test_a_printed_page_has_nothing_to_press_and_is_light(visitor: Visitor, path: str) -> None:
    page = visitor.open(path)
    page.emulate_media(media="print", color_scheme="dark")
    expect(visitor.summary).to_be_visible()
    for name in ("stSidebar", "stHeader", "stForm", "stLinkButton"):
        assert not any(element.is_visible() for element in page.get_by_test_id(name).all()), name
    buttons = page.get_by_test_id("stMain").get_by_role("button").all()
    assert [button.evaluate("node => node.outerHTML") for button in buttons if button.is_visible()] == []
    ground, ink = page.evaluate(
        """() => [getComputedStyle(document.querySelector('.stApp')).backgroundColor,
                  getComputedStyle(document.querySelector('[data-testid="stText"]')).color]"""
    )
    assert (ground, ink) == ("rgb(255, 255, 255)", "rgb(29, 36, 41)")


def test_an_open_record_is_printed_alone(visitor: Visitor) -> None:
    page = visitor.open("/filter?incident=FLT-0012")
    page.emulate_media(media="print")
    expect(page.locator(".st-key-record")).to_be_visible()
    expect(page.locator(".st-key-rows")).to_be_hidden()

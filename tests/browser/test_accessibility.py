"""What axe-core finds on every page in both themes and sizes, headings, and the way to the map by keyboard."""

from importlib import resources

import pytest
from playwright.sync_api import Page, expect

from pages.parts.frame.menu import PAGES, SUBPAGES
from tests.browser.conftest import Visitor

AXE = (resources.files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
# WCAG 2.2 asks for targets of 24 px; axe does not look for them unless told.
FIND = """async () => (await axe.run(document, {resultTypes: ["violations"], rules: {"target-size": {enabled: true}}}))
  .violations.flatMap(({id, nodes}) => nodes.map(({target, html}) => [id, target.flat(2).join(" in "), html]))"""
THEMES = {"light": "rgb(255, 255, 255)", "dark": "rgb(20, 25, 29)"}  # their backgrounds in .streamlit/config.toml
NOTHING_MOVES = "() => document.getAnimations().every((animation) => animation.playState !== 'running')"
DESK, PHONE, LAPTOP = (1400, 900), (390, 844), (1280, 720)
# By page, the violations that are not ours: rule, and what the markup begins with or holds. Each must be found, so that
# one that is mended is taken off the list.
NOT_OURS = {
    # Streamlit's field for files: its section has a label and the role “presentation” at once.
    "data": {("presentation-role-conflict", "stFileUploaderDropzone")},
    # Vega's brush: the shapes that a drag leaves have a role and no name. The chart itself has one.
    "timeline": {("svg-img-alt", "brush_brush")},
}
ADDRESSES = [(url_path, title) for _, title, url_path, _ in (*PAGES, *SUBPAGES)]


def find_violations(page: Page) -> list[tuple[str, str]]:
    """Rule and markup of each violation, in the page and its frames."""
    for frame in page.frames:
        if not frame.evaluate("Boolean(window.axe)"):
            frame.evaluate(AXE)
    return [(rule, markup) for rule, _, markup in page.evaluate(FIND)]


def set_look(visitor: Visitor, theme: str, size: tuple[int, int]) -> None:
    """Switch theme and size of the open page, and wait until it shows them."""
    visitor.page.set_viewport_size({"width": size[0], "height": size[1]})
    visitor.page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    background = "getComputedStyle(document.querySelector('.stApp')).backgroundColor"
    visitor.page.wait_for_function(f"() => {background} === '{THEMES[theme]}'")
    visitor.idle()
    visitor.page.wait_for_function(NOTHING_MOVES)


@pytest.mark.parametrize(("page_name", "title"), ADDRESSES)
def test_a_page_shuts_nobody_out(visitor: Visitor, page_name: str, title: str) -> None:
    page = visitor.open_map() if page_name == "map" else visitor.open(f"/{page_name}")
    not_ours, occurring = NOT_OURS.get(page_name, set()), set()
    for theme, size in (("light", DESK), ("dark", DESK), ("dark", PHONE)):
        set_look(visitor, theme, size)
        for rule, markup in find_violations(page):
            known = {(name, part) for name, part in not_ours if name == rule and part in markup}
            assert known, f"{rule} in {theme}, {size}: {markup}"
            occurring |= known
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert occurring == not_ours
    expect(page.get_by_role("heading", level=1)).to_have_text([title])
    assert page.evaluate("document.documentElement.lang") == "en"


def test_one_step_leads_past_the_menu_to_the_map(visitor: Visitor) -> None:
    page = visitor.open_map()
    page.locator("body").press("Tab")
    expect(page.locator(".skip-link")).to_be_focused()
    page.get_by_role("link", name="Skip to the map").press("Enter")
    expect(visitor.frame.locator(".leaflet-container")).to_be_focused()
    page.get_by_role("link", name="About").click()
    visitor.arrived(ending="/about")
    expect(page.locator(".st-key-map iframe")).to_have_count(0)  # or the link leads there still
    page.locator(".skip-link").focus()
    page.get_by_role("link", name="Skip to the content").press("Enter")
    expect(page.get_by_test_id("stMain")).to_be_focused()
    assert visitor.errors == []


def test_the_map_has_its_room_on_a_phone_and_on_a_laptop(phone: Visitor) -> None:
    phone.open_map()
    box = phone.page.locator("iframe").first.bounding_box()
    assert box is not None
    assert box["y"] < 180
    expect(phone.page.get_by_role("button", name="Filters")).to_be_visible()
    phone.page.set_viewport_size({"width": LAPTOP[0], "height": LAPTOP[1]})
    phone.page.wait_for_function(
        "() => document.querySelector('.st-key-map iframe').getBoundingClientRect().width > 800"
    )
    phone.wait_for_map()
    assert phone.in_map("document.querySelector('.leaflet-container').getBoundingClientRect().height") >= 400
    assert phone.in_map("document.querySelector('.strip').getBoundingClientRect().bottom <= innerHeight")

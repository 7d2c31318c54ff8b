"""Nothing that is seen moves while a page loads or is filtered: Chromium's own layout shifts, which know no clock."""

import pytest

from tests.bench.layout_shift import LIMIT, OBSERVE, SHIFT
from tests.browser.conftest import Visitor


@pytest.mark.parametrize("path", ["/timeline", "/filter", "/compare"])
def test_a_page_loads_in_its_place(visitor: Visitor, path: str) -> None:
    visitor.page.add_init_script(OBSERVE)
    visitor.open(path)
    visitor.page.locator("[data-testid=stSkeleton]").first.wait_for(state="detached")
    assert visitor.page.evaluate(SHIFT) <= LIMIT


def test_the_map_stays_in_its_place_when_it_loads_and_is_filtered(visitor: Visitor) -> None:
    visitor.page.add_init_script(OBSERVE)
    page = visitor.open_map()
    assert page.evaluate(SHIFT) <= LIMIT
    before = page.locator("iframe").first.bounding_box()
    page.evaluate("window.shift = 0")
    with visitor.rerun():
        page.get_by_text("Contested only").click()
    visitor.shows(1)
    assert page.evaluate(SHIFT) <= LIMIT
    assert page.locator("iframe").first.bounding_box() == before

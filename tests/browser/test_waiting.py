"""A page that waits says so and can be stopped; what failed is said; the selection stays and can be asked again."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Locator, expect

from geo.settings import bundled_incidents
from pages.parts.frame.long_query import STOPPED_TEXT
from tests.browser.conftest import Visitor, visit
from tests.packs import pack
from tests.serving import serve_script

LONG = "600"  # seconds that no test waits
PATH = "/timeline?country=Iran"
WAITS = """() => (({content, visibility}) => content.includes("Looking through") && visibility === "visible")(
  getComputedStyle(document.querySelector(".stApp"), "::after"))"""


@pytest.fixture(scope="module")
def halted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("halted") / "halted"


@pytest.fixture(scope="module")
def halting_address(halted: Path) -> Iterator[str]:
    with serve_script("tests/browser/halting_app.py", environment={"HALTED": str(halted)}) as address:
        yield address


@pytest.fixture
def waiting(desk: BrowserContext, halting_address: str, halted: Path) -> Iterator[Visitor]:
    with visit(desk, halting_address) as visitor:
        yield visitor
    halted.unlink(missing_ok=True)


def stop_button(visitor: Visitor) -> Locator:
    return visitor.page.get_by_role("button", name="Stop", exact=True)


def go_on(visitor: Visitor, halted: Path) -> None:
    """Let the engine answer, ask again, and check that all of the selection is there."""
    assert "country=Iran" in visitor.page.url
    expect(visitor.page.locator(".st-key-clearing").get_by_text("Iran").first).to_be_visible()
    halted.unlink()
    visitor.page.get_by_role("button", name="Ask again").click()  # there is one, whatever asked
    expect(visitor.summary).to_have_text("6 of 23 incidents: in Iran")
    visitor.idle()


def test_a_page_that_waits_can_be_stopped_and_asked_again(waiting: Visitor, halted: Path) -> None:
    halted.write_text(LONG)
    waiting.page.goto(f"{waiting.address}{PATH}")
    expect(waiting.page.get_by_text("Looking through the incidents")).to_be_visible()
    stop_button(waiting).click()
    expect(waiting.page.get_by_text(STOPPED_TEXT)).to_be_visible()
    waiting.idle()
    expect(stop_button(waiting)).to_have_count(0)
    expect(waiting.page.get_by_text("Killed, at least")).to_be_visible()  # filters that need no counts
    go_on(waiting, halted)


def test_a_page_that_is_seen_stays_in_its_place_while_it_waits_for_the_next(waiting: Visitor, halted: Path) -> None:
    waiting.open("/timeline")
    menu = waiting.page.locator(".st-key-menu")
    before = menu.bounding_box()
    halted.write_text(LONG)
    waiting.page.get_by_role("checkbox", name="Iran").first.click()
    expect(stop_button(waiting)).to_be_visible()
    assert menu.bounding_box() == before
    stop_button(waiting).click()
    expect(waiting.page.get_by_text(STOPPED_TEXT)).to_be_visible()


def test_a_question_beyond_its_time_says_so(waiting: Visitor, halted: Path) -> None:
    halted.write_text("1.5")
    waiting.page.goto(f"{waiting.address}{PATH}")
    expect(waiting.page.get_by_text("The answer took longer than 1.5 seconds")).to_have_count(1)
    waiting.idle()
    go_on(waiting, halted)


def test_a_page_says_that_it_waits_for_what_nobody_can_stop(waiting: Visitor, halted: Path) -> None:
    halted.touch()
    waiting.page.goto(f"{waiting.address}{PATH}")
    waiting.page.wait_for_function(WAITS)
    halted.unlink()
    waiting.idle()
    assert not waiting.page.evaluate(WAITS)
    expect(waiting.summary).to_have_text("6 of 23 incidents: in Iran")


def test_the_line_of_a_phone_lies_within_its_screen(
    handheld: BrowserContext, halting_address: str, halted: Path
) -> None:
    halted.write_text(LONG)
    with visit(handheld, halting_address) as visitor:
        visitor.page.goto(f"{visitor.address}{PATH}")
        line = visitor.page.locator("[class*='st-key-waiting']")
        expect(stop_button(visitor)).to_be_visible()
        box = line.bounding_box()
        halted.unlink()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    assert 422 < box["y"] < 844 - box["height"]


def test_the_error_names_the_missing_file_and_the_selection_stays(desk: BrowserContext, tmp_path: Path) -> None:
    folder = tmp_path / "packed"
    pack([bundled_incidents()], folder)
    with serve_script(environment={"INCIDENTS": f"duckdb:{folder}"}) as address, visit(desk, address) as visitor:
        visitor.open(PATH)
        for path in folder.glob("rows/**/*.parquet"):
            path.unlink()
        visitor.open(f"{PATH}&q=police")
        expect(visitor.page.get_by_text("Pack it again with “faultline pack”")).to_have_count(1)
        expect(visitor.page.get_by_text("is missing")).to_be_visible()
        expect(visitor.page.locator(".st-key-clearing").get_by_text("Iran").first).to_be_visible()

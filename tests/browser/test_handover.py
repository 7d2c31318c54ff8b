"""The hand-over page from a disk, in a browser without a network: the same rows everywhere, and nothing runs."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from geo.storage import addresses, atlas_cache
from geo.storage.atlas import Atlas
from tests.browser.hostile import PAYLOADS, write_hostile_files
from tests.browser.test_accessibility import AXE, DESK, FIND, PHONE
from tests.geo.handover.pages import atlas_of, make_page, read_data

READY = "() => document.body.dataset.ready === ''"
DRAWN = "() => Number(document.getElementById('map').dataset.marked) >= 0"


@contextmanager
def open_page(
    browser: Browser, html: str, folder: Path, *, theme: str = "light", size: tuple[int, int] = DESK
) -> Iterator[Page]:
    """The page from a disk, without a network; its console must stay silent."""
    path = folder / "handover.html"
    path.write_text(html, encoding="utf-8")
    scheme: Literal["dark", "light"] = "dark" if theme == "dark" else "light"
    with browser.new_context(
        offline=True, viewport={"width": size[0], "height": size[1]}, color_scheme=scheme
    ) as context:
        page = context.new_page()
        messages: list[str] = []
        requests: list[str] = []
        page.on("console", lambda message: messages.append(message.text))
        page.on("pageerror", lambda error: messages.append(str(error)))
        page.on("request", lambda request: requests.append(request.url))
        page.goto(path.as_uri())
        page.wait_for_function(READY)
        page.wait_for_function(DRAWN)
        yield page
        assert messages == []
        assert requests == [path.as_uri()]


@pytest.fixture(scope="module")
def bundled() -> tuple[Atlas, str]:
    atlas = atlas_cache.base_atlas()
    return atlas, make_page(atlas)


def all_lines(page: Page) -> list[str]:
    """The identifiers of the whole list, which has only the lines in view in the page."""
    ids: dict[str, None] = {}
    page.locator("#list").evaluate("list => list.scrollTop = 0")
    while True:
        ids |= dict.fromkeys(page.locator(".line").evaluate_all("lines => lines.map((line) => line.dataset.id)"))
        before = page.locator("#list").evaluate("list => list.scrollTop")
        page.locator("#list").evaluate("list => { list.scrollTop += list.clientHeight / 2; }")
        page.evaluate("() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))")
        if page.locator("#list").evaluate("list => list.scrollTop") == before:
            return list(ids)


def test_list_and_map_have_the_rows_of_the_selection(
    browser: Browser, bundled: tuple[Atlas, str], tmp_path: Path
) -> None:
    atlas, html = bundled
    columns = read_data(html)["columns"]
    with open_page(browser, html, tmp_path) as page:
        assert all_lines(page) == columns["id"] == atlas.incidents["incident_id"].tolist()
        on_map = page.locator("#map")
        has_point = [
            longitude is not None and area < 0
            for longitude, area in zip(columns["longitude"], columns["area"], strict=True)
        ]
        expect(on_map).to_have_attribute("data-marked", str(sum(has_point)))
        expect(on_map).to_have_attribute("data-in-areas", str(sum(area >= 0 for area in columns["area"])))
        expect(page.locator("#counts")).to_contain_text(f"{len(columns['id'])} incidents")
        expect(page.locator("#check")).to_contain_text("their hash is right")


def test_a_brush_over_the_timeline_filters_map_and_list(
    browser: Browser, bundled: tuple[Atlas, str], tmp_path: Path
) -> None:
    columns = read_data(bundled[1])["columns"]
    with open_page(browser, bundled[1], tmp_path) as page:
        bars = page.locator(".bars")
        box = bars.bounding_box()
        assert box is not None
        page.mouse.move(box["x"] + box["width"] * 0.95, box["y"] + 30)
        page.mouse.down()
        page.mouse.move(box["x"] + box["width"] - 9, box["y"] + 30, steps=4)
        page.mouse.up()
        expect(page.get_by_role("button", name="Show all")).to_be_visible()
        first, last = (page.get_by_label(label).input_value() for label in ("From this day on", "Until this day"))
        days = page.evaluate("([a, b]) => [Faultline.days.fromIso(a), Faultline.days.fromIso(b)]", [first, last])
        passing = [
            id_
            for id_, start, end in zip(columns["id"], columns["first_day"], columns["last_day"], strict=True)
            if start is not None and start <= days[1] and end >= days[0]
        ]
        assert 0 < len(passing) < len(columns["id"])
        assert all_lines(page) == passing
        page.wait_for_function(f"() => Number(document.getElementById('list').dataset.rows) === {len(passing)}")
        page.get_by_role("button", name="All days").click()
        assert all_lines(page) == columns["id"]


def test_search_and_filters_narrow_the_list(browser: Browser, bundled: tuple[Atlas, str], tmp_path: Path) -> None:
    columns = read_data(bundled[1])["columns"]
    with open_page(browser, bundled[1], tmp_path) as page:
        page.get_by_label("Contested only").check()
        contested = [id_ for id_, flag in zip(columns["id"], columns["contested"], strict=True) if flag]
        assert all_lines(page) == contested
        page.get_by_role("button", name="Show all").click()
        page.get_by_label("Actor", exact=True).select_option("Jaish al-Adl")
        assert all_lines(page) == [
            id_ for id_, actors in zip(columns["id"], columns["actors"], strict=True) if "Jaish al-Adl" in actors
        ]
        page.get_by_role("button", name="Show all").click()
        page.get_by_label("Search the incidents").fill("no such words anywhere")
        expect(page.locator("#list")).to_have_attribute("data-rows", "0")
        expect(page.locator("#counts")).to_contain_text("0 of 23 incidents")


def test_it_is_used_by_keyboard_alone(browser: Browser, bundled: tuple[Atlas, str], tmp_path: Path) -> None:
    columns = read_data(bundled[1])["columns"]
    with open_page(browser, bundled[1], tmp_path) as page:
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name="Skip to the list")).to_be_focused()
        page.keyboard.press("Enter")
        page.locator("#list").press("ArrowDown")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        expect(page.locator("#record")).to_have_attribute("data-id", columns["id"][2])
        expect(page.locator(".record-title")).to_be_focused()
        page.keyboard.press("Escape")
        expect(page.locator("#list")).to_be_focused()
        before = page.evaluate("Faultline.map.view")
        page.locator("#map").press("ArrowRight")
        page.keyboard.press("+")
        after = page.evaluate("Faultline.map.view")
        assert after["x"] > before["x"]
        assert after["zoom"] == before["zoom"] + 1
        page.keyboard.press("0")
        assert page.evaluate("Faultline.map.view")["zoom"] == pytest.approx(before["zoom"])


def test_a_record_has_facts_claims_sources_and_links(
    browser: Browser, bundled: tuple[Atlas, str], tmp_path: Path
) -> None:
    data = read_data(bundled[1])
    columns = data["columns"]
    with open_page(browser, bundled[1], tmp_path) as page:
        for id_ in sorted(data["claims"]):
            page.evaluate("(id) => Faultline.openIncident(Faultline.rowById.get(id))", id_)
            record = page.locator("#record")
            expect(record.locator(".record-title")).to_have_text(columns["title"][columns["id"].index(id_)])
            assert record.locator(".facts dd").all_text_contents()[0] == columns["date"][columns["id"].index(id_)]
            expect(record.locator(".claims li")).to_have_count(len(data["claims"][id_]))
            expect(record.locator(".publications li")).to_have_count(len(data["publications"].get(id_, [])))
            expect(record.locator(".links li")).to_have_count(len(data["links"].get(id_, [])))


def test_hostile_texts_are_shown_as_they_are(browser: Browser, tmp_path: Path) -> None:
    atlas = addresses.open_atlas(str(write_hostile_files(tmp_path)))
    html = make_page(atlas)
    columns = read_data(html)["columns"]
    assert len(columns["id"]) == len(PAYLOADS)
    with open_page(browser, html, tmp_path) as page:
        for number, title in enumerate(columns["title"]):
            page.evaluate("(at) => Faultline.openIncident(Faultline.rows[at])", number)
            assert page.locator(".record-title").text_content() == title
            addresses_of_links = page.locator("#record a").evaluate_all("links => links.map((link) => link.protocol)")
            assert set(addresses_of_links) <= {"http:", "https:"}
        page.evaluate("Faultline.closeIncident()")
        page.get_by_label("Search the incidents").fill("script")
        assert page.evaluate("window.faultlineAttacked") is None
        assert page.locator("script").count() == 3
        assert page.locator("img, iframe, object").count() == 0


def test_a_click_on_a_cluster_or_an_area_leads_to_its_incidents(browser: Browser, tmp_path: Path) -> None:
    rows = [{"title": f"At one place {number}"} for number in range(3)]
    html = make_page(atlas_of([*rows, {"title": "Somewhere", "place_precision": "country", "country": "Chad"}]))
    with open_page(browser, html, tmp_path) as page:
        page.evaluate("Faultline.map.choose({rows: Faultline.rows.slice(0, 3), group: null, name: '3 incidents'})")
        expect(page.locator("#list")).to_have_attribute("data-rows", "3")
        expect(page.locator("#counts")).to_contain_text("3 of 4 incidents")


def test_changed_data_are_told_by_their_hash(browser: Browser, bundled: tuple[Atlas, str], tmp_path: Path) -> None:
    html = bundled[1]
    at = html.index('id="sha256">') + len('id="sha256">')
    other = "0" if html[at] != "0" else "1"
    with open_page(browser, html[:at] + other + html[at + 1 :], tmp_path) as page:
        expect(page.locator("#check")).to_contain_text("were changed after it was written")


@pytest.mark.parametrize(("theme", "size"), [("light", DESK), ("dark", DESK), ("dark", PHONE), ("light", PHONE)])
def test_it_shuts_nobody_out(
    browser: Browser, bundled: tuple[Atlas, str], tmp_path: Path, theme: str, size: tuple[int, int]
) -> None:
    with open_page(browser, bundled[1], tmp_path, theme=theme, size=size) as page:
        for id_ in (None, "FLT-0012"):
            if id_:
                page.evaluate("(id) => Faultline.openIncident(Faultline.rowById.get(id))", id_)
            page.evaluate(AXE)
            assert page.evaluate(FIND) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_on_paper_the_list_is_a_table(browser: Browser, bundled: tuple[Atlas, str], tmp_path: Path) -> None:
    with open_page(browser, bundled[1], tmp_path, theme="dark") as page:
        page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
        expect(page.locator(".print-table tbody tr")).to_have_count(23)
        assert page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--paper')") == "#ffffff"
        page.evaluate("window.dispatchEvent(new Event('afterprint'))")
        expect(page.locator(".print-table")).to_have_count(0)

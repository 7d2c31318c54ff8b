"""Pages in frames of other origins: only of those that EMBED names, quietly, and without anybody's key."""

import html
import re
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from playwright.sync_api import BrowserContext, FrameLocator, Page, expect

from tests.browser.conftest import Visitor, visit
from tests.serving import free_port, serve_script


@contextmanager
def serve_article(port: int) -> Iterator[ThreadingHTTPServer]:
    """A site of its own, which shows whatever its address names in a frame."""

    class Article(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            source = html.escape(self.path.partition("?")[2])
            self.wfile.write(f"<h1>Article</h1><iframe width='1200' height='700' src='{source}'></iframe>".encode())

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", port), Article) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture(scope="module")
def friend() -> Iterator[str]:
    port = free_port()
    with serve_article(port):
        yield f"http://127.0.0.1:{port}"


@pytest.fixture(scope="module")
def stranger() -> Iterator[str]:
    port = free_port()
    with serve_article(port):
        yield f"http://127.0.0.1:{port}"


@pytest.fixture(scope="module")
def embedding_address(friend: str) -> Iterator[str]:
    with serve_script(environment={"EMBED": f"https://example.org {friend}"}) as address:
        yield address


@pytest.fixture
def page(desk: BrowserContext, embedding_address: str) -> Iterator[Page]:
    with visit(desk, embedding_address) as visitor:
        yield visitor.page


def map_in(page: Page) -> FrameLocator:
    return page.frame_locator("iframe").frame_locator("iframe")


def test_a_named_origin_shows_the_map_quietly(page: Page, friend: str, embedding_address: str) -> None:
    page.goto(f"{friend}/?{embedding_address}/map?country=Iran&embed=true")
    frame = page.frame_locator("iframe").first
    expect(map_in(page).locator("[data-count]").first).to_be_visible(timeout=60_000)
    link = frame.get_by_role("link", name="Open in Faultline")
    expect(link).to_have_attribute("href", "/map?country=Iran")
    expect(frame.get_by_text("Borders: Natural Earth").first).to_be_visible()
    for words in ("Timeline", "Compare", "About"):
        expect(frame.get_by_role("link", name=words)).to_have_count(0)
    expect(frame.get_by_test_id("stSidebar")).to_have_count(0)
    expect(map_in(page).locator(".picture-bar")).to_have_count(0)


def test_a_stranger_sees_nothing_and_the_api_answers_all_the_same(
    page: Page, stranger: str, embedding_address: str
) -> None:
    refusals: list[str] = []
    page.on("console", lambda message: refusals.append(message.text))
    page.goto(f"{stranger}/?{embedding_address}/map?embed=true")
    page.wait_for_function("() => document.querySelector('iframe').contentDocument === null")
    page.wait_for_load_state("networkidle")
    assert any("frame-ancestors" in text for text in refusals)
    assert page.request.get(f"{embedding_address}/api/facets.json").status == 200


@pytest.mark.parametrize("path", ["/map", "/map?embed=true", "/api/map.svg"])
def test_without_the_setting_nobody_may_frame_a_page(visitor: Visitor, path: str) -> None:
    headers = visitor.page.request.get(f"{visitor.address}{path}").headers
    assert headers["x-frame-options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self';" in headers["content-security-policy"]


def test_with_the_setting_the_old_header_that_knows_no_list_is_gone(page: Page, embedding_address: str) -> None:
    headers = page.request.get(f"{embedding_address}/map").headers
    assert "x-frame-options" not in headers
    assert "frame-ancestors 'self' https://example.org http://127.0.0.1:" in headers["content-security-policy"]


def test_the_menu_offers_the_picture_a_link_and_a_frame(page: Page, embedding_address: str) -> None:
    page.goto(f"{embedding_address}/map?actor=Iran&at=66,30,6&play=2024-01-01,2024-03-31")
    frame = page.frame_locator("iframe").first
    button = frame.get_by_role("button", name="Picture, link and frame")
    expect(frame.locator("[data-count]").first).to_be_visible(timeout=60_000)
    button.click()
    menu = frame.get_by_role("dialog", name="Picture, link and frame")
    png = menu.get_by_role("link", name="PNG")
    expect(png).to_have_attribute("href", re.compile(r"^/api/map\.png\?actor=Iran.*at=66%2C30%2C6&width=1200"))
    expect(png).to_have_attribute("href", re.compile(r"from=2024-01-01&to=2024-0"))  # the days that are played
    menu.get_by_label("Size").select_option(label="For print, 2400 × 1600")
    expect(png).to_have_attribute("href", re.compile("width=2400&height=1600&theme=light"))
    snippet = menu.get_by_label("Frame for a page of yours", exact=True).input_value()
    assert re.search(r'^<iframe src="http://127\.0\.0\.1:\d+/map\?actor=Iran&amp;.*embed=true" title="', snippet)
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    expect(button).to_be_focused()


def test_the_picture_of_the_menu_is_saved_under_its_name(page: Page, embedding_address: str) -> None:
    page.goto(f"{embedding_address}/map?country=Iran")
    frame = page.frame_locator("iframe").first
    expect(frame.locator("[data-count]").first).to_be_visible(timeout=60_000)
    frame.get_by_role("button", name="Picture, link and frame").click()
    with page.expect_download() as started:
        frame.get_by_role("link", name="SVG").click()
    assert re.fullmatch(r"faultline-map_country-iran_data-\w{8}_\w{8}\.svg", started.value.suggested_filename)


def test_without_the_setting_the_menu_says_how_to_switch_frames_on(visitor: Visitor) -> None:
    visitor.open_map("/map")
    visitor.frame.get_by_role("button", name="Picture, link and frame").click()
    menu = visitor.frame.get_by_role("dialog", name="Picture, link and frame")
    expect(menu).to_contain_text("the setting EMBED of this server names the sites that may show one")
    expect(menu.get_by_label("Frame for a page of yours", exact=True)).to_have_count(0)


def test_link_and_frame_never_have_the_key_of_anybodys_own_data(visitor: Visitor) -> None:
    visitor.open_map("/map")
    visitor.page.evaluate("history.replaceState(null, '', '/map?data=secret&country=Iran')")
    visitor.frame.get_by_role("button", name="Picture, link and frame").click()
    menu = visitor.frame.get_by_role("dialog", name="Picture, link and frame")
    assert "secret" not in menu.get_by_label("Link to this view", exact=True).input_value()
    expect(menu).to_contain_text("without your own data")

"""Streamlit's page and fonts as the installed version has them, and as they are served."""

import io
import re
import runpy
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from geo.settings import data_dir
from geo.web import streamlit_files
from geo.web.streamlit_files import StreamlitFiles, component_cache_control, find_icon_font, rewrite_index
from pages.parts.frame import menu
from tests.geo.web.addresses import make_client

PAGE = (streamlit_files.static_dir() / "index.html").read_text(encoding="utf-8")
BUILD = runpy.run_path(str(Path(__file__).parents[3] / "data" / "build_icon_font.py"))


@cache
def streamlits_font() -> TTFont:
    return TTFont(streamlit_files.streamlit_icon_font())


@cache
def our_font() -> TTFont:
    content = find_icon_font(streamlit_files.streamlit_icon_font().name)
    assert content is not None, "Streamlit has another icon font: run data/build_icon_font.py"
    return TTFont(io.BytesIO(content))


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with make_client() as opened:
        yield opened


class TestIndexPage:
    """Streamlit's page with our lines in its head."""

    def test_only_our_lines_are_added(self) -> None:
        rewritten = rewrite_index(PAGE)
        assert rewritten.count(streamlit_files.BACKEND_SCRIPT) == 1
        ours = streamlit_files.BACKEND_SCRIPT + streamlit_files.connection_script() + streamlit_files.page_style()
        assert rewritten.replace(ours, "").replace(streamlit_files.skip_link(), "") == PAGE

    def test_the_way_past_the_menu_comes_first(self) -> None:
        _, _, body = rewrite_index(PAGE).partition("<body>")
        assert body.startswith(streamlit_files.skip_link())
        for script in (streamlit_files.skip_link(), streamlit_files.connection_script()):
            assert "</script" not in script.partition("<script>")[2].removesuffix("</script>")

    def test_it_comes_before_every_script(self) -> None:
        rewritten = rewrite_index(PAGE)
        first = re.search(r"<script.*?>", rewritten)
        assert first is not None
        assert rewritten.index(streamlit_files.BACKEND_SCRIPT) == first.start()

    def test_streamlits_script_reads_it(self) -> None:
        (entry,) = re.findall(r'<script type="module"[^>]* src="\./([^"]+)"', PAGE)
        script = (streamlit_files.static_dir() / entry).read_text(encoding="utf-8")
        assert "window.__streamlit" in script
        assert "BACKEND_BASE_URL" in script

    @pytest.mark.parametrize("html", ["", "<html></html>", "<HEAD>", "no page at all"])
    def test_what_has_no_head_stays_as_it_is(self, html: str) -> None:
        assert rewrite_index(html) == html

    @pytest.mark.parametrize("address", ["/map", "/timeline", "/nosuchpage", "/map?actor=Iran", "/what-changed"])
    def test_every_page_begins_with_it(self, client: TestClient, address: str) -> None:
        answer = client.get(address)
        assert answer.text == rewrite_index(PAGE)
        assert "data-filters" not in answer.text.partition("<style>")[0]
        assert answer.headers["content-type"].startswith("text/html")
        assert answer.headers["cache-control"] == "public, max-age=0, must-revalidate"
        assert "connect-src 'self'" in answer.headers["content-security-policy"]
        again = client.get(address, headers={"If-None-Match": answer.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")

    def test_pages_without_filters_hold_no_place_for_them(self, client: TestClient) -> None:
        bare = {path for _, _, path, _ in (*menu.PAGES, *menu.SUBPAGES) if path not in menu.WITH_SELECTION}
        assert set(streamlit_files.PAGES_WITHOUT_FILTERS) == bare
        for path in (*bare, "map?embed=true&country=Iran"):
            marked = client.get(f"/{path}").text
            assert marked.replace(' data-filters="none"', "", 1) == client.get("/map").text != marked

    @pytest.mark.parametrize(
        "address", ["/favicon.png", "/_stcore/health", "/static/js/x.js", "/Map", "/m%61p.html", "/map/x"]
    )
    def test_other_addresses_are_left_to_streamlit(self, client: TestClient, address: str) -> None:
        assert client.get(address).status_code == 404  # Streamlit's own routes are not in this client

    def test_a_page_cannot_be_posted_to(self, client: TestClient) -> None:
        assert client.post("/map").status_code == 405


class TestIconFont:
    """Our font has every icon that Streamlit's scripts and our pages name, under the same name and drawn alike."""

    def test_it_has_every_icon_that_is_used(self) -> None:
        known = BUILD["ligature_glyphs"](streamlits_font())
        missing = BUILD["used_icons"]() & known.keys() - BUILD["ligature_glyphs"](our_font()).keys()
        assert not missing, "run data/build_icon_font.py"
        assert {"map", "download", "keyboard_double_arrow_left", "expand_more"} <= BUILD["used_icons"]()

    def test_each_is_drawn_as_in_streamlits(self) -> None:
        original, ours = streamlits_font(), our_font()
        theirs = BUILD["ligature_glyphs"](original)
        for name, glyph in BUILD["ligature_glyphs"](ours).items():
            assert ours["glyf"][glyph] == original["glyf"][theirs[name]]
            assert ours["hmtx"][glyph] == original["hmtx"][theirs[name]]

    def test_it_is_a_fraction_of_streamlits(self) -> None:
        (path,) = data_dir().glob(streamlit_files.ICON_FONTS)
        assert path.stat().st_size < streamlit_files.streamlit_icon_font().stat().st_size / 10

    def test_it_is_served_in_place_of_streamlits(self, client: TestClient) -> None:
        path = streamlit_files.FONTS + streamlit_files.streamlit_icon_font().name
        answer = client.get(path)
        assert answer.content == find_icon_font(streamlit_files.streamlit_icon_font().name)
        assert answer.headers["content-type"] == "font/woff2"
        # Its address does not change when we need another icon.
        assert answer.headers["cache-control"] == "public, max-age=0, must-revalidate"
        assert client.get(path, headers={"If-None-Match": answer.headers["etag"]}).status_code == 304

    @pytest.mark.parametrize(
        "name", ["MaterialSymbols-Rounded.aaaaaaaa.woff2", "SourceSansVF.woff2", "", "../incidents.csv"]
    )
    def test_any_other_font_is_streamlits(self, name: str) -> None:
        assert find_icon_font(name) is None


class TestComponents:
    """What streamlit-folium serves through Streamlit."""

    @pytest.mark.parametrize(
        "path", ["/component/a.b/static/js/main.521860b0.js", "/component/a.b/x.0123456789abcdef.css"]
    )
    def test_a_name_with_a_hash_is_kept_for_good(self, path: str) -> None:
        assert component_cache_control(path) == "public, max-age=31536000, immutable"

    @pytest.mark.parametrize(
        "path",
        ["/component/a.b/index.html", "/component/a.b/", "/component/a.b/main.js", "/component/a.521860b0.b/main.js",
         "/component/a.b/main.5218.js", "/component/a.b/main.521860B0.js"],
    )  # fmt: skip
    def test_any_other_is_kept_for_an_hour(self, path: str) -> None:
        assert component_cache_control(path) == "public, max-age=3600"

    @pytest.mark.parametrize(
        ("path", "age"),
        [("/component/x.js", "public, max-age=3600"), ("/component/y.js", "public"), ("/x.js", "public"),
         ("/components/x.js", "public"), ("/api/component/x.js", "public")],
    )  # fmt: skip
    def test_only_a_components_file_that_exists_may_be_kept(self, path: str, age: str) -> None:
        def answer(request: Request) -> Response:
            is_there = request.path_params["path"].endswith("x.js")
            return PlainTextResponse("content", 200 if is_there else 404, headers={"Cache-Control": "public"})

        client = TestClient(Starlette(routes=[Route("/{path:path}", answer)], middleware=[Middleware(StreamlitFiles)]))
        assert client.get(path).headers["cache-control"] == age

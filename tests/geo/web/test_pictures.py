"""The map and the timeline as pictures: every kind, format and theme, by its address."""

import io
import re
from pathlib import Path

import defusedxml.ElementTree
import numpy as np
import pytest
from PIL import Image
from starlette.testclient import TestClient

from geo.errors import PictureBusy
from geo.pictures import fonts
from geo.storage import atlas_cache
from geo.web import pictures
from tests.geo.web.addresses import make_client

KINDS = (
    "/api/map.{}?", "/api/map.{}?at=66,30,6", "/api/map.{}?drawn=provinces&measure=killed",
    "/api/map.{}?drawn=countries&per=year",
    "/api/map.{}?country=Iran", "/api/map.{}?bbox=60,20,70,40", "/api/map.{}?around=66,30,800&inside=possible",
    "/api/map.{}?at=179.9,-17,4", "/api/timeline.{}?", "/api/timeline.{}?by=actor&count=killed&smooth=3",
    "/api/timeline.{}?cumulative=1&scale=year", "/api/timeline.{}?scale=decade",
)  # fmt: skip
THEMES = ("light", "dark")
MAX_SVG_BYTES = 3_000_000
NAMESPACE = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def client() -> TestClient:
    return make_client()


def labels(svg: bytes) -> str:
    """All that is written in a picture."""
    root = defusedxml.ElementTree.fromstring(svg)
    return "\n".join(element.get("aria-label") or "" for element in root.iter() if element.get("aria-label"))


def pixels(png: bytes) -> np.ndarray:
    return np.array(Image.open(io.BytesIO(png)).convert("RGB"))


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("address", KINDS)
def test_every_picture_is_valid_xml_of_its_size_and_says_what_it_rests_on(
    client: TestClient, address: str, theme: str
) -> None:
    answer = client.get(f"{address.format('svg')}&theme={theme}&width=960&height=640")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("image/svg+xml")
    root = defusedxml.ElementTree.fromstring(answer.content)
    assert (root.get("width"), root.get("height")) == ("960", "640")
    assert len(answer.content) <= MAX_SVG_BYTES
    tags = {element.tag.removeprefix(NAMESPACE) for element in root.iter()}
    assert not tags & {"script", "foreignObject", "image", "style", "text", "a"}
    words = labels(answer.content)
    assert re.search(r"Source: Faultline seeds \(CC BY 4\.0\)", words)
    assert "Version of the data:" in words
    assert root.findtext(f"{NAMESPACE}title")
    if "/api/map" in address:
        assert "Borders: Natural Earth (de facto)" in words
        assert re.search(r"\n[\d,]+ k?m(\n|$)", words)
        assert re.search(r"\nN(\n|$)", words)


@pytest.mark.parametrize("address", [KINDS[0], KINDS[2], "/api/timeline.{}?"])
def test_a_png_has_its_size_and_knows_what_it_shows(client: TestClient, address: str) -> None:
    answer = client.get(f"{address.format('png')}&title=Strikes&width=600&height=480")
    picture = Image.open(io.BytesIO(answer.content))
    assert (picture.format, picture.size) == ("PNG", (600, 480))
    picture.load()
    assert picture.info["Title"] == "Strikes"
    assert "Faultline seeds" in picture.info["Source"]
    assert picture.info["URL"].startswith("http://testserver/")


def test_the_themes_differ_in_their_ground(client: TestClient) -> None:
    light, dark = (pixels(client.get(f"/api/map.png?theme={theme}&width=480&height=480").content) for theme in THEMES)
    assert light[2, 2].mean() > 200
    assert dark[2, 2].mean() < 60


def test_the_same_address_is_the_same_picture(client: TestClient) -> None:
    first = client.get("/api/map.svg?actor=Iran")
    pictures.CACHED.clear()
    again = client.get("/api/map.svg?actor=Iran")
    assert first.content == again.content
    assert first.headers["etag"] == again.headers["etag"]
    assert client.get("/api/map.svg?actor=Iran", headers={"If-None-Match": first.headers["etag"]}).status_code == 304
    assert client.get("/api/map.svg?actor=Iran&theme=dark").headers["etag"] != first.headers["etag"]


def test_a_picture_has_a_name_as_other_downloads_have(client: TestClient) -> None:
    disposition = client.get("/api/map.svg?country=Iran").headers["content-disposition"]
    assert re.fullmatch(r'inline; filename="faultline-map_country-iran_data-[0-9a-f]{8}_[0-9a-f]{8}\.svg"', disposition)


@pytest.mark.parametrize(
    ("query", "value", "accepted"),
    [
        ("width=99999", "99999", "from 480 to 4,000"),
        ("width=-5", "-5", "a whole number of pixels"),
        ("height=٩٠٠", "٩٠٠", "a whole number of pixels"),
        ("width=1e3", "1e3", "a whole number of pixels"),
        ("width=4000&height=4000", "4000 × 4000", "at most 10,000,000 pixels"),
        ("theme=sepia", "sepia", "light, dark"),
        ("at=1,2", "1,2", "longitude,latitude,zoom"),
        ("at=nan,0,4", "nan,0,4", "longitude,latitude,zoom"),
        ("drawn=rivers", "rivers", "provinces"),
        ("title=" + "x" * 301, "x" * 40, "at most 300 characters"),
        ("wide=1", "1", "width"),
    ],
)
def test_a_value_that_is_not_accepted_is_named_before_any_work(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, query: str, value: str, accepted: str
) -> None:
    monkeypatch.setattr(pictures, "draw_map", lambda *_args, **_options: pytest.fail("drawn"))
    answer = client.get(f"/api/map.png?{query}")
    assert answer.status_code == 400
    (problem,) = answer.json()["problems"]
    assert value in problem["given"]
    assert accepted in problem["accepted"]


@pytest.mark.parametrize("extension", ["gif", "pdf", "svgz", "PNG"])
def test_another_format_is_not_there(client: TestClient, extension: str) -> None:
    answer = client.get(f"/api/map.{extension}")
    assert answer.status_code == 404
    assert answer.json() == {"error": "Unknown format. Available: png, svg."}


def test_the_numbers_of_the_timeline_are_no_picture(client: TestClient) -> None:
    assert "bars" in client.get("/api/timeline.json").json()


TITLES = (
    "<script>alert(1)</script>", "]]><x/>", "{{7*191}} $x^2$ &amp; \"'", "\u202eevil", "\x00\x07\ud83d", "a" * 300,
    "حملهٔ موشکی به جیش‌العدل (2024)", "قصف مواقع <b>", "中文標題", "", "   ",
)  # fmt: skip


@pytest.mark.parametrize("title", TITLES)
@pytest.mark.parametrize("page", ["map", "timeline"])
def test_a_hostile_title_is_words_and_nothing_else(client: TestClient, page: str, title: str) -> None:
    answer = client.get(f"/api/{page}.svg", params={"title": title.encode("utf-8", "replace").decode()})
    root = defusedxml.ElementTree.fromstring(answer.content)
    assert not list(root.iter(f"{NAMESPACE}script"))
    uses = {use.get("{http://www.w3.org/1999/xlink}href", "") for use in root.iter(f"{NAMESPACE}use")}
    defined = {f"#{path.get('id')}" for path in root.iter(f"{NAMESPACE}path") if path.get("id")}
    assert uses <= defined
    assert not [use for use in uses if use.endswith(f"-{fonts.NO_GLYPH}")]


def test_letters_that_no_font_has_are_named(client: TestClient) -> None:
    words = labels(client.get("/api/map.svg", params={"title": "中文"}).content)
    assert "(?)" in words
    assert "no letters for" in words


def test_a_missing_font_is_a_clear_word(client: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "font_path", lambda name: tmp_path / name)
    fonts.load_fonts.cache_clear()
    try:
        answer = client.get("/api/map.svg?title=never+asked+for+before")
    finally:
        monkeypatch.undo()
        fonts.load_fonts.cache_clear()
    assert answer.status_code == 500
    assert "font" in answer.json()["error"]
    assert "missing or damaged" in answer.json()["error"]


def test_a_busy_server_says_when_to_come_back(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_draw: object) -> bytes:
        raise PictureBusy(10)

    monkeypatch.setattr(pictures.QUEUE, "run", refuse)
    answer = client.get("/api/map.png?title=asked+while+busy")
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "10"
    assert "Ask again in 10 seconds" in answer.json()["error"]


def test_the_caption_counts_what_is_not_drawn(client: TestClient) -> None:
    assert "Without a known place, not shown: 11." in labels(client.get("/api/map.svg").content)
    assert "9 incidents without a date are not included." in labels(client.get("/api/timeline.svg").content)


def test_the_legend_lists_what_is_drawn_and_nothing_else(client: TestClient) -> None:
    busiest_days = labels(client.get("/api/timeline.svg").content)
    assert "Diplomatic" in busiest_days
    assert "Strategic developments" not in busiest_days  # of 2012
    assert "Strategic developments" in labels(client.get("/api/timeline.svg?scale=year").content)


def test_an_empty_selection_says_so(client: TestClient) -> None:
    assert "0 incidents." in labels(client.get("/api/map.svg?from=1900-01-01&to=1900-01-02").content)
    timeline = labels(client.get("/api/timeline.svg?from=1900-01-01&to=1900-01-02").content)
    assert "No incident of this selection has a date." in timeline


def test_vague_places_are_hatched_and_never_a_mark(client: TestClient) -> None:
    """Of the bundled strike on a whole province there is a hatching with its name and no mark."""
    root = defusedxml.ElementTree.fromstring(client.get("/api/map.svg?q=Iranian+missile+and+drone+strike").content)
    hatched = [path for path in root.iter(f"{NAMESPACE}path") if "faultline-hatch" in (path.get("fill") or "")]
    assert len(hatched) == 1
    words = labels(client.get("/api/map.svg?q=Iranian+missile+and+drone+strike").content)
    assert "Balochistan (1)" in words
    assert "A named town or site" not in words


def test_a_key_is_in_no_caption(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHARED", "1")
    monkeypatch.setattr("geo.web.params.has_data", lambda _key: True)
    monkeypatch.setattr("geo.web.params.current_atlas", lambda _key: atlas_cache.current_atlas(""))
    answer = make_client().get("/api/map.svg?data=very-secret-key&country=Iran")
    assert answer.status_code == 200
    assert b"very-secret-key" not in answer.content
    assert "very-secret-key" not in str(answer.headers)
    assert "This view:" not in labels(answer.content)

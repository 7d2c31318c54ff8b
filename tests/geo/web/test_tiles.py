"""Density tiles and what lies near a point, as a client sees them."""

import io
from itertools import pairwise

import numpy as np
import pytest
from PIL import Image
from starlette.testclient import TestClient

from geo.mapping import density_tiles
from geo.query.selection import Selection
from geo.storage.atlas_cache import current_atlas
from tests.geo.web.addresses import make_client


@pytest.fixture(scope="module")
def client() -> TestClient:
    return make_client()


def every_tile(zoom: int) -> list[str]:
    return [f"/tiles/density/{zoom}/{column}/{row}" for column in range(2**zoom) for row in range(2**zoom)]


@pytest.mark.parametrize("query", ["", "country=Pakistan", "actor=Iran&from=2024-01-16", "q=nothing+says+this"])
@pytest.mark.parametrize("zoom", [0, 2, 4])
def test_the_tiles_of_a_zoom_count_every_mapped_incident(client: TestClient, query: str, zoom: int) -> None:
    rows = Selection.from_query(query).apply(current_atlas().incidents)
    mapped = rows["longitude"].notna() & rows["place_precision"].isin(["exact", "near"])
    tiles = [client.get(f"{tile}.json?cells=1&{query}").json() for tile in every_tile(zoom)]
    assert sum(tile["count"] for tile in tiles) == mapped.sum()
    assert sum(count for tile in tiles for *_, count in tile["cells"]) == mapped.sum()


def test_a_count_is_no_more_than_was_asked_for(client: TestClient) -> None:
    assert client.get("/tiles/density/0/0/0.json").json().keys() == {"count"}


@pytest.mark.parametrize(("row", "side"), [("0", 256), ("0@2x", 512)])
def test_a_picture_shows_a_colour_where_incidents_lie(client: TestClient, row: str, side: int) -> None:
    answer = client.get(f"/tiles/density/0/0/{row}.png")
    assert answer.headers["content-type"] == "image/png"
    pixels = np.array(Image.open(io.BytesIO(answer.content)).convert("RGBA"))
    assert pixels.shape == (side, side, 4)
    cells = client.get("/tiles/density/0/0/0.json?cells=1").json()["cells"]
    drawn = pixels[:: side // 64, :: side // 64, 3] > 0
    assert sorted((column, row) for row, column in zip(*drawn.nonzero(), strict=True)) == sorted(
        (x, y) for x, y, _ in cells
    )


def test_an_empty_tile_is_small_and_clear(client: TestClient) -> None:
    answer = client.get("/tiles/density/6/0/0.png")
    assert len(answer.content) < 200
    assert np.array(Image.open(io.BytesIO(answer.content)).convert("RGBA"))[..., 3].max() == 0


def test_the_themes_differ(client: TestClient) -> None:
    light, dark = (client.get(f"/tiles/density/0/0/0.png?theme={theme}").content for theme in ("light", "dark"))
    assert light != dark


def test_a_browser_keeps_what_cannot_change(client: TestClient) -> None:
    path = "/tiles/density/0/0/0.png?country=Pakistan"
    plain = client.get(path)
    assert "must-revalidate" in plain.headers["cache-control"]
    assert "immutable" in client.get(f"{path}&v={current_atlas().cache_key}").headers["cache-control"]
    assert "must-revalidate" in client.get(f"{path}&v=of-another-data").headers["cache-control"]
    assert "must-revalidate" in client.get(f"{path}&v={current_atlas().version}").headers["cache-control"], (
        "code may change"
    )
    again = client.get(path, headers={"If-None-Match": plain.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_an_etag_differs_by_selection_tile_theme_and_size(client: TestClient) -> None:
    paths = ["0/0/0.png", "0/0/0@2x.png", "0/0/0.png?theme=dark", "0/0/0.png?country=Iran", "1/0/0.png"]
    assert len({client.get(f"/tiles/density/{path}").headers["etag"] for path in paths}) == len(paths)


@pytest.mark.parametrize(
    "path",
    [
        "0/1/0.png",
        "3/0/8.png",
        "23/0/0.json",
        "99/0/0.png",
        "0/0/x.png",
        "0/0/-1.png",
        "2/0/٣.png",
        "1/0/9999999999.json",
        "1/-1/0.png",
        "1/0.5/0.png",
        f"1/{'9' * 5000}/0.png",
        f"{'9' * 5000}/0/0.json",
        "0/0/0.webp",
        "0/0.png",
    ],
)
def test_there_is_no_such_tile(client: TestClient, path: str) -> None:
    assert client.get(f"/tiles/density/{path}").status_code == 404


@pytest.mark.parametrize(
    "path",
    ["/tiles/density/0/0/0.png?from=x", "/tiles/density/0/0/0.json?nothing=1", "/tiles/density/0/0/0.png?theme=red",
     "/tiles/density/0/0/0.json?cells=2", "/api/near.json", "/api/near.json?near=1,2",
     "/api/near.json?near=1,2,3&near=1,2,3",
     "/api/near.json?near=0,91,5", "/api/near.json?near=0,0,5&from=x"],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_and_named(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 400
    (problem,) = answer.json()["problems"]
    assert problem.keys() == {"key", "given", "accepted"}


def test_what_lies_near_comes_nearest_first(client: TestClient) -> None:
    answer = client.get("/api/near.json?near=64.09,26.97,3000").json()
    away = [incident["away_km"] for incident in answer["incidents"]]
    assert answer["count"] == len(away) > 2
    assert away == sorted(away)
    assert {incident["precision"] for incident in answer["incidents"]} <= {"exact", "near"}
    selected = client.get("/api/near.json?near=64.09,26.97,3000&country=Iran").json()
    assert 0 < selected["count"] < answer["count"]


def test_each_class_has_a_label_and_a_colour() -> None:
    legend = density_tiles.build_legend()
    assert legend["labels"][0] == "1–2"
    assert legend["labels"][-1] == "10,000 or more"
    assert {len(colours) for colours in legend["colours"].values()} == {len(density_tiles.CLASS_MINIMUMS)}


@pytest.mark.parametrize("theme", density_tiles.COLOURS)
def test_a_higher_class_is_a_step_further_from_the_ground(theme: str) -> None:
    def luminance(colour: str) -> float:
        parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]  # WCAG 2.2

    steps = [luminance(colour) + 0.05 for colour in density_tiles.COLOURS[theme]]
    ratios = [max(one, other) / min(one, other) for one, other in pairwise(steps)]
    assert steps == sorted(steps, reverse=theme == "light")
    assert min(ratios) > 1.12


@pytest.mark.parametrize(("count", "shown"), [(0, None), (1, 0), (2, 0), (3, 1), (9_999, 7), (10_000, 8)])
def test_a_count_has_the_colour_of_its_class(count: int, shown: int | None) -> None:
    counts = np.zeros((64, 64), dtype=np.int64)
    counts[5, 9], counts[0, 0] = count, 1
    pixel = (
        Image.open(io.BytesIO(density_tiles.render_png(counts, theme="light")))
        .convert("RGBA")
        .getpixel((9 * 4 + 1, 5 * 4 + 1))
    )
    assert isinstance(pixel, tuple)
    assert (f"#{pixel[0]:02X}{pixel[1]:02X}{pixel[2]:02X}" if pixel[3] else None) == (
        None if shown is None else density_tiles.COLOURS["light"][shown]
    )

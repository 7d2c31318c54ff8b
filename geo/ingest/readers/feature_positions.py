"""Where the records of a file lie by their geometries, in any reference system that the file states."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyproj import CRS
from shapely.geometry.base import BaseGeometry

from geo.core.formatting import pluralize
from geo.errors import IncidentsInvalid, ValueRefused
from geo.ingest import reference_systems
from geo.ingest.checks import country_checks
from geo.ingest.checks.country_checks import CountryCodes
from geo.ingest.import_result import Question
from geo.ingest.options import ImportOptions

POSITION = ("longitude", "latitude")
GEOMETRY = "geometry"
AS_STATED = "geometry as stated"  # what stands in the file where its reference system is not known
UNNAMED = ("unknown", "unnamed")  # what PROJ calls a system without a name
MAX_NAME = 200  # characters of a reference system that a message repeats
MAX_CORNERS = 1_000_000  # of one geometry: all countries of Natural Earth at 1:10 million together have half of it
MAX_WKT_LENGTH = 1_000_000  # characters of a cell, by judgement: an outline of 25,000 corners
MAX_COUNTRIES = 300  # different values of a column that may hold countries: there are some 250
MAX_LATITUDE, MAX_LONGITUDE = 90.0, 180.0  # degrees
DECIMALS = 7  # of transformed degrees: a centimetre

Texts = tuple[str | None, str | None]  # longitude and latitude, or x and y, as the file writes them
Shape: TypeAlias = BaseGeometry | Texts | None
Numbers = NDArray[np.float64]
Rejections = tuple[tuple[int, str, str, str], ...]


@dataclass(frozen=True, eq=False)
class Positions:
    """The columns that geometries give, the shapes that are no points (in degrees), and what is to say of them."""

    columns: Mapping[str, pd.Series] = field(default_factory=dict)
    shapes: pd.Series = field(default_factory=lambda: pd.Series(dtype=object))
    rejected: Rejections = ()
    notes: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()


def locate_features(cells: pd.DataFrame, shapes: Mapping[int, Shape], options: ImportOptions, system: str) -> Positions:
    """Where the records with these cells lie; `system` is the reference system that the file states, empty for none.

    Where there is none and the numbers are no degrees, the positions are unknown until a person says which it is.
    Raises IncidentsInvalid where the system is not known.
    """
    geometries = _split(shapes)
    if not len(geometries):
        return Positions()
    stated = system or options.answer(reference_systems.REFERENCE_SYSTEM, "") or ""
    if not stated and not reference_systems.are_degrees(*geometries.corners()):
        return _ask_system(cells, geometries)
    if not stated or reference_systems.is_wgs_84(stated):
        return _lay_out(cells.index, geometries)
    return _lay_out(cells.index, *_transform(geometries, _parse_system(stated)))


@dataclass(frozen=True, eq=False)
class _Geometries:
    """The points of some rows as texts, and the geometries of others, flat."""

    texts: dict[int, Texts]
    others: dict[int, BaseGeometry]

    def __len__(self) -> int:
        return len(self.texts) + len(self.others)

    def other_array(self) -> NDArray[np.object_]:
        """The geometries of the other rows."""
        return np.array(list(self.others.values()), dtype=object)

    def corners(self) -> tuple[Numbers, Numbers]:
        """The x and y of all points and corners."""
        x, y = _to_numbers(self.texts)
        corners = shapely.get_coordinates(self.other_array())
        return np.append(x, corners[:, 0]), np.append(y, corners[:, 1])


def _split(shapes: Mapping[int, Shape]) -> _Geometries:
    others = {row: shapely.force_2d(shape) for row, shape in shapes.items() if isinstance(shape, BaseGeometry)}
    return _Geometries({row: shape for row, shape in shapes.items() if isinstance(shape, tuple)}, others)


def _to_numbers(texts: Mapping[int, Texts]) -> tuple[Numbers, Numbers]:
    frame = pd.DataFrame(list(texts.values()), columns=list(POSITION), dtype="str")
    x, y = (pd.to_numeric(frame[axis], errors="coerce").to_numpy(dtype=float, na_value=np.nan) for axis in POSITION)
    return x, y


def _text_columns(index: pd.Index, texts: Mapping[int, Texts]) -> dict[str, pd.Series]:
    rows = pd.Index(texts, dtype="int64")
    frame = pd.DataFrame(list(texts.values()), index=rows, columns=list(POSITION), dtype="str")
    return {axis: frame[axis].reindex(index) for axis in POSITION}


def _parse_system(stated: str) -> CRS:
    try:
        return reference_systems.parse_reference_system(stated)
    except ValueRefused:
        raise IncidentsInvalid(
            f"names the reference system “{_shorten(stated)}”, which is not known. "
            "Save it in WGS 84 (EPSG:4326, degrees of longitude and latitude)."
        ) from None


def _shorten(text: str) -> str:
    return text if len(text) <= MAX_NAME else f"{text[:MAX_NAME]}…"


def _transform(geometries: _Geometries, system: CRS) -> tuple[_Geometries, Rejections, tuple[str, ...]]:
    """The geometries in degrees, the points that have none, and a note."""
    x, y = _to_numbers(geometries.texts)
    degrees = np.column_stack(reference_systems.transform_to_degrees(system, x, y)).round(DECIMALS)
    are_numbers, are_known = _are_finite(np.column_stack([x, y])), _are_finite(degrees)
    texts, refused = {}, []
    for place, (row, text) in enumerate(geometries.texts.items()):
        if are_numbers[place] and not are_known[place]:
            refused.append((row, GEOMETRY, ", ".join(map(str, text)), f"lies outside of {_shorten(system.name)}"))
        else:  # what is no number stays, to be refused by its own words
            texts[row] = _write_degrees(*degrees[place]) if are_known[place] else text
    flat = geometries.other_array()
    corners = shapely.get_coordinates(flat)
    moved = np.column_stack(reference_systems.transform_to_degrees(system, corners[:, 0], corners[:, 1]))
    shapes = shapely.set_coordinates(flat, moved.round(DECIMALS))
    name = "the system that the file describes" if system.name in UNNAMED else _shorten(system.name)
    note = f"The coordinates were transformed into degrees from {name}."
    return _Geometries(texts, dict(zip(geometries.others, shapes, strict=True))), tuple(refused), (note,)


def _are_finite(pairs: Numbers) -> list[bool]:
    are_finite: list[bool] = np.asarray(np.isfinite(pairs).all(axis=1)).tolist()
    return are_finite


def _write_degrees(longitude: float, latitude: float) -> Texts:
    return np.format_float_positional(longitude, trim="-"), np.format_float_positional(latitude, trim="-")


def _lay_out(
    index: pd.Index, geometries: _Geometries, refused: Rejections = (), notes: tuple[str, ...] = ()
) -> Positions:
    """The columns of the position, and beside them the WKT of what is no point."""
    if not geometries.others:
        return Positions(_text_columns(index, geometries.texts), rejected=refused, notes=notes)
    faults = dict(zip(geometries.others, _find_faults(geometries.other_array()), strict=True))
    placed = {row: shape for row, shape in geometries.others.items() if not faults[row]}
    points = {row: point for row, shape in placed.items() if (point := _only_corner(shape)) is not None}
    shapes = pd.Series({row: shape for row, shape in placed.items() if row not in points}, dtype=object)
    columns = _text_columns(index, geometries.texts | points | _inner_points(shapes))
    rejected = [(row, GEOMETRY, geometries.others[row].geom_type, fault) for row, fault in faults.items() if fault]
    if shapes.empty:
        return Positions(columns, rejected=(*refused, *rejected), notes=notes)
    wkt, wkt_notes = _to_wkt(shapes)
    sentence = (
        f"Lines and areas instead of points, in {pluralize(len(shapes), 'row')}: each row lies at a point in its shape "
        f"and is known no closer than that is large; the outline is in its column “{GEOMETRY}”."
    )
    own_columns = {**columns, GEOMETRY: wkt.reindex(index)}
    return Positions(own_columns, shapes, (*refused, *rejected), (*notes, sentence, *wkt_notes))


def _find_faults(shapes: NDArray[np.object_]) -> list[str]:
    """Why each geometry cannot be placed, empty where it can."""
    corners, owners = shapely.get_coordinates(shapes, return_index=True)
    n_corners = np.bincount(owners, minlength=len(shapes))
    with np.errstate(invalid="ignore"):
        is_outside = ~((np.abs(corners[:, 0]) <= MAX_LONGITUDE) & (np.abs(corners[:, 1]) <= MAX_LATITUDE))
    faults = np.full(len(shapes), "", dtype=object)
    faults[np.unique(owners[is_outside])] = "its geometry has corners that are no longitude and latitude in degrees"
    faults[n_corners == 0] = "its geometry is empty; leave it out where the position is unknown"
    faults[n_corners > MAX_CORNERS] = f"its geometry has more than {MAX_CORNERS:,} corners; simplify it"
    return [str(fault) for fault in faults]


def _only_corner(shape: BaseGeometry) -> Texts | None:
    """The point that all corners are, of a point, of a MultiPoint or a collection of one."""
    corners = shapely.get_coordinates(shape)
    return _write_degrees(*corners[0]) if (corners == corners[0]).all() else None


def _inner_points(shapes: pd.Series) -> dict[int, Texts]:
    points = shapely.point_on_surface(shapely.make_valid(shapes.to_numpy()))
    pairs = np.column_stack([shapely.get_x(points), shapely.get_y(points)]).round(DECIMALS)
    return {row: _write_degrees(*pair) for row, pair in zip(shapes.index, pairs, strict=True)}


def _to_wkt(shapes: pd.Series) -> tuple[pd.Series, tuple[str, ...]]:
    """Outlines as text, without those that are too long for a cell."""
    texts = pd.Series(shapely.to_wkt(shapes.to_numpy(), rounding_precision=-1), index=shapes.index, dtype="str")
    is_long = texts.str.len() > MAX_WKT_LENGTH
    if not is_long.any():
        return texts, ()
    n_long = pluralize(int(is_long.sum()), "outline")
    return texts.mask(is_long), (f"{n_long} of more than {MAX_WKT_LENGTH:,} characters: left out of the table.",)


def _ask_system(cells: pd.DataFrame, geometries: _Geometries) -> Positions:
    """The question for the reference system; until it is answered, the positions are unknown."""
    x, y = _to_numbers(geometries.texts)
    points = shapely.centroid(geometries.other_array())
    rows = pd.Index([*geometries.texts, *geometries.others], dtype="int64")
    countries = _find_countries(cells).take(cells.index.get_indexer(rows))
    question = reference_systems.ask_reference_system(
        "", np.append(x, shapely.get_x(points)), np.append(y, shapely.get_y(points)), countries
    )
    blank = pd.Series(None, index=cells.index, dtype="str")
    stated = {row: " ".join(map(str, text)) for row, text in geometries.texts.items()}
    stated |= {row: shapely.to_wkt(shape)[:MAX_WKT_LENGTH] for row, shape in geometries.others.items()}
    columns = {**dict.fromkeys(POSITION, blank), AS_STATED: pd.Series(stated, dtype="str").reindex(cells.index)}
    return Positions(columns, questions=(question,))


def _find_countries(cells: pd.DataFrame) -> CountryCodes:
    """The countries of the column that names most of them."""
    columns = [cells[name].fillna("") for name in cells if cells[name].nunique() <= MAX_COUNTRIES]
    parsed = map(country_checks.parse_countries, columns)
    nobody = country_checks.no_countries(len(cells))
    return max(parsed, key=lambda countries: int((countries.codes >= 0).sum()), default=nobody)

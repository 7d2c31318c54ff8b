"""KML (OGC 12-007) and its placemarks; what a file links to is never fetched. A .kmz is a .zip with one in it."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import pandas as pd
import shapely
from shapely.errors import ShapelyError
from shapely.geometry import GeometryCollection, LineString, Point, Polygon
from shapely.geometry.base import BaseGeometry

from geo.core.formatting import pluralize
from geo.errors import FeatureParseError, IncidentsInvalid
from geo.ingest.import_result import Finding
from geo.ingest.options import ImportOptions
from geo.ingest.readers.feature_positions import Shape
from geo.ingest.readers.feature_table import Features, build_table
from geo.ingest.readers.html_text import parse_fields, strip_markup
from geo.ingest.readers.raw_table import RawTable
from geo.ingest.readers.reader import Reader
from geo.ingest.readers.xml_elements import Ancestor, child, first_element, iter_elements, text_of

ROOTS = ("kml", "Document", "Folder", "Placemark")
TAGS = frozenset(["Placemark", "NetworkLink", "GroundOverlay", "ScreenOverlay", "PhotoOverlay", "name"])
FOLDERS = ("Folder", "Document")
FOLDER_SEPARATOR = " / "
GEOMETRIES = ("Point", "LineString", "LinearRing", "Polygon", "MultiGeometry", "Track", "MultiTrack", "Model")
# Our names of KML's elements; a field of the file's own with one of these names has another column.
PLAIN = {"name": ("name",), "address": ("address",), "phoneNumber": ("phoneNumber",), "snippet": ("Snippet",)}
TIMES = {"when": ("TimeStamp", "when"), "date from": ("TimeSpan", "begin"), "date to": ("TimeSpan", "end")}
_COMMA = re.compile(r"\s{0,20},\s{0,20}")


class KMLReader(Reader):
    """Placemarks as rows, with their folders, times and data as columns; they are numbered as they stand."""

    name = "KML"
    extensions = (".kml", ".kmz")

    def matches(self, content: bytes) -> bool:
        return first_element(content) in ROOTS

    def read(self, content: bytes, options: ImportOptions) -> RawTable:
        features, folders = Features(), dict[int, str]()
        others: list[str] = []
        for path, element in iter_elements(content, TAGS, self.name):
            if element.tag == "name":
                folders |= {path[-1].number: text_of(element) or ""} if path and path[-1].tag == "Folder" else {}
            elif element.tag == "Placemark":
                _add_placemark(features, element, _folder_of(path, folders))
            else:
                others.append(element.tag)
        if not features.cells and not features.rejected:
            raise IncidentsInvalid(_explain_empty(others))
        rows = pd.Index(features.cells, dtype="int64")
        return build_table(self.name, features, options, system="EPSG:4326", findings=_find_others(others, rows))


def _folder_of(path: tuple[Ancestor, ...], folders: dict[int, str]) -> str | None:
    names = [folders.get(ancestor.number, "") for ancestor in path if ancestor.tag == "Folder"]
    return FOLDER_SEPARATOR.join(filter(None, names)) or None


def _explain_empty(others: list[str]) -> str:
    if "NetworkLink" in others:
        return (
            "is KML that only links to another file, and links are not followed. "
            "Open it in Google Earth and save the places themselves as KML."
        )
    return "is KML without placemarks, so it has no rows."


def _find_others(others: list[str], rows: pd.Index) -> tuple[Finding, ...]:
    findings = []
    if n_links := others.count("NetworkLink"):
        text = (
            f"{pluralize(n_links, 'link')} to other files: not followed. What the file links to is not read; "
            "save it as KML and add it too."
        )
        findings.append(Finding(text, rows=rows))
    if n_overlays := len(others) - n_links:
        findings.append(Finding(f"Pictures on the map are not read: {pluralize(n_overlays, 'overlay')}."))
    return tuple(findings)


def _add_placemark(features: Features, placemark: Element, folder: str | None) -> None:
    number = len(features.cells) + len(features.rejected) + 1
    try:
        features.add(number, _to_cells(placemark, folder), _parse_geometries(placemark))
    except FeatureParseError as error:
        features.reject(number, error.feature, error.reason)


def _to_cells(placemark: Element, folder: str | None) -> dict[str, str | None]:
    """The cells of a placemark; of a description that is a table, as ArcGIS writes them, its fields too."""
    cells = {name: text_of(child(placemark, *path)) for name, path in {**PLAIN, **TIMES}.items()}
    description = text_of(placemark.find("description"))
    cells = {name: text for name, text in cells.items() if text is not None}
    cells["name"] = cells.get("name")
    cells["description"] = strip_markup(description) if description else None
    if folder is not None:
        cells["folder"] = folder
    for name, text in (*_iter_data(placemark), *(parse_fields(description) if description else ())):
        cells.setdefault(name if cells.get(name) is None or cells[name] == text else f"{name} (data)", text)
        if cells.get(name) is None:
            cells[name] = text
    return cells


def _iter_data(placemark: Element) -> Iterator[tuple[str, str | None]]:
    for extended in placemark.iter("ExtendedData"):
        for data in extended.iter("Data"):
            yield data.get("name") or "value", text_of(data.find("value"))
        for simple in extended.iter("SimpleData"):
            yield simple.get("name") or "value", text_of(simple)


def _parse_geometries(placemark: Element) -> Shape:
    """The geometry of a placemark: a point as its texts, another as its shape; None where it has none."""
    elements = [element for element in placemark if element.tag in GEOMETRIES]
    if not elements:
        return None
    if len(elements) == 1 and elements[0].tag == "Point":
        return _parse_point(elements[0])
    try:
        shapes = [shape for element in elements for shape in _iter_shapes(element)]
    except (ValueError, ShapelyError):
        raise FeatureParseError(elements[0].tag, "its geometry has coordinates that cannot be read") from None
    return shapes[0] if len(shapes) == 1 else GeometryCollection(shapes)


def _parse_point(point: Element) -> Shape:
    text = _COMMA.sub(",", text_of(point.find("coordinates")) or "")
    corners = text.replace(",", " ").split()
    if not corners:
        return None
    if len(corners) < 2:
        raise FeatureParseError(text, "its point has no longitude and latitude")
    return corners[0], corners[1]


def _iter_shapes(element: Element) -> Iterator[BaseGeometry]:
    if element.tag in ("MultiGeometry", "MultiTrack"):
        for part in element:
            yield from _iter_shapes(part)
    elif element.tag == "Point":
        yield from map(Point, _parse_corners(element.find("coordinates"))[:1])
    elif element.tag in ("LineString", "LinearRing"):
        yield _build_line(_parse_corners(element.find("coordinates")))
    elif element.tag == "Polygon":
        yield _build_polygon(element)
    elif element.tag == "Track":
        corners = [tuple(map(float, (text_of(corner) or "").split()[:2])) for corner in element.iter("coord")]
        yield _build_line(corners)
    elif element.tag == "Model":
        yield Point(*(float(text_of(child(element, "Location", axis)) or "nan") for axis in ("longitude", "latitude")))


def _build_line(corners: list[tuple[float, ...]]) -> BaseGeometry:
    return Point(corners[0]) if len(corners) == 1 else LineString(corners)


def _build_polygon(element: Element) -> BaseGeometry:
    outer, *_ = [_parse_corners(ring) for ring in element.iterfind("outerBoundaryIs/LinearRing/coordinates")] or [[]]
    inner = [_parse_corners(ring) for ring in element.iterfind("innerBoundaryIs/LinearRing/coordinates")]
    return Polygon(outer, inner) if len(outer) >= 3 else shapely.MultiPoint(outer)


def _parse_corners(coordinates: Element | None) -> list[tuple[float, ...]]:
    """The longitudes and latitudes of a list “lon,lat,altitude lon,lat,altitude”, also with blanks behind commas."""
    texts = _COMMA.sub(",", text_of(coordinates) or "").split()
    corners = [tuple(map(float, text.split(",")[:2])) for text in texts]
    if any(len(corner) != 2 for corner in corners):
        raise ValueError("a corner has no longitude and latitude")
    return corners

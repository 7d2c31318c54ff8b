"""Elements of an SVG picture, made by the standard library's writer of XML, which escapes all text.

Lengths are pixels of the drawing, y downwards. Outlines of the ground are written in whole tenths of a pixel.
"""

import xml.etree.ElementTree as ElementTree
from collections.abc import Iterable, Sequence
from xml.etree.ElementTree import Element

import numpy as np
import shapely
from numpy.typing import NDArray

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
HREF = f"{{{XLINK}}}href"  # older programs know no other
DECIMALS = 2
TENTHS = 10  # a tenth of a pixel: finer than any printer shows of a line

ElementTree.register_namespace("", SVG)
ElementTree.register_namespace("xlink", XLINK)

Attribute = str | float | None


def node(tag: str, *children: Element, **attributes: Attribute) -> Element:
    """An element; underscores in names of attributes stand for hyphens, and those that are None are left out."""
    element = Element(f"{{{SVG}}}{tag}")
    for name, value in attributes.items():
        if value is not None:
            element.set(name.rstrip("_").replace("_", "-"), value if isinstance(value, str) else number(value))
    element.extend(children)
    return element


def words(tag: str, text: str, name: str) -> Element:
    """An element that holds text, with an identifier."""
    element = node(tag, id=name)
    element.text = text
    return element


def group(children: Iterable[Element], **attributes: Attribute) -> Element:
    """Elements that share attributes."""
    return node("g", *children, **attributes)


def circle(x: float, y: float, radius: float, **attributes: Attribute) -> Element:
    """A circle."""
    return node("circle", cx=x, cy=y, r=radius, **attributes)


def rectangle(x: float, y: float, width: float, height: float, **attributes: Attribute) -> Element:
    """A rectangle by its upper left corner."""
    return node("rect", x=x, y=y, width=max(width, 0.0), height=max(height, 0.0), **attributes)


def line(points: Sequence[tuple[float, float]], **attributes: Attribute) -> Element:
    """A line through points."""
    steps = "L".join(f"{number(x)} {number(y)}" for x, y in points)
    return node("path", d=f"M{steps}", fill="none", **attributes)


def number(value: float) -> str:
    """A number as short as it can be written."""
    text = f"{value:.{DECIMALS}f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def to_bytes(root: Element) -> bytes:
    """The picture as a file."""
    content: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return content


def outline_data(shapes: NDArray[np.object_], *, is_closed: bool) -> str:
    """Rings of polygons, or lines, as path data in whole TENTHS of a pixel; empty where nothing is long enough."""
    lines = shapely.get_rings(shapely.get_parts(shapes)) if is_closed else shapes
    xy, of_line = shapely.get_coordinates(lines, return_index=True)
    points = np.rint(xy * TENTHS).astype(np.int64)
    is_new = np.append(True, (points[1:] != points[:-1]).any(axis=1) | (of_line[1:] != of_line[:-1]))[: len(points)]
    points, of_line = points[is_new], of_line[is_new]
    starts = np.flatnonzero(np.append(True, of_line[1:] != of_line[:-1])[: len(points)])
    end = "Z" if is_closed else ""
    parts = np.split(points, starts[1:]) if len(starts) else []
    return "".join(_one_line(part) + end for part in parts if len(part) > 1 + is_closed)


def _one_line(points: NDArray[np.int64]) -> str:
    first, steps = points[0], np.diff(points, axis=0)
    # Within path data a minus sign parts two numbers as well as a blank does.
    return f"M{first[0]} {first[1]}l" + " ".join(map(str, steps.ravel().tolist())).replace(" -", "-")


def outlines(shapes: NDArray[np.object_], *, is_closed: bool, stroke_width: float = 0.0, **style: Attribute) -> Element:
    """Many polygons or lines as one path; `stroke_width` and `stroke_dasharray` in pixels."""
    dashes = style.pop("stroke_dasharray", None)
    pattern = None if dashes is None else " ".join(number(float(part) * TENTHS) for part in str(dashes).split())
    return node(
        "path",
        d=outline_data(shapes, is_closed=is_closed) or "M0 0",
        transform=f"scale({1 / TENTHS})",
        stroke_width=stroke_width * TENTHS or None,
        stroke_dasharray=pattern,
        **style,
    )

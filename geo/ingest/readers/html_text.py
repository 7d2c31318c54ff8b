"""Texts with HTML in them, as programs write them into descriptions, as plain text and as fields."""

import re
from collections.abc import Iterator

from lxml import etree

MARKUP = re.compile(r"<[a-zA-Z/!][^<>]{0,2000}>|&(?:#\d{1,7}|[a-zA-Z]{2,10});")
BLOCKS = frozenset(["br", "p", "div", "tr", "li", "h1", "h2", "h3", "h4", "table", "ul"])  # that begin a line
HIDDEN = frozenset(["script", "style", "head", "title"])  # whose text nobody sees
TOO_DEEP = "Excessive depth"  # as libxml2 words it
MAX_FIELD_NAME = 100  # characters, by judgement; what is longer is prose


def parse_html(text: str) -> etree._Element | None:
    """The tree of an HTML text, which loads nothing; None where there is none, or elements are nested too deeply."""
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root: etree._Element | None = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        return None
    # Below that depth (2,048) the parser stops without an error, and the rest of the text would be lost.
    return None if any(TOO_DEEP in error.message for error in parser.error_log) else root


def strip_markup(text: str) -> str | None:
    """A text as a person sees it: without tags, its entities as characters; a text without markup stays as it is."""
    if not MARKUP.search(text):
        return text
    root = parse_html(text)
    return text_of_node(root) if root is not None else text


def text_of_node(node: etree._Element) -> str | None:
    """The text of a node: blanks within a line are one, and blocks begin a line; None where it is empty."""
    pieces: list[str] = []
    for event, element in etree.iterwalk(node, events=("start", "end")):
        is_hidden = element.tag in HIDDEN
        if event == "start":
            pieces.append(("\n" if element.tag in BLOCKS else "") + ("" if is_hidden else _squeeze(element.text)))
        elif element is not node:
            pieces.append(("\n" if element.tag in BLOCKS and element.tag != "br" else "") + _squeeze(element.tail))
    lines = (" ".join(line.split()) for line in "".join(pieces).split("\n"))
    return "\n".join(filter(None, lines)) or None


def parse_fields(text: str) -> Iterator[tuple[str, str | None]]:
    """The fields of a table of two columns in an HTML text, as ArcGIS and MapInfo describe a placemark."""
    root = parse_html(text) if "<t" in text.casefold() else None
    if root is None:
        return
    for row in root.iter("tr"):
        cells = [cell for cell in row if cell.tag in ("td", "th")]
        if len(cells) == 2 and not any(cell.find(".//table") is not None for cell in cells):
            name = text_of_node(cells[0])
            if name and len(name) <= MAX_FIELD_NAME:
                yield name.rstrip(":"), text_of_node(cells[1])


def _squeeze(text: str | None) -> str:
    return re.sub(r"\s+", " ", text) if text else ""

"""Elements of an XML file, one after the other, without entities, links or a tree of the whole.

The parser knows no namespaces, for KML files often use prefixes that they never declare. A DOCTYPE is refused: no
format that is read here has one, and entities are declared in it.
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element, TreeBuilder
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler

from defusedxml import DefusedXmlException
from defusedxml.sax import make_parser

from geo.errors import IncidentsInvalid

MAX_DEPTH = 200  # of elements in elements, by judgement: folders of KML are nested ten deep at most
MAX_CHILDREN = 1_000_000  # of one element that is kept, by judgement: the corners of a track
CHUNK_BYTES = 1 << 20
HEAD_BYTES = 4_000  # in which the first element is looked for, by judgement: comments and stylesheets stand above it
_FIRST_ELEMENT = re.compile(rb"<([A-Za-z_][\w.:-]{0,100})")
_BLANK = re.compile(rb"\s*<")


@dataclass(frozen=True)
class Ancestor:
    """An element around another: its name, and a number that no other element of the file has."""

    tag: str
    number: int


def first_element(content: bytes) -> str:
    """The name of the first element, without its prefix; empty where the content is no XML or HTML."""
    head = content[:HEAD_BYTES].replace(b"\x00", b"")
    for mark in (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"):
        head = head.removeprefix(mark)
    match = (
        _FIRST_ELEMENT.search(re.sub(rb"<!--.{0,4000}?-->", b"", head, flags=re.DOTALL)) if _BLANK.match(head) else None
    )
    return local_name(match[1].decode("ascii", "replace")) if match else ""


def local_name(tag: str) -> str:
    """The name of an element or attribute without its prefix."""
    return tag.rpartition(":")[2]


def iter_elements(content: bytes, tags: frozenset[str], kind: str) -> Iterator[tuple[tuple[Ancestor, ...], Element]]:
    """The outermost elements of these names with what is around them; names are without prefix.

    Raises IncidentsInvalid, with `kind` for the format, where the XML is damaged, too deep or declares a DOCTYPE.
    """
    collector = _Collector(tags)
    parser = make_parser()
    parser.forbid_dtd = True
    parser.setContentHandler(collector)
    stream = io.BytesIO(content)
    try:
        while chunk := stream.read(CHUNK_BYTES):
            parser.feed(chunk)
            yield from collector.pop_elements()
        parser.close()
    except DefusedXmlException:
        raise IncidentsInvalid(
            f"is {kind} with a DOCTYPE, in which entities are declared; they are not read."
        ) from None
    except SAXParseException as error:
        where = f"line {error.getLineNumber():,}"
        raise IncidentsInvalid(
            f"cannot be read as {kind}: {error.getMessage()} ({where}). It may be cut off or damaged."
        ) from None
    yield from collector.pop_elements()


def text_of(element: Element | None) -> str | None:
    """The text of an element and of those in it, trimmed; None where there is none."""
    return None if element is None else "".join(element.itertext()).strip() or None


def child(element: Element, *tags: str) -> Element | None:
    """The element that a path of names leads to."""
    descendant: Element | None = element
    for tag in tags:
        descendant = None if descendant is None else descendant.find(tag)
    return descendant


class _Collector(ContentHandler):
    """Builds the wanted elements and forgets all others."""

    def __init__(self, tags: frozenset[str]) -> None:
        super().__init__()
        self._tags = tags
        self._path: list[Ancestor] = []
        self._n_elements = 0
        self._n_children = 0
        self._builder: TreeBuilder | None = None
        self._depth_of_builder = 0
        self._done: list[tuple[tuple[Ancestor, ...], Element]] = []

    def pop_elements(self) -> list[tuple[tuple[Ancestor, ...], Element]]:
        """The elements that ended since the last call."""
        done, self._done = self._done, []
        return done

    def startElement(self, name: str, attrs: Any) -> None:
        tag = local_name(name)
        if len(self._path) >= MAX_DEPTH:
            raise IncidentsInvalid(f"has elements nested more than {MAX_DEPTH} deep, which no table has.")
        if self._builder is None and tag in self._tags:
            self._builder, self._depth_of_builder, self._n_children = TreeBuilder(), len(self._path), 0
        self._n_elements += 1
        self._path.append(Ancestor(tag, self._n_elements))
        if self._builder is not None:
            self._n_children += 1
            if self._n_children > MAX_CHILDREN:
                raise IncidentsInvalid(f"has an element of more than {MAX_CHILDREN:,} others, which no row is.")
            self._builder.start(tag, {local_name(key): value for key, value in attrs.items()})

    def characters(self, content: str) -> None:
        if self._builder is not None:
            self._builder.data(content)

    def endElement(self, name: str) -> None:
        self._path.pop()
        if self._builder is None:
            return
        self._builder.end(local_name(name))
        if len(self._path) == self._depth_of_builder:
            self._done.append((tuple(self._path), self._builder.close()))
            self._builder = None

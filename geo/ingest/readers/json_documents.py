"""JSON text as the values in it: one, or one a line (JSON Lines, GeoJSON text sequences)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from geo.errors import IncidentsInvalid
from geo.ingest.options import ImportOptions
from geo.ingest.readers.encodings import detect_encoding
from geo.ingest.readers.json_objects import JSONParser

BEGINNING = re.compile(rb"\x1e?\s*(?:\{|\[\s*(?:[\[{]|\]\s*$))")  # an object, or a list of them; no header begins so
MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
HEAD_BYTES = 1_000  # in which the beginning is looked for, by judgement: files are indented, not padded
# A corner of a polygon is a list of 12 characters or more, and an object of one number has 6.
FREE_CONTAINERS, BYTES_PER_CONTAINER = 1_000_000, 8
RECORD_SEPARATOR = "\x1e"  # before each value of a sequence: RFC 7464 and 8142


@dataclass(frozen=True, eq=False)
class JSONDocuments:
    """The values of a file by their number, with the lines that are none; `is_single` where it is one value.

    With `has_ambiguous_objects` some objects in them have a name twice.
    """

    values: dict[int, Any]
    rejected: tuple[tuple[int, str, str], ...] = ()  # number, text, reason
    is_single: bool = True
    has_ambiguous_objects: bool = False

    @property
    def single(self) -> Any:
        """The value of a file that is one."""
        return next(iter(self.values.values()))


def is_json(content: bytes) -> bool:
    """Whether the content begins as JSON of objects or lists does, in UTF-8, UTF-16 or UTF-32."""
    head = content[:HEAD_BYTES]
    for mark in MARKS:
        head = head.removeprefix(mark)
    return bool(BEGINNING.match(head.replace(b"\x00", b"")))


def parse_documents(content: bytes, options: ImportOptions) -> JSONDocuments:
    """The values of a file; raises IncidentsInvalid where its first is damaged, or nested too deeply."""
    _check_containers(content)
    text = _decode(content, options)
    if text.startswith(RECORD_SEPARATOR):
        return _parse_each(enumerate(text.split(RECORD_SEPARATOR)[1:], start=1))
    parser = JSONParser()
    try:
        return JSONDocuments({1: parser.parse(text)}, has_ambiguous_objects=parser.has_ambiguous_objects)
    except ValueError as error:
        if _holds_lines(text):
            return _parse_each(enumerate(text.split("\n"), start=1))
        raise IncidentsInvalid(f"cannot be read as JSON: {error}. It may be cut off or damaged.") from None
    except RecursionError:
        raise IncidentsInvalid("cannot be read as JSON: it is nested too deeply for a table.") from None


def _check_containers(content: bytes) -> None:
    """Raise IncidentsInvalid where a text is nothing but objects and lists: each takes 64 bytes of memory and more."""
    n_containers = content.count(b"{") + content.count(b"[")
    if n_containers > FREE_CONTAINERS + len(content) // BYTES_PER_CONTAINER:
        raise IncidentsInvalid(
            f"holds {n_containers:,} objects and lists in {len(content) / 1e6:,.1f} MB, most of them empty. "
            "Leave the empty ones out."
        )


def _decode(content: bytes, options: ImportOptions) -> str:
    encoding = detect_encoding(content, options)
    try:
        return content[encoding.mark_length :].decode(encoding.name)
    except UnicodeDecodeError as error:
        raise IncidentsInvalid(
            f"cannot be read as JSON: from byte {error.start:,} on it is no {encoding.name}. Save it as UTF-8."
        ) from None


def _holds_lines(text: str) -> bool:
    """Whether the first line that is not blank is a whole object or list, and another line follows."""
    first, _, rest = text.lstrip().partition("\n")
    try:
        return bool(rest.strip()) and isinstance(JSONParser().parse(first), dict | list)
    except (ValueError, RecursionError):
        return False


def _parse_each(pieces: Iterator[tuple[int, str]]) -> JSONDocuments:
    parser = JSONParser()
    values: dict[int, Any] = {}
    rejected: list[tuple[int, str, str]] = []
    for number, piece in pieces:
        if not piece.strip():
            continue
        try:
            values[number] = parser.parse(piece)
        except ValueError as error:
            rejected.append((number, piece.strip(), f"is no whole JSON value: {error}"))
        except RecursionError:
            rejected.append((number, piece.strip(), "is nested too deeply for a table"))
    return JSONDocuments(values, tuple(rejected), is_single=False, has_ambiguous_objects=parser.has_ambiguous_objects)

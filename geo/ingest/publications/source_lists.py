"""Cells with several sources in them: names and addresses between semicolons, bars or line breaks."""

import re
from itertools import pairwise

from geo.core.web_address import parse_address
from geo.ingest.parsers.cell_normalization import normalize
from geo.ingest.parsers.missing_words import MISSING_WORDS
from geo.ingest.publications.publication import Publication
from geo.ingest.row_cells import MAX_CELL

MAX_PUBLICATIONS = 50  # publications read from one cell, by judgement: more than any reader checks
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s|]+", re.IGNORECASE)
_BETWEEN = re.compile(r"[;|\n\r؛]+")
_BETWEEN_ADDRESSES = re.compile(r"[|\n\r؛]+|;(?=\s|$|https?:|www\.)")  # an address may hold a semicolon
_PUNCTUATION = " \t:,.;()[]<>–—-"  # between a name and its address
_LETTER = re.compile(r"[^\W\d_]")


def split_cell(cell: str) -> list[str]:
    """The items of a cell, without those that say that nothing is known; at most MAX_PUBLICATIONS."""
    text = cell[:MAX_CELL]
    parts = (_BETWEEN_ADDRESSES if _ADDRESS.search(text) else _BETWEEN).split(text)
    items = (" ".join(part.split()) for part in parts)
    return [item for item in items if item and normalize(item) not in MISSING_WORDS][:MAX_PUBLICATIONS]


def read_list(cell: str) -> list[Publication]:
    """The publications of a cell of names and addresses."""
    return [publication for item in split_cell(cell) for publication in read_item(item)]


def read_item(item: str) -> list[Publication]:
    """The publications of one item: a name, addresses, or a name and its address; any other text is quoted whole.

    A number alone, such as that of a footnote, is none.
    """
    addresses = [match for match in _ADDRESS.finditer(item) if parse_address(trim_address(match.group()))]
    if not addresses:
        return [Publication(publisher=item)] if _LETTER.search(item) else []
    first, last = addresses[0], addresses[-1]
    name = item[: first.start()].strip(_PUNCTUATION)
    between = [item[one.end() : other.start()] for one, other in pairwise(addresses)]
    if any(text.strip(_PUNCTUATION) for text in [*between, item[last.end() :]]):
        return [Publication(quoted=item, reference=trim_address(first.group()))]
    return [
        Publication(publisher=name if match is first else "", reference=trim_address(match.group()))
        for match in addresses
    ]


def quote_text(text: str) -> Publication:
    """A text in the provider's words, with the first address in it; a text that is an address is that alone."""
    addresses = (trim_address(match.group()) for match in _ADDRESS.finditer(text[:MAX_CELL]))
    address = next((address for address in addresses if parse_address(address)), "")
    return Publication(reference=address) if address == text else Publication(quoted=text, reference=address)


def trim_address(text: str) -> str:
    """An address without the punctuation of the sentence that it stands in; a bracket that it opens stays."""
    text = text.rstrip(".,;:'\"")
    while text.endswith((")", "]")) and text.count(text[-1]) > text.count("(" if text[-1] == ")" else "["):
        text = text[:-1].rstrip(".,;:'\"")
    return text

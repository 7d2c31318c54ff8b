"""Answers on a text are worked out once, and forgotten with it."""

import gc
from weakref import ref

import pytest

from geo.places import Hints, find, resolve_or_none
from geo.places.geoparsing import geoparser, text_places
from geo.places.geoparsing.geoparser import ParsedDocument, parse_document
from geo.places.geoparsing.once_per_document import once_per_document

TEXTS = [
    "A fire on Mill Street in Carmi, Illinois, killed two. Mill Street was shut.",
    "A bomb went off in Memphis, Egypt, and two died. Cairo and Giza were calm.",
    "Grayville, Enfield and Norris City were dry. St. Blorp Hospital in Carmi was shut.",
]


@pytest.mark.parametrize("text", TEXTS)
def test_nothing_holds_a_text_that_was_read_once_the_document_is_let_go(text: str) -> None:
    find(text)
    for mention in find(text, demonyms=True):
        resolve_or_none(mention.text, Hints(text=text))
    resolve_or_none("St. Blorp Hospital", Hints(text=text))
    document = ref(parse_document(text))
    assert document() is not None
    geoparser._parse_document.cache_clear()
    gc.collect()
    assert document() is None


def test_a_question_is_answered_once_for_each_document_and_name() -> None:
    asked: list[str] = []

    @once_per_document
    def length(document: ParsedDocument, name: str) -> int:
        asked.append(name)
        return len(document.text) + len(name)

    one, other = ParsedDocument("It was dry.", None), ParsedDocument("It was very dry.", None)
    assert [length(one, "a"), length(one, "a"), length(one, "bc"), length(other, "a")] == [12, 12, 13, 17]
    assert asked == ["a", "bc", "a"]


def test_answers_last_as_long_as_their_documents() -> None:
    documents = [ref(parse_document(f"A fire in Memphis, Egypt, killed {number}.")) for number in range(3)]
    for number in range(geoparser._parse_document.cache_info().maxsize or 0):
        text_places.find(f"A blast in Oslo, Kenya, hurt {number}.")
    gc.collect()
    assert [document() for document in documents] == [None] * 3

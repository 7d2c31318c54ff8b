"""Places whose kind stands behind the name in small letters: “Borno state”, “Pike and Bullock counties”."""

from collections.abc import Container, Sequence

from geo.places.gazetteer import gazetteer
from geo.places.gazetteer.entry import Entry
from geo.places.gazetteer.name_normalization import normalize_name
from geo.places.geoparsing.document import Document
from geo.places.geoparsing.tokens import Token
from geo.places.words.name_words import name_words

KINDS = ("county", "state", "parish", "region")
COUNTIES = frozenset(["counties"])
MAX_LIST_WORDS = 24  # from a county's name to “counties”: eight counties or more


def bearers_by_kind(document: Document, stop: int, form: str) -> tuple[Entry, ...]:
    """The places that are called by a normalized name and the kind that stands behind it; none if it has no kind."""
    kind = _kind_behind(document, stop)
    return gazetteer.entries_by_name(normalize_name(f"{form} {kind}")) if kind else ()


def _kind_behind(document: Document, stop: int) -> str:
    tokens = document.tokens
    if stop == len(tokens):
        return ""
    word = tokens[stop].text
    if (word in name_words().text_generic or word in KINDS) and tokens[stop].gap == " ":
        return word
    return "county" if "counties" in document.lowercase_words and is_in_list_before(tokens, stop, COUNTIES) else ""


def is_in_list_before(tokens: Sequence[Token], stop: int, kinds: Container[str]) -> bool:
    """Whether only names stand between here and a kind in small letters: “Pike, Coffee and Bullock counties”."""
    for token in tokens[stop : stop + MAX_LIST_WORDS]:
        if token.text in kinds:
            return token.gap == " "
        if token.gap.strip(" ,") or not (token.is_capitalised or token.text == "and"):
            return False
    return False

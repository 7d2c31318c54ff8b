"""The normal form of a cell: one for all spellings of its digits, dashes, blanks and letters in several scripts."""

import unicodedata
from collections.abc import Callable
from typing import TypeVar

import pandas as pd

Value = TypeVar("Value")

# Characters of a cell that is still read as a date, a coordinate or a number: by judgement, some three times the
# longest form in the tests. Patterns may take quadratic time, so a cell of megabytes must not reach them.
MAX_LENGTH = 120
_MAX_RAW_LENGTH = 4 * MAX_LENGTH  # before blanks and marks that do not count are dropped
_TATWEEL = 0x0640  # only stretches a word
_REPLACEMENTS: dict[int, str | int | None] = {
    **dict(zip(map(ord, "٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹"), "01234567890123456789", strict=True)),
    **dict(zip(map(ord, "يىےكةەہۀ٫،"), "یییکهههه.,", strict=True)),
    **{ord(dash): "-" for dash in "‐‑‒–—―−"},
    **{ord(mark): "'" for mark in "‘’ʼ´`′٬"},
    **{ord(mark): '"' for mark in "“”«»"},
    _TATWEEL: None,
}


def normalize(text: str) -> str:
    """The text in lower case without accents, invisible marks and doubled blanks, its digits and dashes in ASCII."""
    # NFKD also takes ligatures, full-width signs and no-break spaces apart.
    characters = unicodedata.normalize("NFKD", text).translate(_REPLACEMENTS)
    visible = "".join(character for character in characters if unicodedata.category(character) not in ("Mn", "Cf"))
    return " ".join(visible.casefold().split())


def truncate(text: str) -> str:
    """The beginning of a cell, long enough to show that the cell is too long to be read."""
    return text.strip()[:_MAX_RAW_LENGTH]


def map_unique(texts: pd.Series, parse: Callable[[str], Value]) -> dict[str, Value]:
    """Each distinct text and what `parse` makes of it; missing texts are left out."""
    return {text: parse(text) for text in pd.unique(texts.dropna())}

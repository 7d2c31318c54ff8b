"""The normal form of a cell: one for all spellings of its digits, dashes, blanks and letters in several scripts."""

import html
import re
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
MAX_NAME_LENGTH = 200  # characters up to which line breaks and repeated blanks mean nothing, by judgement
# Characters that nobody sees: controls, soft hyphens, byte order marks, marks of no width or of direction, fillers,
# variation selectors and tags (Unicode's Default_Ignorable_Code_Point and Cc without blanks). The joiners U+200C and
# U+200D belong to words of Arabic and Indic scripts, and to no others.
_SCRIPT_WITH_JOINERS = "\u0600-\u08ff\u0900-\u0dff\ufb50-\ufdff\ufe70-\ufefc"
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff]"
    f"|(?<![{_SCRIPT_WITH_JOINERS}])[\u200c\u200d]|[\u200c\u200d](?![{_SCRIPT_WITH_JOINERS}])"
)
_HTML_CODE = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,8}[0-9]{0,2});")


def clean_text(text: str) -> str:
    """The text as a person sees it: no invisible characters, HTML codes such as “&amp;” read, single blanks in names.

    Line breaks and repeated blanks stay in texts of more than MAX_NAME_LENGTH characters, which are prose.
    """
    read = _HTML_CODE.sub(lambda code: html.unescape(code.group()), text) if "&" in text else text
    visible = _INVISIBLE.sub("", read)
    return " ".join(visible.split()) if len(visible) <= MAX_NAME_LENGTH else visible.strip()


def normalize(text: str) -> str:
    """The text in lower case without accents, invisible marks and doubled blanks, its digits and dashes in ASCII."""
    if text.isascii():  # which has no accents, and no other signs than these to replace
        return " ".join(text.translate(_REPLACEMENTS).casefold().split())
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

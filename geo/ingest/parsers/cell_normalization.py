"""One plain form for the spellings of a cell: its digits, dashes, blanks and letters in any of several scripts."""

import unicodedata
from collections.abc import Callable
from typing import TypeVar

import pandas as pd

Found = TypeVar("Found")

MAX_LENGTH = 120  # characters of a cell that is still read as a date, a coordinate or a number
_MORE = 4 * MAX_LENGTH
_TATWEEL = 0x0640  # only stretches a word
_ALIKE: dict[int, str | int | None] = {
    **dict(zip(map(ord, "٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹"), "01234567890123456789", strict=True)),
    **dict(zip(map(ord, "يىےكةەہۀ٫،"), "یییکهههه.,", strict=True)),
    **{ord(dash): "-" for dash in "‐‑‒–—―−"},
    **{ord(mark): "'" for mark in "‘’ʼ´`′٬"},
    **{ord(mark): '"' for mark in "“”«»"},
    _TATWEEL: None,
}


def normalize(text: str) -> str:
    """The text in lower case without accents, invisible marks and doubled blanks, its digits and dashes in ASCII."""
    # NFKD also opens ligatures, full-width signs and no-break spaces.
    opened = unicodedata.normalize("NFKD", text).translate(_ALIKE)
    kept = "".join(each for each in opened if unicodedata.category(each) not in ("Mn", "Cf"))
    return " ".join(kept.casefold().split())


def truncate(text: str) -> str:
    """As much of a cell as tells whether it is too long to be read: a cell may be of megabytes."""
    return text.strip()[:_MORE]


def map_unique(texts: pd.Series, reading: Callable[[str], Found]) -> dict[str, Found]:
    """What each distinct text reads as; the missing ones are left out."""
    return {text: reading(text) for text in pd.unique(texts.dropna())}


_UNKNOWN_AS_WRITTEN = (
    *("", "-", "--", "---", "–", "—", "?", "??", "n/a", "na", "n.a.", "nan", "null", "none given", "#n/a", "unknown"),
    *("unk", "not known", "not available", "not reported", "unspecified", "undated", "tbd", "inconnu", "inconnue"),
    *("non connu", "non précisé", "nd", "n/d", "n.d.", "s/d", "s.d.", "sin fecha", "desconocido", "desconocida"),
    *("sin dato", "sin datos", "se desconoce", "غير معروف", "مجهول", "غير محدد", "غير متوفر", "لا يوجد"),
    *("نامعلوم", "نامشخص", "ناشناخته"),
)
MISSING_WORDS = frozenset(map(normalize, _UNKNOWN_AS_WRITTEN))


def is_missing_word(texts: pd.Series) -> pd.Series:
    """Whether each text of a whole column says that it is unknown: quickly, and only in the usual spellings."""
    return texts.str.lower().isin([*_UNKNOWN_AS_WRITTEN, *MISSING_WORDS])

"""Sides of an area in other languages, in English: “شمال حلب”, “на севере провинции Идлиб”, “le nord du Mali”.

The words are in data/direction_words.csv. What is no side in one of its languages is left as it is.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from geo.places.gazetteer.name_normalization import MAX_NAME_LENGTH
from geo.places.geoparsing.scripts import script_of
from geo.places.inflected_names import uninflect
from geo.places.table_rows import read_rows
from geo.settings import data_dir

FILE_NAME = "direction_words.csv"
COLUMNS = ("language", "word", "role", "means", "source")
MAX_SIDE_WORDS = 2  # “شمال شرق سوريا”
COMPOUND_SIDES = frozenset((one, other) for one in ("north", "south") for other in ("east", "west"))
ELISION = re.compile(r"\b([dl])['’](?=\w)", re.IGNORECASE)
TURKISH_SUFFIX = re.compile(r"['’][ıiuü]n$|['’]n[ıiuü]n$", re.IGNORECASE)  # “Halep'in kuzeyi”
CENTRE = "central"


@dataclass(frozen=True)
class Language:
    """The words of a language by role, in lower case.

    before, behind      what a side is called, in front of a name or after it
    opening             small words that begin such a wording: “на севере”
    between             words for “of” and for provinces, between the side and the name
    countryside         “ريف حلب الشمالي”
    """

    before: dict[str, str]
    behind: dict[str, str]
    opening: frozenset[str]
    between: frozenset[str]
    countryside: frozenset[str]


def translate_side(name: str) -> str:
    """A side of an area in English, “northern Aleppo”; any other name as it is."""
    if len(name) > MAX_NAME_LENGTH:
        return name
    words = ELISION.sub(r"\1' ", name).split()
    lowered = [word.lower().replace("’", "'") for word in words]
    translations = (_translate(words, lowered, language) for language in languages() if len(words) > 1)
    return next((translation for translation in translations if translation), name)


def _translate(words: Sequence[str], lowered: Sequence[str], language: Language) -> str:
    """The wording in English; empty where a language has no such one."""
    start = _skip(lowered, 0, language.opening)
    is_countryside = start < len(words) and lowered[start] in language.countryside
    start += is_countryside
    side, first = _read_side(lowered[start:], language.before)
    first += start
    stop = len(words)
    if stop - first > 1 and lowered[-1] in language.countryside:
        stop, is_countryside = stop - 1, True
    if not side:
        last, length = _read_side(list(reversed(lowered[first:stop])), language.behind, is_reversed=True)
        side, stop = last, stop - length
    first = _skip(lowered, first, language.between)
    if not (side or is_countryside) or first >= stop:
        return ""
    rest = _bare_name(" ".join(words[first:stop]))
    return f"{_adjective(side)}{rest}{' countryside' if is_countryside else ''}"


def _skip(lowered: Sequence[str], start: int, small_words: frozenset[str]) -> int:
    while start < len(lowered) and lowered[start] in small_words:
        start += 1
    return start


def _read_side(lowered: Sequence[str], sides: dict[str, str], *, is_reversed: bool = False) -> tuple[str, int]:
    """The side that the first words name, and how many words do: “شمال شرق” is one side of two words.

    North or south stands first in such a side: “شرق جنوب السودان” is the east of South Sudan.
    """
    readings = [sides.get(word, "") for word in lowered[:MAX_SIDE_WORDS]]
    pair = tuple(reversed(readings) if is_reversed else readings)
    if pair in COMPOUND_SIDES:
        return "".join(pair), MAX_SIDE_WORDS
    return (readings[0], 1) if readings and readings[0] else ("", 0)


def _adjective(side: str) -> str:
    return "" if not side else f"{side} " if side == CENTRE else f"{side}ern "


def _bare_name(rest: str) -> str:
    bare = TURKISH_SUFFIX.sub("", rest)
    return uninflect(bare) if bare and script_of(bare) else bare


@cache
def languages() -> tuple[Language, ...]:
    """The languages of the table; raises PlacesInvalid for a damaged file."""
    rows = read_rows(data_dir() / FILE_NAME, COLUMNS)
    return tuple(
        _language([row for row in rows if row["language"] == code])
        for code in dict.fromkeys(row["language"] for row in rows)
    )


def _language(rows: Sequence[dict[str, str]]) -> Language:
    def sides(*roles: str) -> dict[str, str]:
        return {row["word"]: row["means"] for row in rows if row["role"] in roles}

    def words(role: str) -> frozenset[str]:
        return frozenset(row["word"] for row in rows if row["role"] == role)

    both = "side"
    return Language(
        sides("before", both), sides("behind", both), words("opening"), words("between"), words("countryside")
    )

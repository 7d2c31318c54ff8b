"""How precisely a place or a date is known, by the words of people, sheets and providers in five languages.

`data/precision_words.csv` holds the words. Where a text has several (“district centroid”, “village, province known”),
the coarsest counts: nobody means a place more closely than they say.
"""

import re
from dataclasses import dataclass
from functools import cache

from geo.ingest.parsers.cell_normalization import MAX_LENGTH, normalize, truncate
from geo.ingest.parsers.word_lists import read_word_list

PLACE, DATE = "place", "date"  # the kinds of words
# Ordered from the finest; what is not in it (sea_air, unknown) counts only where nothing else is said.
COARSENESS = {
    PLACE: ("exact", "near", "admin2", "admin1", "region", "country"),
    DATE: ("day", "days", "week", "month", "year"),
}
# The largest distance of each precision in kilometres: a site lies in its town, UCDP's “near” is 25 km (a radius of 50
# is still drawn as a circle around one point); what is wider is a region. By judgement, but for the 25.
_MAX_KM = ((2.0, "exact"), (50.0, "near"))
# Grades of which nobody can say what they mean but who gave them, from the best to the worst; and what they may mean.
GRADES: tuple[tuple[str, ...], ...] = (
    ("high", "medium", "low"),
    ("high", "moderate", "low"),
    ("good", "fair", "poor"),
    ("good", "moderate", "poor"),
    ("a", "b", "c"),
    ("haute", "moyenne", "basse"),
    ("elevee", "moyenne", "faible"),
    ("alta", "media", "baja"),
    *(tuple(map(normalize, words)) for words in (("عالية", "متوسطة", "منخفضة"), ("بالا", "متوسط", "پایین"))),
)
_FAR_KM = 25.0  # “more than 25 km” is no longer near, as in UCDP's codebook
_MAX_WORDS = 12  # of a text that are looked at: the number of spans grows with the square
_UNITS = {
    **dict.fromkeys(("km", "kms", "kilometer", "kilometers", "kilometre", "kilometres", "kilometros"), 1.0),
    **dict.fromkeys(("كم", "کم", "کیلومتر"), 1.0),
    **dict.fromkeys(("m", "meter", "meters", "metre", "metres", "metros", "متر"), 0.001),
    **dict.fromkeys(("mi", "mile", "miles"), 1.609344),
}
_DISTANCE = re.compile(r"(?<![\d.])(\d{1,7}(?:\.\d{1,4})?)\s?([^\W\d_]{1,12})\b")
_MORE = re.compile(r"(?:more than|over|greater than|beyond|plus de|mas de|بیش از|اکثر من|>) ?\d")
YES, NO = ("yes", "y", "true", "oui", "si", "نعم", "بله"), ("no", "n", "false", "non", "لا", "خیر")
# “1 - exact”, “2 (near)”, “3: district”, “A = exact”: a code with its meaning behind it.
_CODE = re.compile(r"^(?:\d{1,2}|[a-e])\s?[-:=.)(\]/]+\s?(?=\D)")
_NUMBER = re.compile(r"-?\d{1,9}(?:\.\d{1,9})?")
_SEPARATORS = re.compile(r"[^\w]+|_+")
_LETTERS_AND_DIGITS = re.compile(r"(?<=[^\W\d])(?=\d)|(?<=\d)(?=[^\W\d])")
_ARABIC_ARTICLE = re.compile(r"\bال(?=\w{3})")


@dataclass(frozen=True)
class StatedPlace:
    """How precisely a place is said to be known: a value of PLACE_PRECISIONS, and the distance in km if one is said."""

    precision: str
    radius_km: float | None = None


def parse_place_precision(text: str) -> StatedPlace | None:
    """Return what a text says of a place's precision, as a word or a distance; None where it says nothing known."""
    words = _normalize(text)
    radius_km = _parse_distance(words)
    if radius_km is not None and _MORE.search(words):
        return StatedPlace("near" if radius_km < _FAR_KM else "region")
    if radius_km is not None:
        return StatedPlace(precision_of_radius(radius_km), radius_km)
    precision = _coarsest(words, PLACE)
    return StatedPlace(precision) if precision else None


def parse_date_precision(text: str) -> str:
    """Return what a text says of a date's precision, a value of DATE_PRECISIONS; empty where it says nothing known."""
    return _coarsest(_normalize(text), DATE)


def is_place_precision(text: str) -> bool:
    """Return whether a text may state how precisely a place is known: a word, a distance, a number or a grade."""
    return _is_code(text) or parse_place_precision(text) is not None


def states_place_precision(text: str) -> bool:
    """Return whether a text states in words, an administrative level or a distance how precisely a place is known."""
    return not _is_code(text) and parse_place_precision(text) is not None


def is_date_precision(text: str) -> bool:
    """Return whether a text may state how precisely a date is known: a word, a number or a grade."""
    return _is_code(text) or parse_date_precision(text) != ""


def _is_code(text: str) -> bool:
    word = normalize(text[:MAX_LENGTH])
    return _NUMBER.fullmatch(word) is not None or word in (*YES, *NO) or any(word in grades for grades in GRADES)


def precision_of_radius(radius_km: float) -> str:
    """Return the precision of a place that is known to within a distance in km."""
    return next((precision for max_km, precision in _MAX_KM if radius_km <= max_km), "region")


def _normalize(text: str) -> str:
    words = normalize(truncate(text))[:MAX_LENGTH]
    return _CODE.sub("", words)


def _parse_distance(words: str) -> float | None:
    """The largest distance in a text, in km."""
    distances = [float(number) * _UNITS[unit] for number, unit in _DISTANCE.findall(words) if unit in _UNITS]
    return max(distances, default=None)


def _coarsest(words: str, kind: str) -> str:
    """The coarsest of the known words in a text; one that stands in a longer known one does not count."""
    meanings = _find_meanings(_split(words), kind)
    known = [meaning for meaning in COARSENESS[kind] if meaning in meanings]
    others = meanings - {*COARSENESS[kind]}
    if others and (not known or known == ["exact"]):  # “exact location unknown”, “GPS, at sea”
        return "unknown" if "unknown" in others else others.pop()
    return known[-1] if known else ""


def _split(words: str) -> list[str]:
    """The words; “admin2”, “ADM 2” and “adm2_en” are two words each."""
    spaced = _LETTERS_AND_DIGITS.sub(" ", _SEPARATORS.sub(" ", words))
    return _ARABIC_ARTICLE.sub("", spaced).split()[:_MAX_WORDS]


def _find_meanings(words: list[str], kind: str) -> set[str]:
    """What the longest known spans mean, from the left."""
    meanings, first = set(), 0
    while first < len(words):
        spans = ((" ".join(words[first:last]), last) for last in range(len(words), first, -1))
        meaning, first = next(
            ((_meanings(kind)[span], last) for span, last in spans if span in _meanings(kind)), ("", first + 1)
        )
        meanings |= {meaning} - {""}
    return meanings


@cache
def _meanings(kind: str) -> dict[str, str]:
    """Words as `_split` gives them → what they mean."""
    rows = read_word_list("precision_words.csv")
    return {" ".join(_split(row["word"])): row["means"] for row in rows if row["kind"] == kind}

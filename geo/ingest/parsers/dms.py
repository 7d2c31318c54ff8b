"""One angle as people write it: decimal, in degrees, minutes and seconds, with or without a hemisphere."""

import re

from geo.errors import CoordinateParseError
from geo.ingest.parsers.cell_normalization import normalize
from geo.ingest.parsers.word_lists import alternation, read_word_list

LATITUDE, LONGITUDE = "latitude", "longitude"
NO_COORDINATE = "is not a coordinate; write it as 34.5167, or as 34°31′N"

_SIGNS = {"n": (LATITUDE, 1), "s": (LATITUDE, -1), "e": (LONGITUDE, 1), "w": (LONGITUDE, -1)}
# Word or letter → axis and sign. O is West in French and Spanish; in none of the five languages is it East.
HEMISPHERES = {row["word"]: _SIGNS[row["value"]] for row in read_word_list("hemisphere_words.csv")}
LETTER = alternation(HEMISPHERES)
_NUMBER = r"\d{1,3}(?:[.,]\d+)?"
_PART = r"\d{1,2}(?:[.,]\d+)?"
_DEGREE = r" ?(?:°|deg\b\.?|degrees?|degres?|grados?|درجه|d(?=[ \d]|$))"
_MINUTE = r" ?(?:'|mins?\b\.?|minut[eo]s?|دقیقه|m\b|m(?=\d))"
_SECOND = r" ?(?:\"|''|secs?\b\.?|seconde?s?|segundos?|ثانیه|s(?=n\b|s\b|e\b|w\b|$))"
_SHAPES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?P<degrees>{_NUMBER})(?:{_DEGREE})?",
        rf"(?P<degrees>\d{{1,3}}){_DEGREE} ?(?P<minutes>{_PART})(?:{_MINUTE})?"
        rf"(?: ?(?P<seconds>{_PART})(?:{_SECOND})?)?",
        rf"(?P<degrees>\d{{1,3}})[ :-](?P<minutes>\d{{1,2}}){_MINUTE}?[ :-](?P<seconds>{_PART})(?:{_SECOND})?",
    )
)
# Without a sign of their own, minutes are believed only where a letter says that it is a coordinate.
_LETTERED_SHAPES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?P<degrees>\d{{1,3}})[ :-](?P<minutes>{_PART}){_MINUTE}?",
        r"(?P<degrees>\d\d)(?P<minutes>\d\d)(?P<seconds>\d\d)?",
        r"(?P<degrees>\d{3})(?P<minutes>\d\d)(?P<seconds>\d\d)?",
    )
)
_SECONDS = re.compile(r"(\dm(?:in)?\.? ?\d[\d.,]*) ?s(?:ec)?\b\.?")  # in “34d31m12s” the s is no South
# The n of “30 min” is no North and the s of “30 mins” no South: a hemisphere follows no word, only “d”, “m” or “s”.
_SIGNED = re.compile(
    rf"(?P<before>{LETTER})?[ :]*(?P<sign>[+-])?(?P<body>[^+a-z-].*?) ?"
    rf"(?P<after>(?<![^\W\d_][^\W\d_])(?:{LETTER}))?[ .]*"
)


def normalize_angle(text: str) -> str:
    """A text in normal form with one sign for degrees; the ordinal º and the ring ˚ are written for it too."""
    for sign in "º˚∘⁰":
        text = text.replace(sign, "°")
    return _SECONDS.sub(r'\1"', normalize(text).replace("''", '"'))


def parse_angle(text: str) -> tuple[float, str]:
    """The degrees of an angle in normal form, and the axis that its letter names, "" for none.

    Raises CoordinateParseError where the text is no angle or contradicts itself.
    """
    match = _SIGNED.fullmatch(text)
    if not match:
        raise CoordinateParseError(NO_COORDINATE)
    letter = match["before"] or match["after"]
    if (match["before"] and match["after"]) or (letter and match["sign"] == "-"):
        raise CoordinateParseError("has two signs; write either a minus or one letter of a hemisphere")
    axis, sign = HEMISPHERES[letter] if letter else ("", -1 if match["sign"] == "-" else 1)
    return sign * _parse_degrees(match["body"], bool(letter)), axis


def _parse_degrees(body: str, has_letter: bool) -> float:
    for shape in _SHAPES + (_LETTERED_SHAPES if has_letter else ()):
        if match := shape.fullmatch(body):
            parts = match.groupdict()
            degrees, minutes, seconds = (
                float((parts.get(name) or "0").replace(",", ".")) for name in ("degrees", "minutes", "seconds")
            )
            if minutes >= 60 or seconds >= 60:
                raise CoordinateParseError("has minutes or seconds of 60 or more")
            return degrees + minutes / 60 + seconds / 3600
    raise CoordinateParseError(NO_COORDINATE)

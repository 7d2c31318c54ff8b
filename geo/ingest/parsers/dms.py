"""One angle as people write it: decimal, in degrees, minutes and seconds, with or without a hemisphere."""

import re

from geo.errors import CoordinateParseError
from geo.ingest.parsers.cell_normalization import normalize

LATITUDE, LONGITUDE = "latitude", "longitude"
NO_COORDINATE = "is not a coordinate; write it as 34.5167, or as 34°31′N"

# O is West in French and Spanish (Ouest, Oeste); of the five languages none has it for East.
_LETTERS = {
    (LATITUDE, 1): ("n", "north", "nord", "norte", "ش", "شمال", "شمالا", "شمالی"),
    (LATITUDE, -1): ("s", "south", "sud", "sur", "ج", "جنوب", "جنوبا", "جنوبی"),
    (LONGITUDE, 1): ("e", "east", "est", "este", "ق", "شرق", "شرقا", "شرقی"),
    (LONGITUDE, -1): ("w", "o", "west", "ouest", "oeste", "غ", "غرب", "غربا", "غربی"),
}
HEMISPHERES = {normalize(word): meaning for meaning, words in _LETTERS.items() for word in words}
LETTER = "|".join(sorted(HEMISPHERES, key=len, reverse=True))
_NUMBER = r"\d{1,3}(?:[.,]\d+)?"
_PART = r"\d{1,2}(?:[.,]\d+)?"
_DEGREE = r" ?(?:°|deg\b\.?|degrees?|degres?|grados?|درجه|d(?=[ \d]))"
_MINUTE = r" ?(?:'|min\b\.?|m\b|m(?=\d))"
_SECOND = r" ?(?:\"|''|sec\b\.?|s(?=n\b|s\b|e\b|w\b|$))"
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
_SIGNED = re.compile(rf"(?P<before>{LETTER})?[ :]*(?P<sign>[+-])?(?P<body>[^+a-z-].*?) ?(?P<after>{LETTER})?[ .]*")


def wording(text: str) -> str:
    """A text in plain form with one sign for degrees; the ordinal º and the ring ˚ are written for it too."""
    for sign in "º˚∘⁰":
        text = text.replace(sign, "°")
    return _SECONDS.sub(r'\1"', normalize(text).replace("''", '"'))


def angle(text: str) -> tuple[float, str]:
    """The degrees of an angle in plain form, and the axis that its letter tells; raises NoCoordinate."""
    found = _SIGNED.fullmatch(text)
    if not found:
        raise CoordinateParseError(NO_COORDINATE)
    letter = found["before"] or found["after"]
    if (found["before"] and found["after"]) or (letter and found["sign"] == "-"):
        raise CoordinateParseError("has two signs; write either a minus or one letter of a hemisphere")
    axis, sign = HEMISPHERES[letter] if letter else ("", -1 if found["sign"] == "-" else 1)
    return sign * _degrees(found["body"], bool(letter)), axis


def _degrees(body: str, lettered: bool) -> float:
    for shape in _SHAPES + (_LETTERED_SHAPES if lettered else ()):
        if parts := shape.fullmatch(body):
            given = parts.groupdict()
            degrees, minutes, seconds = (
                float((given.get(name) or "0").replace(",", ".")) for name in ("degrees", "minutes", "seconds")
            )
            if minutes >= 60 or seconds >= 60:
                raise CoordinateParseError("has minutes or seconds of 60 and more")
            return degrees + minutes / 60 + seconds / 3600
    raise CoordinateParseError(NO_COORDINATE)

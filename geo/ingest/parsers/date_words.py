"""The words of dates in five languages brought into one wording; they stand in `data/date_words.csv`."""

import re
from collections.abc import Iterable

from geo.ingest.parsers.word_lists import alternation, read_word_list

GREGORIAN, PERSIAN, ISLAMIC = "g", "p", "i"

_ROWS = read_word_list("date_words.csv")


def _words(kind: str) -> list[str]:
    return [row["word"] for row in _ROWS if row["kind"] == kind]


def _whole_words(words: Iterable[str], ending: str = "") -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W\d_])(?:{alternation(words)}){ending}(?![^\W\d_])\.?")


_MONTHS = {row["word"]: row["value"] for row in _ROWS if row["kind"] == "month"}
_MONTH = _whole_words(_MONTHS, ending="(?:ماه)?")  # “month”, which Persian may join to the name
_WEEKDAY = _whole_words(_words("weekday"))
# A dash that ties the day of the week to its date stands for no span: “Sunday-November 19-1995”, “2024-01-16 (Tue)”.
_TIED_WEEKDAY = re.compile(rf"^{_WEEKDAY.pattern}\s*[-/:]\s*|\s*(?:[-/]\s*|\(){_WEEKDAY.pattern}\)?$")
_FILLER = _whole_words(_words("filler"))
_TO = _whole_words(_words("to"))
_FROM = re.compile(rf"^{_whole_words(_words('from')).pattern}\s+(?=.* ~ )")  # no date begins without an end
_PART = re.compile(rf"{_whole_words(_words('part')).pattern} ?-?")
_WEEK = _whole_words(_words("week"))
_ABOUT = re.compile(rf"^{_whole_words(_words('about')).pattern}\s*")
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th|er|re|o|a)(?![^\W\d_])")
_DASH = re.compile(r"\s-\s|\.\.+")
_COMMA = re.compile(r"(?<=\d),\s|\s,|,(?=\s*$)|(?<=\s),")
# What is written behind a date to say by which calendar it counts.
_ERAS = (
    (PERSIAN, re.compile(r"\s*(?:ه[ .-]?\s?ش\.?|هجری (?:شمسی|خورشیدی)|(?:هجری )?شمسی|(?<=\d) ?(?:sh|a\.?p\.?))$")),
    (ISLAMIC, re.compile(r"\s*(?:ه[ .-]?\s?ق\.?|هجری قمری|قمری|(?:(?<=\d)| )(?:هجری|ه\.?)|(?<=\d) ?(?:a\.?h\.?))$")),
    (GREGORIAN, re.compile(r"\s*(?:(?:(?<=\d)| )(?:م\.?|میلادی(?:ه)?)|(?<=\d) ?(?:a\.?d\.?|c\.?e\.?))$")),
)


def normalize_date_words(text: str) -> tuple[str, str]:
    """A date in normal form in one wording for all languages, and the calendar that its era names, "" for none.

    A month becomes “@g01” (calendar and number), the joint of a span “~”; “about”, “part” and “week” stand for such
    words.
    """
    text, calendar = _split_era(_TIED_WEEKDAY.sub("", text))
    text = _MONTH.sub(lambda name: f" @{_MONTHS[name.group().rstrip('.').removesuffix('ماه')]} ", text)
    text = _PART.sub(" part ", _WEEK.sub(" week ", _ABOUT.sub("about ", text)))
    text = _TO.sub(" ~ ", _FILLER.sub(" ", _WEEKDAY.sub(" ", text)))
    text = _COMMA.sub(" ", _DASH.sub(" ~ ", _ORDINAL.sub("", text)))
    return _FROM.sub("", " ".join(text.split())).strip(" .,"), calendar


def _split_era(text: str) -> tuple[str, str]:
    for calendar, pattern in _ERAS:
        shorter = pattern.sub("", text)
        if shorter != text:
            return shorter, calendar
    return text, ""

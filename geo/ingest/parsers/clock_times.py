"""Times of day with their zones, taken out of a written date: the day counts as it is written, whatever the zone."""

import re

from geo.ingest.parsers.word_lists import alternation, words_of_kind

_HOUR, _MINUTE = r"(?:[01]?\d|2[0-4])", r"[0-5]\d"
_OFFSET = r"[+-](?:0?\d|1[0-4])(?::?[0-5]\d)?(?!\d|[./:-]\d)"  # no zone is farther than 14 hours from Greenwich
_NAME = rf"(?:{alternation(words_of_kind('date_words.csv', 'zone'))})(?![^\W\d_])\.?"
# “Pakistan Standard Time”, “Asia/Karachi”, a name of the list, an offset; the names of one zone may be several.
_LONG_NAME = r"(?:[a-z]{3,15} ){1,3}time(?![a-z])"
_TOWN = r"(?:africa|america|asia|atlantic|australia|europe|indian|pacific|etc)/[a-z_]{2,20}"
ZONE = rf"(?: ?(?:z(?!\w)|{_LONG_NAME}|{_TOWN}|{_NAME}|{_OFFSET})){{0,4}}"
_AM_PM = r" ?[ap]\.?m(?!\w)\.?"
_UNIT = r" ?(?:hrs|hours|hour|hr|h|uhr|heures|heure|horas|hs)(?!\w)\.?"
_CLOCK = "|".join(
    (
        rf"{_HOUR}(?::{_MINUTE}){{1,2}}(?:[.,]\d{{1,9}})?(?:{_AM_PM})?(?!:?\d)",  # 18:30:00.000, 6:30 pm
        rf"{_HOUR} ?h{_MINUTE}(?:min)?(?!\w)",  # 18h30
        rf"[0-2]\d{_MINUTE}(?:{_UNIT}|z(?!\w))",  # 1830 hrs, 1830Z
        rf"{_HOUR}[.]{_MINUTE}(?:{_UNIT}|{_AM_PM})",  # 18.30 Uhr
        rf"{_HOUR}(?:{_UNIT}|{_AM_PM})",  # 18 h, 6 pm
        rf"(?<=[^\W\d] \d{{4}} ){_HOUR}\.{_MINUTE}(?![\w.])",  # 16 January 2024 18.30
        rf"(?<=[/.-]\d{{4}} ){_HOUR}\.{_MINUTE}(?![\w.])",
    )
)
_AT = rf"(?:(?<!\w)(?:{alternation(words_of_kind('date_words.csv', 'at'))}|between|from|@|~) ?)?"
_TIME = re.compile(
    rf"(?:(?<=\d)t|[ ,;]*(?:(?<= )- )?{_AT}(?<![\d:./+-]))(?:{_CLOCK}){ZONE}(?: ?(?:-|~|to|and) ?(?:{_CLOCK}){ZONE})?"
)
_PERHAPS_TIME = re.compile(r"\d[:.]\d|\d ?[huzap]")  # no time is without, and few dates have it; found much faster
_COMPACT = re.compile(rf"(?<=\d{{8}})[t _][0-2]\d(?:{_MINUTE}){{1,2}}{ZONE}$")
_BARE_ZONE = re.compile(rf"(?<=\d{{4}}) {_NAME}$|(?<=\d{{4}}-\d\d-\d\d) ?(?:z|[+-]\d\d:\d\d)$")
# The date-time group of military messages, 161830ZJAN24: day, hour and minute, the letter of a zone, month, year.
_DATE_TIME_GROUP = re.compile(
    rf"^(\d\d) ?[0-2]\d{_MINUTE} ?[a-z]? ?(?=(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{{0,6}} ?\d\d)"
)
_AFTER_MONTH = re.compile(r"(?<=[a-z]/\d{4}):(?=\d\d:\d\d)")  # 16/Jan/2024:18:30:00, as web servers write


def remove_clock(text: str) -> str:
    """The text, which is in normal form, without its times of day and their zones, wherever they stand in it."""
    text = _DATE_TIME_GROUP.sub(r"\1 ", _AFTER_MONTH.sub(" ", text))
    text = _COMPACT.sub("", text)
    text = _TIME.sub(" ", text) if _PERHAPS_TIME.search(text) else text
    return _BARE_ZONE.sub("", " ".join(text.split())).strip(" ,;")

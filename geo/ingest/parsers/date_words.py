"""The words of dates in several languages brought into one wording; they stand in `data/date_words.csv`."""

import re
from collections.abc import Iterable

from geo.ingest.parsers.word_lists import alternation, read_word_list, words_of_kind

GREGORIAN, PERSIAN, ISLAMIC = "g", "p", "i"

_ROWS = read_word_list("date_words.csv")


def _words(kind: str) -> list[str]:
    return words_of_kind("date_words.csv", kind)


def _values(kind: str) -> dict[str, str]:
    return {row["word"]: row["value"] for row in _ROWS if row["kind"] == kind}


def _whole_words(words: Iterable[str], ending: str = "") -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W\d_])(?:{alternation(words)}){ending}(?![^\W\d_])\.?")


_MONTHS, _ORDINALS, _SEASONS = _values("month"), _values("ordinal"), _values("season")
_MONTH = _whole_words(_MONTHS, ending="(?:ماه)?")  # “month”, which Persian may join to the name
_LETTER = re.compile(r"(?<!@)[^\W\d_]|@(?![gpi]\d\d)")  # beside the months, which have their wording
_SAME_MONTH = re.compile(r"(@[gpi]\d\d) ?/ ?\1(?!\d)")  # يناير/كانون الثاني: one month by its two Arabic names
_ROMAN_NUMBERS = {
    name: number
    for number, name in enumerate(("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"), start=1)
}
_ROMAN = re.compile(rf"(?<=\d)[ ./-]{{1,3}}({alternation(_ROMAN_NUMBERS)})(?=[ ./-]{{1,3}}'?\d)")
_WEEKDAYS = frozenset(_words("weekday"))
_WEEKDAY = _whole_words(_WEEKDAYS)
# A dash that ties the day of the week to its date stands for no span: “Sunday-November 19-1995”, “2024-01-16 (Tue)”.
_TIED_WEEKDAY = re.compile(rf"^{_WEEKDAY.pattern}\s*[-/:]\s*|\s*(?:[-/]\s*|\(){_WEEKDAY.pattern}\)?$")
_FILLER = _whole_words(_words("filler"))
_TIME_OF_DAY = re.compile(rf"(?:(?<!\w)(?:{alternation(_words('at'))}) )?{_whole_words(_words('daytime')).pattern}")
_TO = _whole_words(_words("to"))
_FROM = re.compile(rf"^{_whole_words(_words('from')).pattern}\s+(?=.* ~ )")  # no date begins without an end
_OPEN = re.compile(rf"^(?:~|{_whole_words(_words('open')).pattern})\s+(?!.* ~ )")
_PART = re.compile(rf"{_whole_words(_words('part')).pattern} ?-?")
_ORDINAL_WORD = _whole_words(_ORDINALS)
_QUARTER, _HALF, _SEASON = (_whole_words(_words(kind)) for kind in ("quarter", "half", "season"))
_WEEK, _WEEK_END = _whole_words(_words("week")), _whole_words(_words("week_end"))
_ABOUT_WORD, _DOUBT_WORD = (rf"(?:{alternation(_words(kind))})(?![^\W\d_])\.?" for kind in ("about", "doubt"))
_ABOUT = re.compile(rf"^(?:~|{_ABOUT_WORD})\s*|(?:(?<=\d)~|\s{_ABOUT_WORD})$")
_DOUBT = re.compile(rf"^{_DOUBT_WORD}\s+|\s{_DOUBT_WORD}$")
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th|er|re|o|a)(?![^\W\d_])|(?<=\d)(?:i?eme|e)(?!\w)")
_DASH = re.compile(r"\s-\s|\.\.+")
_COMMA = re.compile(r"(?<=\d),\s|\s,|,(?=\s*$)|(?<=\s),")
_JOINT = re.compile(r"(?<=\d)\.? ?[:;&+] ?(?=[\d@])|(?<=\d{4}) ?/ ?(?=\d\d? +@)")
_TWO_DATES = re.compile(r"(?<=\d-\d\d), ?(?=\d{4}-\d)|(?<=/\d{4}), ?(?=\d\d?/)")
# A day of a month that is named, or a month of a year, as most dates that have words are written.
_NAME = r"([^\W\d_]{3,})\.?"
_PLAIN = re.compile(rf"(?:{_NAME},? )?(?:(\d\d?)([ /-]))?{_NAME}(?(3)\3|(?: (\d\d?),?)? )(\d{{4}})")
# What is written behind a date to say by which calendar it counts.
_ERAS = (
    (PERSIAN, re.compile(r"\s*(?:ه[ .-]?\s?ش\.?|هجری (?:شمسی|خورشیدی)|(?:هجری )?شمسی|(?<=\d) ?(?:sh|a\.?p\.?))$")),
    (ISLAMIC, re.compile(r"\s*(?:ه[ .-]?\s?ق\.?|هجری قمری|قمری|(?:(?<=\d)| )(?:هجری|ه\.?)|(?<=\d) ?(?:a\.?h\.?))$")),
    (GREGORIAN, re.compile(r"\s*(?:(?:(?<=\d)| )(?:م\.?|میلادی(?:ه)?)|(?<=\d) ?(?:a\.?d\.?|c\.?e\.?))$")),
)


def normalize_date_words(text: str) -> tuple[str, str]:
    """A date in normal form in one wording for all languages, and the calendar that its era names, "" for none.

    A month becomes “@g01” (calendar and number), a season “season03” (its first month), an ordinal a number, the joint
    of a span “~”; “about”, “doubt”, “open”, “part”, “week”, “weekto” (the week that ends with a day), “quarter” and
    “half” stand for such words.
    """
    text, calendar = _split_era(_TIED_WEEKDAY.sub("", _TWO_DATES.sub(" ~ ", text)))
    text = " ".join(_TIME_OF_DAY.sub(" ", text).split())
    text, n_doubts = _DOUBT.subn("", text)
    text, n_guesses = _ABOUT.subn("", text)
    text = _name_months(text)
    text = _replace_words(text) if _LETTER.search(text) else text
    text = _DASH.sub(" ~ ", text).strip()
    text = _JOINT.sub(" ~ ", _COMMA.sub(" ", _TO.sub(" ~ ", text)))
    text = _OPEN.sub("open ", _FROM.sub("", " ".join(text.split()))).strip(" .,")
    return f"{'doubt ' * bool(n_doubts)}{'about ' * bool(n_guesses)}{text}".strip(), calendar


def normalize_plain_date(text: str) -> str | None:
    """The wording of a text that is a month's name and numbers, maybe behind a weekday; None for another.

    The text is in normal form. The wording is that of `normalize_date_words`, found in a fraction of the time.
    """
    match = _PLAIN.fullmatch(text)
    if match is None or match[4] not in _MONTHS or (match[1] and match[1] not in _WEEKDAYS):
        return None
    return " ".join(filter(None, (match[2], f"@{_MONTHS[match[4]]}", match[5], match[6])))


def _replace_words(text: str) -> str:
    text = _ORDINAL_WORD.sub(lambda word: f" {_ORDINALS[word.group().rstrip('.')]} ", text)
    text = _SEASON.sub(lambda word: f" season{_SEASONS[word.group().rstrip('.')]} ", text)
    text = _HALF.sub(" half ", _QUARTER.sub(" quarter ", text))
    text = _PART.sub(" part ", _WEEK.sub(" week ", _WEEK_END.sub(" weekto ", text)))
    return _ORDINAL.sub("", _FILLER.sub(" ", _WEEKDAY.sub(" ", text)))


def _name_months(text: str) -> str:
    text = _ROMAN.sub(lambda name: f" @g{_ROMAN_NUMBERS[name[1]]:02} ", text)
    text = _MONTH.sub(lambda name: f" @{_MONTHS[name.group().rstrip('.').removesuffix('ماه')]} ", text)
    return _SAME_MONTH.sub(r"\1", text)


def _split_era(text: str) -> tuple[str, str]:
    if text[-1:].isdigit():  # an era ends in a letter or a full stop
        return text, ""
    for calendar, pattern in _ERAS:
        shorter = pattern.sub("", text)
        if shorter != text:
            return shorter, calendar
    return text, ""

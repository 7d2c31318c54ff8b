"""A column of numbers of people as they are written: exact, about, at least, a range, in words or not at all.

What a mark within a number means is decided for the whole column; what gives no number is unknown and never zero.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pandas as pd

from geo.core.schema import COUNT
from geo.errors import CountParseError
from geo.ingest.parsers.cell_normalization import MAX_LENGTH, map_unique, normalize
from geo.ingest.parsers.missing_words import MISSING_WORDS
from geo.ingest.parsers.number_words import WORDS, parse_number_words
from geo.ingest.parsers.word_lists import alternation

MAX_COUNT = 2**31 - 1  # what a column of 32-bit integers holds (see COUNT)
NO_NUMBER = "is not a whole number of people"
WHICH_MARK = "is ambiguous: 1,234 or 1.234; write it without a separator"
WHICH_SCALE = "may leave out dozens, hundreds or thousands in its first number; write both in digits"
ABOUT = "the source says about"
KINDS_OF_DOZENS = ("half", "once", "couple")  # of words before “dozen”, and of two that may be a few
_SCALES = (1_000_000, 1_000, 100)
_DIGITS = re.compile(r"(?:\d{1,3}(?:[ '.,]\d{3})+|\d+)(?:[.,]\d+)?")
_NEGATIVE = re.compile(r"-\d+(?:\.0+)?")
_DECIMAL_POINT = re.compile(r"\d+\.\d{1,2}(?!\d)|\d+\.\d{4,}|(?<!\d)0\.\d+|\d,\d{3}(?:[.,]|$)")
_DECIMAL_COMMA = re.compile(r"\d+,\d{1,2}(?!\d)|\d+,\d{4,}|(?<!\d)0,\d+|\d\.\d{3}[.,]")
_GROUPING_POINT = re.compile(r"\d\.\d{3}[.,]\d|(?<!\d)[1-9]\d{0,2}\.(?!000)\d{3}(?!\d)")


@dataclass(frozen=True, eq=False)
class ParsedCounts:
    """A column of numbers (Int32, missing where unknown), aligned to the texts.

    `reasons` says why a text could not be read, else missing. `notes` says what to know about one that was read, or
    that gives no number: “dozens” is unknown with a note.
    """

    low: pd.Series
    best: pd.Series
    high: pd.Series
    reasons: pd.Series
    notes: pd.Series


@dataclass(frozen=True)
class _Count:
    """What one text says."""

    low: int | None = None
    best: int | None = None
    high: int | None = None
    reason: str | None = None
    note: str | None = None


@dataclass(frozen=True)
class _Marks:
    """What the marks between digits mean in a column, as far as its values show."""

    has_decimal_points: bool
    has_decimal_commas: bool
    has_grouping_points: bool


def parse_counts(texts: pd.Series) -> ParsedCounts:
    """Parse a column of numbers of people."""
    texts = texts.astype("str")
    normal_forms = map_unique(texts, _normalize)
    marks = _detect_marks(set(normal_forms.values()))
    counts = {text: _parse_or_explain(text, normal, marks) for text, normal in normal_forms.items()}
    return _align(texts, counts)


def _normalize(text: str) -> str:
    """The normal form; of a text that is too long, one character too many, so that it is refused."""
    return normalize(text) if len(text) <= MAX_LENGTH else text[: MAX_LENGTH + 1]


def _detect_marks(texts: set[str]) -> _Marks:
    marked = [text for text in texts if "." in text or "," in text]
    patterns = (_DECIMAL_POINT, _DECIMAL_COMMA, _GROUPING_POINT)
    return _Marks(*(any(map(pattern.search, marked)) for pattern in patterns))


def _parse_or_explain(text: str, normal: str, marks: _Marks) -> _Count:
    if normal in MISSING_WORDS:
        return _Count()
    if len(normal) > MAX_LENGTH:
        return _Count(reason=NO_NUMBER)
    try:
        return _parse(normal if parse_number_words(normal) is not None else _PEOPLE.sub("", normal).strip(), marks)
    except CountParseError as error:
        if _VAGUE.search(normal):
            return _Count(note=f"the source says “{text.strip()}”")
        return _Count(reason=str(error))


def _parse(text: str, marks: _Marks) -> _Count:
    number = _parse_number(text, marks)
    if number is not None:
        return _Count(best=number, note=ABOUT if _DOZENS.fullmatch(text) else None)
    if text in _COUPLE:
        return _Count(low=2, note=f"the source says “{text}”")
    for pattern, build in _QUALIFIERS:
        if match := pattern.fullmatch(text):
            number = _parse_number(match[1], marks)
            if number is not None:
                return build(number)
    return _parse_range(text, marks)


def _parse_range(text: str, marks: _Marks) -> _Count:
    """Both ends of a range; “and” within a number (“one hundred and five”) is no end of it.

    Raises CountParseError where the text is no range, or can be taken apart in two ways.
    """
    text = _BETWEEN.sub("", text)
    ranges = set()
    for joint in _TO.finditer(text):
        first, last = text[: joint.start()], text[joint.end() :]
        low, high = _parse_number(first, marks), _parse_number(last, marks)
        if _DOZENS.fullmatch(last) and not _DOZENS.fullmatch(first):
            raise CountParseError(WHICH_SCALE)  # “three to four dozen”
        if low is not None and high is not None:
            ranges.add((low, high, not last[-1].isdecimal()))
    if len(ranges) != 1:
        raise CountParseError("is below zero" if _NEGATIVE.fullmatch(text) else NO_NUMBER)
    low, high, in_words = ranges.pop()
    if low > high:
        raise CountParseError("ends below where it begins")
    if in_words and low == high:
        raise CountParseError(NO_NUMBER)  # “twenty-twenty” is neither a range nor a number
    # “Two or three hundred” is 200 to 300, “fifty to a hundred” is 50 to 100.
    scale = next((scale for scale in _SCALES if scale <= high), 0)
    if in_words and low and scale and low * scale <= high:
        raise CountParseError(WHICH_SCALE)
    return _Count(low=low, high=high)


def _parse_number(text: str, marks: _Marks) -> int | None:
    """A number in digits or words; None where the text is neither.

    Raises CountParseError where its marks are unclear, it has a fraction, or it is above MAX_COUNT.
    """
    if match := _DOZENS.fullmatch(text):
        number = _parse_dozens(match, marks)
    else:
        number = _parse_digits(text, marks) if _DIGITS.fullmatch(text) else parse_number_words(text)
    if number is not None and number > MAX_COUNT:
        raise CountParseError(f"is above {MAX_COUNT:,}")
    return number


def _parse_dozens(match: re.Match[str], marks: _Marks) -> int | None:
    """“Two dozen”, “half a dozen”, “une vingtaine”; None where how many are no number: “several dozen”."""
    size = _DOZEN_SIZES[match["size"]]
    if match["times"] in _HALF:
        return size // 2
    times = 1 if match["times"] in _ONCE else _parse_number(match["times"], marks)
    return size * times if times else None


def _parse_digits(number: str, marks: _Marks) -> int:
    number = re.sub(r"(?<=\d)[ '](?=\d)", "", number)
    if re.fullmatch(r"\d+[.,]0{1,2}", number):  # what spreadsheets make of whole numbers
        return int(re.split(r"[.,]", number)[0])
    _check_points(number, marks)
    if marks.has_decimal_commas and re.search(r",\d{3}(?!.*,)", number) and "." not in number:
        raise CountParseError(WHICH_MARK)
    digits = re.sub(r"[.,](?=\d{3}(?:[.,]|$))", "", number)
    if not digits.isdecimal():
        integer_part, _, fraction = re.sub(",", ".", digits).rpartition(".")
        if not integer_part.isdecimal() or fraction.strip("0"):
            raise CountParseError(NO_NUMBER)
        digits = integer_part
    return int(digits)


def _check_points(number: str, marks: _Marks) -> None:
    """Raise CountParseError for “1.200” in a column with decimal points, and for “12.000” in one without grouping."""
    if not re.fullmatch(r"\d{1,3}\.\d{3}", number):
        return
    if marks.has_decimal_points or (number.endswith(".000") and not marks.has_grouping_points):
        raise CountParseError(WHICH_MARK)


def _words(kind: str) -> str:
    return alternation(row["word"] for row in WORDS if row["kind"] == kind)


_PEOPLE = re.compile(rf"(?<=[\w+?]) ?(?:{_words('people')})$")
_VAGUE = re.compile(rf"(?<![^\W\d_])(?:{_words('vague')})(?![^\W\d_])")
_DOZEN_SIZES = {row["word"]: int(row["value"]) for row in WORDS if row["kind"] == "dozen"}
_HALF, _ONCE, _COUPLE = (frozenset(row["word"] for row in WORDS if row["kind"] == kind) for kind in KINDS_OF_DOZENS)
_DOZENS = re.compile(rf"(?P<times>[^ -].{{0,20}}?)[ -]?(?P<size>{alternation(_DOZEN_SIZES)})(?: of| de| d'| or so)?")
_BETWEEN = re.compile(rf"^(?:{_words('between')}) ")
# A word between two numbers stands by itself; only the Arabic “and” (و) is written onto the next one.
_TO = re.compile(rf"(?:(?<![^\W\d_])| )(?:{_words('to')})(?: |(?![^\W\d_])|(?<=و))| ?- ?")
_QUALIFIERS: tuple[tuple[re.Pattern[str], Callable[[int], _Count]], ...] = tuple(
    (re.compile(pattern), build)
    for pattern, build in (
        (rf"(?:{_words('about')}) ?(.+)", lambda best: _Count(best=best, note=ABOUT)),
        (r"(.+?) ?(?:\?|\(\?\))", lambda best: _Count(best=best, note="the source doubts the number")),
        (rf"(?:{_words('at_least')}) ?(.+)", lambda low: _Count(low=low)),
        (rf"(.+?) ?(?:{_words('or_more')})", lambda low: _Count(low=low)),
        (rf"(?:{_words('more_than')}) ?(.+)", lambda low: _Count(low=low + 1)),
        (rf"(?:{_words('at_most')}) ?(.+)", lambda high: _Count(high=high)),
        (rf"(?:{_words('fewer_than')}) ?(.+)", lambda high: _Count(high=max(high - 1, 0))),
    )
)


def _align(texts: pd.Series, counts: Mapping[str, _Count]) -> ParsedCounts:
    """One count a distinct text, spread over all rows that have it; a blank cell is unknown."""
    codes, distinct = pd.factorize(texts)
    values = [*(counts[text] for text in distinct), _Count()]  # the last is for blank cells, whose code is -1

    def spread(field: str, dtype: str) -> pd.Series:
        column = pd.Series([getattr(count, field) for count in values], dtype=dtype)
        return pd.Series(column.array.take(codes % len(values)), index=texts.index)

    return ParsedCounts(
        spread("low", COUNT),
        spread("best", COUNT),
        spread("high", COUNT),
        spread("reason", "str"),
        spread("note", "str"),
    )

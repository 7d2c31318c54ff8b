"""A column of numbers of people as they are written: exact, about, at least, a range, in words or not at all.

What a mark within a number means is decided for the whole column; what tells no number is unknown and never zero.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pandas as pd

from geo.core.schema import COUNT
from geo.errors import CountParseError
from geo.ingest.parsers.cell_normalization import MAX_LENGTH, MISSING_WORDS, map_unique, normalize
from geo.ingest.parsers.number_words import (
    ABOUT,
    AT_LEAST,
    AT_MOST,
    BETWEEN,
    FEWER_THAN,
    MORE_THAN,
    NUMBERS,
    TO,
    UNITS,
    VAGUE,
)

MOST = 2**31 - 1
NO_NUMBER = "is not a whole number of people"
WHICH_MARK = "may be a thousand times as much or not; write it without a mark between the digits"
_WORDS = "|".join(sorted(map(re.escape, NUMBERS), key=len, reverse=True))
_N = rf"((?:\d{{1,3}}(?:[ '.,]\d{{3}})+|\d+)(?:[.,]\d+)?|{_WORDS})"
_POINTS_AS_DECIMALS = re.compile(r"\d+\.\d{1,2}(?!\d)|\d+\.\d{4,}|(?<!\d)0\.\d+|\d,\d{3}(?:[.,]|$)")
_COMMAS_AS_DECIMALS = re.compile(r"\d+,\d{1,2}(?!\d)|\d+,\d{4,}|(?<!\d)0,\d+|\d\.\d{3}[.,]")
_POINTS_AS_GROUPS = re.compile(r"\d\.\d{3}[.,]\d|(?<!\d)[1-9]\d{0,2}\.(?!000)\d{3}(?!\d)")


@dataclass(frozen=True, eq=False)
class ParsedCounts:
    """A column of numbers read (Int32, missing where unknown), aligned to the texts.

    `reasons` says why a text could not be read, else missing; `notes` what to know about one that was, or that tells no
    number: “dozens” is unknown with a note.
    """

    low: pd.Series
    best: pd.Series
    high: pd.Series
    reasons: pd.Series
    notes: pd.Series


@dataclass(frozen=True)
class _Count:
    """What one text tells."""

    low: int | None = None
    best: int | None = None
    high: int | None = None
    reason: str | None = None
    note: str | None = None


@dataclass(frozen=True)
class _Marks:
    """What stands between digits in a column: the marks that may part thousands, as far as the column tells."""

    points_are_decimals: bool
    commas_are_decimals: bool
    points_are_groups: bool


def parse_counts(texts: pd.Series) -> ParsedCounts:
    """Read a column of numbers of people."""
    texts = texts.astype("str")
    wordings = map_unique(texts, _wording)
    marks = _marks(set(wordings.values()))
    read = {text: _count(text, wording, marks) for text, wording in wordings.items()}
    return _aligned(texts, read)


def _wording(text: str) -> str:
    return normalize(text) if len(text) <= MAX_LENGTH else text[: MAX_LENGTH + 1]


def _marks(wordings: set[str]) -> _Marks:
    numeric = [each for each in wordings if any(mark in each for mark in ".,")]
    return _Marks(*(
        any(pattern.search(each) for each in numeric)
        for pattern in (_POINTS_AS_DECIMALS, _COMMAS_AS_DECIMALS, _POINTS_AS_GROUPS)
    ))  # fmt: skip


def _count(text: str, wording: str, marks: _Marks) -> _Count:
    if wording in MISSING_WORDS:
        return _Count()
    if len(wording) > MAX_LENGTH:
        return _Count(reason=NO_NUMBER)
    try:
        return _of_form(re.sub(rf"(?<=[\w+?]) ?(?:{UNITS})$", "", wording).strip(), marks)
    except CountParseError as reason:
        if VAGUE.search(wording):
            return _Count(note=f"the source says “{text.strip()}”")
        return _Count(reason=str(reason))


def _of_form(wording: str, marks: _Marks) -> _Count:
    for pattern, reader in _FORMS:
        if found := pattern.fullmatch(wording):
            numbers = [_whole(group, marks) for group in found.groups() if group]
            if max(numbers) > MOST:
                raise CountParseError(f"is above {MOST:,}")
            return reader(*numbers)
    raise CountParseError("is below zero" if re.fullmatch(r"-\d+(?:\.0+)?", wording) else NO_NUMBER)


def _whole(number: str, marks: _Marks) -> int:
    if number in NUMBERS:
        return NUMBERS[number]
    number = re.sub(r"(?<=\d)[ '](?=\d)", "", number)
    if re.fullmatch(r"\d+[.,]0{1,2}", number):  # what spreadsheets make of whole numbers
        return int(re.split(r"[.,]", number)[0])
    _check_points(number, marks)
    if marks.commas_are_decimals and re.search(r",\d{3}(?!.*,)", number) and "." not in number:
        raise CountParseError(WHICH_MARK)
    digits = re.sub(r"[.,](?=\d{3}(?:[.,]|$))", "", number)
    if not digits.isdecimal():
        whole, _, rest = re.sub(",", ".", digits).rpartition(".")
        if not whole.isdecimal() or rest.strip("0"):
            raise CountParseError(NO_NUMBER)
        digits = whole
    return int(digits)


def _check_points(number: str, marks: _Marks) -> None:
    """“1.200” is twelve hundred unless the column says otherwise; “12.000” only if it says so."""
    if not re.fullmatch(r"\d{1,3}\.\d{3}", number):
        return
    if marks.points_are_decimals or (number.endswith(".000") and not marks.points_are_groups):
        raise CountParseError(WHICH_MARK)


def _range(low: int, high: int) -> _Count:
    if low > high:
        raise CountParseError("ends below where it begins")
    return _Count(low=low, high=high)


_Reader = Callable[..., _Count]
_FORMS: tuple[tuple[re.Pattern[str], _Reader], ...] = tuple(
    (re.compile(pattern), reader)
    for pattern, reader in (
        (_N, lambda best: _Count(best=best)),
        (rf"(?:{ABOUT}) ?{_N}", lambda best: _Count(best=best, note="the source says about")),
        (rf"{_N} ?\?|{_N} ?\(\?\)", lambda best: _Count(best=best, note="the source doubts the number")),
        (rf"(?:{AT_LEAST}) ?{_N}", lambda low: _Count(low=low)),
        (rf"{_N} ?(?:\+|plus|or more|ou plus|o más|فأكثر)", lambda low: _Count(low=low)),
        (rf"(?:{MORE_THAN}) ?{_N}", lambda low: _Count(low=low + 1)),
        (rf"(?:{AT_MOST}) ?{_N}", lambda high: _Count(high=high)),
        (rf"(?:{FEWER_THAN}) ?{_N}", lambda high: _Count(high=max(high - 1, 0))),
        (rf"(?:(?:{BETWEEN}) )?{_N} ?(?:{TO}) ?{_N}", _range),
    )
)


def _aligned(texts: pd.Series, read: Mapping[str, _Count]) -> ParsedCounts:
    codes, distinct = pd.factorize(texts)
    counts = [*(read[text] for text in distinct), _Count()]

    def spread(values: list[object], dtype: str) -> pd.Series:
        return pd.Series(pd.Series(values, dtype=dtype).array.take(codes % len(counts)), index=texts.index)

    return ParsedCounts(
        spread([each.low for each in counts], COUNT),
        spread([each.best for each in counts], COUNT),
        spread([each.high for each in counts], COUNT),
        spread([each.reason for each in counts], "str"),
        spread([each.note for each in counts], "str"),
    )

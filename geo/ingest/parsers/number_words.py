"""Whole numbers written out in English, French, Spanish, Arabic or Persian, up to a thousand million.

`data/number_words.csv` holds the words; this module holds the grammar that composes them. All wordings of 0 to 999 in a
language are made once and looked up, so that nothing is read that nobody would write (“twenty eleven”); thousands and
millions are split off before. Where two languages disagree about a wording, it is not read.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from geo.ingest.parsers.word_lists import alternation, read_word_list

WORDS = read_word_list("number_words.csv")
SCALES = (1_000_000, 1_000)  # what multiplies any number below a thousand, the largest first


@dataclass(frozen=True)
class _Language:
    """How a language composes its numbers.

    `joints` are the ways to put what remains behind the hundreds, thousands or millions. Arabic and Persian are
    compared without blanks, since their “and” is written with and without them.
    """

    code: str
    joints: tuple[str, ...]
    is_spaced: bool = True

    def key(self, words: str) -> str:
        """The form in which wordings are compared."""
        return words.replace("-", " ") if self.is_spaced else words.replace("-", "").replace(" ", "")

    def join_tens(self, tens: str, ten: int, units: str, unit: int) -> Iterator[str]:
        """The ways to write tens and units together: “forty two”, “soixante et onze”, “خمسة وعشرون”."""
        if self.code == "ar":
            yield f"{units}و{tens}"
        elif self.code == "fa":
            yield f"{tens}و{units}"
        elif self.code == "es":
            yield f"{tens} y {units}"
        else:
            yield f"{tens} {units}"
            if self.code == "fr" and unit in (1, 11) and not tens.startswith("quatre"):
                yield f"{tens} et {units}"

    def largest_unit(self, ten: int) -> int:
        """The largest number that is added to tens: French counts on from 60 and 80 to 79 and 99."""
        return 19 if self.code == "fr" and ten in (60, 80) else 9


_LANGUAGES = (
    _Language("en", (" and ", ", ", " ")),
    _Language("fr", (" ",)),
    _Language("es", (" ",)),
    _Language("ar", ("و",), is_spaced=False),
    _Language("fa", ("و",), is_spaced=False),
)


def parse_number_words(text: str) -> int | None:
    """The number that a text in normal form writes out, or None where it is none or two languages disagree."""
    numbers = {_parse(language, language.key(text), 10**9) for language in _LANGUAGES} - {None}
    return numbers.pop() if len(numbers) == 1 else None


def _parse(language: _Language, key: str, limit: int) -> int | None:
    """The number below a limit that a key writes out."""
    if key in _below_thousand(language):
        return _below_thousand(language)[key]
    for scale in SCALES:
        if scale < limit and (match := _pattern(language, scale).fullmatch(key)):
            value = _value_of_scale(language, match, scale)
            if not match["rest"]:
                return value or None
            rest = _parse(language, match["rest"], scale)
            return value + rest if value and rest else None  # “a thousand and none” is no number
    return None


def _value_of_scale(language: _Language, match: re.Match[str], scale: int) -> int:
    """What a match of `_pattern` says without its rest; 0 where the multiplier is no number."""
    if match["alone"]:
        return _words(language, "number")[match["alone"]]
    return scale * _below_thousand(language).get(match["times"], 0)


@cache
def _words(language: _Language, kind: str) -> dict[str, int]:
    """The words of a language of a kind, as keys, and their values."""
    rows = (row for row in WORDS if (row["language"], row["kind"]) == (language.code, kind))
    return {language.key(row["word"]): int(row["value"]) for row in rows}


@cache
def _pattern(language: _Language, scale: int) -> re.Pattern[str]:
    """A number that reaches a scale: its multiplier (“two hundred”), or the scale alone (“mille”), and the rest."""
    multiples = (word for word, value in _words(language, "multiple").items() if value == scale)
    alone = (word for word, value in _words(language, "number").items() if scale <= value < scale * 1000)
    blank, joints = " " if language.is_spaced else "", alternation(language.joints)
    head = rf"(?:(?P<alone>{alternation(alone) or '(?!)'})|(?P<times>.+?){blank}(?:{alternation(multiples)}))"
    return re.compile(rf"{head}(?:(?:{joints})(?P<rest>.+))?")


@cache
def _below_thousand(language: _Language) -> dict[str, int]:
    """Every wording of 0 to 999 in a language."""
    below_hundred = _below_hundred(language)
    hundreds = {word: value for word, value in _words(language, "number").items() if 100 <= value < 1000}
    blank = " " if language.is_spaced else ""
    for word in (word for word, value in _words(language, "multiple").items() if value == 100):
        units = ((times, value) for times, value in below_hundred.items() if 1 <= value <= 9)
        hundreds |= {f"{times}{blank}{word}": 100 * value for times, value in units}
    composed = {
        f"{word}{joint}{rest}": hundred + value
        for word, hundred in hundreds.items()
        for joint in language.joints
        for rest, value in below_hundred.items()
        if value
    }
    return below_hundred | hundreds | composed | _words(language, "exact")  # “cien”, behind which nothing follows


def _below_hundred(language: _Language) -> dict[str, int]:
    numbers = {word: value for word, value in _words(language, "number").items() if value < 100}
    tens = {word: value for word, value in numbers.items() if value >= 20 and value % 10 == 0}
    composed = {
        words: ten + unit
        for tens_word, ten in tens.items()
        for unit_word, unit in numbers.items()
        if 1 <= unit <= language.largest_unit(ten)
        for words in language.join_tens(tens_word, ten, unit_word, unit)
    }
    return numbers | composed

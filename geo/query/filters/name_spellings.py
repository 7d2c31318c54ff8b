"""Spellings of places' names: one form for Python and, as a pattern, for any data-frame engine.

Of “Mosul - Al Jadida” only the town before the hyphen counts. Case, accents, articles, joining and generic words, the
forms of an Arabic letter and some transliterations do not matter, as in `geo.places`, whose forms are the other side.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

from geo.core.actor_spelling import BLANKS, REPLACEMENTS, clean_spelling, fold_table, letter_pattern
from geo.core.casefold import casefold, casefold_expr
from geo.places.words.name_words import name_words
from geo.query.filters.filter import Condition, Reading

# What stands behind a town's name: its quarter behind a hyphen between blanks, its area behind a comma or a bracket.
TAIL = f"[{BLANKS}]+[-–—][{BLANKS}][\\s\\S]*|[{BLANKS}]*[(,\u060c][\\s\\S]*"
MARKS = "[ ,:();]"  # what `clean_spelling` leaves between words
DOUBLED = "tdrzsn"  # the consonants that an Arabic article takes: “Deir ezzor” for “Deir ez-Zor”
ARTICLE = "ال"
_TAIL = re.compile(TAIL)
_ARTICLE = re.compile(rf"^(?:{ARTICLE})+(?=.{{3}})")
_MERGED_ARTICLE = re.compile(rf"^[ae]([{DOUBLED}])\1")
_LONG_U, _AI = re.compile("o+u"), re.compile("[ae][iy]")
_BALOCH, _ISTAN = re.compile("^balu(t?)ch"), re.compile("estan$")
TOWN_WORDS = frozenset({"city", "town", "village", "شهر", "مدینه", "مدینة", "قریه"})


@dataclass(frozen=True)
class NameSpellings:
    """How names of one kind of place are compared: without these words, as they are in `normalize`d names."""

    ignored: frozenset[str]

    def normalize(self, name: str) -> str:
        """The form that all spellings of a name share; empty for a text without letters."""
        cleaned = clean_spelling(_TAIL.sub("", casefold(name), count=1)).translate(fold_table())
        words = [_unify(word) for word in cleaned.split()]
        distinctive = [word for word in words if word not in self.ignored] or words
        return " ".join([*distinctive[:1], *(_MERGED_ARTICLE.sub(r"\1", word) for word in distinctive[1:])])

    def read(self, name: str) -> tuple[str]:
        """The form, as a Reading has it."""
        return (self.normalize(name),)

    def condition(self, column: str, forms: Iterable[str]) -> Condition | None:
        """Rows whose name has one of the forms; None where none of them tells a place from a word."""
        searched_forms = tuple(sorted(form for form in set(forms) if form and not set(form.split()) <= self.ignored))
        if not searched_forms:
            return None
        text = casefold_expr(column).str.replace_all(TAIL, "")
        for pattern, replacement in (*REPLACEMENTS, (f"{MARKS}+", "  "), (self._ignored_pattern, "")):
            text = text.str.replace_all(pattern, replacement)
        matches = text.str.contains(f"^ *(?:{'|'.join(map(_form_pattern, searched_forms))}) *$").fill_null(False)
        return Condition((column,), matches, reading=Reading(self.read, searched_forms[0], searched_forms[1:]))

    @cached_property
    def _ignored_pattern(self) -> str:
        """A pattern (RE2) of the words that do not count; every word has a blank of its own on either side."""
        return f"(?:^| )(?:{'|'.join(_word_pattern(word) for word in sorted(self.ignored))})(?: |$)"


@lru_cache(maxsize=1)
def town_spellings() -> NameSpellings:
    """How names of towns are compared: “Quetta City” is “Quetta”."""
    return NameSpellings(frozenset(map(_unify, name_words().articles | name_words().joiners | TOWN_WORDS)))


@lru_cache(maxsize=1)
def province_spellings() -> NameSpellings:
    """How names of provinces are compared: “Balochistan Province” is “Balochistan”."""
    words = name_words()
    return NameSpellings(frozenset(map(_unify, words.articles | words.joiners | words.generic)))


def _unify(word: str) -> str:
    """One word without the variants of transliteration that `_word_pattern` matches."""
    word = _ARTICLE.sub("", word)
    return _ISTAN.sub("istan", _BALOCH.sub("baloch", _AI.sub("ai", _LONG_U.sub("u", word))))


def _form_pattern(form: str) -> str:
    """A pattern (RE2) of the cleaned names that have this form, without the words that do not count."""
    first, *others = form.split()
    return " +".join([_word_pattern(first), *(_merged_pattern(word) + _word_pattern(word) for word in others)])


def _word_pattern(word: str) -> str:
    """A pattern of the words that `_unify` makes this one."""
    prefix = f"(?:{''.join(map(letter_pattern, ARTICLE))})*" if len(word) > len(ARTICLE) else ""
    start, end = "", ""
    if word.startswith("baloch"):
        start, word = f"bal(?:{letter_pattern('o')}|{_letter('u')}t?)ch", word.removeprefix("baloch")
    if word.endswith("istan"):
        word, end = word.removesuffix("istan"), f"[{_plain('i')}{_plain('e')}]stan"
    ai = f"[{_plain('a')}{_plain('e')}][{_plain('i')}{_plain('y')}]"
    return prefix + start + ai.join("".join(map(_letter, part)) for part in word.split("ai")) + end


def _letter(letter: str) -> str:
    return f"{letter_pattern('o')}*{letter_pattern('u')}" if letter == "u" else letter_pattern(letter)


def _plain(letter: str) -> str:
    return letter_pattern(letter).strip("[]")


def _merged_pattern(word: str) -> str:
    """What may stand before a word that is not the first: an article that has taken its first letter."""
    return f"(?:[{_plain('a')}{_plain('e')}]{letter_pattern(word[0])})?" if word[0] in DOUBLED else ""

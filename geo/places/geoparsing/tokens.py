"""Running text as words with their positions."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from geo.places.words.name_words import name_words

# Initials (U.S., B.C.), then words; a possessive ’s is left outside, an inner apostrophe (Ma'rib) is not.
WORD = re.compile(r"(?:[A-Z]\.){2,}|[^\W\d_]+(?:['’`‘ʿ](?!s\b)[^\W\d_]+)*")
SENTENCE_END = re.compile(r"[.!?…:;\n]")


@dataclass(frozen=True, slots=True)
class Token:
    """A word: its text and position, what stands between it and the word before, whether a sentence begins with it."""

    text: str
    start: int
    end: int
    gap: str
    begins: bool

    @property
    def capital(self) -> bool:
        """Whether it is written as names are; scripts without capitals always are."""
        return not self.text[0].islower()


def tokens(text: str) -> list[Token]:
    """The words of a text in order."""
    return list(_tokens(text))


def _tokens(text: str) -> Iterator[Token]:
    before, last = 0, ""
    for match in WORD.finditer(text):
        gap = text[before : match.start()]
        begins = before == 0 or (bool(SENTENCE_END.search(gap)) and not (gap == ". " and _abbreviated(last)))
        yield Token(match.group(), match.start(), match.end(), gap, begins)
        before, last = match.end(), match.group()


def _abbreviated(word: str) -> bool:
    return len(word) == 1 or word.lower() in name_words().abbreviations

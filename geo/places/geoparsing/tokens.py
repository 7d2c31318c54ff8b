"""Split running text into words with their positions, and tell which of them can be one name."""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from geo.places.words.name_words import name_words

# Initials (U.S., B.C.), then words; a possessive ’s is left outside, an inner apostrophe (Ma'rib) is not.
INITIALS = r"(?:[A-Z]\.){2,}|(?:[A-Z]\.)+[A-Z]\b(?!\.)"
WORD = re.compile(rf"{INITIALS}|[^\W\d_]+(?:['’`‘ʿ](?!s\b)[^\W\d_]+)*")
SENTENCE_END = re.compile(r"[.!?…:;\n。！？।۔؟]")
# Where no spaces stand between words, each Han character is a word, and a run of Katakana or of Hiragana is one.
HAN, KATAKANA, HIRAGANA = r"\u3005\u3400-\u9fff\uf900-\ufaff", r"\u30a1-\u30ff\uff66-\uff9f", r"\u3041-\u309f"
COMBINING = "".join(chr(code) for code in range(0x300, 0xE00) if unicodedata.category(chr(code)) in ("Mn", "Mc"))
LETTER = rf"(?:[^\W\d_{HAN}{KATAKANA}{HIRAGANA}]|[{COMBINING}])"
OTHER_SCRIPTS = re.compile(rf"[\u0300-\u036f\u0590-\u0dff{HAN}{KATAKANA}{HIRAGANA}]")
ANY_WORD = re.compile(rf"{INITIALS}|[{HAN}]|[{KATAKANA}]+|[{HIRAGANA}]+|{LETTER}+(?:['’`‘ʿ\u200c׳״](?!s\b){LETTER}+)*")


class Token(NamedTuple):
    """A word, text[start:end], with the characters between it and the word before, and whether it begins a sentence.

    `is_capitalised`: whether it is written as names are; words of scripts without capitals always are.
    `is_written_large`: whether it begins with a capital; no word of a script without capitals does.
    """

    text: str
    start: int
    end: int
    gap: str
    begins_sentence: bool
    is_capitalised: bool
    is_written_large: bool


def tokenize(text: str) -> list[Token]:
    """The words of a text in order."""
    return list(_tokens(text))


def begins_with_article(tokens: list[Token], first: int) -> bool:
    """Whether a small article that belongs to a name stands here: “al-Bab”."""
    is_article = tokens[first].text in name_words().text_articles
    return is_article and first + 1 < len(tokens) and tokens[first + 1].gap == "-"


def is_one_name(tokens: list[Token], first: int, stop: int) -> bool:
    """Whether these words can be one name: capitalised, with only small joining words between them."""
    if stop - first == 1:
        return tokens[first].is_capitalised
    return _is_in_name(tokens[stop - 1]) and all(_continues_name(tokens, number) for number in range(first + 1, stop))


def _continues_name(tokens: list[Token], number: int) -> bool:
    token = tokens[number]
    if "\n" in token.gap or (token.gap.strip(" -–’'") and not _follows_abbreviation(tokens, number)):
        return False
    return _is_in_name(token) or token.text in name_words().text_joiners


def _is_in_name(token: Token) -> bool:
    """Whether a word is written as inside a name: “Coeur d'Alene”."""
    return token.is_capitalised or (token.text[:2] in ("d'", "d’") and token.text[2:3].isupper())


def _follows_abbreviation(tokens: list[Token], number: int) -> bool:
    """Whether the full stop before this word belongs to an abbreviation in a name: “St. Louis”."""
    return tokens[number].gap == ". " and tokens[number - 1].text.lower() in name_words().place_abbreviations


def _tokens(text: str) -> Iterator[Token]:
    last_end, last_word = 0, ""
    for match in (ANY_WORD if OTHER_SCRIPTS.search(text) else WORD).finditer(text):
        gap = text[last_end : match.start()]
        begins_sentence = last_end == 0 or (
            bool(SENTENCE_END.search(gap)) and not (gap == ". " and _is_abbreviation(last_word))
        )
        last_end, last_word = match.end(), match.group()
        first = last_word[0]
        yield Token(last_word, match.start(), last_end, gap, begins_sentence, not first.islower(), first.isupper())


def _is_abbreviation(word: str) -> bool:
    return len(word) == 1 or word.lower() in name_words().abbreviations

"""Bring names into one form, whatever their case, accents, articles, transliteration and generic words."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from geo.places.words.name_words import name_words

MAX_NAME_LENGTH = 200  # characters of a place's name; it bounds the time that one name can take
# Words of a text are asked for again and again. Longer ones are not kept, so that no text fills the memory.
MAX_CACHED_LENGTH = 40
# Hint, pattern, replacement: a name without the hint is not searched, which is quicker.
SPELLINGS = (
    ("balu", re.compile(r"\bbalu(t?)ch"), "baloch"),
    ("estan", re.compile(r"estan\b"), "istan"),
    ("ou", re.compile(r"o+u"), "u"),
)
# Keyboards write one Arabic letter in several ways, and Unicode does not split every Latin letter from its accent.
LETTERS = str.maketrans(
    {
        **{"ي": "ی", "ى": "ی", "ې": "ی", "ێ": "ی", "ك": "ک", "ة": "ه", "ہ": "ه", "ۃ": "ه", "ھ": "ه", "ە": "ه"},
        **{
            "أ": "ا",
            "إ": "ا",
            "آ": "ا",
            "ٱ": "ا",
            "ؤ": "و",
            "ۆ": "و",
            "ئ": "ی",
            "\u200c": " ",
            "\u200f": "",
            "\u200b": "",
            "ـ": "",
        },
        **{"ı": "i", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "þ": "th", "ə": "a"},
    }
)
APOSTROPHES = re.compile(r"['’‘`´ʿʾʻʼʹ]")
BREAKS = re.compile(r"[^\w]+")
ASCII_BREAKS = {code: " " for code in range(128) if BREAKS.match(chr(code))}
INITIAL = re.compile(r"\b(\w)\.(?=\w\b)")  # U.S., B.C.
MERGED_ARTICLE = re.compile(r"(?<= )[ae]([tdrzsn])\1")  # “Deir ezzor” for “Deir ez-Zor”
ARABIC_ARTICLE = re.compile(r"\b(?:ال)+(?=\w{3})")


def cut_name(name: str) -> str:
    """The name; of one that is too long only so much that it still is, so that a cache keeps no more of it."""
    return name[: MAX_NAME_LENGTH + 1]


def normalize_name(name: str) -> str:
    """The name in a form that all its spellings share. Idempotent."""
    return _normalize_short(name) if len(name) <= MAX_CACHED_LENGTH else _normalize(name)


@lru_cache(maxsize=20_000)
def _normalize_short(name: str) -> str:
    return _normalize(name)


def _normalize(name: str) -> str:
    ignored = name_words()
    words = _unify_spelling(" ".join(_words(name))).split()
    distinctive = [word for word in words if word not in ignored.joiners and word not in ignored.articles]
    form = " ".join(distinctive or words)
    return MERGED_ARTICLE.sub(r"\1", form) if " a" in form or " e" in form else form


def strip_generic(name: str) -> str:
    """The normalized name without generic words: “Kerman Province” and “Kerman city” are “kerman”."""
    words = normalize_name(name).split()
    return " ".join([word for word in words if word not in name_words().generic] or words)


# Sounds that transliterations of Persian, Arabic, Pashto and Kurdish write differently. Chosen by judgement: names
# that they wrongly merge are compared letter by letter afterwards.
SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        ("kh|gh|q|ck|c(?![eiyh])|k|g", "k"),
        ("ph", "f"),
        ("sch|sh|ch|tch|zh|j|x", "s"),
        ("[cz]", "s"),
        ("dh|th|t", "d"),
        ("[wv]", "u"),
        ("h", ""),
        ("[aeiouy]+", "a"),
        (r"(.)\1+", r"\1"),
    )
)


@lru_cache(maxsize=4096)
def phonetic_key(form: str) -> str:
    """What transliterations of a normalized name have in common: classes of consonants, and where vowels stand.

    “deir ezzor” and “dayr zawr” have one key. So may unrelated names: the key finds candidates, no more.
    """
    return _replace_sounds(form)


def phonetic_keys(forms: Sequence[str]) -> list[str]:
    """The phonetic key of each name; all in one text, of a line each, take a third of the time."""
    return _replace_sounds("\n".join(forms)).split("\n") if forms else []


def _replace_sounds(text: str) -> str:
    """The text without spaces, its sounds unified; no pattern reaches beyond the end of a line."""
    text = text.replace(" ", "")
    for pattern, sound in SOUNDS:
        text = pattern.sub(sound, text)
    return text


def _words(name: str) -> list[str]:
    if name.isascii():
        return _ascii_words(name.lower())
    without_points = INITIAL.sub(r"\1", APOSTROPHES.sub("", _latin(name)))
    return BREAKS.sub(" ", without_points).split()


def _ascii_words(plain: str) -> list[str]:
    """The same in a third of the time, which counts where a country's file has a million names."""
    if "'" in plain or "`" in plain:
        plain = plain.replace("'", "").replace("`", "")
    if "." in plain:
        plain = INITIAL.sub(r"\1", plain)
    return plain.translate(ASCII_BREAKS).split()


def _latin(name: str) -> str:
    """The name without case and accents, and with one letter for those that keyboards confuse."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", name).casefold().translate(LETTERS))
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).translate(LETTERS)


def _unify_spelling(text: str) -> str:
    for hint, pattern, replacement in SPELLINGS:
        if hint in text:
            text = pattern.sub(replacement, text)
    return text if text.isascii() else ARABIC_ARTICLE.sub("", text)

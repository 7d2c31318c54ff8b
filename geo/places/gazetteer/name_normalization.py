"""Names as people write them, in one form: case, accents, articles, transliteration and generic words forgiven."""

import re
import unicodedata
from functools import lru_cache

from geo.places.words.name_words import name_words

# What a text must hold to be looked at more closely, what is replaced in it, and by what.
SPELLINGS = (
    ("balu", re.compile(r"\bbalu(t?)ch"), "baloch"),
    ("estan", re.compile(r"estan\b"), "istan"),
    ("ou", re.compile(r"o+u"), "u"),
)
# Keyboards write the same Arabic letter differently, and some Latin letters do not fall apart into letter and accent.
LETTERS = str.maketrans(
    {
        **{"ي": "ی", "ى": "ی", "ې": "ی", "ێ": "ی", "ك": "ک", "ة": "ه", "ہ": "ه", "ۃ": "ه", "ھ": "ه", "ە": "ه"},
        **{"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ؤ": "و", "ۆ": "و", "ئ": "ی", "\u200c": " ", "\u200f": "", "ـ": ""},
        **{"ı": "i", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "þ": "th", "ə": "a"},
    }
)
APOSTROPHES = re.compile(r"['’‘`´ʿʾʻʼʹ]")
BREAKS = re.compile(r"[^\w]+")
POINTED = re.compile(r"\b(\w)\.(?=\w\b)")  # U.S., B.C.
GROWN = re.compile(r"(?<= )[ae]([tdrzsn])\1")  # Deir ezzor: the article grown on
ARABIC_ARTICLE = re.compile(r"\b(?:ال)+(?=\w{3})")


def normalize_name(name: str) -> str:
    """The name in one form; two spellings of one name have the same. Idempotent."""
    ignored = name_words()
    words = _spelt(" ".join(_words(name))).split()
    distinctive = [word for word in words if word not in ignored.joiners and word not in ignored.articles]
    return _ungrown(" ".join(distinctive or words))


def strip_generic(name: str) -> str:
    """The normal form without the generic words: “Kerman Province” and “Kerman city” are “kerman”."""
    words = normalize_name(name).split()
    return " ".join([word for word in words if word not in name_words().generic] or words)


SOUNDS = (
    *((re.compile(pattern), sound) for pattern, sound in (("kh|gh|q|ck|c(?![eiyh])|k|g", "k"), ("ph", "f"))),
    *((re.compile(pattern), sound) for pattern, sound in (("sch|sh|ch|tch|zh|j|x", "s"), ("[cz]", "s"))),
    *((re.compile(pattern), sound) for pattern, sound in (("dh|th|t", "d"), ("[wv]", "u"), ("h", ""))),
    (re.compile("[aeiouy]+"), "a"),
    (re.compile(r"(.)\1+"), r"\1"),
)


@lru_cache(maxsize=4096)
def phonetic_key(form: str) -> str:
    """What a transliteration keeps of a normal form: consonants in broad classes, and where vowels stand.

    “deir ezzor” and “dayr zawr” have one skeleton; so have names that merely sound alike, so it only nominates.
    """
    text = form.replace(" ", "")
    for pattern, sound in SOUNDS:
        text = pattern.sub(sound, text)
    return text


def _words(name: str) -> list[str]:
    plain = name.lower() if name.isascii() else _latin(name)
    joined = POINTED.sub(r"\1", APOSTROPHES.sub("", plain))
    return BREAKS.sub(" ", joined).split()


def _latin(name: str) -> str:
    """Without case, accents and the letters that keyboards confuse."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", name).casefold().translate(LETTERS))
    return "".join(each for each in plain if not unicodedata.combining(each)).translate(LETTERS)


def _spelt(text: str) -> str:
    for hint, pattern, replacement in SPELLINGS:
        if hint in text:
            text = pattern.sub(replacement, text)
    return text if text.isascii() else ARABIC_ARTICLE.sub("", text)


def _ungrown(text: str) -> str:
    return GROWN.sub(r"\1", text)

"""The old code pages that analysts' files come in, and which of them a text is likely to be written in."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from geo.ingest.readers.letter_pairs import rate_text


@dataclass(frozen=True)
class CodePage:
    """A code page: its codec, what it is called, and how likely it is before the text is looked at.

    `prior` is a natural logarithm, by judgement: Windows-1252 is by far the most common one in files of the West, and
    what DOS and the old Mac wrote is rare.
    """

    codec: str
    label: str
    prior: float


CODE_PAGES = (
    CodePage("cp1252", "Windows-1252, Western European", 0.0),
    CodePage("cp1250", "Windows-1250, Central European", -1.5),
    CodePage("cp1251", "Windows-1251, Cyrillic", -1.0),
    CodePage("cp1253", "Windows-1253, Greek", -2.0),
    CodePage("cp1254", "Windows-1254, Turkish", -2.0),
    CodePage("cp1255", "Windows-1255, Hebrew", -2.0),
    CodePage("cp1256", "Windows-1256, Arabic and Persian", -1.5),
    CodePage("cp1257", "Windows-1257, Baltic", -3.0),
    CodePage("cp1258", "Windows-1258, Vietnamese", -4.0),
    CodePage("mac_roman", "Mac Roman", -3.0),
    CodePage("mac_cyrillic", "Mac Cyrillic", -4.5),
    CodePage("iso8859_2", "ISO 8859-2, Central European", -3.0),
    CodePage("iso8859_5", "ISO 8859-5, Cyrillic", -3.0),
    CodePage("iso8859_6", "ISO 8859-6, Arabic", -3.0),
    CodePage("iso8859_7", "ISO 8859-7, Greek", -3.0),
    CodePage("iso8859_8", "ISO 8859-8, Hebrew", -3.0),
    CodePage("iso8859_9", "ISO 8859-9, Turkish", -3.0),
    CodePage("iso8859_15", "ISO 8859-15, Western European", -1.5),
    CodePage("koi8_r", "KOI8-R, Cyrillic", -3.0),
    CodePage("koi8_u", "KOI8-U, Ukrainian", -3.5),
    CodePage("cp437", "DOS 437", -5.0),
    CodePage("cp850", "DOS 850, Western European", -4.0),
    CodePage("cp852", "DOS 852, Central European", -4.5),
    CodePage("cp857", "DOS 857, Turkish", -4.5),
    CodePage("cp866", "DOS 866, Cyrillic", -3.5),
)
UTF_8 = "utf-8"
UTF_8_PRIOR = -2.0  # of a text in UTF-8 with bytes of a code page in it
MIN_UTF8_SHARE = 0.2  # of words, by judgement
MAX_WORDS = 400  # different words that decide, by judgement: more change nothing and cost time
MAX_WORD_BYTES = 60
SEPARATORS = re.compile(rb"[\x00-\x20\"#(),/:;<=>\[\]_{|}]+")  # of words in tables; a hyphen and ' belong to words
# Log likelihood a character. The lists of docs/decisions/0024 have -2 to -4 and at least -5.4; Chinese, Japanese and
# Korean code pages, which are not known here, have -6.4 to -8.3, other bytes less.
LIKELY_RATING, MIN_RATING = -5.5, -6.5
SHORT_TEXT = 12  # characters, by judgement: one letter with an accent may have any rating


@dataclass(frozen=True)
class Reading:
    """One way to decode a text, how likely it is, and what some of its words become.

    `page` is the code page of the bytes that are not UTF-8: of all where `is_utf8` is false.
    """

    page: CodePage
    is_utf8: bool
    rating: float
    words: tuple[str, ...]

    @property
    def is_text(self) -> bool:
        """Whether the words may be words of any language."""
        return self._is_above(MIN_RATING)

    @property
    def is_likely(self) -> bool:
        """Whether the words look like words of some language."""
        return self._is_above(LIKELY_RATING)

    def _is_above(self, rating: float) -> bool:
        letters = sum(map(len, self.words))
        has_letters = any(any(map(str.isalpha, word)) for word in self.words)
        return self.is_utf8 or not has_letters or letters < SHORT_TEXT or self.rating >= rating * letters


def split_words_beyond_ascii(lines: Sequence[bytes]) -> list[bytes]:
    """Return the first different words that hold more than ASCII."""
    words: dict[bytes, None] = {}
    for line in lines:
        words |= dict.fromkeys(word[:MAX_WORD_BYTES] for word in SEPARATORS.split(line) if not word.isascii())
        if len(words) > MAX_WORDS:
            break
    return list(words)[:MAX_WORDS]


def rank_readings(words: Sequence[bytes], *, is_utf8: bool) -> list[Reading]:
    """Return every way to read the words, the likeliest first; with `is_utf8` only those as UTF-8 with stray bytes."""
    strays = [word for word in words if not _is_utf8(word)]
    stray_page = max((_read(strays, page) for page in CODE_PAGES), key=lambda reading: reading.rating).page
    as_utf8 = [_read_as_utf8(words, stray_page)] if is_utf8 or _may_be_utf8(len(strays), len(words)) else []
    as_pages = [] if is_utf8 else [_read(words, page) for page in CODE_PAGES]
    return sorted([*as_pages, *as_utf8], key=lambda reading: -reading.rating)


def _may_be_utf8(n_strays: int, n_words: int) -> bool:
    """Whether a text may be UTF-8 in part: bytes of anything else are UTF-8 by chance in few words."""
    return n_words - n_strays >= MIN_UTF8_SHARE * n_words


def decode_stray_bytes(text: str, codec: str) -> str:
    """Return the text with the bytes that its encoding refused, which stand in it as surrogates, read by a code page.

    Bytes that this one does not know either, or all where it is empty, become the sign for a lost character (�).
    """
    return re.sub("[\udc80-\udcff]", lambda match: _decode_byte(match.group(), codec), text)


def _decode_byte(surrogate: str, codec: str) -> str:
    return surrogate.encode("ascii", "surrogateescape").decode(codec or "ascii", "replace")


def _read(words: Sequence[bytes], page: CodePage) -> Reading:
    texts = tuple(word.decode(page.codec, "surrogateescape") for word in words)
    return Reading(page, False, rate_text(texts) + page.prior, texts)


def _read_as_utf8(words: Sequence[bytes], page: CodePage) -> Reading:
    texts = tuple(decode_stray_bytes(word.decode(UTF_8, "surrogateescape"), page.codec) for word in words)
    return Reading(page, True, rate_text(texts) + UTF_8_PRIOR + page.prior, texts)


def _is_utf8(word: bytes) -> bool:
    try:
        word.decode(UTF_8)
    except UnicodeDecodeError:
        return False
    return True


def differing_words(readings: Sequence[Reading]) -> np.ndarray:
    """Return the positions of words that the readings read differently."""
    rows = np.array([reading.words for reading in readings], dtype=object)
    return np.flatnonzero((rows != rows[0]).any(axis=0))

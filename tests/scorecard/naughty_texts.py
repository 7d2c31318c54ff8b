"""Texts that programs lose, change or obey: made here by their kinds, more than five hundred of them."""

import unicodedata
from collections.abc import Iterator
from itertools import product

from tests.browser.hostile import OWN_PAYLOADS

# What means something to a reader of CSV, in every order of up to three.
MARKS = ('"', "'", ",", "\n", "\r", ";", "a")
SPACES = (*map(chr, (0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x205F, 0x3000)),)
INVISIBLE = (*map(chr, (0xAD, 0x61C, 0x180E, *range(0x200B, 0x2010), *range(0x202A, 0x202F), 0x2060, 0xFEFF)),)
NO_CHARACTERS = tuple(map(chr, (0xFDD0, 0xFFFE, 0xFFFF, 0x1FFFE, 0x10FFFF, 0xE000, 0xF8FF, 0xFFFD)))
LIKE_NUMBERS = (
    "0", "-0", "+0", "00123", "007", "1.", ".5", "1e5", "1E400", "-1e-400", "0x1F", "0b11", "0o17", "1_000", "1,000",
    "1.000,5", "1 000", "١٢٣", "۳۴", "１２", "½", "²", "Ⅻ", "NaN", "nan", "inf", "-Infinity", "9" * 40, "1/2", "2-1",
    "12:30", "24:00", "2024-02-30", "0000-00-00", "1403/01/15", "45307", "03/04/2024", "Jan 5", "today", "50%", "€5",
)  # fmt: skip
LIKE_NOTHING = (
    "NA", "N/A", "n/a", "#N/A", "null", "NULL", "None", "nil", "undefined", "true", "True", "FALSE", "yes", "no", "-",
    "--", "?", ".", "…", "(null)", "unknown", "not stated", "Null Island", "\\N", "<NA>", "NaT", "#REF!", "#DIV/0!",
)  # fmt: skip
FORMULAS = (
    "=1+1", "+1+1", "-1+1", "@SUM(1)", "|calc", "%x", "＝1", "＋1", "－1", "＠1", "'=1", "''=1", "'", "''", "'quoted'",
    "\t=1", "\r=1", "\n=1", "\x00=1", "\u200b=1", "\ufeff=1",
)  # fmt: skip
CODE = (
    "<b>", "&lt;b&gt;", "&amp;", "<!--", "]]>", "<![CDATA[", "%3Cb%3E", "{{1}}", "{%1%}", "${1}", "#{1}", "$(1)", "`1`",
    "'; DROP TABLE incidents; --", "1 OR 1=1", "' UNION SELECT 1 --", "../../x", "..\\..\\x", "/dev/null", "C:\\x",
    "file:///x", "javascript:1", "data:text/html,x", "http://192.0.2.1/x", "%s%n", "%00", "\\x00", "\\u0000", "\\n",
    "$HOME", "~", "*", "?x=1&y=2", "#", "//", "--", "/* x */", "(?:a+)+$", "[", "(", "{", "\\", "\\\\", "a\\", "a\\\"",
)  # fmt: skip
PICTURES = (
    "👩‍👩‍👧‍👦", "🏳️‍🌈", "🇦🇫", "👍🏽", "1️⃣", "❤️", "❤", "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L", "ﷺ", "ﬁ", "ǆ", "İi", "ıI", "ß", "ẞ", "ſ", "Å", "Å", "Ω", "Ω",
)  # fmt: skip


def naughty_texts() -> list[str]:
    """The texts, each once."""
    return list(dict.fromkeys(_every_text()))


def _every_text() -> Iterator[str]:
    yield from (*LIKE_NUMBERS, *LIKE_NOTHING, *FORMULAS, *CODE, *PICTURES, *OWN_PAYLOADS)
    for length in (1, 2, 3):
        yield from map("".join, product(MARKS, repeat=length))
    for character in (*map(chr, range(32)), *map(chr, range(0x7F, 0xA0)), *SPACES, *INVISIBLE, *NO_CHARACTERS):
        yield from (f"a{character}b", f"{character}a", f"a{character}")
    yield from _scripts()
    for word in ("Orléans", "Đà Nẵng", "Łódź", "Århus", "한글", "ক্ষ"):
        yield from (unicodedata.normalize(form, word) for form in ("NFC", "NFD"))
    yield from ("a" * length for length in (255, 256, 1_000, 32_767, 32_768, 100_000))


def _scripts() -> Iterator[str]:
    """Some letters of each block of writing up to U+3000 and beyond U+10000."""
    for start in (*range(0xC0, 0x3000, 0x80), *range(0x10000, 0x12000, 0x100)):
        letters = [chr(code) for code in range(start, start + 0x80) if unicodedata.category(chr(code)).startswith("L")]
        if letters:
            yield "".join(letters[:12])

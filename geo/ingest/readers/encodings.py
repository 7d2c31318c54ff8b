"""How the bytes of a text are decoded: by their mark, as UTF-8 or UTF-16, or in the likeliest old code page."""

import codecs
import re
import unicodedata
from dataclasses import dataclass

from geo.errors import IncidentsInvalid
from geo.ingest.options import ImportOptions

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with that one
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What analysts' files come in; of two that read a text equally well the first is taken.
CODE_PAGES = {
    "cp1252": "Windows-1252, Western European",
    "cp1256": "Windows-1256, Arabic and Persian",
    "mac_roman": "Mac Roman",
    "cp1254": "Windows-1254, Turkish",
    "cp1250": "Windows-1250, Central European",
    "cp1251": "Windows-1251, Cyrillic",
    "koi8_r": "KOI8-R, Cyrillic",
    "cp850": "DOS 850, Western European",
    "cp866": "DOS 866, Cyrillic",
    "iso8859_2": "ISO 8859-2, Central European",
    "iso8859_5": "ISO 8859-5, Cyrillic",
    "iso8859_6": "ISO 8859-6, Arabic",
}
PIECE_BYTES = 1 << 24  # decoded at once: 16 MB, so that the text of a large file never stands in memory whole
SAMPLE_BYTES = 1 << 18  # of a file's beginning that decide about it, by judgement: some thousand rows
HEAD_BYTES = 4096  # enough to see UTF-16 without a mark
TYPOGRAPHIC = "‘’“”„–—…«»•°§€£©®·¿¡№،؛؟\xa0"
JOINERS = "\u200c\u200d\u200e\u200f"  # of Arabic script, and of no other
ONE_LETTER_WORDS = "àÀèÈéÉ"  # of French, Italian and Portuguese
# The letters beyond ASCII of the languages of the Latin code pages: a text of one language has few others.
ALPHABETS = tuple(
    map(
        frozenset,
        (
            "àâæçèêëîïôœùûüÿ",  # French
            "áíñóúüªº",  # Spanish
            "áâãàçêíóôõú",  # Portuguese
            "àèìíòóù",  # Italian
            "äöüß",  # German
            "åäöæø",  # Danish, Norwegian, Swedish
            "âçğıîöşüû\u0307",  # Turkish, whose İ becomes i with a dot above in lower case
            "ąćęłńóśźż",  # Polish
            "áäčďěíĺľňóôŕřšťúůýž",  # Czech and Slovak
            "áíóöőúüű",  # Hungarian
            "ăâîşţșț",  # Romanian
            "ćčđšž",  # Croatian, Bosnian, Serbian, Slovene
        ),
    )
)
SHARED_LETTERS = frozenset("é")  # in names of every language, and one byte in most of these code pages: tells nothing
# The ten letters that make up about two thirds of Russian text, and as many of Arabic and Persian.
FREQUENT_LETTERS = frozenset("оеаинтсрвлاليومنرتبدهى")
# By judgement, and checked on 1,920 lists of one to sixty names of countries in 18 languages and 13 code pages (a test
# takes some of them): 10 were read wrongly without a doubt, most of them Romanian without ş and ţ, whose ă is a
# Portuguese ã; 166 with the right page named as a doubt. Before there were alphabets and pages for Central Europe, 220
# were read wrongly without a doubt and 229 refused.
MIN_RATING = 0.55  # points a character, of at most 1; what has fewer is no text
DOUBT = 0.1  # pages that are rated by so much less are named
FOREIGN_WEIGHT = 0.5  # how much the share of letters foreign to the best language lowers a rating
UTF8_LETTER = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
HIGH_BYTE = re.compile(rb"[\x80-\xff]")
BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")


@dataclass(frozen=True)
class Encoding:
    """How to decode a file: codec, length of the byte order mark, and what to do with bytes that the codec refuses."""

    name: str
    mark_length: int = 0
    errors: str = "strict"
    notes: tuple[str, ...] = ()


def detect_encoding(content: bytes, options: ImportOptions) -> Encoding:
    """The encoding of a file; raises IncidentsInvalid where the bytes are no text, or of no encoding known here."""
    if options.encoding:
        return _from_option(content, options.encoding)
    for mark, name in BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return _utf8_or_code_page(content, len(mark)) if name == "utf-8" else _checked(content, name, len(mark))
    name = _detect_utf16(content[:HEAD_BYTES])
    return _checked(content, name, 0) if name else _utf8_or_code_page(content, 0)


def decode_head(content: bytes, encoding: Encoding, n_bytes: int = SAMPLE_BYTES) -> str:
    """The beginning of a file as text, without a character that the cut goes through."""
    head = content[encoding.mark_length : encoding.mark_length + n_bytes]
    return codecs.getincrementaldecoder(encoding.name)(encoding.errors).decode(head)


def _from_option(content: bytes, name: str) -> Encoding:
    try:
        codec = codecs.lookup(name)
        if not codec._is_text_encoding:  # base64 and its like turn bytes into bytes
            raise LookupError
    except (LookupError, ValueError):  # ValueError: a NUL in the name
        known = f"utf-8, utf-16, {', '.join(CODE_PAGES)}"
        raise IncidentsInvalid(f"{name[:40]!r} is not a known encoding. Known: {known}.") from None
    exact, mark_length = codec.name, 0
    for mark, marked_name in BYTE_ORDER_MARKS:
        if marked_name.startswith(codec.name) and content.startswith(mark):
            exact, mark_length = marked_name, len(mark)
            break
    if exact in ("utf-16", "utf-32"):
        exact = _detect_utf16(content[:HEAD_BYTES]) or f"{exact}-le"
    encoding = Encoding(exact, mark_length, notes=(f"The text is read as {exact}, as you said.",))
    _check_text(content, encoding)
    return encoding


def _utf8_or_code_page(content: bytes, mark_length: int) -> Encoding:
    strict = Encoding("utf-8", mark_length)
    if _first_failure(content, strict) is None:
        return strict
    sample = content[mark_length : mark_length + PIECE_BYTES]
    letters = UTF8_LETTER.findall(sample)
    n_stray = len(HIGH_BYTE.findall(sample)) - sum(map(len, letters))
    # By judgement: four letters in UTF-8 for each stray byte are no chance in a code page, where they would be pairs
    # such as “Ã©”.
    if mark_length or len(letters) > 4 * n_stray:
        note = "The text is UTF-8, but some bytes are not; the rows that hold them are rejected."
        return Encoding("utf-8", mark_length, "surrogateescape", (note,))
    return _detect_code_page(content)


def _checked(content: bytes, name: str, mark_length: int) -> Encoding:
    encoding = Encoding(name, mark_length)
    _check_text(content, encoding)
    return encoding


def _detect_utf16(head: bytes) -> str:
    """UTF-16 without a mark: every other byte of its commas, digits and line ends is NUL."""
    n_even, n_odd = head[::2].count(0), head[1::2].count(0)
    if len(head) < 4 or max(n_even, n_odd) < len(head) / 10 or min(n_even, n_odd) > max(n_even, n_odd) / 50:
        return ""
    return "utf-16-le" if n_odd > n_even else "utf-16-be"


def _check_text(content: bytes, encoding: Encoding) -> None:
    failure = _first_failure(content, encoding)
    if failure is not None:
        before = content[: failure + 1].decode(encoding.name, "ignore")
        row = before.count("\n") + 1
        raise IncidentsInvalid(
            f"row {row}: is not {encoding.name} text. It may be cut off or in another encoding; save it as CSV UTF-8."
        )


def _first_failure(content: bytes, encoding: Encoding) -> int | None:
    """Where the piece begins in which the bytes stop being text of the encoding; None where all are."""
    decoder = codecs.getincrementaldecoder(encoding.name)("strict")
    for start in range(encoding.mark_length, max(len(content), encoding.mark_length + 1), PIECE_BYTES):
        try:
            decoder.decode(content[start : start + PIECE_BYTES], final=start + PIECE_BYTES >= len(content))
        except UnicodeError:  # codecs such as idna raise no UnicodeDecodeError
            return start
    return None


def _detect_code_page(content: bytes) -> Encoding:
    sample = _lines_beyond_ascii(content)
    texts = {name: sample.decode(name) for name in CODE_PAGES if _first_failure(content, Encoding(name)) is None}
    ratings = {name: _rate(text) for name, text in texts.items()}
    ratings = {name: value - _penalty(texts[name]) for name, value in ratings.items() if value >= MIN_RATING}
    if not ratings:
        raise IncidentsInvalid("is not text, or is in an unknown encoding. Save it as CSV UTF-8.")
    best = max(ratings, key=lambda name: ratings[name])
    rivals = [name for name in ratings if ratings[name] > ratings[best] - DOUBT and texts[name] != texts[best]]
    doubt = f" It may also be {' or '.join(rivals)}: look at names with accents." if rivals else ""
    note = f"The text is neither UTF-8 nor UTF-16; it is read as {best} ({CODE_PAGES[best]}).{doubt}"
    return Encoding(best, notes=(note,))


def _lines_beyond_ascii(content: bytes) -> bytes:
    """The first lines that hold more than ASCII, each up to 4,096 bytes of it."""
    lines, size = [], 0
    for match in re.finditer(rb"[^\r\n]*[\x80-\xff][^\r\n]*", content):
        lines.append(match.group()[:HEAD_BYTES])
        size += len(lines[-1])
        if size > SAMPLE_BYTES:
            break
    return b"\n".join(lines)


def _rate(text: str) -> float:
    """Points a character beyond ASCII: letters among letters of their own script and case, and usual signs."""
    padded = f" {text} "
    positions = [match.start() for match in BEYOND_ASCII.finditer(padded)]
    points = [_score_character(*padded[position - 1 : position + 2]) for position in positions]
    return sum(points) / max(len(points), 1)


def _score_character(before: str, character: str, after: str) -> float:
    """-1 for what no text has, up to 1 for a letter within a word; the steps between by judgement."""
    if character in TYPOGRAPHIC or (character in ONE_LETTER_WORDS and not (before + after).strip()):
        return 0.9
    neighbours = [neighbour for neighbour in (before, after) if neighbour.isalpha()]
    if character in JOINERS:
        return 0.9 if all(_script(neighbour) == "ARABIC" for neighbour in neighbours) else -1.0
    if unicodedata.category(character).startswith("M"):
        return 0.5 if _script(before) == "ARABIC" else -1.0
    return _letter_points(before, character, after, neighbours) if character.isalpha() else -1.0


def _letter_points(before: str, character: str, after: str, neighbours: list[str]) -> float:
    if any(_script(neighbour) != _script(character) for neighbour in neighbours):
        return -1.0
    if (character.isupper() and before.islower()) or (character.islower() and after.isupper()):
        return -1.0
    if not neighbours:
        return 0.4
    if _script(character) != "LATIN":
        return 1.0 if character.casefold() in FREQUENT_LETTERS else 0.7
    if any(neighbour.isascii() for neighbour in neighbours):
        return 1.0
    return 0.2 if len(neighbours) == 2 else 0.7  # words have plain letters too


def _penalty(text: str) -> float:
    """FOREIGN_WEIGHT times the share of Latin letters beyond ASCII that the best language does not have."""
    characters = {character for character in text.casefold() if not character.isascii()}
    letters = {character for character in characters if _script(character) in ("LATIN", "COMBINING")}
    if not letters:
        return 0.0
    return FOREIGN_WEIGHT * min(len(letters - alphabet - SHARED_LETTERS) for alphabet in ALPHABETS) / len(letters)


def _script(character: str) -> str:
    """The first word of a character's Unicode name, which for a letter is its script."""
    return unicodedata.name(character, "").split(" ")[0] if character else ""

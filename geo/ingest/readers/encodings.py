"""How the bytes of a text are to be read: by their mark, as UTF-8 or UTF-16, or in the likeliest old code page."""

import codecs
import re
import unicodedata
from dataclasses import dataclass

from geo.errors import IncidentsInvalid
from geo.ingest.options import ImportOptions

MARKS = (
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
    "cp1251": "Windows-1251, Cyrillic",
    "koi8_r": "KOI8-R, Cyrillic",
    "cp850": "DOS 850, Western European",
    "cp866": "DOS 866, Cyrillic",
    "iso8859_6": "ISO 8859-6, Arabic",
}
PIECE = 1 << 24
SAMPLE = 1 << 18
TYPOGRAPHIC = "‘’“”„–—…«»•°§€£©®·¿¡№،؛؟\xa0"
JOINERS = "\u200c\u200d\u200e\u200f"  # of Arabic script, and of no other
RARE = "ðþýÐÞÝıƒšžŠŽ"  # letters that these files hold less often than what else their bytes may mean
WORDS = "àÀèÈéÉ"  # that stand alone in French, Italian and Portuguese
SURE = 0.55  # points a character, of at most 1
UTF8_LETTER = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
HIGH = re.compile(rb"[\x80-\xff]")
BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")


@dataclass(frozen=True)
class Encoding:
    """How to decode a file: the codec, how many bytes of mark to skip, what to do with bytes that it does not know."""

    name: str
    skipped: int = 0
    errors: str = "strict"
    told: tuple[str, ...] = ()


def detect_encoding(content: bytes, options: ImportOptions) -> Encoding:
    """The encoding of a file; raises IncidentsInvalid where the bytes are no text, or none that can be told."""
    if options.encoding:
        return _answered(content, options.encoding)
    for mark, name in MARKS:
        if content.startswith(mark):
            return _utf8(content, len(mark)) if name == "utf-8" else _wide(content, name, len(mark))
    wide = _unmarked_wide(content[:4096])
    if wide:
        return _wide(content, wide, 0)
    return _utf8(content, 0)


def decode_head(content: bytes, encoding: Encoding, most: int = SAMPLE) -> str:
    """The beginning of a file as text, a character that the cut goes through left out."""
    piece = content[encoding.skipped : encoding.skipped + most]
    return codecs.getincrementaldecoder(encoding.name)(encoding.errors).decode(piece)


def _answered(content: bytes, name: str) -> Encoding:
    try:
        codec = codecs.lookup(name)
        if not codec._is_text_encoding:  # base64 and its like turn bytes into bytes
            raise LookupError
    except LookupError:
        known = f"utf-8, utf-16, {', '.join(CODE_PAGES)}"
        raise IncidentsInvalid(f"{name[:40]!r} is no encoding. Known are {known}.") from None
    own, skipped = codec.name, 0
    for mark, marked in MARKS:
        if marked.startswith(codec.name) and content.startswith(mark):
            own, skipped = marked, len(mark)
            break
    if own in ("utf-16", "utf-32"):
        own = _unmarked_wide(content[:4096]) or f"{own}-le"
    encoding = Encoding(own, skipped, told=(f"The text is read as {own}, as you said.",))
    _check(content, encoding)
    return encoding


def _utf8(content: bytes, skipped: int) -> Encoding:
    whole = Encoding("utf-8", skipped)
    if _first_failure(content, whole) is None:
        return whole
    sample = content[skipped : skipped + PIECE]
    letters = UTF8_LETTER.findall(sample)
    strange = len(HIGH.findall(sample)) - sum(map(len, letters))
    if skipped or len(letters) > 4 * strange:
        told = "The text is UTF-8, but for some bytes that are not; the rows that hold them are rejected."
        return Encoding("utf-8", skipped, "surrogateescape", (told,))
    return _code_page(content)


def _wide(content: bytes, name: str, skipped: int) -> Encoding:
    encoding = Encoding(name, skipped)
    _check(content, encoding)
    return encoding


def _unmarked_wide(sample: bytes) -> str:
    """UTF-16 without a mark: every other byte of its commas, digits and line ends is NUL."""
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if len(sample) < 4 or max(even, odd) < len(sample) / 10 or min(even, odd) > max(even, odd) / 50:
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"


def _check(content: bytes, encoding: Encoding) -> None:
    failure = _first_failure(content, encoding)
    if failure is not None:
        before = content[: failure + 1].decode(encoding.name, "ignore")
        row = before.count("\n") + 1
        raise IncidentsInvalid(
            f"row {row}: is not {encoding.name} text. It may be cut off or in another encoding; save it as CSV UTF-8."
        )


def _first_failure(content: bytes, encoding: Encoding) -> int | None:
    """Where the bytes stop being text of the encoding, checked piece by piece."""
    decoder = codecs.getincrementaldecoder(encoding.name)("strict")
    for start in range(encoding.skipped, max(len(content), encoding.skipped + 1), PIECE):
        try:
            decoder.decode(content[start : start + PIECE], final=start + PIECE >= len(content))
        except UnicodeDecodeError:
            return start
    return None


def _code_page(content: bytes) -> Encoding:
    sample = _telling(content)
    rated = {name: _plausible(sample, name) for name in CODE_PAGES if _decodes(content, name)}
    best = max(rated, key=lambda name: rated[name], default="")
    if not best or rated[best] < SURE:
        raise IncidentsInvalid("is no text, or in an encoding that cannot be told. Save it as CSV UTF-8.")
    other = [name for name in rated if name != best and rated[name] > rated[best] - 0.1]
    others = [name for name in other if sample.decode(name) != sample.decode(best)]
    doubt = f" It may also be {' or '.join(others)}: look at names with accents." if others else ""
    told = f"The text is neither UTF-8 nor UTF-16; it is read as {best} ({CODE_PAGES[best]}).{doubt}"
    return Encoding(best, told=(told,))


def _telling(content: bytes) -> bytes:
    """The first lines that hold more than ASCII."""
    lines, size = [], 0
    for line in re.finditer(rb"[^\r\n]*[\x80-\xff][^\r\n]*", content):
        lines.append(line.group()[:4096])
        size += len(lines[-1])
        if size > SAMPLE:
            break
    return b"\n".join(lines)


def _decodes(content: bytes, name: str) -> bool:
    return _first_failure(content, Encoding(name)) is None


def _plausible(sample: bytes, name: str) -> float:
    """Points a character beyond ASCII: letters among letters of their own script and case, and usual signs."""
    text = f" {sample.decode(name)} "
    places = [each.start() for each in BEYOND_ASCII.finditer(text)]
    points = [_points(*text[place - 1 : place + 2]) for place in places]
    return sum(points) / max(len(points), 1)


def _points(before: str, character: str, after: str) -> float:
    if character in TYPOGRAPHIC or (character in WORDS and not (before + after).strip()):
        return 0.9
    if character in JOINERS:
        return 0.9 if all(_script(each) == "ARABIC" for each in (before, after) if each.isalpha()) else -1.0
    kind = unicodedata.category(character)
    if kind.startswith("M"):
        return 0.5 if _script(before) == "ARABIC" else -1.0
    if not kind.startswith("L"):
        return -1.0
    beside = [each for each in (before, after) if each.isalpha()]
    if any(_script(each) != _script(character) for each in beside) or (kind == "Lu" and before.islower()):
        return -1.0
    if kind == "Ll" and after.isupper():
        return -1.0
    if _script(character) == "LATIN" and beside and not any(each.isascii() for each in beside):
        return 0.2  # words have plain letters too
    return (0.7 if character in RARE else 1.0) if beside else 0.4


def _script(character: str) -> str:
    return unicodedata.name(character, "").split(" ")[0] if character else ""

"""How the bytes of a text are decoded: by their mark, as UTF-8 or UTF-16, or in the likeliest old code page."""

import codecs
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from geo.errors import IncidentsInvalid
from geo.ingest.import_result import ENCODING, Question
from geo.ingest.options import ImportOptions
from geo.ingest.readers.code_pages import (
    CODE_PAGES,
    UTF_8,
    Reading,
    differing_words,
    rank_readings,
    split_words_beyond_ascii,
)

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with that one
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
PIECE_BYTES = 1 << 24  # decoded at once: 16 MB, so that the text of a large file never stands in memory whole
SAMPLE_BYTES = 1 << 18  # of a file's beginning that decide about it, by judgement: some thousand rows
HEAD_BYTES = 4096  # enough to see UTF-16 without a mark
MAX_LINE_BYTES = 4096  # of a line that are looked at
MAX_SHOWN = 3  # words that a question shows
MAX_CHOICES = 4  # readings that it offers
# Natural logarithm of how much less likely a reading must be not to be asked about: 20 to 1. Of 1,158 lists of one to
# thirty names in 30 languages and 24 code pages 5 are then read wrongly without a question (docs/decisions/0024).
DOUBT = 3.0
BINARY_SIGNATURES = (b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"SQLite format 3")
MAX_CONTROL_SHARE = 0.02  # of the first bytes, by judgement: a text has none, or one between its columns
CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1a\x1c\x1d\x1e\x1f\x01\0"))
HIGH_BYTE = re.compile(rb"[\x80-\xff]")


@dataclass(frozen=True)
class Encoding:
    """How to decode a file: codec, length of the byte order mark, and what to do with bytes that the codec refuses.

    With `errors` "surrogateescape" these stand in the text as surrogates, to be read in the code page `stray_codec`
    (empty: they are lost).
    """

    name: str
    mark_length: int = 0
    errors: str = "strict"
    notes: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()
    stray_codec: str = ""


def detect_encoding(content: bytes, options: ImportOptions) -> Encoding:
    """The encoding of a file; raises IncidentsInvalid where the bytes are no text, or of no encoding known here."""
    name_from_person = options.encoding or options.answer(ENCODING, "")
    if name_from_person:
        return _from_option(content, name_from_person)
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
        known = f"utf-8, utf-16, {', '.join(page.codec for page in CODE_PAGES)}"
        raise IncidentsInvalid(f"{name[:40]!r} is not a known encoding. Known: {known}.") from None
    exact, mark_length = codec.name, 0
    for mark, marked_name in BYTE_ORDER_MARKS:
        if marked_name.startswith(codec.name) and content.startswith(mark):
            exact, mark_length = marked_name, len(mark)
            break
    if exact in ("utf-16", "utf-32"):
        exact = _detect_utf16(content[:HEAD_BYTES]) or f"{exact}-le"
    encoding = Encoding(exact, mark_length, notes=(f"The text is read as {exact}, as you said.",))
    if not exact.startswith("utf-16") and not exact.startswith("utf-32") and _has_few_stray_bytes(content, exact):
        return replace(encoding, errors="surrogateescape", stray_codec=CODE_PAGES[0].codec if exact == UTF_8 else "")
    _check_text(content, encoding)
    return encoding


def _has_few_stray_bytes(content: bytes, name: str) -> bool:
    """Whether the encoding refuses some bytes, and reads at least as many letters beyond ASCII."""
    if _first_failure(content, Encoding(name)) is None:
        return False
    try:
        letters = re.findall(r"[^\x00-\x7f]", content[:PIECE_BYTES].decode(name, "surrogateescape"))
    except UnicodeError:  # a codec that knows no stray bytes
        return False
    n_stray = sum("\udc80" <= letter <= "\udcff" for letter in letters)
    return bool(0 < n_stray * 2 <= len(letters))


def _utf8_or_code_page(content: bytes, mark_length: int) -> Encoding:
    strict = Encoding(UTF_8, mark_length)
    if _first_failure(content, strict) is None:
        return strict
    lines = list(_lines_beyond_ascii(content))
    readings = rank_readings(split_words_beyond_ascii(lines), is_utf8=mark_length > 0)
    best = readings[0]
    if not best.is_text or _is_binary(content):
        raise IncidentsInvalid("is not text, or is in an unknown encoding. Save it as CSV UTF-8.")
    if best.is_utf8:
        return Encoding(UTF_8, mark_length, "surrogateescape", stray_codec=best.page.codec)
    note = f"The text is neither UTF-8 nor UTF-16; it is read as {best.page.codec} ({best.page.label})."
    rivals = [reading for reading in readings if reading.rating > best.rating - DOUBT]
    questions = _ask_encoding(rivals, len(lines))
    return Encoding(best.page.codec, 0, "surrogateescape", (note,), questions)


def _ask_encoding(rivals: Sequence[Reading], n_lines: int) -> tuple[Question, ...]:
    """The question which of these readings is right; none where they read alike."""
    distinct = list({reading.words: reading for reading in reversed(rivals)}.values())[::-1][:MAX_CHOICES]
    if len(distinct) < 2 and distinct[0].is_likely:
        return ()
    positions = (
        differing_words(distinct)[:MAX_SHOWN] if len(distinct) > 1 else range(len(distinct[0].words[:MAX_SHOWN]))
    )
    examples = tuple(
        f"{_codec_of(reading)}: {', '.join(reading.words[position] for position in positions)}" for reading in distinct
    )
    choices = tuple((_codec_of(reading), f"{reading.page.label} ({_codec_of(reading)})") for reading in distinct)
    reason = "are words in more than one" if len(distinct) > 1 else "are words in none that is known here"
    text = f"In which encoding is the text written? Its letters beyond ASCII {reason}."
    accepted = choices if len(distinct) > 1 else ()  # otherwise any encoding that Python knows
    return (Question("", text, examples, ENCODING, accepted, choices[0][0], n_lines),)


def _codec_of(reading: Reading) -> str:
    return UTF_8 if reading.is_utf8 else reading.page.codec


def _is_binary(content: bytes) -> bool:
    """Whether the beginning is that of another kind of file, or holds more control characters than any text has."""
    head = content[:HEAD_BYTES]
    if head.startswith(BINARY_SIGNATURES):
        return True
    n_controls = len(head) - len(head.translate(None, CONTROLS))
    return n_controls > MAX_CONTROL_SHARE * len(head)


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


def _lines_beyond_ascii(content: bytes) -> Iterator[bytes]:
    """The first lines that hold more than ASCII; of a long one, what stands around its first bytes of that kind."""
    size = 0
    for line in io.BytesIO(content):
        if line.isascii():
            continue
        match = HIGH_BYTE.search(line)
        start = max(match.start() - MAX_LINE_BYTES // 2, 0) if match and len(line) > MAX_LINE_BYTES else 0
        yield line[start : start + MAX_LINE_BYTES]
        size += MAX_LINE_BYTES if len(line) > MAX_LINE_BYTES else len(line)
        if size > SAMPLE_BYTES:
            return

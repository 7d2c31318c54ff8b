"""What a message repeats of a file: short, on one line, and harmless where a terminal or a page shows it."""

import re

MAX_EXCERPT = 80  # characters of a cell that a message repeats, by judgement: a line of a terminal
MAX_REASON = 240  # characters of what an example says of its cell: three such lines
MAX_MESSAGE = 2_000  # characters of a whole message, by judgement: the longest of ours have some 600
_CUT = "…"
# Marks of direction by themselves change no text; the other bidirectional controls can disguise one.
_BIDI_MARKS = "\u061c\u200e\u200f"
_REPLACEMENTS: dict[int, str] = {
    **{code: chr(0x2400 + code) for code in range(0x20)},  # Unicode's pictures of controls, such as ␛
    **dict.fromkeys(map(ord, "\t\n\v\f\r\x85\u2028\u2029"), " "),
    0x7F: "␡",
    **dict.fromkeys([*range(0x80, 0x85), *range(0x86, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)], "\ufffd"),
    **dict.fromkeys(map(ord, _BIDI_MARKS), ""),
}
_QUOTATION = re.compile(f"“([^“”]{{{MAX_EXCERPT + 1},}})”")


def make_visible(text: str) -> str:
    """Return the text on one line, with a sign in place of each character that could steer a terminal or a page."""
    return text.translate(_REPLACEMENTS)


def shorten(text: str, limit: int = MAX_EXCERPT) -> str:
    """Return the beginning of a text, at most `limit` characters and visible, with “…” where it was cut."""
    if len(text) <= limit:
        return make_visible(text)
    return make_visible(text[: limit - 1]).rstrip() + _CUT


def shorten_message(text: str, limit: int = MAX_MESSAGE) -> str:
    """Return a message with what it quotes shortened, and itself where it is longer than any that we write."""
    return shorten(_QUOTATION.sub(lambda quotation: f"“{shorten(quotation[1])}”", text), limit)


def shorten_example(text: str) -> str:
    """Return an example shortened: a cell, or a cell with “: ” and what is said of it."""
    cell, colon, reason = text.partition(": ")
    return shorten(cell) + colon + shorten_message(reason, MAX_REASON)

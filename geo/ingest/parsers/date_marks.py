"""Marks around and within a written date: quotes, brackets, footnotes, and letters in place of an unknown part."""

import re

# What stands for a day or a month that nobody knows: XX, ??, __, --, and the letters of the pattern itself.
_NO_PART = r"(?:x{1,2}|u{1,2}|\?{1,2}|_{1,2}|--|\*{1,2}|#{1,2}|dd|mm|tt|jj)"
_UNKNOWN_PARTS = (
    (re.compile(rf"^{_NO_PART}(?= ?[/.-] ?\S| )"), "00"),
    (re.compile(rf"(?<=[/.-])(?!x[/.-]){_NO_PART}(?=[/.-])"), "00"),  # one X may be October in Roman numerals
    (re.compile(r"(?<=^00[/.-])x(?=[/.-])"), "00"),
    (re.compile(rf"(?<=\d[/.-]){_NO_PART}$"), "00"),
    (re.compile(r"(?<=[^\W\d] )(?:x{1,2}|\?{1,2}|_{1,2})(?=,? \d{4}$)"), "00"),  # Jan XX 2024
)
_REWRITINGS = (
    (re.compile(r"^(\d{4}):(\d\d):(\d\d)(?!\d)"), r"\1-\2-\3"),  # as cameras write
    (re.compile(r"^(\d{4})[ _](\d\d?)[ _](\d\d?)(?![\d_])"), r"\1-\2-\3"),
    (re.compile(r"^(\d\d?)[ _](\d\d?)[ _](\d{4})(?![\d_])"), r"\1/\2/\3"),
    (re.compile(r"(?<=\d)[年月](?=\d)"), "-"),
    (re.compile(r"(?<=\d)[年月日]"), ""),
    (re.compile(r" ?(?:[-=]+>|[→⇒➔…]|>|\|) ?"), " ~ "),
    # Quotes and brackets; an apostrophe before two digits of a year stays.
    (re.compile(r"^'+|'(?!\d\d(?!\d))|[\"\[\](){}*=<]"), " "),
)
_DOUBT = re.compile(r"(?<=\d{4})\?+$|(?<=[/.-]\d\d)\?+$| ?[(\[]\?+[)\]]$|(?<=\d{4}) \?+$")


def clean_marks(text: str) -> tuple[str, bool]:
    """A date in normal form without marks, its unknown parts written 00, and whether a question mark doubts it."""
    for pattern, replacement in _UNKNOWN_PARTS:
        text = pattern.sub(replacement, text)
    certain = _DOUBT.sub("", text) if "?" in text else text
    has_doubt = certain != text
    for pattern, replacement in _REWRITINGS:
        certain = pattern.sub(replacement, certain)
    return " ".join(certain.split()), has_doubt

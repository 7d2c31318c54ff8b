"""Text of rows and addresses in the bundle's Markdown files: shown literally, on one line, fetching nothing."""

import re
from collections.abc import Sequence

# What begins something in CommonMark 0.31 or in GitHub's extensions: emphasis, code, links, HTML, tables, entities,
# headings, addresses and mail. A list or a heading can begin only a line, where no such text stands.
CHARACTERS = re.compile(r"([\\`*_{}\[\]#|<>!&~$^=@]|:(?=//)|(?<=www)\.)", re.IGNORECASE)
CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u061c\u202a-\u202e\u2028\u2029\u2066-\u2069]+")


def escape(text: str) -> str:
    """A text as Markdown that shows it as it is."""
    return CHARACTERS.sub(r"\\\1", on_one_line(text))


def on_one_line(text: str) -> str:
    """A text without line ends, controls and marks of direction, which can disguise one; for a block of code too."""
    return " ".join(CONTROLS.sub(" ", text).split())


def table(header: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    """A table of texts, escaped."""
    lines = [header, *(tuple(map(escape, row)) for row in rows)]
    body = [f"| {' | '.join(line)} |" for line in lines]
    return "\n".join([body[0], f"|{'---|' * len(header)}", *body[1:]])

"""User text on a page: it is hostile, so it is written as text or escaped, never as Markdown or HTML."""

import re

MARKDOWN_CHARACTERS = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>$:~&\"'^=@/])")
# Bidi controls can make a text read as another one than it is; line ends would leave the line.
CONTROL_CHARACTERS = re.compile(r"[\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2028\u2029\u2066-\u2069]")


def escape_markdown(text: str) -> str:
    """The text for places that render Markdown: shown literally, on one line, running and fetching nothing."""
    return MARKDOWN_CHARACTERS.sub(r"\\\1", CONTROL_CHARACTERS.sub(" ", text))

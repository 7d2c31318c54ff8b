"""Escape user text, which is hostile, for the parts of Streamlit that render Markdown."""

import re

from pages.parts.frame.direction import isolate_right_to_left

MARKDOWN_CHARACTERS = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>$:~&\"'^=@/])")
# Bidirectional controls can disguise a text, and line ends can start a new Markdown block.
CONTROL_CHARACTERS = re.compile(r"[\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2028\u2029\u2066-\u2069]")


def escape_markdown(text: str) -> str:
    """Escape a text so that Markdown shows it literally, on one line, and runs and fetches nothing.

    Words in right-to-left scripts are set apart from what stands beside them.
    """
    return isolate_right_to_left(MARKDOWN_CHARACTERS.sub(r"\\\1", CONTROL_CHARACTERS.sub(" ", text)))

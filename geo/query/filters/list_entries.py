"""Patterns for the entries of a text that is a list, as geo/core/text_lists.py reads it."""

import re

from geo.core.schema import LIST_SEPARATOR

# The blanks that str.strip removes; the \s of some engines knows those of ASCII only.
BLANKS = "[\\s\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]*"
SEPARATOR = f"{BLANKS}{re.escape(LIST_SEPARATOR.strip())}{BLANKS}"


def entry_pattern(text: str) -> str:
    """A pattern for texts that have this one as an entry."""
    return rf"(?:^{BLANKS}|{SEPARATOR}){re.escape(text)}(?:{SEPARATOR}|{BLANKS}$)"

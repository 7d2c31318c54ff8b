r"""What a value of a filter of choices means: a name to include, or one to exclude.

A value is a text as it stands in an address. “Iran” includes what the name matches, “!Iran” excludes it. A name that
itself begins with “!” is included by “\!name”, and one that begins with “\!” by “\\!name”; behind the mark of an
exclusion, a name stands as it is. So every value means one name, and every name can be included and excluded.
"""

import re
from collections.abc import Iterable

MARK, ESCAPE = "!", "\\"
AMBIGUOUS = re.compile(r"\\*!")  # the beginning of a name that would be read as a mark or an escape


def is_excluded(value: str) -> bool:
    """Whether a value excludes what its name matches."""
    return value.startswith(MARK)


def exclude(value: str) -> str:
    """The value that excludes what this one includes; one that excludes already is returned as it is."""
    return value if is_excluded(value) else MARK + name_of(value)


def strip_exclusion(value: str) -> str:
    """The value that includes what this one excludes; one that includes already is returned as it is."""
    return value_of(name_of(value)) if is_excluded(value) else value


def name_of(value: str) -> str:
    """The name that a value includes or excludes."""
    has_prefix = is_excluded(value) or (value.startswith(ESCAPE) and AMBIGUOUS.match(value))
    return value[1:] if has_prefix else value


def value_of(name: str) -> str:
    """The value that includes what a name matches."""
    return ESCAPE + name if AMBIGUOUS.match(name) else name


def included_names(values: Iterable[str]) -> tuple[str, ...]:
    """The names that values include, in their order."""
    return tuple(name_of(value) for value in values if not is_excluded(value))


def excluded_names(values: Iterable[str]) -> tuple[str, ...]:
    """The names that values exclude, in their order."""
    return tuple(name_of(value) for value in values if is_excluded(value))

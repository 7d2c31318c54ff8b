"""The normal form of a column's name: one for all ways to write its words together."""

import re

from geo.ingest.parsers.cell_normalization import MAX_LENGTH, normalize

_CAMEL_CASE = re.compile(r"(?<=[a-z])(?=[A-Z])")
_SEPARATORS = re.compile(r"[^\w]+|_+")


def normalize_column_name(name: str) -> str:
    """Return a column's name as normalized words: “EventDate”, “event_date” and “Event Date:” are one."""
    return " ".join(_SEPARATORS.sub(" ", normalize(_CAMEL_CASE.sub(" ", name[: 2 * MAX_LENGTH]))).split())

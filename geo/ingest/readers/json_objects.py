"""JSON text as Python values, in which an object that has one name twice is known by it."""

import json
from collections import Counter
from typing import Any, NoReturn

from geo.core.excerpts import shorten


class AmbiguousObject(dict[str, Any]):
    """An object that has a name twice, with the last value of each; RFC 8259 leaves open which of them counts."""

    def explain(self) -> str:
        """Why it cannot be read, to be put behind its subject."""
        return f"has “{shorten(self.repeated)}” twice, so that it is unclear which value counts"

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        ((self.repeated, _),) = Counter(name for name, _ in pairs).most_common(1)


class JSONParser:
    """Parses texts, and remembers whether any object in them was ambiguous."""

    def __init__(self) -> None:
        self.has_ambiguous_objects = False

    def parse(self, text: str) -> Any:
        """The value of a text; raises ValueError, in words for people, and RecursionError."""
        try:
            return json.loads(text, parse_constant=_refuse, object_pairs_hook=self._to_object)
        except json.JSONDecodeError as error:
            raise ValueError(_explain(error)) from None
        except ValueError as error:
            is_too_long = "int_max_str_digits" in str(error)  # Python's limit, which keeps its conversion quick
            raise ValueError("a number in it has thousands of digits" if is_too_long else str(error)) from None

    def _to_object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        values = dict(pairs)
        if len(values) == len(pairs):
            return values
        self.has_ambiguous_objects = True
        return AmbiguousObject(pairs)


def find_ambiguous_object(value: Any) -> AmbiguousObject | None:
    """The first ambiguous object in a value, itself or within; None where there is none."""
    values = [value]
    while values:
        last = values.pop()
        if isinstance(last, AmbiguousObject):
            return last
        values += last.values() if isinstance(last, dict) else last if isinstance(last, list) else ()
    return None


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not a number that JSON knows")


def _explain(error: json.JSONDecodeError) -> str:
    """Where a text ceases to be JSON, in words for people."""
    if not error.doc[error.pos :].strip():
        return "it ends too early"
    return f"line {error.lineno:,} ceases to be JSON at its character {error.colno:,}"

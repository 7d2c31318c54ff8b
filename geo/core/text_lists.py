"""Several values in one cell, with LIST_SEPARATOR between them."""

from collections.abc import Iterable

from geo.core.schema import LIST_SEPARATOR


def split_list(text: str) -> tuple[str, ...]:
    """The values of a cell in their order, each once, without outer blanks; blank ones are none."""
    values = (value.strip() for value in text.split(LIST_SEPARATOR.strip()))
    return tuple(dict.fromkeys(value for value in values if value))


def join_list(values: Iterable[str]) -> str:
    """Values as one cell, which `split_list` reads back; none of them has a separator in it."""
    return LIST_SEPARATOR.join(dict.fromkeys(values))

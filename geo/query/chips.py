"""The parts of a selection that can be taken away one by one, each with a short name: “Iran”, “not Iran”, “From …”."""

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass

from geo.core.excerpts import shorten
from geo.query.filters import FILTER, Control
from geo.query.filters.evidence import with_titles
from geo.query.filters.exclusion import is_excluded, name_of
from geo.query.selection import Selection

MAX_VALUES = (
    4  # of one filter that have a chip each; of more there is one for all. By judgement: a line has room for ten
)
MAX_TITLE = 24  # characters of a chain's title, which the sentence beside it has in full; by judgement
MAX_LENGTH = 40  # characters of a label; by judgement, a third of a line


@dataclass(frozen=True)
class Chip:
    """A part of a selection: the key of its filter, a label as hostile as its value, and the selection without it."""

    key: str
    label: str
    rest: Selection


def list_chips(selection: Selection, titles: Mapping[str, str] | None = None) -> list[Chip]:
    """The chips of a selection, in the order of its sentence; `titles`: what chains are called, by identifier."""
    short = {id_: shorten(title, MAX_TITLE) for id_, title in (titles or {}).items()}
    return [chip for key, value in selection.filters for chip in _chips_of(selection, key, value, short)]


def _chips_of(selection: Selection, key: str, value: Hashable, titles: Mapping[str, str]) -> Iterator[Chip]:
    filter_ = with_titles(FILTER[key], titles)
    if filter_.control is not Control.CHOICES:
        yield Chip(key, _shorten(_label(key, value)), selection.without(key))
        return
    values: tuple[str, ...] = value  # type: ignore[assignment]
    if len(values) > MAX_VALUES:
        yield Chip(key, f"{filter_.label}: {len(values)} values", selection.without(key))
        return
    for each in values:
        rest = tuple(other for other in values if other != each)
        name = filter_.display(name_of(each))
        label = f"not {name}" if is_excluded(each) else name
        yield Chip(key, _shorten(label), selection.with_filter(key, rest or None))


def _label(key: str, value: Hashable) -> str:
    filter_ = FILTER[key]
    if filter_.control is Control.FLAG:
        return filter_.label
    if filter_.control is Control.TEXT:
        return f"“{value}”"
    phrase = f"{filter_.label} {value:,}" if filter_.control is Control.NUMBER else filter_.describe(value)
    return phrase[:1].upper() + phrase[1:]


def _shorten(label: str) -> str:
    return label if len(label) <= MAX_LENGTH else f"{label[: MAX_LENGTH - 1].rstrip()}…"

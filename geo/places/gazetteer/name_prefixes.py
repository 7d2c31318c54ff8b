"""Which words begin a name, so that longer spans of a text are looked up only where some name goes on so."""

from functools import lru_cache

from geo.places.gazetteer import curated, divisions
from geo.places.gazetteer.gazetteer import tables
from geo.places.gazetteer.name_normalization import MAX_NAME_LENGTH


def begins_name(prefix: str) -> bool:
    """Whether some normalized name of the gazetteer begins with these characters, or is no more than they."""
    return len(prefix) <= MAX_NAME_LENGTH and _begins_name(prefix)


@lru_cache(maxsize=20_000)
def _begins_name(prefix: str) -> bool:
    return any(table.has_prefix(prefix) for table in tables()) or _begins_other(prefix)


def _begins_other(prefix: str) -> bool:
    return any(form.startswith(prefix) for form in _other_forms_by_start().get(prefix[:1], ()))


@lru_cache(maxsize=1)
def _other_forms_by_start() -> dict[str, tuple[str, ...]]:
    """The normalized names of curated places and divisions in other scripts than Latin, by their first letter."""
    forms: dict[str, tuple[str, ...]] = {}
    for form in {*curated.index(), *divisions.index()}:
        if not form.isascii():
            forms[form[:1]] = (*forms.get(form[:1], ()), form)
    return forms

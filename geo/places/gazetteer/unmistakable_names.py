"""The names of a place by which nothing likelier is called."""

from collections.abc import Sequence
from functools import lru_cache

from geo.places.gazetteer import curated
from geo.places.gazetteer.entry import Entry
from geo.places.gazetteer.gazetteer import curated_links, entries_by_name, prior, tables
from geo.places.gazetteer.name_normalization import normalize_name


@lru_cache(maxsize=1_000)
def unmistakable_forms(place_id: str, country: str) -> frozenset[str]:
    """The normalized names of a place by which nothing likelier in its country is called."""
    return frozenset(form for form in forms_of_place(place_id) if _is_likeliest_in(country, form, place_id))


@lru_cache(maxsize=1_000)
def forms_of_place(place_id: str) -> frozenset[str]:
    """All normalized names of a place."""
    same = (place_id, *(key for key, entry in curated_links().replacements.items() if entry.place_id == place_id))
    row = curated.rows().get(place_id.removeprefix(curated.PREFIX))
    forms = {normalize_name(name) for name in (row["name"], *row["aliases"].split(curated.SEPARATOR))} if row else set()
    forms |= {form for table in tables() for key in same for form in table.forms_of(key)}
    return frozenset(forms - {""})


def _is_likeliest_in(country: str, form: str, place_id: str) -> bool:
    """Whether no larger town and no area of a country is usually called so."""
    inside = [entry for entry in entries_by_name(form) if country in ("", entry.country, entry.geonames_country)]
    own_weight = max((entry.weight for entry in inside if entry.place_id == place_id), default=0.0)
    others = (entry for entry in inside if entry.place_id != place_id)
    return own_weight > 0 and not any(
        prior(other) > own_weight or (other.is_preferred_name and other.kind in ("country", "province"))
        for other in others
        if other.kind != "province" or (other.admin1 != _admin1_of(inside, place_id))
    )


def _admin1_of(entries: Sequence[Entry], place_id: str) -> str:
    return next((entry.admin1 for entry in entries if entry.place_id == place_id), "")

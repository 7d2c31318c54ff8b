"""Which district a row means by the names of its country, province and district."""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache

from rapidfuzz.distance import OSA

from geo.core import boundaries
from geo.places.districts.district import District, districts
from geo.places.districts.layers import SECOND_LEVEL
from geo.places.gazetteer.name_normalization import phonetic_key, strip_generic
from geo.places.province_changes import lies_in_or_near

# Two names that sound alike and are as alike as that in letters are one. Chosen by judgement; measured with the rest
# in docs/decisions/0069.
MIN_SIMILARITY = 0.6
MIN_SIMILARITY_OF_LETTERS = 0.8  # one letter of five is another; by judgement, measured there too
MIN_LETTERS = 4  # of a name that is compared by sound
SEAT = re.compile(r"(?<=.)(?:merkez|markaz)$")  # of a district around the town that its province is named after
SEPARATOR = "; "  # between the other names of a province


@lru_cache(maxsize=8192)
def find_district(country: str, admin1: str, name: str) -> District | None:
    """The second-level unit that these names mean; None where there is none, or where it could be several.

    `admin1` may be empty. A stated province that we know is not contradicted: the district lies in it or near it.
    """
    form, provinces = _form(name), _provinces_of(country, admin1)
    bearers = _districts_of(country) if form else ()
    for is_same in SAMENESS if len(form) >= MIN_LETTERS else SAMENESS[:1]:
        fitting = [district for known, district in bearers if is_same(known, form) and _fits(district, provinces)]
        in_province = [district for district in fitting if district.admin1 in provinces]
        certain = in_province if is_same is _is_spelt_alike else in_province or fitting
        if fitting:
            return certain[0] if len(certain) == 1 else None
    return None


def _sounds_alike(known: str, form: str) -> bool:
    return _sound(known) == _sound(form) and OSA.normalized_similarity(known, form) >= MIN_SIMILARITY


def _is_spelt_alike(known: str, form: str) -> bool:
    return bool(OSA.normalized_similarity(known, form) >= MIN_SIMILARITY_OF_LETTERS)


# How a known and a stated name may be the same, the surest first; by letters alone only within the stated province.
SAMENESS: tuple[Callable[[str, str], bool], ...] = (str.__eq__, _sounds_alike, _is_spelt_alike)


def _fits(district: District, provinces: frozenset[str]) -> bool:
    if not provinces or district.admin1 in provinces:
        return True
    return any(
        lies_in_or_near(district.longitude, district.latitude, province, district.country) for province in provinces
    )


@lru_cache(maxsize=256)
def _districts_of(country: str) -> tuple[tuple[str, District], ...]:
    """The second-level units of a country, and of what its layer has in others by our borders, by their forms."""
    return tuple(
        (_form(district.name), district)
        for district in districts().values()
        if district.layer.level == SECOND_LEVEL and country in (district.country, district.layer.countries[0])
    )


@lru_cache(maxsize=1024)
def _provinces_of(country: str, admin1: str) -> frozenset[str]:
    """Our names of the provinces that a stated name may mean; empty where it is blank or none that we know."""
    form, known = _form(admin1), _province_names(country)
    return known.get(form) or known.get(_sound(form)) or frozenset()


@lru_cache(maxsize=256)
def _province_names(country: str) -> dict[str, frozenset[str]]:
    """The provinces of a country by the forms of their names and by their sounds."""
    table = boundaries.provinces()
    own = table[table["country"] == country]
    by_form: dict[str, set[str]] = {}
    for name, others in zip(own["name"], own["other_names"], strict=True):
        for form in _forms((name, *others.split(SEPARATOR))):
            by_form.setdefault(form, set()).add(name)
    return {form: frozenset(names) for form, names in by_form.items()}


def _forms(names: Iterable[str]) -> set[str]:
    forms = {_form(name) for name in names} - {""}
    return forms | set(map(_sound, forms))


def _sound(form: str) -> str:
    """The sound of a form, which no form is equal to."""
    return f"~{phonetic_key(form)}"


@lru_cache(maxsize=20_000)
def _form(name: str) -> str:
    """A name without generic words and blanks: “Ad-Dali District” and “ad dali” are one."""
    return SEAT.sub("", strip_generic(name).replace(" ", ""))

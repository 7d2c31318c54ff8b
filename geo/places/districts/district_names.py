"""Which district a row means by the names of its country, province and district."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from geo.core import boundaries
from geo.places.districts.district import District, districts
from geo.places.districts.layers import SECOND_LEVEL
from geo.places.districts.seat_words import has_seat_word, is_seat_word
from geo.places.gazetteer.name_normalization import MAX_NAME_LENGTH, phonetic_key, strip_generic
from geo.places.province_changes import lies_in_or_near

# Two names that sound alike and are as alike as that in letters are one. Chosen by judgement; measured with the rest
# in docs/decisions/0069.
MIN_SIMILARITY = 0.6
MIN_SIMILARITY_OF_LETTERS = 0.8  # one letter of five is another; by judgement, measured there too
MIN_LETTERS = 4  # of a name that is compared by sound
MAX_AGREEMENT = 0.99  # of names that differ in a letter of two hundred, to two decimals
SEAT = re.compile(r"(?<=.)(?:merkez(?:i|ilce|ilcesi)?|markaz)$")  # of a district around its province's seat
SEPARATOR = "; "  # between the other names of a province
REASONS: Mapping[str, str] = {"sole": "", "sound": "sounds like {}", "spelling": "spelt like {}"}

Province = tuple[str, str]  # country and name, as our outlines have them


@dataclass(frozen=True)
class DistrictMatch:
    """A district and how its name led to it.

    `evidence` is one of place.EVIDENCE: “sole” for the name as it is written, “sound” or “spelling”; `agreement` is 1,
    or how alike the letters are; `is_in_province`: the row names a province that we know, which it lies in or near.
    """

    district: District
    evidence: str
    agreement: float
    is_in_province: bool

    @property
    def because(self) -> str:
        """The reason for the choice, in words; empty for the name as it is written."""
        return REASONS[self.evidence].format(self.district.name)


@dataclass(frozen=True)
class _Units:
    """The second-level units of a country: by the forms of their names, by their sounds, and by province and form."""

    by_form: dict[str, list[District]]
    by_sound: dict[str, list[District]]
    by_province: dict[Province, dict[str, list[District]]]


def match_district(*, country: str, admin1: str, name: str, is_exact: bool = False) -> DistrictMatch | None:
    """The second-level unit that these names mean; None where there is none, or where it could be several.

    `admin1` may be empty. A province that we know is not contradicted: the district lies in it or near it. Without
    one only a name as it is written is an answer, and none that any province's seat has. With `is_exact` the name is
    no misspelling.
    """
    if max(map(len, (country, admin1, name))) > MAX_NAME_LENGTH:
        return None  # before anything is normalized or remembered
    return _match(country, admin1, name, is_exact)


@lru_cache(maxsize=8192)
def _match(country: str, admin1: str, name: str, is_exact: bool) -> DistrictMatch | None:
    units = _units_by_country().get(country)
    form = _form(name) if units else ""
    if units is None or not form:
        return None
    provinces = _provinces_of(country, admin1)
    if is_seat_word(name):
        return _match_seat(units, provinces)
    bearers = [district for district in units.by_form.get(form, ()) if _fits(district, provinces)]
    if bearers:
        return _match_only(_inside(bearers, provinces) or bearers, has_province=bool(provinces))
    if is_exact or not provinces or len(form) < MIN_LETTERS:
        return None
    return _match_alike(units, provinces, form)


def _match_only(bearers: list[District], *, has_province: bool) -> DistrictMatch | None:
    return DistrictMatch(bearers[0], "sole", 1.0, has_province) if len(bearers) == 1 else None


def _match_seat(units: _Units, provinces: frozenset[Province]) -> DistrictMatch | None:
    """The district around the seat of a known province: “Merkez” in Kars is “Kars merkez”."""
    bearers = [
        district
        for province in provinces
        for namesakes in units.by_province.get(province, {}).values()
        for district in namesakes
        if is_seat_word(district.name)
        or (has_seat_word(district.name) and province in _provinces_of(district.country, district.name))
    ]
    return _match_only(bearers, has_province=True)


def _match_alike(units: _Units, provinces: frozenset[Province], form: str) -> DistrictMatch | None:
    """The one district of known provinces that sounds like a form, else the one that is spelt like it."""
    alike = [
        district
        for district in units.by_sound.get(phonetic_key(form), ())
        if OSA.normalized_similarity(_form(district.name), form, score_cutoff=MIN_SIMILARITY)
        and _fits(district, provinces)
    ]
    evidence, bearers = (
        ("sound", _inside(alike, provinces)) if alike else ("spelling", _find_like(units, provinces, form))
    )
    if len(bearers) != 1:
        return None
    similarity = OSA.normalized_similarity(_form(bearers[0].name), form)
    return DistrictMatch(bearers[0], evidence, min(round(similarity, 2), MAX_AGREEMENT), True)


def _find_like(units: _Units, provinces: frozenset[Province], form: str) -> list[District]:
    own = [
        (other, namesakes) for province in provinces for other, namesakes in units.by_province.get(province, {}).items()
    ]
    cutoff = MIN_SIMILARITY_OF_LETTERS
    choices = [other for other, _ in own]
    matches = process.extract(form, choices, scorer=OSA.normalized_similarity, score_cutoff=cutoff, limit=None)
    return [district for _, _, position in matches for district in own[position][1]]


def _inside(candidates: Iterable[District], provinces: frozenset[Province]) -> list[District]:
    return [district for district in candidates if _province(district) in provinces]


def _fits(district: District, provinces: frozenset[Province]) -> bool:
    if not provinces or _province(district) in provinces:
        return True
    return any(lies_in_or_near(district.longitude, district.latitude, name, country) for country, name in provinces)


def _province(district: District) -> Province:
    return district.country, district.admin1


@cache
def _units_by_country() -> dict[str, _Units]:
    """The second-level units of each country, and of what its layer has in others by our borders."""
    units: dict[str, _Units] = {}
    for district in districts().values():
        if district.layer.level == SECOND_LEVEL:
            for country in {district.country, district.layer.countries[0]}:
                _add_unit(units.setdefault(country, _Units({}, {}, {})), district)
    return units


def _add_unit(units: _Units, district: District) -> None:
    form = _form(district.name)
    units.by_form.setdefault(form, []).append(district)
    units.by_sound.setdefault(phonetic_key(form), []).append(district)
    units.by_province.setdefault(_province(district), {}).setdefault(form, []).append(district)


@lru_cache(maxsize=1024)
def _provinces_of(country: str, admin1: str) -> frozenset[Province]:
    """The provinces that a name may mean; empty where it is blank or none that we know."""
    form, names = _form(admin1), _province_names(country)
    return names.get(form) or names.get(_sound(form)) or frozenset()


@cache
def _province_names(country: str) -> dict[str, frozenset[Province]]:
    """The provinces that a country's districts are in by the forms of their names and by their sounds.

    Those of Somalia's layer are in Somalia and in Somaliland.
    """
    table = boundaries.provinces()
    own = table[table["country"].isin({land for land, _ in _units_by_country()[country].by_province})]
    by_form: dict[str, set[Province]] = {}
    for land, name, others in zip(own["country"], own["name"], own["other_names"], strict=True):
        for form in _forms((name, *others.split(SEPARATOR))):
            by_form.setdefault(form, set()).add((land, name))
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

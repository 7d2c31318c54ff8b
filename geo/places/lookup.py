"""Look up a name in the gazetteer, as it is written or as a misspelling."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

import shapely

from geo.core import boundaries
from geo.core.dataclass_copies import copy_with
from geo.places import country_names, disambiguation
from geo.places.area_countries import is_crossing_into, touches_country
from geo.places.disambiguation import Context
from geo.places.evidence_kinds import kind_of_evidence
from geo.places.gazetteer import fuzzy, gazetteer
from geo.places.gazetteer.country_lists import counts_to
from geo.places.gazetteer.entry import Entry
from geo.places.gazetteer.name_normalization import strip_generic
from geo.places.place import Place
from geo.places.province_changes import lies_in_or_on_border, province_outline
from geo.places.words.facility_words import facility_words
from geo.places.words.name_words import name_words
from geo.places.words.stopwords import ordinary_words

# Chosen by judgement, not fitted; the labelled, the misspelt and the independent names of tests/geo/places measure the
# whole, see docs/decisions/0007.
MIN_AGREEMENT = 0.8  # in a spelling: nothing less alike is guessed at
SAME_AGREEMENT = 0.95  # another spelling: 15 of 16 that nothing else spoke for were right, below 91 of 1,824
SURE_AGREEMENT = 0.85  # from here a spelling inside the stated country is likelier than the exact name outside it
ELSEWHERE_AGREEMENT = 0.3  # in a place outside the country that was stated for it
MIN_LENGTH = 5  # letters of a name that is guessed at where the country is not known
MAX_ALTERNATIVES = 20
MIN_ALIAS_WEIGHT = 5.0  # of a town of 100,000, which may be called by another name without its country
BROKEN_NAME = re.compile(r"[,(]")  # a name with its parts in another order: “Moldova, Republic of”
# In the units of Entry.weight, of the same origin.
MAX_FUZZY_WEIGHT = 7.0  # a country is not likelier misspelt than a city of ten million
DOUBT_COST = 20.0  # of a wholly different spelling, so that 5 % of it outweigh a town ten times as large
ORDINARY_WORD_WEIGHT = 4.5  # from here a name is a place even where it is an English word in lower case
STATED_KIND_WEIGHT = 6.0  # what it adds to be of the kind that the name states
# A word that says which of the places of one name is meant: “Kerman province” is not the town.
KINDS = {
    "town": re.compile(r"\b(?:city|town|village)\b", re.IGNORECASE),
    "province": re.compile(
        r"\b(?:provinces?|governorates?|ostan|wilayat|velayat|muhafazat|state|oblasts?|voblast|kra[iy]|regions?"
        r"|departments?|prefectures?|voivodeship|vilo?yat)\b|ostan-e\b|استان|ولایت|محافظة|област|край\b",
        re.IGNORECASE,
    ),
    "division": re.compile(r"\b(?:provinces?|regions?|count(?:y|ies)|divisions?|states?)\b", re.IGNORECASE),
    "district": re.compile(r"\b(?:district|county|shahrestan|tehsil|agency)\b", re.IGNORECASE),
}


def lookup_country(name: str) -> Place | None:
    """The country of a wording that only lists of countries have: “Korea, Rep.”, “Taiwan, Province of China”, “FYROM”.

    Names that the gazetteer knows are left to it, for they may be those of other places too, and so are wordings of
    which a list says that they may mean two countries.
    """
    if gazetteer.candidates(name) and not BROKEN_NAME.search(name):
        return None
    reading = country_names.read_full_name(name)
    if not reading.country:
        return None
    place = gazetteer.place_by_id(f"ne0:{country_codes()[reading.country]}")
    return place and replace(place, because=f"it is a wording of {reading.country}")


@cache
def country_codes() -> dict[str, str]:
    """Natural Earth's codes by the names of countries."""
    table = boundaries.countries()
    return dict(zip(table["name"], table["country_code"], strict=True))


def lookup_exact(name: str, context: Context) -> Place | None:
    """The place of a known name; outside the stated country only if no similar name inside it is known."""
    entries = gazetteer.candidates(name)
    if not entries or _is_ordinary_word(name, entries[0]) or _is_street(name):
        return None
    ranked = rank(name, entries, context)
    if _fits_stated_country(ranked[0], context) and not _lies_outside_stated_province(ranked[0], context):
        evidence = kind_of_evidence(ranked, context)
        reasons = disambiguation.supporting_names(ranked[0], context)
        because = disambiguation.explain(reasons, len(ranked), context)
        return to_place(ranked, because, evidence=evidence, is_supported=bool(reasons))
    inside = lookup_fuzzy(name, context)
    if inside is not None and inside.country == context.stated_country and inside.agreement >= SURE_AGREEMENT:
        return inside
    if not ranked[0].is_preferred_name:
        return None  # some language's name of a place abroad
    area = context.stated_country if not _fits_stated_country(ranked[0], context) else name_stated_areas(context)
    reason = f"no place of that name is known in {area}; this is the likeliest one elsewhere"
    return to_place(ranked, reason, agreement=ELSEWHERE_AGREEMENT, evidence="elsewhere")


def lookup_misspelling(name: str, context: Context) -> Place | None:
    """As lookup_fuzzy; None at once for a guess that nothing speaks for and that would be no answer."""
    if context.is_bare and not any(agreement >= SAME_AGREEMENT for _, agreement in fuzzy.suggest(strip_generic(name))):
        return None
    return lookup_fuzzy(name, context)


def lookup_fuzzy(name: str, context: Context) -> Place | None:
    """The place whose name this may be a misspelling of, as far as the spelling agrees."""
    if context.is_exact:
        return None
    form = strip_generic(name)
    if name in ordinary_words() or (not context.stated_country and (len(form) < MIN_LENGTH or _is_region_name(name))):
        return None
    suggestions = sorted(_suggestions(form, context), key=lambda suggestion: suggestion[0], reverse=True)
    if not suggestions:
        return None
    _, agreement, likeliest = suggestions[0]
    evidence = _kind_of_likeness(form, likeliest, agreement)
    place = to_place([likeliest], f"spelt like {likeliest.name}", agreement=round(agreement, 2), evidence=evidence)
    place_ids = list(dict.fromkeys(entry.place_id for _, _, entry in suggestions))
    is_supported = disambiguation.is_supported(likeliest, context)
    return place and replace(place, alternatives=tuple(place_ids[1 : MAX_ALTERNATIVES + 1]), is_supported=is_supported)


def _kind_of_likeness(form: str, entry: Entry, agreement: float) -> str:
    """What a form has in common with a place's name, as one of EVIDENCE."""
    if agreement >= SAME_AGREEMENT:
        return "respelling"
    return "sound" if fuzzy.sounds_like_name_of(form, entry.place_id) else "spelling"


def _is_region_name(name: str) -> bool:
    """Whether a name is what people call a region: “Bay Area” is no misspelling of Bavaria."""
    return any(word in facility_words().regions for word in name.lower().split())


def lookup_origin(name: str, context: Context) -> Place | None:
    """The place that a wording starts from: not one that only bears the name as an alias, “Deep” in “Deep South”."""
    place = lookup_exact(name, context)
    if place is None or place.kind != "town" or place.is_supported or context.stated_country:
        return place
    own = next((entry for entry in gazetteer.candidates(name) if entry.place_id == place.place_id), None)
    is_small_alias = own is not None and not own.is_preferred_name and own.weight < MIN_ALIAS_WEIGHT
    return None if is_small_alias else place


def _suggestions(form: str, context: Context) -> Iterator[tuple[float, float, Entry]]:
    """Score, agreement and entry of the places whose name is similar, inside the stated country and province."""
    for similar, confidence in fuzzy.suggest(form):
        if confidence < MIN_AGREEMENT:
            continue
        for entry in gazetteer.entries_by_name(similar):
            if _lies_in_country(entry, context.stated_country) and _lies_in_stated_province(entry, context):
                score = context.score(entry)
                capped = min(score, score - entry.weight + MAX_FUZZY_WEIGHT)
                yield capped - DOUBT_COST * (1 - confidence), confidence, entry


def rank(name: str, entries: Sequence[Entry], context: Context) -> list[Entry]:
    """The bearers of a name, the likeliest first; those of the kind that the name states before others."""
    if len(entries) == 1:
        return [*entries]
    stated_kinds = {kind for kind, pattern in KINDS.items() if pattern.search(name)}
    among = context.among(entries)

    def score(entry: Entry) -> float:
        bonus = STATED_KIND_WEIGHT if entry.is_preferred_name else STATED_KIND_WEIGHT / 2
        return among.score(entry) + (bonus if entry.kind in stated_kinds else 0.0)

    return sorted(entries, key=score, reverse=True)


def to_place(
    ranked: Sequence[Entry],
    because: str,
    *,
    agreement: float = 1.0,
    evidence: str = "sole",
    is_supported: bool = False,
) -> Place | None:
    """The first of the ranked bearers as a place, with the others as its alternatives."""
    place = gazetteer.place_of_entry(ranked[0])
    return place and copy_with(
        place,
        alternatives=tuple(entry.place_id for entry in ranked[1 : MAX_ALTERNATIVES + 1]),
        because=because,
        agreement=agreement,
        evidence=evidence,
        is_supported=is_supported,
    )


def _is_ordinary_word(name: str, likeliest: Entry) -> bool:
    """Whether a name in lower case is rather the English word than the hamlet that bears it."""
    return name in ordinary_words() and gazetteer.prior(likeliest) < ORDINARY_WORD_WEIGHT


def _is_street(name: str) -> bool:
    """Whether a name is a street's whose first word only looks like an Arabic article: “Ash Street”, “El Road”."""
    words = name.lower().split()
    return len(words) == 2 and words[0] in name_words().articles and words[1] in facility_words().streets


def _fits_stated_country(entry: Entry, context: Context) -> bool:
    """Whether a place can be meant where this country was stated for it; another country's own name can."""
    return entry.kind == "country" or _lies_in_country(entry, context.stated_country)


def _lies_in_country(entry: Entry, country: str) -> bool:
    """Whether a place lies in a country, if one is given; an area that is in no one country, if it reaches into it."""
    if not country or country == entry.geonames_country or counts_to(entry.country, country):
        return True
    if is_crossing_into(entry.kind, entry.longitude, entry.latitude, country):
        return True
    return not entry.country and touches_country(entry.place_id, country)


def _lies_outside_stated_province(entry: Entry, context: Context) -> bool:
    """Whether a place lies outside of the areas stated as its province and not near their borders.

    Countries do not, for a province lies in one; another area does if it is a province of its own.
    """
    if entry.kind == "country" or not context.is_province_stated or _lies_in_stated_province(entry, context):
        return False
    if entry.kind == "province":
        return not any(
            _reaches_into(entry, admin1, country) for country, admin1 in context.stated_provinces
        ) and not any(area.is_near(entry) for area in context.stated_areas)
    if not entry.admin1:
        return False  # a sea, a range or a region may reach into it
    return not any(
        lies_in_or_on_border(entry.longitude, entry.latitude, admin1, country)
        for country, admin1 in context.stated_provinces
    ) and not any(area.is_near(entry) for area in context.stated_areas)


def _reaches_into(province: Entry, admin1: str, country: str) -> bool:
    """Whether a province is one that people count to another one: Damascus to its countryside."""
    shape = province_outline(admin1, country)
    return shape is not None and bool(shapely.intersects_xy(shape, province.longitude, province.latitude))


def name_stated_areas(context: Context) -> str:
    """The areas that were stated as a name's province, in words."""
    names = [*(admin1 for _, admin1 in context.stated_provinces), *(area.name for area in context.stated_areas)]
    return " or ".join(dict.fromkeys(names))


def _lies_in_stated_province(entry: Entry, context: Context) -> bool:
    """Whether a place lies in the province stated for it, if any: far from it, a similar spelling is chance."""
    if not context.is_province_stated or (entry.country, entry.admin1) in context.stated_provinces:
        return True
    return any(area.holds(entry) for area in context.stated_areas)

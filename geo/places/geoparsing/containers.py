"""The provinces and countries that stand behind names in a text: “Edmonton, Ky.”, “Paris (Texas)”."""

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import shapely

from geo.core.geodesy import scalar_haversine_km
from geo.places.area_countries import country_outline
from geo.places.gazetteer.entry import Entry
from geo.places.gazetteer.gazetteer import prior
from geo.places.geoparsing.document import Document
from geo.places.geoparsing.mentions import CandidateMention
from geo.places.province_changes import NEAR_DEGREES, lies_in_or_near
from geo.places.stated_areas import StatedArea

LARGE_AREA_KINDS = ("country", "province", "continent")
POSSESSIVES = ("'s ", "’s ", "' ", "’ ")
CONTAINER_JOINTS = (", ", " (", ",", " in ", ", the capital of ", ", capital of ")
# “Panama City police in Bay County”, “Aurangabad in Gaya”: what a county or a larger town holds or has around it.
LOCAL_JOINT = re.compile(r"(?: [a-z]+){0,2} in ")
MAX_LEAD = 0.5  # of the usual bearer over the larger town: “Paris in Lexington” is no part of it; by judgement
LOCAL_KINDS, LOCAL_KM = ("county", "town"), 75.0  # across a county or a district around its town; by judgement
# “Houston, California and Texas”, “Syria, Aleppo, Iraq” are lists: nothing in them says where another one is.
LIST_BEHIND = re.compile(r",? (?:and|or|&) (?:the )?[A-Z]|, (?:the )?[A-Z]\w+(?:,| and )")
LIST_BEFORE = re.compile(r"[A-Z]\w+(?:,| and|, and) \Z")

MAX_LIST_WORD = 40  # characters before a name that are read
# “In Geneva, Iran said” and “in Vienna, Russia's envoy” say nothing of the town; “Memphis, Egypt, and” does.
CLOSED_BEHIND = re.compile(r"\s*(?:[,.;:!?)\]”\"–—]|- |\n|\Z)")
OFFICE_BEHIND = re.compile(
    r" (?:embass(?:y|ies)|high commission|consul(?:s|ar|ates?|ates? general)?|envoys?|ambassadors?|offices?|missions?"
    r"|bureaus?|correspondents?|delegat(?:ions?|es?)|diplomats?|representatives?|attach[eé]s?|legations?)\b",
    re.IGNORECASE,
)
# Of the usual bearer, ten times as likely, over the one in an area that says it only loosely; by judgement.
MAX_NAMESAKE_LEAD = 1.0


@dataclass(frozen=True)
class Containers:
    """What mentions are in, by their position and by their name: provinces, countries, counties and larger towns.

    `doubtful`: the areas that stand behind some mention of a name though none of it is known there, by the name.
    """

    by_start: Mapping[int, Entry]
    by_name: Mapping[str, Entry]
    doubtful: Mapping[str, Entry]

    def of(self, mention: CandidateMention) -> Entry | None:
        """What stands beside a mention, or else beside another one of its name."""
        return self.by_start.get(mention.start) or self.by_name.get(mention.form)


def find_containers(document: Document, candidates: Sequence[CandidateMention]) -> Containers:
    """What stands beside mentions; one with nothing beside it is in what the nearest mention of its name is in.

    An owner, and an area in which no place of the name is known, stand for their own mention alone.
    """
    owners, shared, doubtful = dict[int, Entry](), dict[int, Entry](), dict[int, Entry]()
    for candidate, behind in pairwise(candidates):
        if owner := _find_owner(document, candidate, behind):
            owners[behind.start] = owner
        container = _find_container(document, candidate, behind) or _find_locality(document, candidate, behind)
        if container is not None:
            shared[candidate.start] = container
        elif area := _find_other_area(document, candidate, behind):
            doubtful[candidate.start] = area
    by_name = {item.form: shared[item.start] for item in reversed(candidates) if item.start in shared}
    doubtful_names = {item.form: doubtful[item.start] for item in candidates if item.start in doubtful}
    return Containers({**_spread(candidates, shared), **doubtful, **owners, **shared}, by_name, doubtful_names)


def _spread(candidates: Sequence[CandidateMention], own: Mapping[int, Entry]) -> dict[int, Entry]:
    """What mentions of the same names are in: each in what the nearest one that says it is in."""
    starts: dict[str, list[int]] = {}
    for candidate in candidates:
        if candidate.start in own:
            starts.setdefault(candidate.form, []).append(candidate.start)
    return {
        candidate.start: own[_nearest(starts[candidate.form], candidate.start)]
        for candidate in candidates
        if candidate.form in starts
    }


def _nearest(starts: Sequence[int], start: int) -> int:
    """The nearest of these positions, which are in order; of two, the one before."""
    number = bisect_left(starts, start)
    return min(starts[max(0, number - 1) : number + 1], key=lambda other: abs(other - start))


def _find_container(document: Document, candidate: CandidateMention, behind: CandidateMention) -> Entry | None:
    """The province or country behind a mention if it contains it: “Edmonton, Ky.”, “Paris (Texas)”."""
    joint = document.text[candidate.end : behind.start]
    likeliest, area = candidate.entries[0], behind.entries[0]
    if joint not in CONTAINER_JOINTS or behind.is_demonym or not _is_container(area):
        return None
    # “Russia, Iran and Turkey” is a list.
    if likeliest.kind == "country" and (area.kind == "country" or joint == " in "):
        return None
    # “Columbus, Georgia” is in the state, whichever country has its name.
    areas = [entry for entry in behind.entries if _is_container(entry) and entry.is_preferred_name]
    if joint == ", " and area.kind == "country" and not CLOSED_BEHIND.match(document.text, behind.end):
        # “In London, Canada said” means no London in Canada; “Hyderabad, Pakistan was” may mean the one there.
        areas = [area for area in areas if _holds_likely(area, candidate.entries)]
    return next((area for area in areas if any(_contains(area, entry) for entry in candidate.entries)), None)


def _is_container(area: Entry) -> bool:
    """Whether an area may stand behind a name: a country, a province, or a region of one country, “England”."""
    return area.kind in ("country", "province") or (area.kind == "region" and bool(area.country))


def _find_locality(document: Document, candidate: CandidateMention, behind: CandidateMention) -> Entry | None:
    """The county or larger town that a name is in, if one of its bearers is near: “Aurangabad in Gaya”."""
    joint = document.text[candidate.end : behind.start]
    if behind.is_demonym or candidate.is_demonym or candidate.entries[0].kind not in LOCAL_KINDS:
        return None
    locality = behind.entries[0]
    if not LOCAL_JOINT.fullmatch(joint) or len(candidate.entries) == 1 or locality.kind not in LOCAL_KINDS:
        return None
    is_beside_town = joint == " in " and prior(candidate.entries[0]) <= prior(locality) + MAX_LEAD
    if locality.kind == "town" and not is_beside_town:
        return None
    areas = [entry for entry in behind.entries if entry.kind == behind.entries[0].kind]
    return next((area for area in areas if any(_is_around(area, entry) for entry in candidate.entries)), None)


def _is_around(locality: Entry, entry: Entry) -> bool:
    """Whether a county, or a town that is larger, is in the same province as a place and near it."""
    if (
        (locality.country, locality.admin1) != (entry.country, entry.admin1)
        or locality.place_id == entry.place_id
        or not locality.admin1
    ):
        return False
    if locality.kind == "town" and entry.weight >= locality.weight:
        return False
    distance_km = scalar_haversine_km(locality.longitude, locality.latitude, entry.longitude, entry.latitude)
    return distance_km <= LOCAL_KM


def _find_owner(document: Document, before: CandidateMention, candidate: CandidateMention) -> Entry | None:
    """The province or country before a possessive, if it holds a place of the name behind: “Helmand's Sangin”."""
    if before.is_demonym or document.text[before.end : candidate.start] not in POSSESSIVES:
        return None
    # “Canada's London embassy” is in no London of Canada.
    if candidate.entries[0].kind == "country" or OFFICE_BEHIND.match(document.text, candidate.end):
        return None
    areas = (entry for entry in before.entries if entry.kind in ("country", "province") and entry.is_preferred_name)
    return next((area for area in areas if _holds_likely(area, candidate.entries)), None)


def _holds_likely(area: Entry, bearers: Sequence[Entry]) -> bool:
    """Whether an area holds the likeliest bearer of a name, or one whose own name it is and hardly less likely."""
    least = prior(bearers[0]) - MAX_NAMESAKE_LEAD
    return any(
        _contains(area, entry) and (entry == bearers[0] or (entry.is_preferred_name and prior(entry) >= least))
        for entry in bearers
    )


def _find_other_area(document: Document, candidate: CandidateMention, behind: CandidateMention) -> Entry | None:
    """The province or country behind the name of a town of which none is known in it: “Memphis, Egypt”."""
    joint, town, area = document.text[candidate.end : behind.start], candidate.entries[0], behind.entries[0]
    is_pair = joint in (", ", " (") and not behind.is_demonym and not candidate.is_demonym
    if not is_pair or town.kind not in ("town", "county") or area.kind not in ("country", "province"):
        return None
    if not CLOSED_BEHIND.match(document.text, behind.end):
        return None
    start = max(0, candidate.start - MAX_LIST_WORD)
    is_list = LIST_BEHIND.match(document.text, behind.end) or LIST_BEFORE.search(document.text, start, candidate.start)
    return None if is_list or not lies_outside(area, town) else area


def lies_outside(container: Entry, entry: Entry) -> bool:
    """Whether a place lies neither in a province or a country nor near its border, as far as outlines say."""
    if entry.kind in LARGE_AREA_KINDS or not entry.country or _contains(container, entry):
        return False
    if container.kind == "province":
        return True
    outline = country_outline(container.country)
    where = shapely.Point(entry.longitude, entry.latitude)
    return outline is not None and not shapely.dwithin(outline.for_thread(), where, NEAR_DEGREES)


def _contains(container: Entry, entry: Entry) -> bool:
    if container.country not in (entry.country, entry.geonames_country) or container.kind == entry.kind:
        return False
    if container.kind == "region":
        return StatedArea(container.name, container.country, container.place_id).holds(entry)
    return container.admin1 in ("", entry.admin1) or (
        entry.kind not in LARGE_AREA_KINDS
        and lies_in_or_near(entry.longitude, entry.latitude, container.admin1, container.country)
    )

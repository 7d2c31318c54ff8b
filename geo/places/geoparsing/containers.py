"""The provinces and countries that stand behind names in a text: “Edmonton, Ky.”, “Paris (Texas)”."""

import re
from collections.abc import Sequence
from itertools import pairwise

import shapely

from geo.places.area_countries import country_outline
from geo.places.gazetteer.entry import Entry
from geo.places.geoparsing.document import Document
from geo.places.geoparsing.mentions import CandidateMention
from geo.places.province_changes import NEAR_DEGREES, lies_in_or_near

LARGE_AREA_KINDS = ("country", "province", "continent")
POSSESSIVES = ("'s ", "’s ", "' ", "’ ")
CONTAINER_JOINTS = (", ", " (", ",", " in ")
# “Houston, California and Texas”, “Syria, Aleppo, Iraq” are lists: nothing in them says where another one is.
LIST_BEHIND = re.compile(r",? (?:and|or|&) [A-Z]|, [A-Z]\w+(?:,| and )")
LIST_BEFORE = re.compile(r"[A-Z]\w+(?:,| and|, and) \Z")

MAX_LIST_WORD = 40  # characters before a name that are read


def find_containers(document: Document, candidates: Sequence[CandidateMention]) -> dict[int | str, Entry]:
    """The provinces and countries that stand behind mentions: by the mention's position, and by its name.

    An area in which no place of the name is known stands for its own mention, and for the name if no other does.
    """
    containers: dict[int | str, Entry] = {}
    doubtful: dict[int | str, Entry] = {}
    for candidate, behind in pairwise(candidates):
        if owner := _find_owner(document, candidate, behind):
            containers.setdefault(behind.start, owner)
        container = _find_container(document, candidate, behind)
        if container is not None:
            containers[candidate.start] = container
            containers.setdefault(candidate.form, container)
        elif area := _find_other_area(document, candidate, behind):
            doubtful[candidate.start] = area
            doubtful.setdefault(candidate.form, area)
    return doubtful | containers


def _find_container(document: Document, candidate: CandidateMention, behind: CandidateMention) -> Entry | None:
    """The province or country behind a mention if it contains it: “Edmonton, Ky.”, “Paris (Texas)”."""
    joint = document.text[candidate.end : behind.start]
    likeliest, area = candidate.entries[0], behind.entries[0]
    if joint not in CONTAINER_JOINTS or behind.is_demonym or area.kind not in ("country", "province"):
        return None
    # “Russia, Iran and Turkey” is a list.
    if likeliest.kind == "country" and (area.kind == "country" or joint == " in "):
        return None
    # “Columbus, Georgia” is in the state, whichever country has its name.
    areas = [entry for entry in behind.entries if entry.kind in ("country", "province") and entry.is_preferred_name]
    return next((area for area in areas if any(_contains(area, entry) for entry in candidate.entries)), None)


def _find_owner(document: Document, before: CandidateMention, candidate: CandidateMention) -> Entry | None:
    """The province or country before a possessive, if it holds a place of the name behind: “Helmand's Sangin”."""
    if before.is_demonym or document.text[before.end : candidate.start] not in POSSESSIVES:
        return None
    areas = [entry for entry in before.entries if entry.kind in ("country", "province") and entry.is_preferred_name]
    if not areas or candidate.entries[0].kind == "country":
        return None
    return next((area for area in areas if any(_contains(area, entry) for entry in candidate.entries)), None)


def _find_other_area(document: Document, candidate: CandidateMention, behind: CandidateMention) -> Entry | None:
    """The province or country behind the name of a town of which none is known in it: “Memphis, Egypt”."""
    joint, town, area = document.text[candidate.end : behind.start], candidate.entries[0], behind.entries[0]
    is_pair = joint in (", ", " (") and not behind.is_demonym and not candidate.is_demonym
    if not is_pair or town.kind not in ("town", "county") or area.kind not in ("country", "province"):
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
    return container.admin1 in ("", entry.admin1) or (
        entry.kind not in LARGE_AREA_KINDS
        and lies_in_or_near(entry.longitude, entry.latitude, container.admin1, container.country)
    )

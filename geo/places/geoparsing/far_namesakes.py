"""A small town far from all that a text speaks of: rather the namesake of a place around that no gazetteer knows."""

from collections.abc import Sequence
from functools import lru_cache

from geo.places.gazetteer import gazetteer
from geo.places.gazetteer.entry import Entry
from geo.places.gazetteer.name_normalization import normalize_name
from geo.places.geoparsing.geoparser import ParsedDocument
from geo.places.geoparsing.once_per_document import once_per_document
from geo.places.place import Place
from geo.places.surrounding_points import Around

# By judgement, revised on half of the invented reports of papers.
MAX_WEIGHT = 4.7  # of a town of 50,000, which a report from elsewhere names without its state
FAR_KM = 300.0  # from each town of the text
LOCAL_KM, MIN_TOWNS, LOCAL_SHARE = 150.0, 4, 0.66  # of the towns of a local text
MIN_TOWNS_ABROAD = 3  # of a text that names nothing of the town's country


def is_far_namesake(document: ParsedDocument, name: str, place: Place) -> bool:
    """Whether a text that names other places, far from this one, hardly means it by a name that it bears."""
    form = normalize_name(name)
    if place.kind != "town" or document.has_container(form):
        return False
    return _is_far_town(document, form, place.place_id)


@once_per_document
def _is_far_town(document: ParsedDocument, form: str, place_id: str) -> bool:
    entry = gazetteer.entry_by_id(place_id)
    if entry is None or entry.weight >= MAX_WEIGHT:
        return False
    context = document.context(form)
    towns = tuple(
        town
        for town, role in context.points
        if role in (Around.CLEAR, Around.UNCLEAR, Around.HOME) and town.place_id != entry.place_id
    )
    if (entry.country, entry.admin1) in context.admin1s or any(town.distance_km(entry) <= FAR_KM for town in towns):
        return False
    if entry.country not in context.countries:
        return len(towns) >= MIN_TOWNS_ABROAD
    return _are_together(towns)


@lru_cache(maxsize=64)
def _are_together(towns: Sequence[Entry]) -> bool:
    """Whether most towns of a text lie around one of them."""
    least = max(MIN_TOWNS, LOCAL_SHARE * len(towns))
    return any(sum(town.distance_km(other) <= LOCAL_KM for other in towns) >= least for town in towns)

"""Titles in our own words for rows that their provider gives none: what happened, and where."""

import pandas as pd

from geo.ingest.fields import UNIT_SEPARATOR, join_categories, map_to_category

TYPE_TITLES = {
    "Battles": "Battle",
    "Explosions/Remote violence": "Explosion or remote violence",
    "Protests": "Protest",
    "Riots": "Riot",
    "Strategic developments": "Strategic development",
    "Diplomatic": "Diplomatic step",
}


def make_titles(types: pd.Series, sub_types: pd.Series, places: tuple[pd.Series, ...], is_near: pd.Series) -> pd.Series:
    """Return “Armed clash near Rami village”: the sub-type or the type, and the first of the places that is known."""
    events = map_to_category(join_categories(types, sub_types), _name_event).astype("str")
    names = pd.Series(None, index=types.index, dtype="str")
    for place in places:
        names = names.fillna(place.astype("str"))
    prepositions = pd.Series(" in ", index=types.index, dtype="str").mask(is_near, " near ")
    return (events + prepositions + names).fillna(events)


def _name_event(joined: str) -> str:
    event_type, sub_type = joined.split(UNIT_SEPARATOR)
    return sub_type if sub_type not in ("", "Other") else TYPE_TITLES.get(event_type, event_type) or "Incident"

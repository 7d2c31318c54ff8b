"""Titles of rows that their provider gives none: what, and where, in our own words."""

import pandas as pd

from geo.ingest.fields import UNIT_SEPARATOR, join_texts, map_to_category

KINDS = {
    "Battles": "Battle",
    "Explosions/Remote violence": "Explosion or remote violence",
    "Protests": "Protest",
    "Riots": "Riot",
    "Strategic developments": "Strategic development",
    "Diplomatic": "Diplomatic step",
}


def make_titles(kinds: pd.Series, subs: pd.Series, places: tuple[pd.Series, ...], near: pd.Series) -> pd.Series:
    """“Armed clash near Rami village”: the sub-type or the type, and the first of the places that is known."""
    what = map_to_category(join_texts(kinds, subs), _worded).astype("str")
    where = pd.Series(None, index=kinds.index, dtype="str")
    for place in places:
        where = where.fillna(place.astype("str"))
    between = pd.Series(" in ", index=kinds.index, dtype="str").mask(near, " near ")
    return (what + between + where).fillna(what)


def _worded(pair: str) -> str:
    kind, sub = pair.split(UNIT_SEPARATOR)
    return sub if sub not in ("", "Other") else KINDS.get(kind, kind) or "Incident"

"""Titles in our own words for rows that their provider gives none: what happened, and where."""

from collections.abc import Mapping

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from geo.core.place_text import AREA_NAMES
from geo.ingest.fields import UNIT_SEPARATOR, is_one_of, join_categories, map_to_category

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
    events = _to_texts(map_to_category(join_categories(types, sub_types), _name_event))
    names = pc.coalesce(*map(_to_texts, places))
    prepositions = pc.if_else(pa.array(is_near.to_numpy()), " near ", " in ").cast(pa.large_string())
    titles = pc.coalesce(
        pc.binary_join_element_wise(events, prepositions, names, pa.scalar("", pa.large_string())), events
    )
    return pd.Series(pd.array(titles, dtype="str"), index=types.index)


def title_places(columns: Mapping[str, pd.Series], names: tuple[str, ...]) -> tuple[pd.Series, ...]:
    """The places that a title may name: these columns, but first the province or the country of what is known to it.

    The point of such a row often bears the name of a capital, where nothing happened that is known of.
    """
    precisions = columns["place_precision"]
    areas = ((precision, columns.get(column)) for precision, column in AREA_NAMES.items())
    known = (area.where(is_one_of(precisions, precision)) for precision, area in areas if area is not None)
    return (*known, *(columns[name] for name in names))


def _to_texts(column: pd.Series) -> pa.Array:
    return pa.array(column.astype("str"), pa.large_string(), from_pandas=True)


def _name_event(joined: str) -> str:
    event_type, sub_type = joined.split(UNIT_SEPARATOR)
    return sub_type if sub_type not in ("", "Other") else TYPE_TITLES.get(event_type, event_type) or "Incident"

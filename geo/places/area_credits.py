"""Whose the outlines of areas are, and under which licences: for files and pictures that carry them."""

import re
from collections.abc import Iterable

from geo.places.areas import COUNTRY, DISTRICT, PROVINCE
from geo.places.districts.district import district_by_id
from geo.places.districts.layers import credit_lines, district_layers

NATURAL_EARTH = "Natural Earth 5.1, public domain; de facto borders."
IDENTIFIER = re.compile(rf"{DISTRICT}\w+")  # also inside that of an area around a district or in it


def credit_of(area_id: str) -> str:
    """Whose an area's outline is and under which licence; empty for one that no source draws, such as a circle."""
    lines = credit_lines(_layers_of([area_id]))
    if lines:
        return " ".join(lines)
    return NATURAL_EARTH if PROVINCE in area_id or COUNTRY in area_id else ""


def credit_districts(area_ids: Iterable[str]) -> str:
    """One sentence on all districts among some areas: their countries by licence; empty where there is none."""
    boundary_ids = set(_layers_of(area_ids))
    by_licence: dict[str, list[str]] = {}
    for layer in district_layers().values():
        if layer.boundary_id in boundary_ids:
            by_licence.setdefault(layer.licence, []).append(layer.countries[0])
    parts = [f"{', '.join(countries)} ({licence})" for licence, countries in by_licence.items()]
    return f"Districts: geoBoundaries, {'; '.join(parts)}." if parts else ""


def _layers_of(area_ids: Iterable[str]) -> list[str]:
    districts = (district_by_id(place_id) for area_id in area_ids for place_id in IDENTIFIER.findall(area_id))
    return [district.layer.boundary_id for district in districts if district]


def describe_outlines(area_ids: Iterable[str]) -> str:
    """Whose the outlines of all districts among some areas are, a sentence a layer, with source, year and licence."""
    return " ".join(credit_lines(_layers_of(area_ids)))

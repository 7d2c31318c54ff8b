"""The labelled names of the region: real spellings of towns, provinces, features and rough descriptions.

tests/geo/places/regional_names.csv was written from common knowledge and not from the gazetteer: where a reader would
look for the name, and how far off is still right.
"""

import csv
from pathlib import Path

import pytest
from shapely import Point

from geo.core.geodesy import geodesic_km
from geo.places import Hints, nearest_spellings, resolve, resolve_or_none

with Path(__file__).with_name("regional_names.csv").open(encoding="utf-8", newline="") as file:
    LABELLED = list(csv.DictReader(file))


def test_there_are_enough_of_them() -> None:
    assert len({(row["name"], row["country"]) for row in LABELLED}) >= 300


@pytest.mark.parametrize("row", LABELLED, ids=lambda row: f"{row['name']}, {row['country']}".strip(", "))
def test_a_labelled_name_leads_where_a_reader_would_look(row: dict[str, str]) -> None:
    place = resolve_or_none(row["name"], Hints(country=row["country"] or None))
    offers = [place] if place else [resolve(name) for name in nearest_spellings(row["name"])]
    expected = Point(float(row["longitude"]), float(row["latitude"]))
    distances_km = [geodesic_km(offer.point, expected) for offer in offers]
    assert min(distances_km) <= float(row["tolerance_km"]), [(offer.name, offer.country) for offer in offers]

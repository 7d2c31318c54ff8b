"""Adjectives and names of peoples that stand for a country or a region, from data/demonyms.csv: Pakistani, Turks."""

import csv
from functools import cache

from geo.places.gazetteer.name_normalization import normalize_name
from geo.settings import data_dir

DEMONYMS_CSV = data_dir() / "demonyms.csv"


def place_id(word: str) -> str | None:
    """The identifier of the place that a demonym stands for; None if the word is no demonym."""
    return index().get(normalize_name(word))


@cache
def index() -> dict[str, str]:
    """Place identifiers by the normalized demonyms."""
    with DEMONYMS_CSV.open(encoding="utf-8", newline="") as file:
        return {normalize_name(row["demonym"]): row["place_id"] for row in csv.DictReader(file)}

"""Words that no place is called by, from data/placeless_words.csv, as normalized names have them."""

import csv
from functools import cache

from geo.places.gazetteer.name_normalization import normalize_name
from geo.settings import data_dir


def is_placeless_form(form: str) -> bool:
    """Whether all words of a normalized name only say what a spot is, or that nobody knows: “near the border”."""
    words = form.split()
    return all(word in _placeless_forms() for word in words)


@cache
def _placeless_forms() -> frozenset[str]:
    with (data_dir() / "placeless_words.csv").open(encoding="utf-8", newline="") as file:
        return frozenset(word for row in csv.DictReader(file) for word in normalize_name(row["word"]).split())

"""How much each thing that is said with a name speaks for a bearer of it: fitted, from data/namesake_weights.csv."""

import math
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

from geo.errors import PlacesInvalid
from geo.places.table_rows import read_rows
from geo.settings import data_dir

FILE_NAME = "namesake_weights.csv"
COLUMNS = ["feature", "weight", "source"]
# Mentions of one area beyond which more say no more. Chosen by judgement: three doublings.
MAX_COUNT = 8


@dataclass(frozen=True)
class NamesakeWeights:
    """Weights in the units of Entry.weight, decimal logarithms of population: 1 outweighs a town ten times as large.

    alias                   for a town that usually bears another name, beside what its prior loses by that
    country_kind            for a country whose name a province elsewhere bears, beside its weight
    province_kind           for a province, beside its weight
    shaded                  for a town with the name of a province elsewhere in its country: Florida in New York
    country, province       if the text names its country or its province, and what each doubling of the count adds
    town_country, town_province     the same, if the text does not name them, and places towns in them
    near_clear, near_unclear        for towns around that are clearly meant and for others, the farther the less
    close                   for all of them again, where they are within some fifty kilometres
    opening                 for the place that the text opens with, the nearer the more: “CARMI, Ill. (AP)”
    home, home_province, home_country   for the publisher's town, the nearer the more, its province, its country
    """

    alias: float = 0.0
    country_kind: float = 0.0
    province_kind: float = 0.0
    shaded: float = 0.0
    country: float = 0.0
    country_doubling: float = 0.0
    province: float = 0.0
    province_doubling: float = 0.0
    town_country: float = 0.0
    town_country_doubling: float = 0.0
    town_province: float = 0.0
    town_province_doubling: float = 0.0
    near_clear: float = 0.0
    near_unclear: float = 0.0
    close: float = 0.0
    opening: float = 0.0
    home: float = 0.0
    home_province: float = 0.0
    home_country: float = 0.0


@dataclass(frozen=True)
class EvidenceScale:
    """What an area adds if it is named once, and what each doubling of the count adds to that."""

    first_mention: float
    per_doubling: float

    def strength(self, count: int) -> float:
        """What so many mentions add."""
        return self.first_mention + self.per_doubling * math.log2(min(count, MAX_COUNT)) if count else 0.0


@cache
def namesake_weights() -> NamesakeWeights:
    """The weights of data/namesake_weights.csv; raises PlacesInvalid if the file is damaged."""
    path = data_dir() / FILE_NAME
    rows = read_rows(path, COLUMNS)
    features = [field.name for field in fields(NamesakeWeights)]
    if sorted(row["feature"] for row in rows) != sorted(features):
        raise PlacesInvalid(path.name, "it does not have each feature once", accepted=", ".join(features))
    return NamesakeWeights(**{row["feature"]: _read_weight(path, row["weight"]) for row in rows})


def _read_weight(path: Path, text: str) -> float:
    try:
        weight = float(text)
    except ValueError:
        weight = math.nan
    if not math.isfinite(weight):
        raise PlacesInvalid(path.name, f"{text!r} is no weight", accepted="numbers such as 1.25")
    return weight

"""Providers' wordings and codes of countries lead to names that the map has."""

import csv

import pytest

from geo.core import boundaries
from geo.ingest.country_names import canonical_country
from geo.settings import data_dir


@pytest.mark.parametrize("file", ["country_names.csv", "fips_countries.csv"])
def test_every_country_is_one_of_the_map(file: str) -> None:
    with (data_dir() / file).open(encoding="utf-8", newline="") as lines:
        _, *rows = csv.reader(lines)
    names = {country for _, country in rows if country}
    assert names <= set(boundaries.countries()["name"])
    assert len({first for first, _ in rows}) == len(rows)


@pytest.mark.parametrize(
    ("wording", "country"),
    [("Syria", "Syria"), ("Russia (Soviet Union)", "Russia"), ("Yemen (North Yemen)", "Yemen"),
     ("Bosnia-Herzegovina", "Bosnia and Herzegovina"), ("eSwatini", "eSwatini"), ("  united   states ",
     "United States of America"), ("Soviet Union", None), ("Atlantis", "Atlantis")],
)  # fmt: skip
def test_wordings(wording: str, country: str | None) -> None:
    assert canonical_country(wording) == country

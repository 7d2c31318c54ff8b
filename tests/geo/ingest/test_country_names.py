"""Providers' wordings and codes of countries lead to names that the map has."""

import csv

import pycountry
import pytest

from geo.core import boundaries
from geo.ingest.country_names import canonical_country
from geo.settings import data_dir


@pytest.mark.parametrize("file", ["country_names.csv", "fips_countries.csv"])
def test_every_country_is_one_of_the_map(file: str) -> None:
    with (data_dir() / file).open(encoding="utf-8", newline="") as lines:
        _, *rows = csv.reader(lines)
    names = {row[1] for row in rows if row[1]}
    assert names <= set(boundaries.countries()["name"])
    assert len({row[0] for row in rows}) == len(rows)


# Natural Earth's codes where they are not those of ISO 3166-1.
CODES = {"ALA": "ALD", "ESH": "SAH", "PSE": "PSX", "SSD": "SDS"}
# What ISO 3166-1 lists by itself and Natural Earth counts to a country.
PARTS = {
    **dict.fromkeys(("GLP", "GUF", "MTQ", "MYT", "REU"), "France"),
    **dict.fromkeys(("BVT", "SJM"), "Norway"),
    **dict.fromkeys(("CCK", "CXR"), "Indian Ocean Territories"),
    **{"BES": "Netherlands", "TKL": "New Zealand"},
}


@pytest.mark.parametrize("country", list(pycountry.countries), ids=lambda country: country.alpha_3)
def test_every_name_of_iso_3166_is_known(country: pycountry.db.Country) -> None:
    names = boundaries.countries().set_index("country_code")["name"]
    code = CODES.get(country.alpha_3, country.alpha_3)
    expected = PARTS.get(code) or names[code]
    wordings = {getattr(country, field, country.name) for field in ("name", "official_name", "common_name")}
    assert [wording for wording in wordings if canonical_country(wording) != expected] == []


@pytest.mark.parametrize(
    ("wording", "country"),
    [("Syria", "Syria"), ("Russia (Soviet Union)", "Russia"), ("Yemen (North Yemen)", "Yemen"),
     ("Bosnia-Herzegovina", "Bosnia and Herzegovina"), ("eSwatini", "eSwatini"), ("  united   states ",
     "United States of America"), ("Soviet Union", None), ("Atlantis", "Atlantis")],
)  # fmt: skip
def test_wordings(wording: str, country: str | None) -> None:
    assert canonical_country(wording) == country

"""Natural Earth's English names of countries, from what providers call or code them."""

import csv
from functools import cache

from geo.core import boundaries
from geo.core.casefold import casefold
from geo.places.gazetteer import curated
from geo.settings import data_dir


@cache
def _names() -> dict[str, str]:
    """Casefolded wording → name; empty for what is no country of today, such as Yugoslavia or “International”."""
    names = {casefold(name): name for name in boundaries.countries()["name"]}
    for row in curated.rows().values():
        if row["kind"] == "country":
            names |= {casefold(alias): row["name"] for alias in row["aliases"].split(curated.SEPARATOR) if alias}
    return names | {casefold(wording): country for wording, country in _table("country_names.csv").items()}


@cache
def _table(file: str) -> dict[str, str]:
    """Wording or code → country, the first two columns of a file in `data/`."""
    with (data_dir() / file).open(encoding="utf-8", newline="") as lines:
        _, *rows = csv.reader(lines)
    return {row[0]: row[1] for row in rows}


def canonical_country(wording: str) -> str | None:
    """Return a country's name on our map; None for states that are no more, the wording itself if it is unknown."""
    return _names().get(casefold(" ".join(wording.split())), wording) or None


def country_of_fips(code: str) -> str | None:
    """Return the country of a FIPS 10-4 code, as GDELT has them; None for seas and for states that are no more."""
    return _table("fips_countries.csv").get(code.upper())

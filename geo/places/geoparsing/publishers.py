"""The country that a publisher mostly writes about, by its web domain, from data/publishers.csv."""

import csv
from collections.abc import Iterator
from functools import cache

from geo.core import boundaries
from geo.errors import PlacesInvalid
from geo.settings import data_dir

COLUMNS = ["label", "kind", "country_code", "source"]
DOMAINS, SITES = "domains", "sites"


def publisher_country(domain: str | None) -> str:
    """The country by Natural Earth's name; empty where the domain says nothing, as `.com` does.

    A publisher's own name decides before the top-level domain. Raises PlacesInvalid if data/publishers.csv is damaged.
    """
    labels = (domain or "").lower().rstrip(".").split(".")
    countries = _countries_by_label()
    site = next((countries[SITES, label] for label in labels[:-1] if (SITES, label) in countries), None)
    return site or countries.get((DOMAINS, labels[-1]), "")


@cache
def _countries_by_label() -> dict[tuple[str, str], str]:
    """Names of countries by (kind, label of a domain)."""
    names = dict(zip(boundaries.countries()["country_code"], boundaries.countries()["name"], strict=True))
    return {(kind, label): names[code] for label, kind, code in _read_rows(known_codes=set(names))}


def _read_rows(known_codes: set[str]) -> Iterator[tuple[str, str, str]]:
    path = data_dir() / "publishers.csv"
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file, strict=True)
        if reader.fieldnames != COLUMNS:
            raise PlacesInvalid(path.name, "its columns are not the accepted ones", accepted=", ".join(COLUMNS))
        for row in reader:
            if row["kind"] not in (DOMAINS, SITES) or row["country_code"] not in known_codes:
                reason = f"line {reader.line_num} has an unknown kind or country code"
                accepted = f"{DOMAINS} or {SITES}, and Natural Earth’s country codes"
                raise PlacesInvalid(path.name, reason, accepted=accepted)
            yield row["label"], row["kind"], row["country_code"]

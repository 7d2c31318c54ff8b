"""What a publisher mostly writes about, by its web domain: its country and the town in its name."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from geo.core import boundaries
from geo.errors import PlacesInvalid
from geo.places.disambiguation import Context, rank_by_context
from geo.places.gazetteer import gazetteer
from geo.places.gazetteer.entry import Entry
from geo.places.table_rows import read_rows
from geo.settings import data_dir

COLUMNS = ["label", "kind", "country_code", "source"]
HOME_COLUMNS = ["label", "town", "admin1", "country_code", "source"]
DOMAINS, SITES, WORDS = "domains", "sites", "words"
# Chosen by judgement, not measured.
MAX_DOMAIN_LENGTH = 253  # characters: RFC 1035
MIN_HOME_LETTERS, MAX_HOME_LETTERS = 4, 30
MIN_HOME_WEIGHT = 3.0  # a town of a thousand
MIN_HOME_LEAD = 0.3  # twice as likely as another town of the name, in the light of the text
HOME_KINDS = ("town", "county", "province", "country")


@dataclass(frozen=True)
class PublisherHome:
    """Where a publisher is at home, as far as its domain and the text say: a country, a province in it, a town."""

    country: str = ""
    admin1: str = ""
    town: Entry | None = None


def publisher_home(domain: str | None, context: Context) -> PublisherHome:
    """The home of a publisher; of several towns with the name in its domain, the one that the text speaks for."""
    if len(domain or "") > MAX_DOMAIN_LENGTH:
        return PublisherHome()
    country = publisher_country(domain)
    ranked = rank_by_context(_bearers_of_domain(domain or "", country), context)
    if not ranked:
        return PublisherHome(country)
    among = context.among(ranked)
    lead = among.score(ranked[0]) - among.score(ranked[1]) if len(ranked) > 1 else MIN_HOME_LEAD
    if lead < MIN_HOME_LEAD and ranked[0].admin1 != ranked[1].admin1:
        return PublisherHome(country)
    home = ranked[0]
    return PublisherHome(home.country, home.admin1, home if home.kind in ("town", "county") else None)


@lru_cache(maxsize=256)
def _bearers_of_domain(domain: str, country: str) -> tuple[Entry, ...]:
    """The towns and provinces whose name is in a domain: “carmitimes.com”, “thesanantoniopost.com”."""
    labels = domain.lower().rstrip(".").split(".")[:-1]
    homes = (publisher_homes().get(label.replace("-", "")) for label in labels)
    home = next((home for home in homes if home is not None and country in ("", home[2])), None)
    if home is not None:
        return _towns_of(*home)
    names = (name for label in labels for name in _names_in_label(label.replace("-", "")))
    for name in names:
        entries = [
            entry
            for entry in gazetteer.entries_by_name(name)
            if entry.kind in HOME_KINDS
            and entry.is_preferred_name
            and entry.weight >= MIN_HOME_WEIGHT
            and country in ("", entry.country)
        ]
        if entries:
            return tuple(entries)
    return ()


def _towns_of(town: str, admin1: str, country: str) -> tuple[Entry, ...]:
    """The town of a province; St. Louis lies beside the outline of Missouri, and is the largest of its name."""
    towns = [entry for entry in gazetteer.candidates(town) if (entry.kind, entry.country) == ("town", country)]
    return tuple([*(entry for entry in towns if entry.admin1 == admin1), *towns][:1])


@cache
def publisher_homes() -> dict[str, tuple[str, str, str]]:
    """Town, province and country of publishers by a label of their domain; raises PlacesInvalid for a damaged file."""
    names = dict(zip(boundaries.countries()["country_code"], boundaries.countries()["name"], strict=True))
    path = data_dir() / "publisher_homes.csv"
    rows = read_rows(path, HOME_COLUMNS)
    unknown = [row["label"] for row in rows if row["country_code"] not in names]
    if unknown:
        raise PlacesInvalid(path.name, f"{unknown[0]!r} has an unknown country code", accepted="Natural Earth’s codes")
    return {row["label"]: (row["town"], row["admin1"], names[row["country_code"]]) for row in rows}


def _names_in_label(label: str) -> Iterator[str]:
    """What a label may mean once the words of newspapers are off it, as one word, then as two."""
    core = _without_words(label)
    if core == label or not MIN_HOME_LETTERS <= len(core) <= MAX_HOME_LETTERS:
        return
    yield core
    for gap in range(2, len(core) - 1):
        yield f"{core[:gap]} {core[gap:]}"


def _without_words(label: str) -> str:
    """A label without the words of newspapers at its ends: “carmi” of “thecarmitimes”."""
    words = sorted((word for kind, word in _countries_by_label() if kind == WORDS), key=len, reverse=True)
    core, is_shorter = label, True
    while is_shorter:
        end = next((word for word in words if core.endswith(word) and len(core) > len(word)), "")
        core = core.removesuffix(end)
        start = next((word for word in words if core.startswith(word) and len(core) > len(word)), "")
        core, is_shorter = core.removeprefix(start), bool(start or end)
    return core


def publisher_country(domain: str | None) -> str:
    """The country by Natural Earth's name; empty where the domain says nothing, as `.com` does.

    A publisher's own name decides before the top-level domain. Raises PlacesInvalid if data/publishers.csv is damaged.
    """
    labels = (domain or "")[:MAX_DOMAIN_LENGTH].lower().rstrip(".").split(".")
    countries = _countries_by_label()
    site = next((countries[SITES, label] for label in labels[:-1] if (SITES, label) in countries), None)
    return site or countries.get((DOMAINS, labels[-1]), "")


@cache
def _countries_by_label() -> dict[tuple[str, str], str]:
    """Names of countries by (kind, label of a domain)."""
    names = {"": ""} | dict(zip(boundaries.countries()["country_code"], boundaries.countries()["name"], strict=True))
    return {(kind, label): names[code] for label, kind, code in _read_rows(known_codes=set(names))}


def _read_rows(known_codes: set[str]) -> Iterator[tuple[str, str, str]]:
    path = data_dir() / "publishers.csv"
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file, strict=True)
        if reader.fieldnames != COLUMNS:
            raise PlacesInvalid(path.name, "its columns are not the accepted ones", accepted=", ".join(COLUMNS))
        for row in reader:
            is_word = row["kind"] == WORDS and not row["country_code"]
            is_known = row["kind"] in (DOMAINS, SITES) and row["country_code"] in known_codes - {""}
            if not is_word and not is_known:
                reason = f"line {reader.line_num} has an unknown kind or country code"
                accepted = f"{DOMAINS} or {SITES} with Natural Earth’s country codes, or {WORDS} without"
                raise PlacesInvalid(path.name, reason, accepted=accepted)
            yield row["label"], row["kind"], row["country_code"]

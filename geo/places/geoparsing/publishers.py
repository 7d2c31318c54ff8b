"""What a publisher mostly writes about, by its web domain: its country and the town in its name."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from geo.core import boundaries
from geo.errors import PlacesInvalid
from geo.places.disambiguation import Context, rank_by_context
from geo.places.gazetteer import gazetteer
from geo.places.gazetteer.entry import Entry
from geo.places.geoparsing.domains import (
    clean_domain,
    domain_and_parents,
    is_on_country_domain,
    is_on_generic_domain,
    publisher_label,
)
from geo.places.geoparsing.surrounded import most_surrounded
from geo.places.province_changes import lies_in_or_near
from geo.places.table_rows import read_rows
from geo.places.words.stopwords import ordinary_words
from geo.settings import data_dir

COLUMNS = ["label", "kind", "country_code", "source"]
HOME_COLUMNS = ["label", "town", "admin1", "country_code", "source"]
DOMAINS, SITES, WORDS = "domains", "sites", "words"
# Chosen by judgement, not measured.
MAX_DOMAIN_LENGTH = 253  # characters: RFC 1035
MIN_HOME_LETTERS, MAX_HOME_LETTERS = 4, 30
MIN_HOME_WEIGHT = 3.0  # a town of a thousand
MIN_CITY_WEIGHT = 5.0  # a city of 100,000 is what its name says, whatever a text is about
MIN_HOME_LEAD = 0.3  # twice as likely as another town of the name, in the light of the text
HOME_KINDS = ("town", "county", "province", "country")
CODED_COUNTRIES = ("United States of America", "Canada", "Australia")  # whose papers have a province in their domain


@dataclass(frozen=True)
class PublisherHome:
    """Where a publisher is at home, as far as its domain and the text say: a country, a province in it, a town."""

    country: str = ""
    admin1: str = ""
    town: Entry | None = None


@dataclass(frozen=True)
class DomainBearers:
    """The places whose name is in a domain, the name, and whether their province is in it too."""

    name: str = ""
    entries: tuple[Entry, ...] = ()
    is_with_province: bool = False


def publisher_home(
    domain: str | None, context: Context, names: Mapping[str, Sequence[Entry]] | None = None
) -> PublisherHome:
    """The home of a publisher; of several towns with the name in its domain, the one that the text speaks for.

    `names`: the bearers of each name that the text mentions.
    """
    if len(domain or "") > MAX_DOMAIN_LENGTH:
        return PublisherHome()
    country = publisher_country(domain)
    listed = _home_of_paper(domain or "", country)
    if listed is not None:
        return listed
    bearers = _bearers_of_domain(domain or "", country)
    home = most_surrounded(bearers.entries, names or {}) or _likeliest(bearers, context)
    if home is None:
        return PublisherHome(country)
    return PublisherHome(home.country, home.admin1, home if home.kind in ("town", "county") else None)


def _likeliest(bearers: DomainBearers, context: Context) -> Entry | None:
    """The bearer of a name that is meant if no other place speaks for one; None where two are as likely."""
    ranked = rank_by_context(bearers.entries, context)
    among = context.among(ranked)
    lead = among.score(ranked[0]) - among.score(ranked[1]) if len(ranked) > 1 else MIN_HOME_LEAD
    is_clear = bool(ranked) and (lead >= MIN_HOME_LEAD or ranked[0].admin1 == ranked[1].admin1)
    return ranked[0] if is_clear and _may_be_home(bearers, ranked[0], context) else None


def _may_be_home(bearers: DomainBearers, likeliest: Entry, context: Context) -> bool:
    """Whether a text does not speak against a home: “hornobserver.com” on Somalia is not of Horn in Austria.

    A town with its province is meant, and a city, if its name is no ordinary word: that needs the text to speak for it.
    """
    is_word = bearers.name in ordinary_words()
    if bearers.is_with_province or (likeliest.weight >= MIN_CITY_WEIGHT and not is_word):
        return True
    return context.countries.get(likeliest.country, 0.0) > 0 or (not context.countries and not is_word)


@lru_cache(maxsize=256)
def _bearers_of_domain(domain: str, country: str) -> DomainBearers:
    """The towns and provinces whose name is in a domain: “carmitimes.com”, “thesanantoniopost.com”."""
    for name, province in _names_in_label(publisher_label(domain).replace("-", "")):
        entries = [
            entry
            for entry in gazetteer.entries_by_name(name)
            if entry.kind in HOME_KINDS
            and entry.is_preferred_name
            and entry.weight >= MIN_HOME_WEIGHT
            and country in ("", entry.country)
            and (province is None or (entry.country, entry.admin1) == (province.country, province.admin1))
        ]
        if entries:
            return DomainBearers(name, tuple(entries), is_with_province=province is not None)
    return DomainBearers()


def _home_of_paper(domain: str, country: str) -> PublisherHome | None:
    """The home of a publisher that data/publisher_homes.csv has: by its whole domain, else by whose domain it is."""
    label = publisher_label(domain)
    is_of_papers = is_on_generic_domain(domain) or is_on_country_domain(domain)
    keys = [*domain_and_parents(domain), *([label, label.replace("-", "")] if is_of_papers else [])]
    homes = (publisher_homes().get(key) for key in keys)
    home = next((home for home in homes if home is not None and country in ("", home[2])), None)
    return home and PublisherHome(home[2], home[1], _town_of(*home))


def _town_of(town: str, admin1: str, country: str) -> Entry | None:
    """The town of a province, or one near its outline, as St. Louis is; None for a paper of a whole province."""
    towns = [entry for entry in gazetteer.candidates(town) if (entry.kind, entry.country) == ("town", country)]
    near = (entry for entry in towns if lies_in_or_near(entry.longitude, entry.latitude, admin1, country))
    return next((entry for entry in towns if entry.admin1 == admin1), None) or next(near, None)


@cache
def publisher_homes() -> dict[str, tuple[str, str, str]]:
    """Town, province and country of publishers by a label of their domain, the town “*” for a whole province's.

    Raises PlacesInvalid for a damaged file.
    """
    names = dict(zip(boundaries.countries()["country_code"], boundaries.countries()["name"], strict=True))
    path = data_dir() / "publisher_homes.csv"
    rows = read_rows(path, HOME_COLUMNS)
    unknown = [row["label"] for row in rows if row["country_code"] not in names]
    if unknown:
        raise PlacesInvalid(path.name, f"{unknown[0]!r} has an unknown country code", accepted="Natural Earth’s codes")
    return {row["label"]: (row["town"], row["admin1"], names[row["country_code"]]) for row in rows}


def _names_in_label(label: str) -> Iterator[tuple[str, Entry | None]]:
    """What a label may mean once the words of newspapers are off it, the longest first: as one word, then as two.

    With it the province that stands at its end or its beginning: “limaohio”, “miamiok”.
    """
    whole = len(label)
    cores = {core for core in _cores(label) if MIN_HOME_LETTERS <= len(core) <= MAX_HOME_LETTERS}
    for core in sorted(cores, key=lambda core: (-len(core), core)):
        if len(core) < whole:
            yield from ((name, None) for name in _spellings(core))
        for town, province in _without_province(core):
            yield from ((name, province) for name in _spellings(town))


def _spellings(core: str) -> Iterator[str]:
    """A run of letters as one word, then as two."""
    yield core
    for gap in range(2, len(core) - 1):
        yield f"{core[:gap]} {core[gap:]}"


def _cores(label: str) -> Iterator[str]:
    """A label, and what is left of it without words of newspapers at its ends: “carmi” of “thecarmitimes”."""
    words = _newspaper_words()
    waiting, cores = [label], {label}
    while waiting:
        core = waiting.pop()
        shorter = {core.removesuffix(word) for word in words} | {core.removeprefix(word) for word in words}
        fresh = shorter - cores - {""}
        cores |= fresh
        waiting += fresh
    yield from cores - words


def _without_province(core: str) -> Iterator[tuple[str, Entry]]:
    """A town and its province, where a province's name or its letters end a run, or its name begins it."""
    for size in range(2, len(core) - MIN_HOME_LETTERS + 1):
        for part, rest in ((core[-size:], core[:-size]), (core[:size], core[size:])):
            is_short = size < MIN_HOME_LETTERS
            province = None if is_short and part == core[:size] else _province_of(part)
            if province is not None:
                yield rest, province


@lru_cache(maxsize=1024)
def _province_of(name: str) -> Entry | None:
    """The province of the United States, Canada or Australia of which these letters are the name or the code."""
    entries = gazetteer.entries_by_name(name)
    is_province = bool(entries) and entries[0].kind == "province" and entries[0].country in CODED_COUNTRIES
    return entries[0] if is_province else None


@cache
def _newspaper_words() -> frozenset[str]:
    return frozenset(word for kind, word in _countries_by_label() if kind == WORDS)


def publisher_country(domain: str | None) -> str:
    """The country by Natural Earth's name; empty where the domain says nothing, as `.com` does.

    A publisher's own name decides before the top-level domain. Raises PlacesInvalid if data/publishers.csv is damaged.
    """
    domain = clean_domain((domain or "")[:MAX_DOMAIN_LENGTH])
    countries = _countries_by_label()
    keys = [*domain_and_parents(domain), publisher_label(domain)]
    site = next((countries[SITES, key] for key in keys if (SITES, key) in countries), None)
    return site or countries.get((DOMAINS, domain.rpartition(".")[2]), "")


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

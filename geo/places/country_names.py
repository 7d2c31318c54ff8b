"""What countries are called and coded by: from any wording of them to Natural Earth's English name.

The wordings of `data/country_names.csv` are compared without case, accents, punctuation, “the”, “of”, “and”, and in any
order, so that “Korea, Rep.”, “Republic of Korea” and “KOREA (REPUBLIC OF)” are one.
"""

import csv
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice, product

from geo.core.casefold import casefold
from geo.places.gazetteer.name_normalization import APOSTROPHES, LETTERS
from geo.settings import data_dir

SEPARATOR = "; "  # between the countries of a wording that may mean several
# Schemes of codes, in the order in which they are preferred where two fit a column alike.
ISO3, ISO2, IOC, FIPS, M49, GW = "iso3", "iso2", "ioc", "fips", "m49", "gw"
SCHEMES = (ISO3, ISO2, IOC, FIPS, M49, GW)
SCHEME_LABELS = {
    ISO3: "ISO 3166, three letters", ISO2: "ISO 3166, two letters", IOC: "the Olympic Committee's",
    FIPS: "FIPS 10-4, of the United States", M49: "UN M49 and ISO 3166, numbers",
    GW: "Gleditsch and Ward's, as UCDP has them",
}  # fmt: skip
MAX_LENGTH = 120  # characters of a wording that are read; the longest official name has 56
MAX_EXPANSIONS = 64  # ways to spell out the abbreviations of one wording; chosen by judgement
IGNORED = frozenset({"the", "of", "and", "et", "y", "و", "former", "formerly", "ex"})
# What abbreviations in names of countries stand for. Every one is tried.
ABBREVIATIONS: dict[str, tuple[str, ...]] = {
    "rep": ("republic", "republique", "republica"), "dem": ("democratic", "democratique", "democratica"),
    "is": ("islands", "island"), "isl": ("islands", "island", "islamic"), "isls": ("islands",),
    "island": ("island", "islands"), "islands": ("islands", "island"),
    "st": ("saint", "state"), "ste": ("sainte",), "sts": ("states",), "fed": ("federated", "federal", "federation"),
    "n": ("north", "northern", "new"), "s": ("south", "southern"), "e": ("east", "eastern"),
    "w": ("west", "western"), "eq": ("equatorial",), "afr": ("african", "africa"), "boliv": ("bolivarian",),
    "bol": ("bolivarian",), "plur": ("plurinational",), "pr": ("peoples republic",), "ppls": ("peoples",),
    "people": ("peoples",), "dr": ("democratic republic",), "terr": ("territory", "territories"),
    "herz": ("herzegovina",), "utd": ("united",), "kgdm": ("kingdom",), "soc": ("socialist",), "gt": ("great",),
    "govt": ("government",), "isla": ("islas",), "arab": ("arab",), "prov": ("province",),
    "fr": ("french",), "br": ("british",), "ur": ("united republic",),
}  # fmt: skip
# Words that only say what kind of state a country is: a name without them is the country's where it is known alone.
KINDS_OF_STATE = frozenset(
    {
        "republic", "kingdom", "islamic", "federal", "federation", "democratic", "socialist", "sultanate", "emirate",
        "principality", "commonwealth", "union", "arab", "republique", "royaume",
        "republica", "reino", "islamique", "islamica", "جمهوریه", "جمهوری", "مملکه", "اسلامی",
        "اسلامیه", "دیمقراطیه", "عربیه", "sar", "special", "administrative", "region",
    }
)  # fmt: skip
_FOOTNOTE = re.compile(r"[\[(]\s*(?:[0-9]{1,2}|[a-z])\s*[\])]|[*†‡§¹²³⁴⁵]|\s[0-9]/")
_INITIALS = re.compile(r"\b(?:[^\W\d_]\.){2,}")  # U.S.A., D.R.
_ELISION = re.compile(r"\b[dDlL]['’‘`´]")  # “République d'Irak”
_BREAKS = re.compile(r"[\W_]+")
_BRACKETS = re.compile(r"^(?P<outer>[^()\[\]]+)[(\[](?P<inner>[^()\[\]]+)[)\]]?\s*$")
_PARTS = re.compile(r"\s*(?:[/;|]|,|\s[-–—]\s|\s(?:and|or|et|y|&)\s|[-–—])\s*", re.IGNORECASE)


@dataclass(frozen=True)
class CountryReading:
    """What a wording means: one country, none of today (`is_known` without names), or one of several."""

    names: tuple[str, ...] = ()
    is_known: bool = False

    @property
    def country(self) -> str:
        """The country where it is the only one; else empty."""
        return self.names[0] if len(self.names) == 1 else ""


UNKNOWN = CountryReading()


@lru_cache(maxsize=20_000)
def read_country(wording: str) -> CountryReading:
    """Return what a wording means; a wording that is two countries, such as “Congo” or “Iran/Iraq”, has both."""
    text = _FOOTNOTE.sub(" ", wording[:MAX_LENGTH])
    reading = _read_whole(text)
    if reading.is_known or len(wording) > MAX_LENGTH:
        return reading
    return _read_brackets(text) or _read_parts(text) or UNKNOWN


@lru_cache(maxsize=20_000)
def read_full_name(wording: str) -> CountryReading:
    """Return what a wording means that is known as it stands, in any order of its words; no part of it is left out."""
    return next((_table()[key] for key in _keys(wording[:MAX_LENGTH]) if key in _table()), UNKNOWN)


def country_of_code(scheme: str, code: str) -> str | None:
    """Return the country of a code, None for an unknown one and for a code of what is no country of today."""
    return codes_by_scheme()[scheme].get(normalize_code(scheme, code)) or None


def normalize_code(scheme: str, code: str) -> str:
    """Return a code as the table has it: in capitals, numbers without leading zeros."""
    code = code.strip().upper()
    return (code.removesuffix(".0").lstrip("0") or "0") if scheme in (M49, GW) else code


@cache
def codes_by_scheme() -> dict[str, dict[str, str]]:
    """The countries by code for each of SCHEMES; empty for what is no country of today."""
    tables: dict[str, dict[str, str]] = {scheme: {} for scheme in SCHEMES}
    for scheme, code, country, _source in _rows("country_codes.csv"):
        tables[scheme][code] = country
    return tables


def country_of_any_code(code: str) -> str | None:
    """Return the country of a code that stands alone: by ISO 3166, and by IOC where ISO has no such code."""
    return next(filter(None, (country_of_code(scheme, code) for scheme in (ISO3, ISO2, IOC))), None)


@cache
def spellings(country: str) -> tuple[str, ...]:
    """Return every wording and ISO code of a country, casefolded, with accents and without."""
    return _spellings().get(country, (casefold(country),))


@cache
def _spellings() -> dict[str, tuple[str, ...]]:
    by_country: dict[str, set[str]] = {}
    for wording, country, _source in _rows("country_names.csv"):
        if country and SEPARATOR not in country:
            by_country.setdefault(country, {casefold(country)}).update(map(casefold, (wording, strip_accents(wording))))
    for scheme in (ISO3, ISO2):
        for code, country in codes_by_scheme()[scheme].items():
            if country:
                by_country.setdefault(country, {casefold(country)}).add(casefold(code))
    return {country: tuple(sorted(names)) for country, names in by_country.items()}


def strip_accents(text: str) -> str:
    """Return the text without accents."""
    return "".join(letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.combining(letter))


def _read_whole(text: str) -> CountryReading:
    reading = read_full_name(text)
    if reading.is_known:
        return reading
    for key in _keys(text):
        name = tuple(word for word in key if word not in KINDS_OF_STATE)
        if name != key and _table().get(name, UNKNOWN).is_known and len(_table()[name].names) < 2:
            return _table()[name]
    return UNKNOWN


def _read_brackets(text: str) -> CountryReading | None:
    """“Myanmar (Burma)”, “Kosovo (under UNSCR 1244)”: what stands before the brackets, if that is known."""
    match = _BRACKETS.match(text)
    if match is None:
        return None
    outer, inner = _read_whole(match["outer"]), _read_whole(match["inner"])
    if len(outer.names) > 1 and inner.country in outer.names:
        return inner
    return outer if outer.is_known else None


def _read_parts(text: str) -> CountryReading | None:
    """“Ivory Coast / Côte d'Ivoire” is one country, “Iran/Iraq” two; None where a part is no country."""
    parts = [part for part in _PARTS.split(text) if part]
    readings = [_read_whole(part) for part in parts]
    if len(parts) < 2 or not all(reading.is_known for reading in readings):
        return None
    names = tuple(dict.fromkeys(name for reading in readings for name in reading.names))
    return CountryReading(names, True)


@cache
def _table() -> dict[tuple[str, ...], CountryReading]:
    """Readings by the sorted words of each wording."""
    table: dict[tuple[str, ...], CountryReading] = {}
    for wording, countries, _source in _rows("country_names.csv"):
        names = tuple(name for name in countries.split(SEPARATOR) if name)
        table.setdefault(wording_key(wording), CountryReading(names, True))
    return table


def _keys(text: str) -> Iterator[tuple[str, ...]]:
    """The sorted words of a text, then with its abbreviations spelt out in every way."""
    words = normalize_wording(text)
    if not words:
        return
    yield _key(words)
    if len(words) > 1:
        ways = (dict.fromkeys((word, *ABBREVIATIONS.get(word, ()))) for word in words)
        for spelt in islice(product(*ways), 1, MAX_EXPANSIONS):
            yield _key([part for word in spelt for part in word.split()])


def wording_key(wording: str) -> tuple[str, ...]:
    """Return what all wordings have in common that differ in case, accents, punctuation, order or small words."""
    return _key(normalize_wording(wording))


def _key(words: list[str]) -> tuple[str, ...]:
    return tuple(sorted(word for word in words if word not in IGNORED) or sorted(words))


def normalize_wording(text: str) -> list[str]:
    """Return the words of a wording without case, accents and punctuation."""
    text = _INITIALS.sub(lambda match: match.group().replace(".", "") + " ", text.replace("&", " and "))
    text = _ELISION.sub("", text)
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold().translate(LETTERS))
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter)).translate(LETTERS)
    return [
        word.removeprefix("ال") if len(word) > 4 else word for word in _BREAKS.split(APOSTROPHES.sub("", plain)) if word
    ]


def _rows(file: str) -> list[list[str]]:
    with (data_dir() / file).open(encoding="utf-8", newline="") as lines:
        _, *rows = csv.reader(lines)
    return rows

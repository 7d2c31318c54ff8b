"""Build the names and the codes of countries from packages and from what is kept by hand.

python data/build_countries.py              needs what `make test` installs
Reads `country_wordings.csv` and `fips_countries.csv`, which are kept by hand, and writes `country_names.csv` and
`country_codes.csv`. Run data/build_geography.py before: every country is one of its outlines.
"""

import csv
import gettext
import importlib.util
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pycountry
from babel import Locale
from babel.localedata import locale_identifiers

DATA = Path(__file__).parent
sys.path.insert(0, str(DATA.parent))

from geo.core import boundaries  # noqa: E402
from geo.places.country_names import (  # noqa: E402
    FIPS,
    GW,
    IOC,
    ISO2,
    ISO3,
    M49,
    normalize_code,
    wording_key,
)  # fmt: skip
from geo.places.gazetteer import curated  # noqa: E402

LANGUAGES = ("en", "fr", "es", "ar", "fa")
READABLE = re.compile(r"[\u0000-\u024f\u1e00-\u1eff\u2000-\u206f\u0600-\u06ff\ufb50-\ufeff]+")  # Latin or Arabic script
# Natural Earth's codes where they are not those of ISO 3166-1.
NATURAL_EARTH_CODES = {"ALA": "ALD", "ESH": "SAH", "PSE": "PSX", "SSD": "SDS", "XKX": "KOS"}
# What ISO 3166-1 lists by itself and Natural Earth counts to a country.
PARTS = {
    **dict.fromkeys(("GLP", "GUF", "MTQ", "MYT", "REU"), "France"),
    **dict.fromkeys(("BVT", "SJM"), "Norway"),
    **dict.fromkeys(("CCK", "CXR"), "Indian Ocean Territories"),
    **{"BES": "Netherlands", "TKL": "New Zealand"},
}
# What Debian's iso-codes translate wrongly: “Republic of Zambia” for Gambia's, “Palestine” for Eritrea's.
FAULTY_TRANSLATIONS = frozenset({("fa", "GMB", "جمهوری زامبیا"), ("fa", "ERI", "فلسطین")})
KOSOVO = "Kosovo"
# Codes that ISO 3166-1 leaves to its users or has reserved, and codes of the past that files still have.
FURTHER_CODES = (
    (ISO2, "XK", KOSOVO, "user-assigned, as the European Commission and CLDR have it"),
    (ISO3, "XKX", KOSOVO, "user-assigned, as the World Bank has it"),
    (M49, "412", KOSOVO, "as UNICEF and others have it"),
    (ISO3, "XXK", KOSOVO, "user-assigned, as some sources have it"),
    (ISO2, "UK", "United Kingdom", "reserved in ISO 3166-1"),
    (ISO2, "EL", "Greece", "as the European Union has it"),
    (ISO3, "ROM", "Romania", "ISO 3166-1 until 2002"),
    (ISO3, "WBG", "Palestine", "the World Bank's, until 2013"),
    (ISO3, "KSV", KOSOVO, "the World Bank's, until 2015"),
    (ISO3, "TMP", "East Timor", "ISO 3166-3"),
    (ISO3, "ZAR", "Democratic Republic of the Congo", "ISO 3166-3"),
    (ISO3, "BUR", "Myanmar", "ISO 3166-3"),
    (ISO3, "HVO", "Burkina Faso", "ISO 3166-3"),
    (ISO3, "DHY", "Benin", "ISO 3166-3"),
    (ISO3, "DDR", "Germany", "ISO 3166-3"),
    (ISO3, "YMD", "Yemen", "ISO 3166-3"),
    (ISO3, "RHO", "Zimbabwe", "ISO 3166-3"),
    *((ISO3, code, "", "ISO 3166-3; no country of today") for code in ("SUN", "YUG", "SCG", "CSK", "ANT")),
)  # fmt: skip

Row = tuple[str, str, str]  # wording, country, source


def main() -> None:
    """Write both tables."""
    _write("country_names.csv", ["wording", "country", "source"], sorted(_names().values()))
    codes = _codes()
    _write(
        "country_codes.csv",
        ["scheme", "code", "country", "source"],
        sorted((*key, *value) for key, value in codes.items()),
    )


def _names() -> dict[tuple[tuple[str, ...], str], Row]:
    """The wordings, one of each spelling in lower case; what is kept by hand decides before the packages do."""
    by_hand = {wording_key(row[0]) for row in _hand_rows()}
    names: dict[tuple[tuple[str, ...], str], Row] = {}
    country_of_key: dict[tuple[str, ...], tuple[str, str]] = {}
    conflicts: list[str] = []
    for wording, country, source in (*_hand_rows(), *_package_rows()):
        key = wording_key(wording)
        known = country_of_key.setdefault(key, (country, source))
        if known[0] == country:
            names.setdefault((key, wording.casefold()), (wording, country, source))
        elif key not in by_hand:
            conflicts.append(f"{wording!r} is {known[0]!r} by {known[1]} and {country!r} by {source}")
    if conflicts:
        raise ValueError("Packages disagree, add rows by hand:\n" + "\n".join(sorted(set(conflicts))))
    return names


def _hand_rows() -> list[Row]:
    return [tuple(row) for row in _read("country_wordings.csv")]  # type: ignore[misc]


def _package_rows() -> Iterator[Row]:
    yield from ((name, name, "Natural Earth 5.1") for name in boundaries.countries()["name"])
    countries = {country.alpha_2: _country_of_iso(country.alpha_3) for country in pycountry.countries}
    for country in pycountry.countries:
        for name in _iso_names(country):
            yield name, countries[country.alpha_2], "ISO 3166-1, as pycountry 26.2.16 has it"
    yield from _curated_rows()
    yield from _translated_rows(countries)
    yield from _cldr_rows({**countries, "XK": KOSOVO})
    yield from _converter_rows()


def _iso_names(country: object) -> list[str]:
    fields = ("name", "official_name", "common_name")
    return list(dict.fromkeys(filter(None, (getattr(country, field, None) for field in fields))))


def _curated_rows() -> Iterator[Row]:
    for row in curated.rows().values():
        aliases = row["aliases"].split(curated.SEPARATOR) if row["kind"] == "country" else []
        yield from ((alias, row["name"], "data/places.csv") for alias in aliases if alias)


def _translated_rows(countries: dict[str, str]) -> Iterator[Row]:
    """The names of ISO 3166-1 in other languages."""
    for language in LANGUAGES[1:]:
        translation = gettext.translation("iso3166-1", pycountry.LOCALES_DIR, languages=[language])
        for country in pycountry.countries:
            for name in _iso_names(country):
                text = translation.gettext(name)
                if text != name and (language, country.alpha_3, text) not in FAULTY_TRANSLATIONS:
                    source = f"Debian's iso-codes in {language}, as pycountry 26.2.16 has them"
                    yield text, countries[country.alpha_2], source


def _cldr_rows(countries: dict[str, str]) -> Iterator[Row]:
    """The names in Unicode's CLDR, in the languages and their regional forms."""
    for identifier in sorted(locale_identifiers()):
        if identifier.partition("_")[0] in LANGUAGES:
            territories = Locale.parse(identifier).territories
            for code, name in territories.items():
                if code in countries and READABLE.fullmatch(name):
                    yield name, countries[code], f"CLDR in {identifier}, as Babel 2.18.0 has it"


def _converter_rows() -> Iterator[Row]:
    """The short and official names that country_converter lists."""
    for row in _converter_table():
        country = _country_of_iso(row["ISO3"], "")
        for name in (row["name_short"], row["name_official"]):
            if country and name:
                yield name, country, "country_converter 1.3.2"


def _codes() -> dict[tuple[str, str], tuple[str, str]]:
    """Country and source by scheme and code."""
    codes: dict[tuple[str, str], tuple[str, str]] = {}
    for country in pycountry.countries:
        name, source = _country_of_iso(country.alpha_3), "ISO 3166-1, as pycountry 26.2.16 has it"
        codes[ISO3, country.alpha_3], codes[ISO2, country.alpha_2] = (name, source), (name, source)
        codes[M49, normalize_code(M49, country.numeric)] = (name, source)
    for row in _converter_table():
        country = _country_of_iso(row["ISO3"], "")
        for scheme, field in ((IOC, "IOC"), (GW, "GWcode")):
            if country and row[field]:
                codes.setdefault((scheme, normalize_code(scheme, row[field])), (country, "country_converter 1.3.2"))
    for code, country in _read("fips_countries.csv"):
        codes[FIPS, code] = (country, "FIPS 10-4, kept by hand in fips_countries.csv")
    for code, own_code in NATURAL_EARTH_CODES.items():
        codes.setdefault((ISO3, own_code), (_country_of_iso(code), "Natural Earth's own code"))
    for scheme, code, country, source in FURTHER_CODES:
        codes.setdefault((scheme, code), (country, source))
    return codes


def _country_of_iso(code: str, default: str | None = None) -> str:
    names = dict(zip(boundaries.countries()["country_code"], boundaries.countries()["name"], strict=True))
    country = PARTS.get(code) or names.get(NATURAL_EARTH_CODES.get(code, code), default)
    if country is None:
        raise ValueError(f"ISO code {code} has no country: add it to PARTS or NATURAL_EARTH_CODES.")
    return country


def _converter_table() -> list[dict[str, str]]:
    """The table of country_converter, read as a file: the package itself takes the code NA for a blank."""
    spec = importlib.util.find_spec("country_converter")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("country_converter is not installed: run `make test` once.")
    with (Path(spec.origin).parent / "country_data.tsv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t"))


def _read(file: str) -> list[list[str]]:
    with (DATA / file).open(encoding="utf-8", newline="") as lines:
        _, *rows = csv.reader(lines)
    return rows


def _write(file: str, header: list[str], rows: list[tuple[str, ...]]) -> None:
    with (DATA / file).open("w", encoding="utf-8", newline="") as lines:
        csv.writer(lines, lineterminator="\n").writerows([header, *rows])


if __name__ == "__main__":
    main()

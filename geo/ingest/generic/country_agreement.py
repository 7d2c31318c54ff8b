"""Compare the columns of a table that name the country of a row: a name and a code that disagree are a doubt."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

import pandas as pd

from geo.core import boundaries
from geo.core.formatting import pluralize
from geo.ingest.checks.country_checks import CLAIMED
from geo.ingest.generic.country_columns import COUNTRY_CODES, CountryColumn, read_countries, share_of_countries
from geo.ingest.generic.value_fit import sample_values
from geo.ingest.import_result import Finding
from geo.ingest.options import ImportOptions

# Names of columns that hold the same country once more: “iso3”, “Country ISO”, “adm0_pcode”, “COUNTRY_CODE”. Those of
# an actor, a victim or a source do not begin so.
_SAME_COUNTRY = re.compile(
    r"(?:iso|m49|fips|ioc|gw|un|alpha)[ _-]?[a-z]{0,7}[ _-]?[0-9]{0,2}(?:[ _-]?(?:code|country))?"
    r"|(?:country|nation|location|ctry|cntry|admin?0|adm0)[ _-]?(?:iso|m49|fips|code|id|name|en|pcode)?[ _-]?[0-9]{0,2}"
    r"(?:[ _-]?code)?",
    re.IGNORECASE,
)
MIN_COUNTRIES_SHARE = 0.9  # of a column's values, from which it holds countries; by judgement
MIN_VALUES = 1
N_EXAMPLES = 3  # of disagreements that a finding names


def read_country_column(
    cells: pd.DataFrame, column: str, positions: Mapping[str, pd.Series], options: ImportOptions
) -> CountryColumn:
    """Read a table's column of countries in the light of its other columns of them and of its positions (degrees)."""
    others = other_country_columns(cells, column)

    def country_at(rows: pd.Index) -> pd.Series:
        return _country_elsewhere(
            cells.loc[rows], others, {axis: values.loc[rows] for axis, values in positions.items()}
        )

    answer = options.answer(COUNTRY_CODES, column)
    read = read_countries(cells[column], answer=answer, country_at=country_at)
    return replace(read, findings=(*read.findings, *find_disagreements(cells, column, read.countries, others)))


def _country_elsewhere(cells: pd.DataFrame, others: tuple[str, ...], positions: Mapping[str, pd.Series]) -> pd.Series:
    """The country that each row names in another column or, where it names none, that its position lies in."""
    countries = pd.Series(None, index=cells.index, dtype="str")
    for other in others:
        countries = countries.fillna(read_countries(cells[other]).countries)
    if {"latitude", "longitude"} <= positions.keys():
        countries = countries.fillna(boundaries.locate_admin(positions["longitude"], positions["latitude"])["country"])
    return countries


def other_country_columns(cells: pd.DataFrame, column: str) -> tuple[str, ...]:
    """Return the other columns that name each row's country again, by their names and their values."""
    names = (str(name) for name in cells.columns if name != column and _SAME_COUNTRY.fullmatch(str(name).strip()))
    return tuple(name for name in names if _holds_countries(cells[name]))


def _holds_countries(cells: pd.Series) -> bool:
    sample = sample_values(cells)
    return len(sample) >= MIN_VALUES and share_of_countries(sample)[0] >= MIN_COUNTRIES_SHARE


def find_disagreements(
    cells: pd.DataFrame, column: str, countries: pd.Series, others: tuple[str, ...]
) -> list[Finding]:
    """Return one finding for each other column that names another country than `countries`, which `column` gave."""
    return list(_disagreements(cells, column, countries, others))


def _disagreements(
    cells: pd.DataFrame, column: str, countries: pd.Series, others: tuple[str, ...]
) -> Iterator[Finding]:
    known = frozenset(boundaries.countries()["name"])
    for other in others:
        pairs = pd.DataFrame({"country": countries, "other": read_countries(cells[other]).countries})
        pairs = pairs[pairs["country"].isin(known) & pairs["other"].isin(known) & (pairs["country"] != pairs["other"])]
        distinct = pairs.drop_duplicates()
        contradictions = [tuple(pair) for pair in distinct.to_numpy().tolist() if not _is_claimed(*pair)]
        rows = pairs.index[pd.MultiIndex.from_frame(pairs).isin(contradictions)] if contradictions else pairs.index[:0]
        if len(rows):
            yield _to_finding(cells, column, other, rows)


def _is_claimed(one: str, another: str) -> bool:
    return another in CLAIMED.get(one, ()) or one in CLAIMED.get(another, ())


def _to_finding(cells: pd.DataFrame, column: str, other: str, rows: pd.Index) -> Finding:
    pairs = cells.loc[rows, [column, other]].drop_duplicates().head(N_EXAMPLES).astype("str")
    examples = tuple(f"{name} / {code}" for name, code in pairs.itertuples(index=False))
    verb = "names" if len(rows) == 1 else "name"
    text = (
        f"{pluralize(len(rows), 'row')} {verb} two countries, one in “{column}” and another in “{other}”; "
        f"“{column}” was taken. Cells that stand in the wrong column show like this too."
    )
    return Finding(text, f"{column}, {other}", rows, examples)

"""The filter on a country: by any wording or code of it."""

from collections.abc import Collection
from functools import lru_cache

import narwhals as nw
import pandas as pd

from geo.core.casefold import casefold, casefold_expr
from geo.places.country_names import country_of_any_code, read_country, spellings
from geo.query.filters.categorical import CategoricalFilter, Names, drop_blank
from geo.query.filters.facet_choice import FacetChoice
from geo.query.filters.filter import Clause, Condition, clause

MAX_CODE_LENGTH = 3  # letters of a code of ISO 3166 or the Olympic Committee


class CountryFilter(CategoricalFilter):
    """Rows of the country, by any wording or ISO code that the list of countries has; else by the text itself.

    A row whose own wording is not in the list, but can be read as a country, is found by that wording only.
    """

    accepts_free_text = True

    def parse_name(self, name: str) -> str:
        return listed_country(name) or name

    def clauses(self, value: Names) -> tuple[Clause, ...]:
        texts = {spelling for name in value for spelling in (casefold(name), *_spellings_of(name))}
        return (clause(self.column, casefold_expr(self.column).is_in(sorted(texts))),)

    def is_understood(self, name: str) -> bool:
        return bool(country_of(name))

    def facet_texts(self, frame: pd.DataFrame) -> pd.Series:
        return drop_blank(frame[self.column])

    def facet_choices(self, counts: pd.Series) -> frozenset[FacetChoice]:
        return frozenset(FacetChoice(listed_country(text) or text) for text in counts.index)

    def facet_matches(self, frame: pd.DataFrame, choices: Collection[FacetChoice]) -> pd.Series:
        texts, names = self.facet_texts(frame), [choice.name for choice in choices]
        # Wordings beside the list: their choice finds all rows of the country, but not the other way round.
        names_of: dict[str, list[str]] = {name: [name] for name in names}
        for name in names:
            country = country_of(name)
            if country and country != name:
                names_of.setdefault(country, []).append(name)
        of_text = {text: names_of.get(listed_country(text) or text) for text in texts.unique()}
        return texts.map(of_text).dropna().explode()


@lru_cache(maxsize=4096)
def country_of(name: str) -> str:
    """Return the country that a wording or a code means; empty for none, and for a wording of two."""
    reading = read_country(name)
    if reading.is_known:
        return reading.country
    return (country_of_any_code(name) or "") if len(name) <= MAX_CODE_LENGTH else ""


@lru_cache(maxsize=4096)
def listed_country(name: str) -> str:
    """Return the country of which this text, in any case, is a spelling in the list; empty for none."""
    country = country_of(name)
    return country if country and casefold(name) in spellings(country) else ""


def country_condition(country: str, *, or_unknown: bool = False) -> Condition:
    """Rows whose country is this one in any spelling of the list; with `or_unknown`, those without a country too."""
    is_country = casefold_expr("country").is_in([casefold(country), *spellings(country)]).fill_null(False)
    return Condition(("country",), is_country | nw.col("country").is_null() if or_unknown else is_country)


def has_country(texts: pd.Series, country: str, *, or_unknown: bool = False) -> pd.Series:
    """Whether each text satisfies `country_condition`."""
    names = {casefold(country), *spellings(country)}
    answers = {text: casefold(text) in names for text in texts.dropna().unique()}
    return texts.map(answers).astype("boolean").fillna(or_unknown).astype(bool)


def _spellings_of(name: str) -> tuple[str, ...]:
    country = country_of(name)
    return spellings(country) if country else ()


COUNTRY_FILTERS: tuple[CategoricalFilter, ...] = (
    CountryFilter("country", "Country", "A country by any of its names or ISO codes: Iran, Russian Federation, IRN",
                  column="country", phrase="in"),
)  # fmt: skip

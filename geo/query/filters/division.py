"""Filters on a division of a country, a province or a district: by any of its names, in its own country."""

from abc import abstractmethod
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pandas as pd

from geo.core.casefold import casefold
from geo.places.country_names import spellings
from geo.query.filters.categorical import CategoricalFilter, Names, drop_blank
from geo.query.filters.country import country_condition
from geo.query.filters.facet_choice import FacetChoice, commonest_first
from geo.query.filters.filter import Clause, Condition
from geo.query.filters.name_spellings import province_spellings

MAX_FORMS = 50_000  # names of divisions whose form is remembered; chosen by judgement, for memory


@dataclass(frozen=True)
class Division:
    """A division as rows name it: its identifier, its country and the forms of its names."""

    place_id: str
    country: str
    forms: frozenset[str]

    def conditions(self, column: str) -> tuple[Condition, ...]:
        """Rows that name it in any spelling, and its country or none; empty if it has no name that tells it apart."""
        spelt = province_spellings().condition(column, self.forms)
        return (spelt, country_condition(self.country, or_unknown=True)) if spelt else ()


class DivisionFilter(CategoricalFilter):
    """Rows whose division is called so in the source, or by another name of the divisions of that name."""

    accepts_free_text = True

    def __init__(self, key: str, label: str, help: str, *, column: str, phrase: str) -> None:
        super().__init__(key, label, help, column=column, phrase=phrase)
        self.facet_columns = (column, "country")
        self._known: dict[str, tuple[Division, ...]] = {}  # by name, what a cache has of the gazetteer

    @abstractmethod
    def read_divisions(self, name: str) -> tuple[Division, ...]:
        """The divisions that a name means by the gazetteer; empty where it knows none."""

    def divisions_of(self, name: str) -> tuple[Division, ...]:
        """The divisions that a name means; empty where none is known."""
        known = self._known.get(name)
        return self.read_divisions(name) if known is None else known

    def clauses(self, value: Names) -> tuple[Clause, ...]:
        divisions = {division.place_id: division for name in value for division in self.divisions_of(name)}
        by_spelling = (division.conditions(self.column) for division in divisions.values())
        return (*super().clauses(value), *(Clause(conditions) for conditions in by_spelling if conditions))

    def is_understood(self, name: str) -> bool:
        return bool(self.divisions_of(name))

    def facet_texts(self, frame: pd.DataFrame) -> pd.Series:
        return drop_blank(frame[self.column])

    def facet_choices(self, counts: pd.Series) -> frozenset[FacetChoice]:
        return frozenset(map(FacetChoice, self._choices(commonest_first(counts))))

    def facet_matches(self, frame: pd.DataFrame, choices: Collection[FacetChoice]) -> pd.Series:
        stated = self.facet_texts(frame)
        # A name in a country is looked at once, however many rows state both.
        pairs = pd.DataFrame({"name": stated, "country": frame.loc[stated.index, "country"].astype("str")})
        codes, distinct = pd.factorize(pd.MultiIndex.from_frame(pairs))
        matches = self._choices_of_pairs(list(distinct), sorted(choice.name for choice in choices))
        by_row = pd.Series(codes, index=pairs.index).map(dict(enumerate(matches))).explode().dropna()
        return by_row.astype("str").rename("choice")

    def read_texts(self, counts: pd.Series) -> dict[str, Any]:
        return {name: [[each.place_id, each.country, sorted(each.forms)] for each in self.divisions_of(name)]
                for name in counts.index}  # fmt: skip

    def remember_texts(self, readings: Mapping[str, Any]) -> None:
        if len(self._known) + len(readings) > MAX_FORMS:
            self._known.clear()  # they are read again, each when it is asked for
        for name, divisions in readings.items():
            self._known[name] = tuple(
                Division(place_id, country, frozenset(forms)) for place_id, country, forms in divisions
            )

    def _choices_of_pairs(self, pairs: list[tuple[str, str]], choices: list[str]) -> list[tuple[str, ...]]:
        """The choices that each pair of a division's name and a country, or a missing one, matches."""
        of_name: dict[str, list[str]] = {}
        of_form: dict[str, list[tuple[str, str]]] = {}
        for choice in choices:
            of_name.setdefault(casefold(choice), []).append(choice)
            for division in self.divisions_of(choice):
                for form in division.forms:
                    of_form.setdefault(form, []).append((choice, division.country))
        matches = []
        for name, country in pairs:
            by_name = of_name.get(casefold(name), ())
            by_form = (choice for choice, of_country in of_form.get(form_of(name), ()) if _is_of(country, of_country))
            matches.append(tuple(dict.fromkeys((*by_name, *by_form))))
        return matches

    def _choices(self, names: list[str]) -> list[str]:
        """The choices of names, the most frequent first: of the spellings of one division, the one that comes first.

        So it is of names that differ only in case.
        """
        choices: dict[str, str] = {}
        previous_keys: set[tuple[str, ...]] = set()
        for name in names:
            divisions = self.divisions_of(name)
            key = tuple(division.place_id for division in divisions)
            is_own = any(form_of(name) in division.forms for division in divisions)
            if not (is_own and key in previous_keys):
                choices.setdefault(casefold(name), name)
            if is_own:
                previous_keys.add(key)
        return list(choices.values())


@lru_cache(maxsize=MAX_FORMS)
def form_of(name: str) -> str:
    """The form that all spellings of a division share."""
    return province_spellings().normalize(name)


def forms_of_names(names: Iterable[str]) -> frozenset[str]:
    """The forms of names that tell a division from a word for one, such as “province”."""
    forms = map(form_of, names)
    return frozenset(form for form in forms if not set(form.split()) <= province_spellings().ignored)


def _is_of(country: object, other: str) -> bool:
    """Whether a row's country, perhaps a missing one, may be this one."""
    return not isinstance(country, str) or casefold(country) in _names_of(other)


@lru_cache(maxsize=512)
def _names_of(country: str) -> frozenset[str]:
    return frozenset({casefold(country), *spellings(country)})

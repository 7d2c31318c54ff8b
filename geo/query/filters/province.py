"""The filter on a province: by any name that the gazetteer has for it, in its own country."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pandas as pd

from geo import places
from geo.core.casefold import casefold
from geo.places.country_names import spellings
from geo.query.filters.categorical import CategoricalFilter, Names, drop_blank
from geo.query.filters.country import country_condition
from geo.query.filters.facet_choice import FacetChoice, commonest_first
from geo.query.filters.filter import Clause, Condition
from geo.query.filters.name_spellings import province_spellings

MAX_FORMS = 50_000  # names of provinces whose form is remembered; chosen by judgement, for memory


@dataclass(frozen=True)
class Province:
    """A province as rows name it: its identifier, its country and the forms of its names."""

    place_id: str
    country: str
    forms: frozenset[str]

    def conditions(self) -> tuple[Condition, ...]:
        """Rows that name it in any spelling, and its country or none; empty if it has no name that tells it apart."""
        spelt = province_spellings().condition("admin1", self.forms)
        return (spelt, country_condition(self.country, or_unknown=True)) if spelt else ()


_known: dict[str, tuple[Province, ...]] = {}  # by name, what a cache has of the gazetteer


class ProvinceFilter(CategoricalFilter):
    """Rows whose province is called so in the source, or by another name of the provinces of that name."""

    accepts_free_text = True

    def __init__(self, key: str, label: str, help: str, *, column: str, phrase: str) -> None:
        super().__init__(key, label, help, column=column, phrase=phrase)
        self.facet_columns = (column, "country")

    def clauses(self, value: Names) -> tuple[Clause, ...]:
        provinces = {province.place_id: province for name in value for province in provinces_of(name)}
        by_spelling = (province.conditions() for province in provinces.values())
        return (*super().clauses(value), *(Clause(conditions) for conditions in by_spelling if conditions))

    def is_understood(self, name: str) -> bool:
        return bool(provinces_of(name))

    def facet_texts(self, frame: pd.DataFrame) -> pd.Series:
        return drop_blank(frame[self.column])

    def facet_choices(self, counts: pd.Series) -> frozenset[FacetChoice]:
        return frozenset(map(FacetChoice, _choices(commonest_first(counts))))

    def facet_matches(self, frame: pd.DataFrame, choices: Collection[FacetChoice]) -> pd.Series:
        stated = self.facet_texts(frame)
        # A name in a country is looked at once, however many rows state both.
        pairs = pd.DataFrame({"name": stated, "country": frame.loc[stated.index, "country"].astype("str")})
        codes, distinct = pd.factorize(pd.MultiIndex.from_frame(pairs))
        matches = _choices_of_pairs(list(distinct), sorted(choice.name for choice in choices))
        by_row = pd.Series(codes, index=pairs.index).map(dict(enumerate(matches))).explode().dropna()
        return by_row.astype("str").rename("choice")

    def read_texts(self, counts: pd.Series) -> dict[str, Any]:
        return {name: [[each.place_id, each.country, sorted(each.forms)] for each in provinces_of(name)]
                for name in counts.index}  # fmt: skip

    def remember_texts(self, readings: Mapping[str, Any]) -> None:
        for name, provinces in readings.items():
            _known[name] = tuple(
                Province(place_id, country, frozenset(forms)) for place_id, country, forms in provinces
            )


def _choices_of_pairs(pairs: list[tuple[str, str]], choices: list[str]) -> list[tuple[str, ...]]:
    """The choices that each pair of a province's name and a country, or a missing one, matches."""
    of_name: dict[str, list[str]] = {}
    of_form: dict[str, list[tuple[str, str]]] = {}
    for choice in choices:
        of_name.setdefault(casefold(choice), []).append(choice)
        for province in provinces_of(choice):
            for form in province.forms:
                of_form.setdefault(form, []).append((choice, province.country))
    matches = []
    for name, country in pairs:
        by_name = of_name.get(casefold(name), ())
        by_form = (choice for choice, of_country in of_form.get(_form_of(name), ()) if _is_of(country, of_country))
        matches.append(tuple(dict.fromkeys((*by_name, *by_form))))
    return matches


def _is_of(country: object, other: str) -> bool:
    """Whether a row's country, perhaps a missing one, may be this one."""
    return not isinstance(country, str) or casefold(country) in _names_of(other)


@lru_cache(maxsize=512)
def _names_of(country: str) -> frozenset[str]:
    return frozenset({casefold(country), *spellings(country)})


def provinces_of(name: str) -> tuple[Province, ...]:
    """The provinces that a name means; empty where the gazetteer knows none."""
    return _known[name] if name in _known else _read_provinces(name)


@lru_cache(maxsize=4096)
def _read_provinces(name: str) -> tuple[Province, ...]:
    return tuple(_to_province(place) for place in places.provinces_of_name(name))


@lru_cache(maxsize=MAX_FORMS)
def _form_of(name: str) -> str:
    return province_spellings().normalize(name)


def _to_province(place: places.Place) -> Province:
    names = (place.name, *places.known_spellings(place))
    forms = {form for form in map(_form_of, names) if not set(form.split()) <= province_spellings().ignored}
    return Province(place.place_id, place.country or "", frozenset(forms))


def _choices(names: list[str]) -> list[str]:
    """The choices of names, the most frequent first: of the spellings of one province, the one that comes first.

    So it is of names that differ only in case.
    """
    choices: dict[str, str] = {}
    previous_keys: set[tuple[str, ...]] = set()
    for name in names:
        provinces = provinces_of(name)
        key = tuple(province.place_id for province in provinces)
        is_own = any(_form_of(name) in province.forms for province in provinces)
        if not (is_own and key in previous_keys):
            choices.setdefault(casefold(name), name)
        if is_own:
            previous_keys.add(key)
    return list(choices.values())


PROVINCE_FILTERS: tuple[CategoricalFilter, ...] = (
    ProvinceFilter("admin1", "Province", "A province by any of its names: Balochistan, Baluchistan",
                   column="admin1", phrase="in the province of"),
)  # fmt: skip

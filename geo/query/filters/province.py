"""The filter on a province: by any name that the gazetteer has for it, in its own country."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import pandas as pd

from geo import places
from geo.core.casefold import casefold
from geo.places.country_names import spellings
from geo.query.filters.categorical import CategoricalFilter, Names, drop_blank
from geo.query.filters.country import country_condition
from geo.query.filters.filter import Clause, Condition, row_weights
from geo.query.filters.name_spellings import province_spellings


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

    def facet_values(self, frame: pd.DataFrame) -> pd.Series:
        stated = drop_blank(frame[self.column])
        # A name in a country is looked at once, however many rows state both.
        pairs = pd.DataFrame({"name": stated, "country": frame.loc[stated.index, "country"].astype("str")})
        codes, distinct = pd.factorize(pd.MultiIndex.from_frame(pairs))
        matches = _choices_of_pairs(list(distinct), _choices(stated, frame))
        choices = pd.Series(codes, index=pairs.index).map(dict(enumerate(matches))).explode().dropna()
        return choices.astype("str").rename("choice")


def _choices_of_pairs(
    pairs: list[tuple[str, str]], choices: Mapping[str, tuple[Province, ...]]
) -> list[tuple[str, ...]]:
    """The choices that each pair of a province's name and a country, or a missing one, matches."""
    normalize = province_spellings().normalize
    of_name = {casefold(choice): choice for choice in reversed(list(choices))}  # the commonest spelling counts
    of_form: dict[str, list[tuple[str, str]]] = {}
    for choice, provinces in choices.items():
        for province in provinces:
            for form in province.forms:
                of_form.setdefault(form, []).append((choice, province.country))
    matches = []
    for name, country in pairs:
        by_name = [of_name[casefold(name)]] if casefold(name) in of_name else []
        by_form = (choice for choice, of_country in of_form.get(normalize(name), ()) if _is_of(country, of_country))
        matches.append(tuple(dict.fromkeys((*by_name, *by_form))))
    return matches


def _is_of(country: object, other: str) -> bool:
    """Whether a row's country, perhaps a missing one, may be this one."""
    return not isinstance(country, str) or casefold(country) in _names_of(other)


@lru_cache(maxsize=512)
def _names_of(country: str) -> frozenset[str]:
    return frozenset({casefold(country), *spellings(country)})


@lru_cache(maxsize=4096)
def provinces_of(name: str) -> tuple[Province, ...]:
    """The provinces that a name means; empty where the gazetteer knows none."""
    return tuple(_to_province(place) for place in places.provinces_of_name(name))


def _to_province(place: places.Place) -> Province:
    normalize = province_spellings().normalize
    names = (place.name, *places.known_spellings(place))
    forms = {form for form in map(normalize, names) if not set(form.split()) <= province_spellings().ignored}
    return Province(place.place_id, place.country or "", frozenset(forms))


def _choices(names: pd.Series, frame: pd.DataFrame) -> Mapping[str, tuple[Province, ...]]:
    """The choices with their provinces: of the spellings of one province, the one that most incidents have."""
    weights = row_weights(frame).loc[names.index]
    by_frequency = weights.groupby(names).sum().sort_values(ascending=False, kind="stable").index
    choices: dict[str, tuple[Province, ...]] = {}
    previous_keys: set[tuple[str, ...]] = set()
    for name in by_frequency:
        provinces = provinces_of(name)
        key = tuple(province.place_id for province in provinces)
        is_own = any(province_spellings().normalize(name) in province.forms for province in provinces)
        if not (is_own and key in previous_keys):
            choices[name] = provinces
        if is_own:
            previous_keys.add(key)
    return choices


PROVINCE_FILTERS: tuple[CategoricalFilter, ...] = (
    ProvinceFilter("admin1", "Province", "A province by any of its names: Balochistan, Baluchistan",
                   column="admin1", phrase="in the province of"),
)  # fmt: skip

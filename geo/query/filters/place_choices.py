"""The places that a reader can choose in a table, and which rows state each of them."""

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo import places
from geo.core.casefold import casefold
from geo.query.filters.categorical import drop_blank
from geo.query.filters.country import has_country
from geo.query.filters.facet_choice import commonest_first
from geo.query.filters.named_places import NamedPlace, form_of_town, named_place, spellings_of

MAX_FACET_VALUES = 500  # the most frequent names (decision 0008); others can be typed

Named = dict[str, NamedPlace | None]


def most_frequent(counts: pd.Series) -> list[str]:
    """The names that most incidents have, of equally common ones the first by name."""
    return commonest_first(counts, MAX_FACET_VALUES)


def place_choices(counts: pd.Series) -> list[str]:
    """The choices, by how many incidents have each name: one of each spelling, and one of each town."""
    return list(_one_per_place(_one_per_spelling({name: named_place(name) for name in most_frequent(counts)})))


def match_places(frame: pd.DataFrame, choices: Sequence[str]) -> pd.Series:
    """Those of the choices that each row states by a name, an identifier, a country or a province, by row label."""
    named = {name: named_place(name) for name in choices}
    spellings = [(name, spelling) for name, place in named.items() for spelling in _spellings(name, place)]
    identifiers = [(name, place.place_id) for name, place in named.items() if place]
    divisions = ((name, place) for name, place in named.items() if place and place.is_division)
    names = drop_blank(frame["place_name"])
    matches = [
        _match_texts(names, spellings, casefold),
        _match_texts(drop_blank(frame["place_id"]), identifiers),
        *(_match_division(frame, name, place) for name, place in divisions),
        *_match_forms(frame, names, named),
    ]
    return pd.concat(matches)


def _spellings(name: str, place: NamedPlace | None) -> list[str]:
    return spellings_of(name, place.name if place and place.is_town and not place.country else "")


def _one_per_spelling(named: Named) -> Named:
    """Of names that differ only in case, the commonest, which is the first."""
    commonest: dict[str, str] = {}
    for name in named:
        commonest.setdefault(casefold(name), name)
    return {name: named[name] for name in commonest.values()}


def _one_per_place(named: Named) -> Named:
    """The names without the further spellings of a town: its usual name stays if a row has it, else the commonest."""
    by_town: dict[str, list[str]] = {}
    for name, place in named.items():
        if place is not None and place.is_town and _is_spelling(name, place):
            by_town.setdefault(place.place_id, []).append(name)
    usual = {place.place_id: casefold(place.name) for place in named.values() if place is not None}
    further = {
        name
        for place_id, names in by_town.items()
        for name in sorted(names, key=lambda name: casefold(name) != usual[place_id])[1:]
    }
    return {name: place for name, place in named.items() if name not in further}


def _is_spelling(name: str, place: NamedPlace) -> bool:
    return not places.is_place_id(name) and form_of_town(name) in place.forms


def _match_texts(texts: pd.Series, pairs: list[tuple[str, str]], fold: Callable[[str], str] = str) -> pd.Series:
    """Of pairs of a name and a text, the names for every row that has the text, or one that is folded to it."""
    names: dict[str, list[str]] = {}
    for name, text in pairs:
        names.setdefault(text, []).append(name)
    forms = {text: fold(text) for text in texts.unique()}
    return _explode(texts, {text: names[form] for text, form in forms.items() if form in names})


def _explode(texts: pd.Series, names_of: dict[str, list[str]]) -> pd.Series:
    """The names of every row whose text has some."""
    members = texts[texts.isin(list(names_of))] if names_of else texts.iloc[:0]
    exploded: pd.Series = members.map(names_of).explode().astype("str")
    return exploded


def _match_division(frame: pd.DataFrame, name: str, place: NamedPlace) -> pd.Series:
    """The name for every row that states the country or province, as the clauses of the filter have it."""
    mask = _true(frame["country"] == place.country)
    if place.precision != "country":
        mask = mask & _true(frame["admin1"] == place.admin1)
    return pd.Series(name, index=frame.index[mask], dtype="str")


def _true(answers: pd.Series) -> NDArray[np.bool_]:
    """Where the answer is true; a missing one is not."""
    mask: NDArray[np.bool_] = answers.fillna(False).to_numpy(dtype=bool)
    return mask


def _match_forms(frame: pd.DataFrame, names: pd.Series, named: Named) -> list[pd.Series]:
    """The names for every row with another spelling of a town, in its country or in none that is known."""
    towns = {name: place for name, place in named.items() if place and place.is_town and place.country}
    names_by_form: dict[str, list[str]] = {}
    for name, place in towns.items():
        for form in place.forms:
            names_by_form.setdefault(form, []).append(name)
    forms = {text: form_of_town(text) for text in names.unique()} if names_by_form else {}
    matches = _explode(names, {text: names_by_form[form] for text, form in forms.items() if form in names_by_form})
    countries = frame.loc[matches.index, "country"].astype("str")
    place_country = matches.map({name: place.country for name, place in towns.items()})
    return [
        group[has_country(countries[(place_country == country).to_numpy()], str(country), or_unknown=True).to_numpy()]
        for country, group in matches.groupby(place_country.to_numpy())
    ]

"""The filter on a place: by a name, a description such as “30 km from Quetta”, or an identifier."""

import unicodedata
from collections.abc import Mapping
from functools import lru_cache

import narwhals as nw
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo import places
from geo.core.casefold import casefold, casefold_expr
from geo.errors import PlaceNotFound
from geo.query.filters.categorical import CategoricalFilter, Names, drop_blank, is_blank
from geo.query.filters.country import country_condition, has_country
from geo.query.filters.exclusion import excluded_names, included_names
from geo.query.filters.extents import POINT_PRECISIONS, VAGUE_PRECISIONS, Inside
from geo.query.filters.filter import Clause, Condition, clause, row_weights
from geo.query.filters.geometry import Circle
from geo.query.filters.name_spellings import town_spellings
from geo.query.filters.place_outlines import place_outline, simple_outline

MAX_FACET_VALUES = 500  # the most frequent names (decision 0008); others can be typed
DECIMALS = 5  # of a degree: a town's point, to a metre
# Countries and provinces are compared by what rows state of them; only these extents are compared with their outlines.
PRECISIONS_ACROSS_DIVISIONS = ("near", "admin2", "region")


class PlaceFilter(CategoricalFilter):
    """Rows whose place has this name in the source, or is the place that it resolves to, or lies in that place's area.

    That place is known by its identifier or, in its country, by any spelling that the gazetteer has for it. A row lies
    possibly in it whose own area or circle overlaps it.
    """

    accepts_free_text = True
    matches_regions = True

    def __init__(self, key: str, label: str, help: str, *, column: str, phrase: str) -> None:
        super().__init__(key, label, help, column=column, phrase=phrase)
        self.facet_columns = ("place_name", "place_id", "country", "admin1")

    def clauses(self, value: Names) -> tuple[Clause, ...]:
        return tuple(alternative for name in value for alternative in _place_clauses(name))

    def possible_clauses(self, value: Names) -> tuple[Clause, ...]:
        further = (alternative for name in value for alternative in _possible_clauses(resolve_cached(name)))
        return (*self.clauses(value), *further)

    def unstated_clauses(self, value: Names) -> Mapping[str, tuple[Clause, ...]]:
        """Rows of which nothing says where; of an excluded country or province, also those that state none."""
        names = excluded_names(value)
        divisions = [place for place in map(resolve_cached, names) if place and _is_division(place)]
        provinces = [place for place in divisions if place.precision != "country"]
        without_country = (is_blank("country"),) if divisions else ()
        without_province = tuple(map(_without_province, provinces))
        unstated = {
            self.noun: (_nowhere(),) if names else (), "country": without_country, "province": without_province
        }  # fmt: skip
        return {noun: clauses for noun, clauses in unstated.items() if clauses}

    def describe_possible(self, value: Names) -> str:
        included, excluded = included_names(value), excluded_names(value)
        if not included:
            return f"certainly {self.describe_excluded(excluded)}"
        exceptions = f" but certainly not {self.join_names(excluded)}" if excluded else ""
        return f"certainly or possibly {self.describe_included(included)}{exceptions}"

    def display(self, choice: str) -> str:
        place = resolve_cached(choice) if places.is_place_id(choice) else None
        return places.label(place) if place else choice

    def facet_values(self, frame: pd.DataFrame) -> pd.Series:
        names = drop_blank(frame["place_name"])
        resolved = {name: resolve_cached(name) for name in _most_frequent(names, frame)}
        resolved = _one_per_place(_one_per_spelling(resolved))
        spellings = [(name, spelling) for name, place in resolved.items() for spelling in _spellings(name, place)]
        identifiers = [(name, place.place_id) for name, place in resolved.items() if place]
        divisions = ((name, place) for name, place in resolved.items() if place and _is_division(place))
        matches = [
            _match_texts(names.map(casefold), spellings),
            _match_texts(drop_blank(frame["place_id"]), identifiers),
            *(_match_division(frame, name, place) for name, place in divisions),
            *_match_forms(frame, names, resolved),
        ]
        return pd.concat(matches)

    def is_understood(self, name: str) -> bool:
        return resolve_cached(name) is not None


@lru_cache(maxsize=4096)
def resolve_cached(name: str) -> places.Place | None:
    """The place that a name without context or an identifier resolves to; None if there is none."""
    if not places.is_place_id(name):
        return places.resolve_or_none(name)
    try:
        return places.place_from_id(name)
    except PlaceNotFound:
        return None


def _most_frequent(names: pd.Series, frame: pd.DataFrame) -> list[str]:
    """The names that most incidents have, of equally common ones the first by name."""
    weights = row_weights(frame).loc[names.index]
    return list(weights.groupby(names).sum().sort_values(ascending=False, kind="stable").index[:MAX_FACET_VALUES])


def _one_per_spelling(resolved: dict[str, places.Place | None]) -> dict[str, places.Place | None]:
    """Of names that differ only in case, the commonest, which is the first."""
    commonest: dict[str, str] = {}
    for name in resolved:
        commonest.setdefault(casefold(name), name)
    return {name: resolved[name] for name in commonest.values()}


def _place_clauses(name: str) -> tuple[Clause, ...]:
    place = resolve_cached(name)
    by_name = clause("place_name", casefold_expr("place_name").is_in(_spellings(name, place)))
    if place is None:
        return (by_name,)
    by_id = clause("place_id", nw.col("place_id") == place.place_id)
    by_form = _spelt_otherwise(place)
    return (by_name, by_id, *_within(place)) if place.shape is not None else (by_name, by_id, *by_form)


def _possible_clauses(place: places.Place | None) -> tuple[Clause, ...]:
    """The ways for a row to lie in a place possibly only."""
    if place is None:
        return ()
    if place.shape is None:  # a town: its point
        point = Circle(round(place.point.x, DECIMALS), round(place.point.y, DECIMALS), 0.0)
        return (Clause(region=point, inside=Inside.POSSIBLE),)
    if not _is_division(place):
        return _within_area(place, Inside.POSSIBLE)
    outline = place_outline(place.place_id)
    across = Clause(region=outline, inside=Inside.POSSIBLE, precisions=PRECISIONS_ACROSS_DIVISIONS)
    return (across,) if place.precision == "country" else (across, _known_to_country(place))


def _known_to_country(place: places.Place) -> Clause:
    """Rows of which no more is known than the country of a province."""
    country = Condition(("country",), nw.col("country") == place.country)
    precision = Condition(("place_precision",), (nw.col("place_precision") == "country").fill_null(False))
    return Clause((country, precision))


def _spelt_otherwise(place: places.Place) -> tuple[Clause, ...]:
    """Rows with another spelling of the town, in its country or in none that is known."""
    spelt = town_spellings().condition("place_name", _forms(place.place_id)) if place.country else None
    return (Clause((spelt, country_condition(place.country, or_unknown=True))),) if spelt and place.country else ()


@lru_cache(maxsize=4096)
def _forms(place_id: str) -> frozenset[str]:
    """The forms of a town's names that tell it from every other town of its country."""
    spellings = town_spellings()
    forms = {spellings.normalize(form) for form in places.known_spellings(places.place_from_id(place_id))}
    return frozenset(form for form in forms if not set(form.split()) <= spellings.ignored)


def _one_per_place(resolved: dict[str, places.Place | None]) -> dict[str, places.Place | None]:
    """The names without the further spellings of a town: its usual name stays if a row has it, else the commonest."""
    by_town: dict[str, list[str]] = {}
    for name, place in resolved.items():
        if place is not None and place.shape is None and _is_spelling(name, place):
            by_town.setdefault(place.place_id, []).append(name)
    usual = {place.place_id: casefold(place.name) for place in resolved.values() if place is not None}
    further = {
        name
        for place_id, names in by_town.items()
        for name in sorted(names, key=lambda name: casefold(name) != usual[place_id])[1:]
    }
    return {name: place for name, place in resolved.items() if name not in further}


def _is_spelling(name: str, place: places.Place) -> bool:
    return not places.is_place_id(name) and town_spellings().normalize(name) in _forms(place.place_id)


def _match_forms(frame: pd.DataFrame, names: pd.Series, resolved: dict[str, places.Place | None]) -> list[pd.Series]:
    """The names for every row that `_spelt_otherwise` matches."""
    towns = {name: place for name, place in resolved.items() if place and place.shape is None and place.country}
    names_by_form = {form: [] for place in towns.values() for form in _forms(place.place_id)}  # type: dict[str, list[str]]
    for name, place in towns.items():
        for form in _forms(place.place_id):
            names_by_form[form].append(name)
    spellings = town_spellings()
    by_text = {text: names_by_form.get(spellings.normalize(text)) for text in names.unique()}
    matches = names.map(by_text).dropna().explode()
    countries = frame.loc[matches.index, "country"].astype("str")
    place_country = matches.map({name: place.country for name, place in towns.items()})
    return [
        group[has_country(countries[(place_country == country).to_numpy()], str(country), or_unknown=True).to_numpy()]
        for country, group in matches.groupby(place_country.to_numpy())
    ]


def _nowhere() -> Clause:
    """Rows without a place's name, identifier or coordinates."""
    no_point = Condition(("longitude",), nw.col("longitude").is_null())
    return Clause((*is_blank("place_name").conditions, *is_blank("place_id").conditions, no_point))


def _without_province(place: places.Place) -> Clause:
    """Rows that state the country of a province, but no province."""
    assert place.country
    return Clause((*is_blank("admin1").conditions, country_condition(place.country)))


def _within(place: places.Place) -> tuple[Clause, ...]:
    """Rows that state the country or province, or lie in its outline or in that of another area."""
    if _is_area(place):
        return _within_area(place, Inside.CERTAIN)
    country = Condition(("country",), nw.col("country") == place.country)
    province = Condition(("admin1",), nw.col("admin1") == place.admin1)
    stated = Clause((country,) if place.precision == "country" else (country, province))
    return (stated, Clause(region=place_outline(place.place_id), precisions=("region",)))


def _within_area(place: places.Place, inside: Inside) -> tuple[Clause, ...]:
    """Rows in the outline of an area that is no country or province."""
    points = Clause(region=simple_outline(place.place_id), inside=inside, precisions=POINT_PRECISIONS)
    return (points, Clause(region=place_outline(place.place_id), inside=inside, precisions=VAGUE_PRECISIONS))


def _match_division(frame: pd.DataFrame, name: str, place: places.Place) -> pd.Series:
    """The name for every row that states the country or province, as `_within` has it."""
    mask = _true(frame["country"] == place.country)
    if place.precision != "country":
        mask = mask & _true(frame["admin1"] == place.admin1)
    return pd.Series(name, index=frame.index[mask])


def _true(answers: pd.Series) -> NDArray[np.bool_]:
    """Where the answer is true; a missing one is not."""
    mask: NDArray[np.bool_] = answers.fillna(False).to_numpy(dtype=bool)
    return mask


def _match_texts(texts: pd.Series, pairs: list[tuple[str, str]]) -> pd.Series:
    """Of pairs of a name and a text, the names for every row that has the text."""
    names = pd.DataFrame(pairs, columns=["name", "text"]).groupby("text")["name"].agg(list)
    return texts.map(names).dropna().explode()


def _spellings(name: str, place: places.Place | None) -> list[str]:
    """The name with accents and without, casefolded; of a point in no country, such as a site at sea, its own name too.

    What else a town is called is left to `_spelt_otherwise`, for it may be a namesake's name in another country.
    """
    names = [name, *([place.name] if place and place.shape is None and not place.country else [])]
    return sorted({casefold(spelling) for known in names for spelling in (known, _strip_accents(known))})


def _strip_accents(name: str) -> str:
    return "".join(
        character for character in unicodedata.normalize("NFD", name) if not unicodedata.combining(character)
    )


def _is_area(place: places.Place) -> bool:
    """Whether it is an area other than a country or a province."""
    return place.shape is not None and place.precision not in ("country", "admin1")


def _is_division(place: places.Place) -> bool:
    """Whether it is a country or a province."""
    return place.shape is not None and not _is_area(place)


PLACE_FILTERS: tuple[CategoricalFilter, ...] = (
    PlaceFilter(
        "place",
        "Place",
        "A place by name or description: a town, a province, “northern Iraq”, “30 km from Quetta”",
        column="place_name",
        phrase="at",
    ),
)

"""The filter on a place: by a name, a description such as “30 km from Quetta”, or an identifier."""

from collections.abc import Collection, Mapping
from typing import Any

import narwhals as nw
import pandas as pd

from geo import places
from geo.core.casefold import casefold_expr
from geo.query.filters.categorical import CategoricalFilter, Names, drop_blank, is_blank
from geo.query.filters.country import country_condition
from geo.query.filters.exclusion import excluded_names, included_names
from geo.query.filters.extents import POINT_PRECISIONS, VAGUE_PRECISIONS, Inside
from geo.query.filters.facet_choice import FacetChoice
from geo.query.filters.filter import Clause, Condition, clause
from geo.query.filters.geometry import Circle
from geo.query.filters.name_spellings import town_spellings
from geo.query.filters.named_places import forms_of, remember_places, resolve_cached, spellings_of, write_places
from geo.query.filters.place_choices import match_places, most_frequent, place_choices
from geo.query.filters.place_outlines import place_outline, simple_outline

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

    def facet_texts(self, frame: pd.DataFrame) -> pd.Series:
        return drop_blank(frame["place_name"])

    def facet_choices(self, counts: pd.Series) -> frozenset[FacetChoice]:
        return frozenset(map(FacetChoice, place_choices(counts)))

    def facet_matches(self, frame: pd.DataFrame, choices: Collection[FacetChoice]) -> pd.Series:
        return match_places(frame, sorted(choice.name for choice in choices))

    def read_texts(self, counts: pd.Series) -> dict[str, Any]:
        return write_places(most_frequent(counts))

    def remember_texts(self, readings: Mapping[str, Any]) -> None:
        remember_places(readings)

    def similar_names(self, name: str) -> tuple[str, ...]:
        return places.nearest_spellings(name)

    def is_understood(self, name: str) -> bool:
        return resolve_cached(name) is not None


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
    spelt = town_spellings().condition("place_name", forms_of(place.place_id)) if place.country else None
    return (Clause((spelt, country_condition(place.country, or_unknown=True))),) if spelt and place.country else ()


def _spellings(name: str, place: places.Place | None) -> list[str]:
    return spellings_of(name, place.name if place and place.shape is None and not place.country else "")


def _is_area(place: places.Place) -> bool:
    """Whether it is an area other than a country or a province."""
    return place.shape is not None and place.precision not in ("country", "admin1")


def _is_division(place: places.Place) -> bool:
    """Whether it is a country or a province."""
    return place.shape is not None and not _is_area(place)


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


PLACE_FILTERS: tuple[CategoricalFilter, ...] = (
    PlaceFilter(
        "place",
        "Place",
        "A place by name or description: a town, a province, “northern Iraq”, “30 km from Quetta”",
        column="place_name",
        phrase="at",
    ),
)

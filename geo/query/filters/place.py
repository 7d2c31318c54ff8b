"""The filter on a place by name: whatever a name, a rough description or an identifier leads to."""

import unicodedata
from functools import lru_cache

import narwhals as nw
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo import places
from geo.core.casefold import casefold, casefold_expr
from geo.errors import PlaceNotFound
from geo.query.filters.categorical import CategoricalFilter, Names, drop_blank
from geo.query.filters.filter import ROW_WEIGHT, Clause, Condition, clause
from geo.query.filters.geometry import Ring, Rings
from geo.query.filters.spatial import BY_POINT

MOST_OFFERED = 500  # names; the rest can be typed
MOST_EDGES = 120  # of an outline, which is simplified until it has no more
MOST_RINGS = 60  # the smallest islands of an archipelago are left out
# How closely an incident must be known to lie in an area that is no country or province.
IN_AREA = ["exact", "near", "admin2", "admin1", "region", "sea_air"]


class PlaceFilter(CategoricalFilter):
    """Rows whose place is worded so, is the place of that name, or lies in the area that is understood by it."""

    accepts_free_text = True
    matches_regions = True

    def __init__(self, key: str, label: str, help: str, *, column: str, phrase: str) -> None:
        super().__init__(key, label, help, column=column, phrase=phrase)
        self.facet_columns = ("place_name", "place_id", "country", "admin1")

    def clauses(self, value: Names) -> tuple[Clause, ...]:
        return tuple(part for name in value for part in _at(name))

    def describe(self, value: Names) -> str:
        return f"{self.phrase} {' or '.join(map(self.display, value))}"

    def display(self, choice: str) -> str:
        place = resolve_cached(choice) if places.is_place_id(choice) else None
        return places.label(place) if place else choice

    def caveat_for(self, value: Names) -> str:
        areas = (place for name in value if (place := resolve_cached(name)) and _is_area(place))
        return BY_POINT if any(areas) else ""

    def facet_values(self, frame: pd.DataFrame) -> pd.Series:
        worded = drop_blank(frame["place_name"])
        incidents = frame.get(ROW_WEIGHT, pd.Series(1, index=frame.index)).loc[worded.index]
        offered = incidents.groupby(worded).sum().sort_values(ascending=False, kind="stable").index[:MOST_OFFERED]
        known = {name: resolve_cached(name) for name in offered}
        spelt = [(name, spelling) for name, place in known.items() for spelling in _spellings(name, place)]
        found = [
            _pairs(worded.map(casefold), spelt),
            _pairs(drop_blank(frame["place_id"]), [(name, place.place_id) for name, place in known.items() if place]),
            *(_by_division(frame, name, place) for name, place in known.items() if place and _is_division(place)),
        ]
        return pd.concat(found)


@lru_cache(maxsize=4096)
def resolve_cached(name: str) -> places.Place | None:
    """The place that a name means by itself, or that an identifier leads to; None where there is none."""
    if places.is_place_id(name):
        try:
            return places.place_from_id(name)
        except PlaceNotFound:
            return None
    return places.resolve_or_none(name)


def _at(name: str) -> tuple[Clause, ...]:
    place = resolve_cached(name)
    worded = clause("place_name", casefold_expr("place_name").is_in(_spellings(name, place)))
    if place is None:
        return (worded,)
    here = clause("place_id", nw.col("place_id") == place.place_id)
    return (worded, here, _within(place)) if place.shape is not None else (worded, here)


def _within(place: places.Place) -> Clause:
    """Rows in the country or province, or with their point in the outline of another area."""
    if _is_area(place):
        closely = Condition(("place_precision",), nw.col("place_precision").is_in(IN_AREA))
        return Clause((closely,), Rings(_rings(place.place_id)))
    country = Condition(("country",), nw.col("country") == place.country)
    province = Condition(("admin1",), nw.col("admin1") == place.admin1)
    return Clause((country,) if place.precision == "country" else (country, province))


def _by_division(frame: pd.DataFrame, name: str, place: places.Place) -> pd.Series:
    """The rows in a country or province; what `_within` says of them."""
    inside_it = _true(frame["country"] == place.country)
    if place.precision != "country":
        inside_it = inside_it & _true(frame["admin1"] == place.admin1)
    return pd.Series(name, index=frame.index[inside_it])


def _true(said: pd.Series) -> NDArray[np.bool_]:
    """Where it is said; what is not known is not."""
    mask: NDArray[np.bool_] = said.fillna(False).to_numpy(dtype=bool)
    return mask


def _pairs(texts: pd.Series, wanted: list[tuple[str, str]]) -> pd.Series:
    """The first of each pair for every row that holds the second."""
    names = pd.DataFrame(wanted, columns=["name", "text"]).groupby("text")["name"].agg(list)
    return texts.map(names).dropna().explode()


def _spellings(name: str, place: places.Place | None) -> list[str]:
    """The name as given and the usual name of the place that it means, with its accents and without, in lower case."""
    names = [name, *([place.name] if place and place.shape is None else [])]
    return sorted({casefold(spelling) for each in names for spelling in (each, _plain(each))})


def _plain(name: str) -> str:
    return "".join(each for each in unicodedata.normalize("NFD", name) if not unicodedata.combining(each))


def _is_area(place: places.Place) -> bool:
    return place.shape is not None and place.precision not in ("country", "admin1")


def _is_division(place: places.Place) -> bool:
    return place.shape is not None and not _is_area(place)


@lru_cache(maxsize=256)
def _rings(place_id: str) -> tuple[Ring, ...]:
    shape = places.place_from_id(place_id).shape
    assert shape is not None
    return _corners(shape)


def _corners(shape: BaseGeometry) -> tuple[Ring, ...]:
    """The rings of a shape, coarse enough for an expression."""
    degrees = 0.001
    while shapely.get_num_coordinates(shape) > MOST_EDGES and degrees < 1:
        shape = shapely.simplify(shape, degrees)
        degrees *= 2
    rings = shapely.get_rings(shapely.get_parts(shape))
    by_size = sorted(rings, key=lambda ring: shapely.box(*ring.bounds).area, reverse=True)[:MOST_RINGS]
    return tuple(tuple(map(tuple, shapely.get_coordinates(ring)[:-1].tolist())) for ring in by_size)


PLACES: tuple[CategoricalFilter, ...] = (
    PlaceFilter("place", "Place", "A place as people say it: a town, a province, “northern Iraq”, “30 km from Quetta”",
                column="place_name", phrase="at"),
)  # fmt: skip

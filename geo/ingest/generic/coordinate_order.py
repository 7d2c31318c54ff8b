"""Whether the latitude or the longitude stands first in a column of pairs that does not say so itself.

The countries beside the pairs decide, else the places, else the sea: a person asked where they do not agree.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from geo import places
from geo.core import boundaries, geodesy
from geo.core.formatting import pluralize
from geo.core.schema import POINT_PRECISIONS
from geo.ingest.checks import country_checks
from geo.ingest.generic.country_columns import read_countries
from geo.ingest.import_result import Question

COORDINATE_ORDER = "coordinate_order"  # the topic of the question
LATITUDE_FIRST, LONGITUDE_FIRST = "latitude first", "longitude first"  # its answers
LATITUDE_FIRST_BY_ANSWER = {LATITUDE_FIRST: True, LONGITUDE_FIRST: False}
CHOICES = ((LATITUDE_FIRST, "latitude, longitude"), (LONGITUDE_FIRST, "longitude, latitude"))
MAX_COMPARED = 2_000  # rows, evenly from all
MAX_PLACES = 40  # different places that are looked up
NEAR_PLACE_KM = 50.0  # from a named town, within which a point is at it; by judgement
MIN_SHARE, MAX_OTHER_SHARE = 0.9, 0.5  # of rows that fit one order and the other, where it is proven; by judgement
Columns = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class _Evidence:
    """The shares of rows that fit the order as read and the other one, and what they fit."""

    as_read: float
    swapped: float
    what: str

    @property
    def order_is(self) -> bool | None:
        """Whether the order as read is right; None where the rows are not of one mind."""
        if self.as_read >= MIN_SHARE and self.as_read >= self.swapped:
            return True
        return False if self.swapped >= MIN_SHARE and self.as_read < MAX_OTHER_SHARE else None


@dataclass(frozen=True)
class OrderDecision:
    """Whether the order that was assumed is the right one, with a note on why; a question where it is unsure."""

    is_swapped: bool = False
    note: str = ""
    question: Question | None = None


def decide_order(cells: pd.DataFrame, columns: Columns, column: str, points: pd.DataFrame) -> OrderDecision:
    """Return how pairs of a column are to be read whose latitude was assumed to be first.

    `points` has latitude and longitude (degrees) of the rows in question; `columns` says what other columns hold.
    """
    rows = _sample(points)
    evidence = next(_gather(cells.loc[rows.index], columns, rows), None)
    if evidence is None:
        return OrderDecision(note=f"{column}: read as latitude, longitude; nothing in the table proves the order.")
    if evidence.order_is is None:
        return OrderDecision(
            question=ask_order(column, cells.loc[points.index, column], evidence.swapped > evidence.as_read)
        )
    if evidence.order_is:
        return OrderDecision()
    return OrderDecision(
        is_swapped=True, note=f"{column}: read as longitude, latitude, as {evidence.what} only in this order."
    )


def ask_order(column: str, texts: pd.Series, is_longitude_likelier: bool | None = None) -> Question:
    """Return the question which of the numbers in a column of pairs comes first."""
    examples = tuple(dict.fromkeys(texts.astype("str")))[:3]
    proposal = "" if is_longitude_likelier is None else LONGITUDE_FIRST if is_longitude_likelier else LATITUDE_FIRST
    text = (
        f"Which comes first in {column}, the latitude or the longitude? {pluralize(len(texts), 'row')} may be either."
    )
    return Question(column, text, examples, COORDINATE_ORDER, CHOICES, proposal, len(texts))


def _sample(points: pd.DataFrame) -> pd.DataFrame:
    known = points.dropna()
    return known.iloc[np.linspace(0, len(known) - 1, min(len(known), MAX_COMPARED)).astype(int)]


def _gather(cells: pd.DataFrame, columns: Columns, points: pd.DataFrame) -> Iterator[_Evidence]:
    """What the table says of the order, the surest first."""
    if not len(points):
        return
    if "country" in columns:
        yield from _by_countries(read_countries(cells[columns["country"][0]]).countries, points)
    if "place_name" in columns:
        yield from _by_places(cells[columns["place_name"][0]].astype("str"), points)
    yield from _by_sea(points)


def _by_countries(texts: pd.Series, points: pd.DataFrame) -> Iterator[_Evidence]:
    countries = country_checks.parse_countries(texts)
    is_known = countries.codes >= 0
    if not is_known.any():
        return
    known_countries = countries.take(is_known)
    latitude, longitude = (points[name].to_numpy()[is_known] for name in ("latitude", "longitude"))
    shares = [
        float(country_checks.is_inside(known_countries, north, east).mean())
        for north, east in ((latitude, longitude), (longitude, latitude))
    ]
    if max(shares) >= MAX_OTHER_SHARE:  # where neither fits, the countries say nothing of the order
        yield _Evidence(shares[0], shares[1], "they lie in the countries beside them")


def _by_places(names: pd.Series, points: pd.DataFrame) -> Iterator[_Evidence]:
    towns = {name: places.resolve_or_none(name) for name in names.dropna().unique()[:MAX_PLACES]}
    towns = {name: town for name, town in towns.items() if town and town.precision in POINT_PRECISIONS}
    rows = points[names.isin(list(towns))]
    if rows.empty:
        return
    at_towns = [towns[name].point for name in names.loc[rows.index]]  # type: ignore[union-attr]
    x, y = np.array([[point.x, point.y] for point in at_towns]).T
    shares = [
        float((geodesy.haversine_km(east, north, x, y) <= NEAR_PLACE_KM).mean())
        for north, east in (
            (rows["latitude"].to_numpy(), rows["longitude"].to_numpy()),
            (rows["longitude"].to_numpy(), rows["latitude"].to_numpy()),
        )
    ]
    if max(shares) >= MAX_OTHER_SHARE:
        yield _Evidence(shares[0], shares[1], "they lie at the places beside them")


def _by_sea(points: pd.DataFrame) -> Iterator[_Evidence]:
    """Land on one side only is a hint, and so asked about, as the sea has its incidents too."""
    on_land, swapped_on_land = (
        float(boundaries.locate_admin(points[east], points[north])["country"].notna().mean())
        for north, east in (("latitude", "longitude"), ("longitude", "latitude"))
    )
    if on_land < 1 - MIN_SHARE and swapped_on_land >= MIN_SHARE:
        yield _Evidence(on_land, MIN_SHARE - 0.01, "they lie on land")

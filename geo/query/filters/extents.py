"""What is known of where each incident lies, a point, a circle or an area, and whether that is inside a region.

The rule has one implementation, `Extents.lies_inside`, which works on arrays. In the expression for a frame, points are
tested by the region's own expression, and all else by the distinct places of that frame, each of which is tested once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.core.place_radius import EXACT, circle_radii_km
from geo.places.areas import AREA_COLUMNS, AREA_PRECISIONS, Area, area_of, country_area
from geo.query.combinations import Combinations
from geo.query.filters.expressions import all_of
from geo.query.filters.region import Boxes, ExpressibleRegion, Region

AnyFrame = nw.DataFrame[Any] | nw.LazyFrame[Any]
Answers = NDArray[np.bool_]
EXTENT_COLUMNS = (*AREA_COLUMNS, "longitude", "latitude", "radius_km")
UNKNOWN = "unknown"  # also where nothing is stated
POINT_PRECISIONS = (EXACT, UNKNOWN, "sea_air")  # of a place that is its point, all but exact unless a radius is stated
VAGUE_PRECISIONS = ("near", *AREA_PRECISIONS)
NO_AREA = -1
KEY, SEPARATOR = "extent", "\x1f"


class Inside(Enum):
    """How surely an incident must lie inside a region to be selected; the values stand in addresses."""

    CERTAIN = "certain"
    POSSIBLE = "possible"


@dataclass(frozen=True, eq=False)
class Extents:
    """Where each row lies: in the area of its code, or else in a circle around its point.

    `radius_km` is 0 for a point, and not a number where nothing says how large the place is.
    """

    longitude: NDArray[np.float64]
    latitude: NDArray[np.float64]
    radius_km: NDArray[np.float64]
    area_codes: NDArray[np.intp]
    areas: tuple[Area, ...]

    @classmethod
    def from_rows(cls, rows: pd.DataFrame) -> "Extents":
        """Read the EXTENT_COLUMNS of rows."""
        codes, areas = find_areas(rows)
        longitude, latitude = (rows[name].to_numpy(dtype=np.float64) for name in ("longitude", "latitude"))
        return cls(longitude, latitude, circle_radii_km(rows["place_precision"], rows["radius_km"]), codes, areas)

    def lie_inside(self, region: Region, inside: Inside) -> Answers:
        """Whether each row lies in a region; one without coordinates does not."""
        test = region.covers_circles if inside is Inside.CERTAIN else region.overlaps_circles
        answers = test(self.longitude, self.latitude, self.radius_km)
        with_area = np.flatnonzero((self.area_codes != NO_AREA) & np.isfinite(self.longitude))
        of_areas = areas_inside(self.areas, area_boxes(self.areas), region, inside)
        answers[with_area] = of_areas[self.area_codes[with_area]]
        return answers


def find_areas(rows: pd.DataFrame) -> tuple[NDArray[np.intp], tuple[Area, ...]]:
    """The number of each row's area, NO_AREA where it has none, and the areas."""
    codes = np.full(len(rows), NO_AREA, dtype=np.intp)
    coarse = np.flatnonzero(rows["place_precision"].isin(AREA_PRECISIONS).to_numpy())
    combinations = Combinations.from_table(rows[list(AREA_COLUMNS)].iloc[coarse], AREA_COLUMNS)
    texts = combinations.values.astype("str").fillna("").itertuples(index=False)
    candidates = [smallest_area(*map(str, row)) for row in texts]
    areas = {area.area_id: area for area in candidates if area}
    positions = {area_id: position for position, area_id in enumerate(areas)}
    numbers = [positions[area.area_id] if area else NO_AREA for area in candidates]
    codes[coarse] = np.array(numbers, dtype=np.intp)[combinations.codes]
    return codes, tuple(areas.values())


def smallest_area(place_id: str, place_precision: str, admin2: str, admin1: str, country: str) -> Area | None:
    """The smallest area with a known outline that a row with these texts lies in: its own, or else its country.

    A district without an outline has none: it is the circle of its row.
    """
    area = area_of(place_id, place_precision, admin2, admin1, country)
    return area if area or place_precision == "admin2" else country_area(country)


def area_boxes(areas: Sequence[Area]) -> Boxes:
    """The box around each area."""
    boxes: Boxes = shapely.bounds(np.array([area.outline for area in areas], dtype=object)).reshape(-1, 4)
    return boxes


def areas_inside(areas: Sequence[Area], boxes: Boxes, region: Region, inside: Inside) -> Answers:
    """Whether each area lies in a region, wholly or, if that is enough, in part; `boxes`: those around them.

    Outlines are compared only where the border may cross the box around one; elsewhere one point decides.
    """
    crossed = region.may_cross(boxes)
    clear = np.flatnonzero(~crossed)
    answers = np.zeros(len(areas), dtype=bool)
    answers[clear] = region.contains(boxes[clear][:, [0, 2]].mean(axis=1), boxes[clear][:, [1, 3]].mean(axis=1))
    test = region.covers if inside is Inside.CERTAIN else region.overlaps
    doubtful = np.flatnonzero(crossed & region.may_cover(boxes) if inside is Inside.CERTAIN else crossed)
    answers[doubtful] = [test(areas[number].outline) for number in doubtful.tolist()]
    return answers


def has_precision(values: pd.Series, precisions: tuple[str, ...]) -> Answers:
    """Whether each value is one of these precisions; a missing one is UNKNOWN."""
    answers: Answers = values.isin(precisions).to_numpy() | (values.isna().to_numpy() & (UNKNOWN in precisions))
    return answers


def mask(frame: pd.DataFrame, region: Region, inside: Inside, precisions: tuple[str, ...]) -> Answers:
    """Whether each row of a frame in memory lies in a region and is known as closely as asked."""
    answers = np.zeros(len(frame), dtype=bool)
    rows = np.flatnonzero(has_precision(frame["place_precision"], precisions) if precisions else ~answers)
    answers[rows] = Extents.from_rows(frame[list(EXTENT_COLUMNS)].iloc[rows]).lie_inside(region, inside)
    return answers


def expression(frame: AnyFrame, region: Region, inside: Inside, precisions: tuple[str, ...]) -> nw.Expr:
    """The same as one expression over this frame; a region that has none of its own may not be asked for points."""
    in_scope = [_precision().is_in(precisions)] if precisions else []
    is_vague = all_of([~_is_point(), *in_scope])
    distinct = frame.filter(is_vague).select(_key().alias(KEY), *EXTENT_COLUMNS).unique()
    places = distinct.lazy().collect("pyarrow").to_native().to_pandas()
    matches = places[KEY][Extents.from_rows(places).lie_inside(region, inside)]
    by_key = is_vague & _key().is_in(sorted(matches))
    if not isinstance(region, ExpressibleRegion):
        return by_key
    return all_of([_is_point(), region.expression(), *in_scope]) | by_key


def _precision() -> nw.Expr:
    return nw.col("place_precision").cast(nw.String).fill_null(UNKNOWN)


def _is_point() -> nw.Expr:
    """Rows whose place is a point, whatever else they state."""
    has_radius = (nw.col("radius_km") > 0).fill_null(False)
    return (_precision() == EXACT) | (_precision().is_in(POINT_PRECISIONS) & ~has_radius)


def _key() -> nw.Expr:
    """A text that is the same for rows with the same extent only."""
    texts = [nw.col(name).cast(nw.String).fill_null("") for name in EXTENT_COLUMNS]
    return nw.concat_str(texts, separator=SEPARATOR)

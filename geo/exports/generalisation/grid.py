"""Generalised to a grid: the centre of a cell of about so many kilometres, the same cells for every file."""

import math
from collections.abc import Iterator

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.core.geodesy import KM_PER_DEGREE, haversine_km
from geo.core.place_radius import circle_radii_km
from geo.core.schema import GENERALISED_TO
from geo.exports.generalisation.divisions import DECIMALS, ELLIPSOID, enclosing_circle, find_country
from geo.exports.generalisation.generalisation import PLACE_COLUMNS, PUBLIC_FILTERS, WHAT_GOES, Generalisation
from geo.places.areas import AREA_COLUMNS, WIDE_PRECISIONS, Area, area_of

Floats = NDArray[np.float64]
IS_REGION = ("exact", "near", "admin2")  # precisions that become “part of a country or of a province”
AREA, NO_PLACE = "area", "none"


class Grid(Generalisation):
    """Rows of latitude of one height; each is cut into cells of about the same width, counted from 180° west."""

    # A cell may be larger than a province, so a province is not stated either.
    public_filters = tuple(key for key in PUBLIC_FILTERS if key != "admin1")

    def __init__(self, size_km: int) -> None:
        self.size_km = size_km
        self.code = f"grid-{size_km}"
        self.label = f"to cells of about {size_km:,} km"

    def describe(self) -> str:
        return (
            f"Coordinates are generalised to a grid: each point is the centre of a cell about {self.size_km:,} km high "
            f"and wide, and radius_km reaches its corners. What is known only to a larger province, region or country "
            f"has the point that stands for it. Provinces are named only there, districts nowhere. {WHAT_GOES}"
        )

    def places(self, rows: pd.DataFrame) -> pd.DataFrame:
        cells = self._cells(rows)
        areas: list[Area | None] = [None] * len(rows)
        for number, texts in _area_texts(rows):
            areas[number] = self._larger_area(*texts)
        is_area = np.array([area is not None for area in areas], dtype=bool)
        numbers = np.array([enclosing_circle(area) if area else (np.nan,) * 3 for area in areas]).reshape(-1, 3)
        has_point = np.isfinite(rows["longitude"].to_numpy(dtype=np.float64))
        places = pd.DataFrame(
            {
                name: np.where(has_point, np.where(is_area, numbers[:, column], cells[name]), np.nan)
                for column, name in enumerate(("longitude", "latitude", "radius_km"))
            },
            index=rows.index,
        )
        return places.assign(**self._texts(rows, areas, has_point))[[*PLACE_COLUMNS, GENERALISED_TO]]

    def _texts(
        self, rows: pd.DataFrame, areas: list[Area | None], has_point: NDArray[np.bool_]
    ) -> dict[str, pd.Series]:
        is_area = pd.Series([area is not None for area in areas], index=rows.index, dtype=bool)
        precision = rows["place_precision"].astype("str")
        is_province = is_area & (precision == "admin1")
        kind = np.where(has_point, np.where(is_area, AREA, self.code), NO_PLACE)
        return {
            "place_id": pd.Series([area.area_id if area else None for area in areas], index=rows.index, dtype="str"),
            "country": _known_countries(rows["country"]),
            "admin1": rows["admin1"].astype("str").where(is_province),
            "admin2": pd.Series(np.nan, index=rows.index, dtype="str"),
            "place_precision": precision.mask(precision.isin(IS_REGION) | (precision == "admin1") & ~is_area, "region"),
            GENERALISED_TO: pd.Series(kind, index=rows.index, dtype="str"),
        }

    def _larger_area(self, place_id: str, precision: str, admin2: str, admin1: str, country: str) -> Area | None:
        """The area that a row is known to, if it is no smaller than a cell."""
        area = area_of(place_id, precision, admin2, admin1, country)
        is_larger = area is not None and enclosing_circle(area)[2] >= self.size_km
        return area if is_larger else None

    def _cells(self, rows: pd.DataFrame) -> dict[str, Floats]:
        """The centre of each row's cell, and the radius of a circle that holds the cell and the row's own circle."""
        longitude, latitude = (rows[name].to_numpy(dtype=np.float64) for name in ("longitude", "latitude"))
        height = 180 / max(1, math.floor(180 * KM_PER_DEGREE / self.size_km))
        south = np.clip(np.floor((latitude + 90) / height), 0, round(180 / height) - 1) * height - 90
        width = 360 / np.maximum(
            1, np.floor(360 * KM_PER_DEGREE * np.cos(np.radians(south + height / 2)) / self.size_km)
        )
        column = np.floor(((longitude + 180) % 360) / width)
        centre = np.round(column * width - 180 + width / 2, DECIMALS), np.round(south + height / 2, DECIMALS)
        corners = [haversine_km(*centre, centre[0] + width / 2, south + up * height) for up in (0, 1)]
        reach = np.ceil(np.maximum(*corners) * ELLIPSOID * 10) / 10
        own = np.nan_to_num(circle_radii_km(rows["place_precision"], rows["radius_km"]))
        is_centre = (longitude == centre[0]) & (latitude == centre[1])
        radius = np.where(is_centre & (own >= reach), own, reach + own)
        return {"longitude": centre[0], "latitude": centre[1], "radius_km": radius}


def _known_countries(names: pd.Series) -> pd.Series:
    """The names that are a country's; any other text might say more."""
    texts = names.astype("str")
    countries = [name for name in texts.dropna().unique() if find_country(str(name))]
    return texts.where(texts.isin(countries))


def _area_texts(rows: pd.DataFrame) -> Iterator[tuple[int, tuple[str, str, str, str, str]]]:
    """What `area_of` asks of the rows that are known to an area larger than a district, by their number."""
    numbers = np.flatnonzero(rows["place_precision"].isin(WIDE_PRECISIONS))
    texts = rows[list(AREA_COLUMNS)].iloc[numbers].astype("str").fillna("")
    return zip(numbers.tolist(), texts.itertuples(index=False, name=None), strict=True)

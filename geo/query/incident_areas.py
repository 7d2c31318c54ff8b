"""The area of each row whose place is known only to one, as a number: each area once, however many rows share it."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.places.areas import AREA_COLUMNS, AREA_PRECISIONS, COUNTRY, Area, area_of, country_area
from geo.query.combinations import Combinations

NO_AREA = -1


@dataclass(frozen=True, eq=False)
class AreaList:
    """Areas by their number.

    `countries` has one entry an area: the number of the country that is stated with it, its own where it is one, or
    NO_AREA where none is known. `boxes` has west, south, east and north of each outline, in degrees.
    """

    areas: tuple[Area, ...]
    countries: NDArray[np.int32]
    boxes: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.areas)

    def numbers_of(self, area_id: str, *, with_parts: bool) -> NDArray[np.intp]:
        """The number of the area of this identifier, `with_parts` also those stated with it as their country."""
        own = np.flatnonzero([area.area_id == area_id for area in self.areas])
        is_part = np.isin(self.countries, own) & with_parts
        return np.union1d(own, np.flatnonzero(is_part))


@dataclass(frozen=True, eq=False)
class IncidentAreas:
    """The areas of a table; `codes` has one entry a row: the number of its area, or NO_AREA."""

    listed: AreaList
    codes: NDArray[np.int32]

    @classmethod
    def from_table(cls, table: pd.DataFrame) -> "IncidentAreas":
        """Find the areas of all rows of an incident table; a row without a known outline has none."""
        codes = np.full(len(table), NO_AREA, dtype=np.int32)
        rows = np.flatnonzero(table["place_precision"].isin(AREA_PRECISIONS).to_numpy())
        combinations = Combinations.from_table(table[list(AREA_COLUMNS)].iloc[rows], AREA_COLUMNS)
        listed, numbers = number_areas(combinations.values)
        codes[rows] = numbers[combinations.codes]
        return cls(listed, codes)


def number_areas(texts: pd.DataFrame) -> tuple[AreaList, NDArray[np.int32]]:
    """The areas of rows with these AREA_COLUMNS, and the number of the area of each row, NO_AREA where it has none."""
    register = _AreaRegister()
    numbers = [register.add(*map(_text_or_empty, row)) for row in texts[list(AREA_COLUMNS)].to_numpy(dtype=object)]
    listed = AreaList(tuple(register.areas), np.array(register.countries, dtype=np.int32), register.boxes())
    return listed, np.array(numbers, dtype=np.int32)


class _AreaRegister:
    """Numbers areas in the order in which they come."""

    def __init__(self) -> None:
        self.areas: list[Area] = []
        self.countries: list[int] = []
        self._numbers: dict[str, int] = {}

    def add(self, place_id: str, place_precision: str, admin2: str, admin1: str, country: str) -> int:
        """The number of the area of a row with these texts, or NO_AREA where it has none."""
        area = area_of(place_id, place_precision, admin2, admin1, country)
        if area is None:
            return NO_AREA
        of_country = country_area(country)
        parent = NO_AREA if of_country is None else self._number(of_country)
        number = self._number(area)
        if parent != NO_AREA and not area.area_id.startswith(COUNTRY):
            self.countries[number] = self._first(self.countries[number], parent)
        return number

    def _first(self, country: int, other: int) -> int:
        """Of two countries that rows state with an area, the first by identifier, whatever the order of the rows."""
        if country == NO_AREA:
            return other
        return min(country, other, key=lambda number: self.areas[number].area_id)

    def _number(self, area: Area) -> int:
        if area.area_id not in self._numbers:
            self._numbers[area.area_id] = len(self.areas)
            self.areas.append(area)
            self.countries.append(len(self.areas) - 1 if area.area_id.startswith(COUNTRY) else NO_AREA)
        return self._numbers[area.area_id]

    def boxes(self) -> NDArray[np.float64]:
        """West, south, east and north of each outline."""
        return np.array([area.outline.bounds for area in self.areas], dtype=np.float64).reshape(-1, 4)


def _text_or_empty(value: object) -> str:
    return value if isinstance(value, str) else ""

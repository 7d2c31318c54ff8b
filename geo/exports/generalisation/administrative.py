"""Generalised to a district or a province; where that is unknown, to the next larger division."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.core.boundaries import locate_admin
from geo.core.schema import GENERALISED_TO, POINT_PRECISIONS
from geo.exports.generalisation.divisions import (
    COUNTRY,
    DISTRICT,
    PROVINCE,
    Division,
    find_country,
    find_district,
    find_province,
)
from geo.exports.generalisation.generalisation import NUMBERS, PLACE_COLUMNS, WHAT_GOES, Generalisation

NAMES = ["place_id", "country", "admin1", "admin2", "place_precision"]
# The precisions of rows that a level is coarser than, or the same as. A region may be part of a province or of a
# country; a row that names no province goes to its country. A row of unknown precision is not known to a province.
FINER = {
    DISTRICT: frozenset([*POINT_PRECISIONS, "admin2"]),
    PROVINCE: frozenset([*POINT_PRECISIONS, "admin2", "admin1", "region"]),
    COUNTRY: frozenset([*POINT_PRECISIONS, "admin2", "admin1", "region", "country", "unknown", ""]),
}
NO_PLACE = "none"
AT_SEA = "sea_air"


class Administrative(Generalisation):
    """The first of its levels that is known for a row and whose circle holds the row's point."""

    def __init__(self, levels: Sequence[str]) -> None:
        self.levels = tuple(levels)
        self.code = self.levels[0]
        self.label = f"to the {self.code}"

    def describe(self) -> str:
        others = " or ".join(f"its {level}" for level in self.levels[1:])
        return (
            f"Coordinates are generalised to the {self.code}: each point stands for the whole {self.code} and is "
            f"the same for all its incidents. Where no outline of the {self.code} is known here, it stands for "
            f"{others}, as {GENERALISED_TO} says row by row; where none is known, the coordinates are left out. "
            f"{WHAT_GOES}"
        )

    def places(self, rows: pd.DataFrame) -> pd.DataFrame:
        lookup_rows = _Rows.of_table(rows)
        numbers = np.full(len(rows), -1, dtype=np.intp)
        divisions: list[Division] = []
        for level in self.levels:
            is_open = (numbers < 0) & np.isin(lookup_rows.precisions, list(FINER[level]))
            for division, mask in lookup_rows.find(level, is_open):
                numbers[mask] = len(divisions)
                divisions.append(division)
        return _to_table(rows, lookup_rows, numbers, divisions)


@dataclass(frozen=True, eq=False)
class _Rows:
    """What the rows say of their places: texts, empty where unknown, and coordinates."""

    names: pd.DataFrame
    longitude: NDArray[np.float64]
    latitude: NDArray[np.float64]

    @classmethod
    def of_table(cls, rows: pd.DataFrame) -> "_Rows":
        names = rows[NAMES].astype("str").fillna("").reset_index(drop=True)
        longitude, latitude = (rows[name].to_numpy(dtype=np.float64) for name in ("longitude", "latitude"))
        return cls(_fill_from_outlines(names, longitude, latitude), longitude, latitude)

    @property
    def precisions(self) -> NDArray[np.str_]:
        return np.array(self.names["place_precision"].tolist(), dtype=np.str_)

    def find(self, level: str, is_open: NDArray[np.bool_]) -> list[tuple[Division, NDArray[np.intp]]]:
        """The divisions of a level that open rows are in, each with the positions of its rows."""
        columns, lookup = LOOKUPS[level]
        groups = self.names.loc[is_open, columns].groupby(columns, sort=False).indices
        open_rows, divisions = np.flatnonzero(is_open), []
        for key, positions in groups.items():
            names = map(str, key if isinstance(key, tuple) else (key,))
            division = lookup(**dict(zip(columns, names, strict=True)))
            if division is not None:
                own = open_rows[positions]
                divisions.append((division, own[division.covers(self.longitude[own], self.latitude[own])]))
        return divisions


LOOKUPS: dict[str, tuple[list[str], Callable[..., Division | None]]] = {
    DISTRICT: (["place_id", "country", "admin1", "admin2"], find_district),
    PROVINCE: (["country", "admin1"], find_province),
    COUNTRY: (["country"], find_country),
}


def _fill_from_outlines(
    names: pd.DataFrame, longitude: NDArray[np.float64], latitude: NDArray[np.float64]
) -> pd.DataFrame:
    """The names, with those of the outline that a point lies in where its province is not known by name."""
    pairs = zip(names["country"], names["admin1"], strict=True)
    is_unknown = np.array([find_province(*map(str, pair)) is None for pair in pairs], dtype=bool)
    is_asked = is_unknown & names["place_precision"].isin(POINT_PRECISIONS) & np.isfinite(longitude)
    rows = np.flatnonzero(is_asked)
    if not len(rows):
        return names
    located = locate_admin(longitude[rows], latitude[rows]).fillna("").set_axis(rows)
    fits = (names["country"].iloc[rows] == "") | (names["country"].iloc[rows] == located["country"])
    filled = names.copy()
    filled.loc[rows[fits], ["country", "admin1"]] = located.loc[rows[fits], ["country", "admin1"]].to_numpy()
    return filled


def _to_table(
    rows: pd.DataFrame, lookup_rows: _Rows, numbers: NDArray[np.intp], divisions: Sequence[Division]
) -> pd.DataFrame:
    """PLACE_COLUMNS and GENERALISED_TO; a row without coordinates gets none."""
    has_point = (numbers >= 0) & np.isfinite(lookup_rows.longitude)
    rest = np.where(lookup_rows.precisions == AT_SEA, AT_SEA, "unknown")
    columns: dict[str, pd.Series] = {}
    for name in (*PLACE_COLUMNS, GENERALISED_TO):
        attribute = {"place_precision": "precision", GENERALISED_TO: "level"}.get(name, name)
        values = np.array([*(getattr(each, attribute) for each in divisions), None], dtype=object)
        values[values == ""] = None
        columns[name] = pd.Series(values[numbers], index=rows.index, dtype="float64" if name in NUMBERS else "str")
    columns |= {name: columns[name].where(has_point) for name in NUMBERS}
    columns["place_precision"] = columns["place_precision"].where(numbers >= 0, pd.Series(rest, rows.index))
    columns[GENERALISED_TO] = columns[GENERALISED_TO].where(numbers >= 0, NO_PLACE)
    return pd.DataFrame(columns)

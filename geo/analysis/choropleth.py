"""Incidents or numbers killed by country or by province, as they are or per period, in classes for a coloured map.

An incident that is known to a province only counts in its province; one that is known to a country only counts in its
country, and among those that lie in no province. Names that differ in case only are one area.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.analysis import casualties
from geo.analysis.classification import ClassInterval, class_index, classify
from geo.core import boundaries
from geo.core.casefold import casefold
from geo.query.index import ResultSet

AREA_COLUMNS = {"country": ("country",), "admin1": ("country", "admin1")}
NOUNS = {"country": ("country", "countries"), "admin1": ("province", "provinces")}
MEASURES = {"incidents": "Incidents", "killed": "Killed"}
DAYS_PER_PERIOD = {"year": 365.2425, "month": 365.2425 / 12, "week": 7.0, "day": 1.0}
RATE_PERIODS = ("", *DAYS_PER_PERIOD)
NO_CLASS = -1  # the number of no area and of no class

Numbers = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Choropleth:
    """The areas that hold chosen incidents, those with the highest value first.

    `areas`: country and, by province, admin1; incidents; killed_low, killed_best, killed_high (people, missing where
    unknown, the highest also where an incident leaves it open), killed_unknown (incidents), killed (the range as text);
    value (what is classed, missing where unknown), class (-1 where unknown); code and outline: the country code and the
    name under which the basemap has the area, missing where it has none.
    `outside`: the same sums for the incidents in no such area. `period`: the first and the last day of the rate.
    """

    by: str
    measure: str
    per: str
    areas: pd.DataFrame
    classes: tuple[ClassInterval, ...]
    unassigned: pd.Series
    period: tuple[date, date] | None

    @property
    def unit(self) -> str:
        """What the values count."""
        return f"{MEASURES[self.measure]} a {self.per}" if self.per else MEASURES[self.measure]

    @property
    def n_unassigned(self) -> int:
        """How many incidents are in no such area."""
        return int(self.unassigned["incidents"])

    @property
    def not_on_basemap(self) -> pd.DataFrame:
        """The areas that the basemap does not have."""
        return self.areas[self.areas["outline"].isna()]


def build_choropleth(
    chosen: ResultSet, *, by: str = "country", measure: str = "incidents", per: str = ""
) -> Choropleth:
    """Count the chosen incidents and the killed by area; raises KeyError for an unknown area, measure or period."""
    areas, elsewhere = _counted(chosen, by)
    period = _period(chosen) if per else None
    values = _values(areas, measure) / _length(period, per)
    classes = classify(values[~np.isnan(values)], whole=not per)
    told = areas.assign(value=values, **{"class": class_index(values, classes)})
    ordered = told.sort_values(
        ["value", "incidents", *AREA_COLUMNS[by]], ascending=[False, False, *(True for _ in AREA_COLUMNS[by])]
    )
    shown = ordered.drop(columns="unsaid").reset_index(drop=True)
    return Choropleth(by, measure, per, shown, classes, elsewhere, period)


def select_unassigned(chosen: ResultSet, by: str) -> ResultSet:
    """The chosen incidents that lie in no such area."""
    area_of, names = _areas(chosen, by)
    silent = (area_of == len(names))[chosen.index.groups["where"].codes]
    return ResultSet(chosen.index, chosen.selection, silent if chosen.mask is None else silent & chosen.mask)


@lru_cache(maxsize=8)  # a page and its map ask for the same, and so does another measure
def _counted(chosen: ResultSet, by: str) -> tuple[pd.DataFrame, pd.Series]:
    """The areas that hold chosen incidents with their sums, and the sums of those in no such area."""
    area_of, names = _areas(chosen, by)
    sums = _sums(chosen, area_of, len(names))
    held = sums["incidents"].to_numpy()[:-1] > 0
    return names.join(sums)[held], sums.drop(columns="unsaid").iloc[-1]


def _areas(chosen: ResultSet, by: str) -> tuple[Numbers, pd.DataFrame]:
    """The area of each combination of the group, their number for none; and the areas' names and outlines."""
    held = chosen.index.groups["where"].values[list(AREA_COLUMNS[by])]
    keys = held.apply(_folded)
    known = keys[by].notna().to_numpy()
    numbers = keys[known].groupby(list(AREA_COLUMNS[by]), sort=False, dropna=False).ngroup().to_numpy()
    firsts = np.unique(numbers, return_index=True)[1]
    names = held[known].iloc[firsts].reset_index(drop=True)
    outlines = [
        _outlines(by).get(key, (None, None)) for key in keys[known].iloc[firsts].itertuples(index=False, name=None)
    ]
    names[["code", "outline"]] = pd.DataFrame(outlines, columns=["code", "outline"], dtype="str")
    area_of = np.full(len(held), len(names))
    area_of[known] = numbers
    return area_of, names


def _folded(names: pd.Series) -> pd.Series:
    return names.map({name: casefold(name) for name in names.dropna().unique()}).astype("str")


@cache
def _outlines(by: str) -> dict[tuple[str, ...], tuple[str, str]]:
    """The country code and the name of each outline of the basemap, by its folded names."""
    table = boundaries.countries() if by == "country" else boundaries.provinces()
    columns = ["name"] if by == "country" else ["country", "name"]
    keys = table[columns].apply(_folded).itertuples(index=False, name=None)
    return dict(zip(keys, zip(table["country_code"], table["name"], strict=True), strict=True))


def _sums(chosen: ResultSet, area_of: Numbers, number: int) -> pd.DataFrame:
    """The sums of each area and, last, of no area."""
    codes = chosen.index.groups["where"].codes
    taken = area_of[codes if chosen.mask is None else codes[chosen.mask]]
    sums = casualties.sum_by(casualties.casualty_bounds(chosen), taken, number + 1)
    unsaid = sums["unsaid"] == sums["incidents"]
    ranges = sums[["incidents", "least", "most", "open", "silent"]].itertuples(index=False, name=None)
    return pd.DataFrame(
        {
            "incidents": sums["incidents"],
            "killed_low": sums["least"].astype("Int64").mask(unsaid),
            "killed_best": sums["best"].astype("Int64").mask(unsaid),
            "killed_high": sums["most"].astype("Int64").mask(sums["open"] > 0),
            "killed_unknown": sums["silent"],
            "killed": pd.Series([casualties.format_range(*each) for each in ranges], dtype="str"),
            "unsaid": sums["unsaid"],
        }
    )


def _values(areas: pd.DataFrame, measure: str) -> NDArray[np.float64]:
    """What is classed; not a number where unknown. A sum of 0 is unknown where any number is."""
    if measure == "incidents":
        counts: NDArray[np.float64] = areas["incidents"].to_numpy(dtype=float)
        return counts
    best: NDArray[np.float64] = areas[{"killed": "killed_best"}[measure]].to_numpy(dtype=float, na_value=np.nan)
    best[(best == 0) & (areas["unsaid"] > 0).to_numpy()] = np.nan
    return best


def _period(chosen: ResultSet) -> tuple[date, date] | None:
    """The selection's own first and last day: those set, else those on which its incidents may have happened."""
    first, last = chosen.date_range()
    if pd.isna(first):
        return None
    return chosen.selection.get("from") or first.date(), chosen.selection.get("to") or last.date()


def _length(period: tuple[date, date] | None, per: str) -> float:
    """The length of a period, in years, months, weeks or days; not a number where it is unknown."""
    if not per:
        return 1.0
    if period is None:
        return np.nan
    return ((period[1] - period[0]).days + 1) / DAYS_PER_PERIOD[per]

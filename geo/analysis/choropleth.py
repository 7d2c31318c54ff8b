"""Incidents or people killed by country or by province, in total or per period, in classes for a coloured map.

An incident known only to its province counts in that province. One known only to its country counts in the country;
by province it is unassigned. Names that differ only in case are one area, in the spelling that most rows of the whole
table have.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.analysis import casualties
from geo.analysis.classification import ClassInterval, class_index, classify
from geo.analysis.engine_cache import once_per_engine
from geo.core import boundaries
from geo.core.casefold import casefold
from geo.query.engine import Counts, Engine, Grouping, ResultSet
from geo.query.selection import Selection

AREA_COLUMNS = {"country": ("country",), "admin1": ("country", "admin1")}
NOUNS = {"country": ("country", "countries"), "admin1": ("province", "provinces")}
MEASURES = {"incidents": "Incidents", "killed": "Killed"}
# The mean lengths of a year and a month in the Gregorian calendar.
DAYS_PER_PERIOD = {"year": 365.2425, "month": 365.2425 / 12, "week": 7.0, "day": 1.0}
RATE_PERIODS = ("", *DAYS_PER_PERIOD)  # the empty one: in total
NO_CLASS = -1
CACHED_COUNTS = 8  # a page, its map and another measure ask for the same counts

AreaCodes = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Choropleth:
    """The areas with selected incidents, the highest value first.

    `areas`: country and, by province, admin1; incidents; killed_low, killed_best, killed_high (people, missing where
    unknown, the last also where an incident has no upper bound), killed_unknown (incidents), killed (the range in
    words); value (what is classed, missing where unknown), class (NO_CLASS where unknown); code and outline (the
    country code and the name of the area on the basemap, missing where it has none).
    `unassigned`: the same sums for the incidents in none of these areas. `period`: first and last day of a rate.
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
        return f"{MEASURES[self.measure]} per {self.per}" if self.per else MEASURES[self.measure]

    @property
    def n_unassigned(self) -> int:
        """How many incidents are in none of these areas."""
        return int(self.unassigned["incidents"])

    @property
    def not_on_basemap(self) -> pd.DataFrame:
        """The areas that the basemap does not have."""
        return self.areas[self.areas["outline"].isna()]


def build_choropleth(
    results: ResultSet, *, by: str = "country", measure: str = "incidents", per: str = ""
) -> Choropleth:
    """Count the selected incidents and the killed by area; raises KeyError for an unknown area, measure or period."""
    areas, unassigned = _count_by_area(results, by)
    period = _period(results) if per else None
    values = _values(areas, measure) / _length(period, per)
    classes = classify(values[~np.isnan(values)], is_integer=not per)
    table = areas.assign(value=values, **{"class": class_index(values, classes)}).drop(columns="no_figure")
    order = {"value": False, "incidents": False} | dict.fromkeys(AREA_COLUMNS[by], True)
    table = table.sort_values(list(order), ascending=list(order.values())).reset_index(drop=True)
    return Choropleth(by, measure, per, table, classes, unassigned, period)


def select_unassigned(results: ResultSet, by: str) -> ResultSet:
    """The selected incidents that lie in no such area."""
    area_codes, areas = _areas(results.engine, by)
    return results.restrict("where", area_codes == len(areas))


@lru_cache(maxsize=CACHED_COUNTS)
def _count_by_area(results: ResultSet, by: str) -> tuple[pd.DataFrame, pd.Series]:
    """The areas with selected incidents and their sums, and the sums of the unassigned incidents."""
    area_codes, areas = _areas(results.engine, by)
    sums = _sums(results, area_codes, len(areas))
    has_incidents = sums["incidents"].to_numpy()[:-1] > 0
    return areas.join(sums)[has_incidents], sums.drop(columns="no_figure").iloc[-1]


@once_per_engine
def _areas(engine: Engine, by: str) -> tuple[AreaCodes, pd.DataFrame]:
    """The area of each combination of the group “where” (the number of areas for none); and the areas' names."""
    columns = list(AREA_COLUMNS[by])
    names, counts = engine.combinations("where")[columns], engine.select(Selection()).combination_counts("where")
    keys = names.apply(_casefold_names)
    has_area = keys[by].notna().to_numpy()
    codes = keys[has_area].groupby(columns, sort=False, dropna=False).ngroup().to_numpy()
    areas = _commonest_spellings(names[has_area], codes, counts[has_area])
    area_keys = areas.apply(_casefold_names).itertuples(index=False, name=None)
    outlines = [_outlines(by).get(key, (None, None)) for key in area_keys]
    areas[["code", "outline"]] = pd.DataFrame(outlines, columns=["code", "outline"], dtype="str")
    area_codes = np.full(len(names), len(areas))
    area_codes[has_area] = codes
    return area_codes, areas


def _commonest_spellings(names: pd.DataFrame, codes: AreaCodes, counts: Counts) -> pd.DataFrame:
    """The names of each area in the spelling that most rows have; of equally common ones, the first by alphabet."""
    columns = list(names.columns)
    spellings = names.assign(area=codes, rows=counts).groupby(["area", *columns], dropna=False)["rows"].sum()
    ranking = spellings.reset_index().sort_values(["rows", *columns], ascending=[False, *(True for _ in columns)])
    return ranking.drop_duplicates("area").sort_values("area")[columns].reset_index(drop=True)


def _casefold_names(names: pd.Series) -> pd.Series:
    return names.map({name: casefold(name) for name in names.dropna().unique()}).astype("str")


@cache
def _outlines(by: str) -> dict[tuple[str, ...], tuple[str, str]]:
    """The country code and the name of each outline on the basemap, by its casefolded names."""
    table = boundaries.countries() if by == "country" else boundaries.provinces()
    columns = ["name"] if by == "country" else ["country", "name"]
    keys = table[columns].apply(_casefold_names).itertuples(index=False, name=None)
    return dict(zip(keys, zip(table["country_code"], table["name"], strict=True), strict=True))


def _sums(results: ResultSet, area_codes: AreaCodes, n_areas: int) -> pd.DataFrame:
    """The sums of each area, and in the last row those of no area."""
    sums = results.casualty_sums(Grouping("where", area_codes, n_areas + 1))
    sums = sums.set_index(0).reindex(pd.RangeIndex(n_areas + 1), fill_value=0)
    is_unknown = sums["no_figure"] == sums["incidents"]
    return pd.DataFrame(
        {
            "incidents": sums["incidents"],
            "killed_low": sums["low"].astype("Int64").mask(is_unknown),
            "killed_best": sums["best"].astype("Int64").mask(is_unknown),
            "killed_high": sums["high"].astype("Int64").mask(sums["no_upper"] > 0),
            "killed_unknown": sums["all_unknown"],
            "killed": pd.Series(casualties.format_ranges(sums), dtype="str"),
            "no_figure": sums["no_figure"],
        }
    )


def _values(areas: pd.DataFrame, measure: str) -> NDArray[np.float64]:
    """What is classed; not a number where unknown. A sum of 0 is unknown where any of its numbers is."""
    if measure == "incidents":
        counts: NDArray[np.float64] = areas["incidents"].to_numpy(dtype=float)
        return counts
    best: NDArray[np.float64] = areas[{"killed": "killed_best"}[measure]].to_numpy(dtype=float, na_value=np.nan)
    best[(best == 0) & (areas["no_figure"] > 0).to_numpy()] = np.nan
    return best


def _period(results: ResultSet) -> tuple[date, date] | None:
    """The first and last day that the selection sets, else those on which its incidents may have happened."""
    first, last = results.date_range()
    if pd.isna(first):
        return None
    return results.selection.get("from") or first.date(), results.selection.get("to") or last.date()


def _length(period: tuple[date, date] | None, per: str) -> float:
    """The length of a period in years, months, weeks or days; not a number where it is unknown."""
    if not per:
        return 1.0
    if period is None:
        return np.nan
    return ((period[1] - period[0]).days + 1) / DAYS_PER_PERIOD[per]

"""A place is known no more closely than its name says: a province, a sea or “near Quetta” is never exact.

What the provider states stays, but in tables of no known provider: there a name goes before what a column says. A name
that a town bears too means the town where the town is near; docs/decisions/0025.
"""

from dataclasses import replace

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.core import geodesy
from geo.core.formatting import pluralize
from geo.core.schema import PLACE_NAMES, PLACE_PRECISIONS
from geo.ingest.checks.area_names import EXACT, NamedArea, NameMeaning, interpret_name
from geo.ingest.checks.cell_edits import is_blank
from geo.ingest.generic.point_precision import precision_from_decimals
from geo.ingest.import_result import Finding
from geo.ingest.provider import Crosswalk

TOWN_KM = 25.0  # from a town's point within which a name means the town: large cities reach so far. By judgement
BORDER_DEGREES = 0.3  # outlines are simplified, and what happens on a border belongs to both sides
MAX_NAMES = 50_000  # of different names that are looked at, the first ones: some 0.1 ms each
MAX_EXAMPLES, MAX_SHOWN = 3, 60  # names that a note has, and characters of each
COARSENESS = {name: rank for rank, name in enumerate(PLACE_PRECISIONS) if name not in ("sea_air", "unknown")}
AREAS = {
    "near": "only near a place", "admin2": "a district", "admin1": "a province", "region": "a region",
    "country": "a country", "sea_air": "a sea or the air",
}  # fmt: skip


def cap_precision(crosswalk: Crosswalk, *, is_own_format: bool = False) -> Crosswalk:
    """Return the rows with the precision that their names allow; rows without coordinates are left alone."""
    cells = crosswalk.cells
    if is_own_format or not {"latitude", "longitude"} <= set(cells.columns):
        return crosswalk
    points = cells[["latitude", "longitude"]].apply(pd.to_numeric, errors="coerce").astype("float64")
    is_placed = points.notna().all(axis=1) & ~cells.index.isin(crosswalk.rejected["row"])
    stated = _stated_precision(cells)
    is_open = is_placed if crosswalk.guesses else is_placed & stated.isna()
    if not is_open.any():
        return crosswalk
    rows, points = cells[is_open], points[is_open]
    supported = _fill_unstated(stated[is_open], points, rows.get("place_name"))
    capped, is_by_name = _cap(rows, points, supported, _find_stated(crosswalk, supported))
    precision = stated.mask(is_open, capped.reindex(cells.index))
    is_guess = is_open & stated.isna()
    notes = _note_caps(rows[is_by_name], capped[is_by_name])
    findings = (_find_guesses(cells.index[is_guess]),) if is_guess.any() and not crosswalk.guesses else ()
    return replace(
        crosswalk,
        cells=cells.assign(place_precision=precision),
        notes=(*crosswalk.notes, *notes),
        findings=(*crosswalk.findings, *findings),
    )


def _find_stated(crosswalk: Crosswalk, precision: pd.Series) -> pd.Series:
    """Whether a column of the file says how precisely the place of a row is known; “unknown” says nothing."""
    if crosswalk.states_precision is None:
        return pd.Series(False, index=precision.index)
    return crosswalk.states_precision.reindex(precision.index, fill_value=False) & (precision != "unknown")


def _stated_precision(cells: pd.DataFrame) -> pd.Series:
    if "place_precision" not in cells:
        return pd.Series(None, index=cells.index, dtype="str")
    stated = cells["place_precision"].astype("str")
    return stated.mask(is_blank(stated))


def _fill_unstated(stated: pd.Series, points: pd.DataFrame, names: pd.Series | None) -> pd.Series:
    """The stated precision, and what the decimals support where none is stated."""
    if stated.notna().all():
        return stated
    return stated.fillna(precision_from_decimals(points["latitude"], points["longitude"], names))


def _cap(
    rows: pd.DataFrame, points: pd.DataFrame, precision: pd.Series, is_stated: pd.Series
) -> tuple[pd.Series, pd.Series]:
    """The precision of rows and whether it is their name's, where that is coarser.

    A division without the name of a place says less than what the file states of the row (`is_stated`).
    """
    by_name = _precision_by_name(rows, points)
    by_name = by_name.fillna(_precision_by_division(rows, points).mask(is_stated))
    is_sea = (by_name == "sea_air") & precision.isin(["exact", "near"])
    is_coarser = by_name.map(COARSENESS).fillna(-1) > precision.map(COARSENESS).fillna(len(COARSENESS))
    # A whole degree says nothing; the name says more.
    is_unknown = (precision == "unknown") & by_name.isin(["admin2", "admin1", "region", "country", "sea_air"])
    is_capped = (is_coarser | is_sea | is_unknown).fillna(False).astype(bool)
    return precision.mask(is_capped, by_name), is_capped


def _precision_by_name(rows: pd.DataFrame, points: pd.DataFrame) -> pd.Series:
    """What the name in place_name allows; missing where it may be a town, or where there is none."""
    allowed = pd.Series(None, index=rows.index, dtype="object")
    if "place_name" not in rows:
        return allowed.astype("str")
    name_codes, names = pd.factorize(rows["place_name"].astype("str").fillna(""))
    country_codes, countries = pd.factorize(_texts(rows, "country"))
    pairs, codes = np.unique(name_codes * len(countries) + country_codes, return_inverse=True)
    order = np.argsort(codes, kind="stable")
    bounds = np.searchsorted(codes[order], np.arange(len(pairs) + 1))
    positions = points[["longitude", "latitude"]].to_numpy()
    values = np.full(len(rows), None, dtype=object)
    for number, pair in enumerate(pairs[:MAX_NAMES]):
        name, country = names[pair // len(countries)].strip(), countries[pair % len(countries)]
        meaning = interpret_name(name, country) if name else EXACT
        if meaning is not EXACT:
            own = order[bounds[number] : bounds[number + 1]]
            values[own] = _allow(meaning, positions[own])
    return pd.Series(values, index=rows.index).astype("str")


def _texts(rows: pd.DataFrame, name: str) -> pd.Series:
    """The column as text without missing cells; empty where there is none."""
    return rows[name].astype("str").fillna("") if name in rows else pd.Series("", index=rows.index, dtype="str")


def _allow(meaning: NameMeaning, points: NDArray[np.float64]) -> NDArray[np.object_]:
    """What a name allows at each point (longitude, latitude): None where it means a town there."""
    allowed = np.full(len(points), meaning.worded or None, dtype=object)
    for area in reversed(meaning.areas):
        is_usual = area.is_usual and (not meaning.towns or area.precision in ("country", "sea_air"))
        is_inside = np.full(len(points), True) if is_usual else _lies_in(area, points)
        allowed[is_inside] = area.precision
    allowed[_is_near_town(meaning, points)] = None
    return allowed


def _lies_in(area: NamedArea, points: NDArray[np.float64]) -> NDArray[np.bool_]:
    if area.shape is None:
        return np.full(len(points), False)
    is_inside: NDArray[np.bool_] = shapely.dwithin(area.shape, shapely.points(points), BORDER_DEGREES)
    return is_inside


def _is_near_town(meaning: NameMeaning, points: NDArray[np.float64]) -> NDArray[np.bool_]:
    is_near = np.full(len(points), False)
    for longitude, latitude in meaning.towns:
        distances = geodesy.haversine_km(longitude, latitude, points[:, 0], points[:, 1])
        is_near |= distances <= TOWN_KM
    return is_near


def _precision_by_division(rows: pd.DataFrame, points: pd.DataFrame) -> pd.Series:
    """“admin2” or “admin1” where a row names no place but a district or a province.

    A table without a column of places may have the points of sites beside them: a division under several points stays.
    """
    place, district, province = (_texts(rows, name).str.strip() for name in ("place_name", "admin2", "admin1"))
    if (place != "").all():
        return pd.Series(None, index=rows.index, dtype="str")
    precision = (
        pd.Series(None, index=rows.index, dtype="str").mask(province != "", "admin1").mask(district != "", "admin2")
    )
    has_place = place != ""
    if has_place.any():
        return precision.mask(has_place)
    keys = [district, province]
    n_points = (
        (points["latitude"].astype("str") + " " + points["longitude"].astype("str")).groupby(keys).transform("nunique")
    )
    return precision.mask(n_points > 1)


def _note_caps(rows: pd.DataFrame, precision: pd.Series) -> tuple[str, ...]:
    """One sentence a precision: which names allow no closer one."""
    return tuple(
        _note_cap(rows[precision == value], phrase) for value, phrase in AREAS.items() if (precision == value).any()
    )


def _note_cap(rows: pd.DataFrame, phrase: str) -> str:
    names = pd.Series(None, index=rows.index, dtype="str")
    for column in PLACE_NAMES:  # the finest first
        names = names.fillna(rows[column].astype("str")) if column in rows else names
    examples = ", ".join(f"“{name[:MAX_SHOWN]}”" for name in pd.unique(names.dropna())[:MAX_EXAMPLES])
    verb = "names" if len(rows) == 1 else "name"
    return f"{pluralize(len(rows), 'row')} {verb} {phrase} ({examples}): known no closer, whatever the coordinates"


def _find_guesses(rows: pd.Index) -> Finding:
    verb = "states" if len(rows) == 1 else "state"
    text = (
        f"{pluralize(len(rows), 'row')} {verb} no precision of the place: it is guessed by names and decimals, and may "
        "be a province where it says a town"
    )
    return Finding(text, "", rows)

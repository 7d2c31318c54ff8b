"""Positions far from the town that the row names: a finding, or one question where the columns are swapped."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.core import geodesy
from geo.core.formatting import pluralize
from geo.core.schema import PLACE_NAMES
from geo.ingest.checks.cell_edits import replace_cells
from geo.ingest.checks.column_faults import (
    COORDINATE_FAULT,
    KEEP,
    MIN_ROWS,
    MIN_SAME,
    MIN_SHARE,
    ColumnFault,
    ask_about_fault,
    undo_fault,
)
from geo.ingest.checks.coordinate_checks import apply_corrections
from geo.ingest.checks.coordinate_issues import ISSUES, is_within_limits
from geo.ingest.checks.coordinate_proposals import format_degrees
from geo.ingest.checks.coordinate_suspects import COORDINATE_NAMES
from geo.ingest.checks.place_lookup import look_up
from geo.ingest.checks.place_queries import PlaceQuery
from geo.ingest.checks.province_checks import to_degrees
from geo.ingest.import_result import Finding
from geo.ingest.options import ImportOptions
from geo.ingest.provider import Crosswalk
from geo.places.gazetteer.gazetteer import candidates, entries_by_name, place_of_entry, prior
from geo.places.gazetteer.name_normalization import normalize_name

FAR_KM = 100.0  # from a town, from which an event is not there; by judgement: no town and no outline reaches so far
# A hundred thousand inhabitants, as a decimal logarithm: villages have namesakes that no gazetteer knows. By judgement.
MIN_TOWN_WEIGHT = 5.0
MAX_NAMES = 300  # of different names that are looked up, the commonest first: about a millisecond each
MAX_NAME_LENGTH = 120  # characters
COARSE = ("admin1", "region", "country", "sea_air")  # the point of such a row need not be near the place
SWAP = "swap"  # the key of the issue
SWAPPED = "lie near the places that they name only with latitude and longitude swapped"
N_EXAMPLES = 3
Degrees = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class _NamedTowns:
    """The rows that surely name a town: latitude and longitude (degrees) and place_name, and where they are from it."""

    rows: pd.DataFrame
    is_far: NDArray[np.bool_]
    is_near_if_swapped: NDArray[np.bool_]


def check_place_distances(crosswalk: Crosswalk, options: ImportOptions, doubted_rows: pd.Series) -> Crosswalk:
    """Return the rows with a finding on those far from the town that they name, or a question where most are.

    `doubted_rows` are the numbers of rows whose position is in doubt already. While the question is open its rows have
    no position.
    """
    if not {*COORDINATE_NAMES, "place_name"} <= set(crosswalk.cells.columns):
        return crosswalk
    placed = _placed_rows(crosswalk, doubted_rows)
    towns = _compare(placed, crosswalk.cells)
    if towns is None or not towns.is_far.any():
        return crosswalk
    column = crosswalk.origin.get("latitude", "latitude")
    answer = options.answer(COORDINATE_FAULT, column)
    if answer == KEEP:
        return crosswalk
    if _is_swapped(towns):
        near = towns.rows.index[~towns.is_far]
        return _settle_swap(crosswalk, placed[~placed.index.isin(near)], answer)
    finding = _make_finding(towns.rows[towns.is_far], crosswalk)
    return replace(crosswalk, findings=(*crosswalk.findings, finding))


def _placed_rows(crosswalk: Crosswalk, doubted_rows: pd.Series) -> pd.DataFrame:
    """latitude and longitude (degrees, float64) of the rows that have a position close to a place, and no doubt yet."""
    cells = crosswalk.cells
    degrees = cells[list(COORDINATE_NAMES)].apply(to_degrees)
    latitude, longitude = (degrees[name].to_numpy() for name in COORDINATE_NAMES)
    with np.errstate(invalid="ignore"):
        is_placed = is_within_limits(latitude, longitude) & ~((latitude == 0) & (longitude == 0))
    is_placed &= ~cells.index.isin([*crosswalk.rejected["row"], *doubted_rows])
    if "place_precision" in cells:
        is_placed &= ~cells["place_precision"].astype("str").isin(COARSE).to_numpy()
    return degrees[is_placed]


def _compare(placed: pd.DataFrame, cells: pd.DataFrame) -> _NamedTowns | None:
    """The rows that name a large town for sure, with how far they are from it; None where there are none."""
    texts = cells.loc[placed.index, "place_name"].astype("str").fillna("")
    known = [name for name in texts.value_counts().index[:MAX_NAMES] if _is_large_town(str(name))]
    names = cells.loc[texts.index[texts.isin(known)]].reindex(columns=list(PLACE_NAMES)).astype("str").fillna("")
    if names.empty:
        return None
    codes, distinct = pd.factorize(pd.MultiIndex.from_frame(names))
    towns = np.array([_find_town(PlaceQuery(*query)) for query in distinct[:MAX_NAMES]]).reshape(-1, 2)
    towns = np.vstack([towns, np.full((len(distinct) - len(towns), 2), np.nan)])[codes]
    rows = placed.loc[names.index].assign(place_name=names["place_name"])
    is_sure = ~np.isnan(towns).any(axis=1)
    rows, (north, east) = rows[is_sure], towns[is_sure].T
    latitude, longitude = (rows[name].to_numpy() for name in COORDINATE_NAMES)
    is_far = geodesy.haversine_km(east, north, longitude, latitude) > FAR_KM
    is_far[is_far] = [not _bears_name_at(*row) for row in rows[is_far].itertuples(index=False)]
    is_swapped_near = geodesy.haversine_km(east, north, latitude, longitude) <= FAR_KM
    return _NamedTowns(rows, is_far, is_swapped_near & is_within_limits(longitude, latitude))


def _is_large_town(name: str) -> bool:
    entries = entries_by_name(normalize_name(name[:MAX_NAME_LENGTH])) if name else ()
    return any(entry.kind == "town" and prior(entry) >= MIN_TOWN_WEIGHT for entry in entries)


def _find_town(query: PlaceQuery) -> tuple[float, float]:
    """Latitude and longitude (degrees) of the large town that a row surely names; not a number where it is not sure."""
    result = look_up(query)
    place = result.place
    if place is None or not result.is_certain or result.column != "place_name" or place.agreement < 1:
        return np.nan, np.nan
    entry = next((entry for entry in candidates(query.place_name) if entry.place_id == place.place_id), None)
    if entry is None or place.kind != "town" or prior(entry) < MIN_TOWN_WEIGHT:
        return np.nan, np.nan
    return place.point.y, place.point.x


def _bears_name_at(latitude: float, longitude: float, name: str) -> bool:
    """Whether anything of this name, in any country, is near a position (degrees) or holds it."""
    for entry in candidates(name):
        if geodesy.scalar_haversine_km(entry.longitude, entry.latitude, longitude, latitude) <= FAR_KM:
            return True
        area = place_of_entry(entry) if entry.kind != "town" else None
        if area is not None and area.shape is not None and shapely.intersects_xy(area.shape, longitude, latitude):
            return True
    return False


def _is_swapped(towns: _NamedTowns) -> bool:
    """Whether most rows are far from their towns, and would be near with latitude and longitude swapped."""
    n_far = int(towns.is_far.sum())
    is_common = n_far >= MIN_ROWS and n_far >= MIN_SHARE * len(towns.rows)
    return is_common and float(towns.is_near_if_swapped[towns.is_far].mean()) >= MIN_SAME


def _settle_swap(crosswalk: Crosswalk, rows: pd.DataFrame, answer: str | None) -> Crosswalk:
    """The rows mended as the answer says, or without a position while the question is open."""
    cells = crosswalk.cells
    if answer in {issue.key for issue in ISSUES}:
        north, east = undo_fault(str(answer), *(rows[name].to_numpy() for name in COORDINATE_NAMES))
        is_mended = is_within_limits(north, east)
        texts = [f"{format_degrees(y)},{format_degrees(x)}" for y, x in zip(north, east, strict=True)]
        proposals = pd.DataFrame({"proposal": pd.Series(texts, index=rows.index, dtype="str")})[is_mended]
        return replace(crosswalk, cells=apply_corrections(cells, proposals))
    columns = crosswalk.origin.get("latitude", "latitude"), crosswalk.origin.get("longitude", "longitude")
    pairs = cells.loc[rows.index, "latitude"].astype("str") + ", " + cells.loc[rows.index, "longitude"].astype("str")
    question = ask_about_fault(ColumnFault(SWAP, rows.index), columns, pairs, SWAPPED)
    cleared = {name: replace_cells(cells[name], rows.index, None) for name in COORDINATE_NAMES}
    return replace(crosswalk, cells=cells.assign(**cleared), questions=(*crosswalk.questions, question))


def _make_finding(rows: pd.DataFrame, crosswalk: Crosswalk) -> Finding:
    are = "1 row lies" if len(rows) == 1 else f"{pluralize(len(rows), 'row')} lie"
    text = f"{are} more than {FAR_KM:.0f} km from the place that {'it names' if len(rows) == 1 else 'they name'}."
    examples = tuple(
        f"{row.place_name}: {row.latitude:.6g}, {row.longitude:.6g}"
        for row in rows.drop_duplicates()[:N_EXAMPLES].itertuples()
    )
    return Finding(text, crosswalk.origin.get("place_name", "place_name"), rows.index, examples)

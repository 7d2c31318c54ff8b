"""Give rows without coordinates the position of the places that they name; what is uncertain becomes a warning."""

import json
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import product
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo import places
from geo.core.formatting import pluralize
from geo.core.schema import PLACE_NAMES, PLACE_PRECISIONS
from geo.errors import PlaceNotFound
from geo.ingest.checks.cell_edits import add_notes, is_blank, replace_cells
from geo.ingest.checks.coordinate_checks import COORDINATE_NAMES
from geo.ingest.import_result import PLACE_WARNING, make_warnings
from geo.ingest.options import ImportOptions
from geo.ingest.provider import Crosswalk
from geo.places import Hints, Place

# Misspelt names cost about 0.5 ms each (docs/decisions/0007), so that this is half a minute. The commonest go first.
MAX_QUERIES = 50_000
# A place below this confidence gives way to a coarser name of the same row. By judgement: as likely wrong as right.
LIKELY_CONFIDENCE = 0.5
MISSING_WORDS = frozenset({"unknown", "not known", "n/a", "na", "none", "null", "nan", "-", "--", "?", "unspecified"})
COARSENESS = {name: rank for rank, name in enumerate(PLACE_PRECISIONS) if name not in ("sea_air", "unknown")}
# The finest precision that the name in each column can give: a district's name is never a point.
FINEST_PRECISION = {"place_name": "exact", "admin2": "admin2", "admin1": "admin1", "country": "country"}
MAX_ALTERNATIVES = 3  # of other places that a warning names
OWN_NAMES = ("country", "admin1")  # columns in which a name of the row stays
NOTE = "Placed by its name; the source gives no coordinates."


class PlaceQuery(NamedTuple):
    """What a row says of its place, finest name first; empty where it says nothing."""

    place_name: str
    admin2: str
    admin1: str
    country: str

    @property
    def key(self) -> str:
        """The query as `ImportOptions.places` names it."""
        return query_key(*self)

    def display(self) -> str:
        """The query as a person reads it."""
        return ", ".join(filter(None, self))


@dataclass(frozen=True)
class GeocodeResult:
    """Where a query leads: the place and how precisely the row means it, None for nowhere.

    `column` is the column whose name was placed; `warning`, empty for none, says what is uncertain, `proposal` is the
    identifier of the place to propose instead, and `sure` says whether the proposal is certain.
    """

    place: Place | None
    precision: str = ""
    column: str = "place_name"
    warning: str = ""
    proposal: str = ""
    sure: bool = False


def query_key(place_name: str, admin2: str, admin1: str, country: str) -> str:
    """Return the key under which `ImportOptions.places` has the place that a query means."""
    return json.dumps([" ".join(name.split()) for name in (place_name, admin2, admin1, country)], ensure_ascii=False)


def find_query_key(row: pd.Series, value: str) -> str:
    """Return the key of the query that a warning shows as `value`, by the accepted row; empty if it is not found.

    Geocoding may have filled in names that the row did not give, so every selection of its names is compared.
    """
    names = [str(row[column]) if isinstance(row.get(column), str) else "" for column in PLACE_NAMES]
    for selection in product((True, False), repeat=len(PLACE_NAMES)):
        query = PlaceQuery(*(name if selected else "" for name, selected in zip(names, selection, strict=True)))
        if query.display() == value:
            return query.key
    return ""


def geocode_missing(
    crosswalk: Crosswalk, options: ImportOptions, *, is_own_format: bool = False
) -> tuple[Crosswalk, pd.DataFrame]:
    """Return the rows with positions for those that lack coordinates, and the warnings (see `make_warnings`).

    Each distinct query is looked up once. With `is_own_format`, rows that state the precision of their place are left
    alone: what was downloaded reads back unchanged.
    """
    queries = _collect_queries(crosswalk, is_own_format)
    if queries.empty:
        return crosswalk, make_warnings()
    codes, distinct = pd.factorize(pd.MultiIndex.from_frame(queries))
    counts = np.bincount(codes)
    results = _geocode_all([PlaceQuery(*names) for names in distinct], counts, dict(options.places))
    first_rows = queries.index[~queries.duplicated()]
    warnings = [
        _make_warning(row, PlaceQuery(*names), result, int(count), crosswalk)
        for row, names, result, count in zip(first_rows, distinct, results, counts, strict=True)
        if result.warning
    ]
    return replace(crosswalk, cells=_fill(crosswalk.cells, queries.index, codes, results)), make_warnings(warnings)


def _collect_queries(crosswalk: Crosswalk, is_own_format: bool) -> pd.DataFrame:
    """What the rows without coordinates say of their place: PLACE_NAMES as text, indexed by row."""
    cells = crosswalk.cells
    is_missing = np.ones(len(cells), dtype=bool)
    for name in (*COORDINATE_NAMES, *(("place_precision", "place_id") if is_own_format else ())):
        if name in cells:
            is_missing &= is_blank(cells[name])
    if not is_missing.any():
        return pd.DataFrame(columns=list(PLACE_NAMES))
    left_out = {*crosswalk.rejected["row"], *crosswalk.duplicates["row"]}
    rows = cells[is_missing & ~cells.index.isin(left_out)]
    queries = pd.DataFrame({name: _clean_names(rows, name) for name in PLACE_NAMES}, index=rows.index)
    return queries[(queries != "").any(axis=1)]


def _clean_names(rows: pd.DataFrame, name: str) -> pd.Series:
    if name not in rows:
        return pd.Series("", index=rows.index, dtype="str")
    texts = rows[name].astype("str").fillna("").str.strip()
    return texts.mask(texts.str.lower().isin(MISSING_WORDS), "")


def _geocode_all(queries: list[PlaceQuery], counts: NDArray[np.intp], place_ids: dict[str, str]) -> list[GeocodeResult]:
    commonest = set(np.argsort(-counts, kind="stable")[:MAX_QUERIES].tolist())
    too_many = GeocodeResult(None, warning=f"not looked up: the file has more than {MAX_QUERIES:,} different places")
    return [_geocode(query, place_ids) if number in commonest else too_many for number, query in enumerate(queries)]


def _geocode(query: PlaceQuery, place_ids: dict[str, str]) -> GeocodeResult:
    """The place that a person says a query means, else what the gazetteer says."""
    place_id = place_ids.get(query.key)
    if place_id is None:
        return _look_up(query)
    if not place_id:
        return GeocodeResult(None)
    try:
        place = places.place_from_id(place_id)
    except PlaceNotFound:
        return replace(_look_up(query), warning=f"{place_id[:60]} is not the identifier of a known place")
    return GeocodeResult(place, place.precision)


@lru_cache(maxsize=4096)
def _look_up(query: PlaceQuery) -> GeocodeResult:
    """The place of the finest name that leads somewhere likely."""
    warning, proposal = "", ""
    for column, name in _names_to_try(query):
        place = _resolve(query, column, name)
        is_unlikely = place is not None and place.confidence < LIKELY_CONFIDENCE
        if place is None or (is_unlikely and not warning and any(query[PLACE_NAMES.index(column) + 1 :])):
            warning = warning or _explain_miss(name, place)
            proposal = proposal or (place.place_id if place else "")
            continue
        precision = max(place.precision, FINEST_PRECISION[column], key=lambda value: COARSENESS.get(value, 0))
        if warning:
            return GeocodeResult(place, precision, column, f"{warning}; placed by “{name}”", proposal)
        sure = place.confidence == 1 and place.is_supported
        return GeocodeResult(place, precision, column, _explain_choice(place), place.place_id, sure)
    return GeocodeResult(None, warning=warning, proposal=proposal)


def _names_to_try(query: PlaceQuery) -> list[tuple[str, str]]:
    """Columns and names to look up, finest first; of “Hamlet, Province” the province by itself too."""
    place, *coarser = ((column, getattr(query, column)) for column in PLACE_NAMES)
    tail = place[1].partition(",")[2].strip()
    return [(column, name) for column, name in (place, ("place_name", tail), *coarser) if name]


def _resolve(query: PlaceQuery, column: str, name: str) -> Place | None:
    coarser = {column: getattr(query, column) for column in PLACE_NAMES[PLACE_NAMES.index(column) + 1 :]}
    return places.resolve_or_none(
        name,
        Hints(
            country=coarser.get("country") or None,
            admin1=coarser.get("admin1") or None,
            beside=tuple(filter(None, [coarser.get("admin2", "")])),
        ),
    )


def _explain_choice(place: Place) -> str:
    """Why a place was chosen, and what else it could be; empty where it is the only one."""
    if place.confidence == 1 and not place.alternatives:
        return ""
    alternatives = f"; it could also be {_list_alternatives(place)}" if place.alternatives else ""
    return f"means {places.label(place)}: {place.because}{alternatives}"


def _explain_miss(name: str, place: Place | None) -> str:
    if place is not None:
        return f"“{name}” would mean {places.label(place)}: {place.because}"
    spellings = places.nearest_spellings(name)
    return f"no place named “{name}” is known" + (f" (similar names: {', '.join(spellings)})" if spellings else "")


def _list_alternatives(place: Place) -> str:
    labels = []
    for place_id in place.alternatives[:MAX_ALTERNATIVES]:
        try:
            labels.append(places.label(places.place_from_id(place_id)))
        except PlaceNotFound:
            labels.append(place_id)
    n_more = len(place.alternatives) - len(labels)
    return " or ".join(labels) + (f" or {n_more} more" if n_more else "")


def _make_warning(
    row: int, query: PlaceQuery, result: GeocodeResult, n_rows: int, crosswalk: Crosswalk
) -> tuple[int, str, str, str, str, str, bool]:
    finest = next(column for column in PLACE_NAMES if getattr(query, column))
    row_count = f" (in {pluralize(n_rows, 'row')})" if n_rows > 1 else ""
    column = crosswalk.origin.get(finest, finest)
    return row, column, query.display(), PLACE_WARNING, result.warning + row_count, result.proposal, result.sure


def _fill(cells: pd.DataFrame, rows: pd.Index, codes: NDArray[np.intp], results: list[GeocodeResult]) -> pd.DataFrame:
    """The cells with the position of each placed row; its own country, province and precision stay where coarser."""
    is_placed = np.array([result.place is not None for result in results])[codes]
    rows = rows[is_placed]
    if not len(rows):
        return cells
    values = pd.DataFrame([_to_columns(result) for result in results]).iloc[codes[is_placed]].set_axis(rows)
    if "place_precision" in cells:
        stated = cells.loc[rows, "place_precision"].astype("str")
        is_coarser = stated.map(COARSENESS).fillna(-1) > values["place_precision"].map(COARSENESS).fillna(-1)
        values = values.assign(
            place_precision=values["place_precision"].mask(is_coarser, stated),
            radius_km=values["radius_km"].mask(is_coarser),
        )
    columns = {name: _fill_column(cells, name, values[name], overwrite=name not in OWN_NAMES) for name in values}
    note = pd.Series(NOTE, index=rows, dtype="str")
    return cells.assign(**columns, notes=add_notes(cells, note))


def _to_columns(result: GeocodeResult) -> dict[str, object]:
    place = result.place
    if place is None:
        return dict.fromkeys(("latitude", "longitude", "place_precision", "place_id", "radius_km", "country", "admin1"))
    is_place_itself = result.precision == place.precision
    return {
        "latitude": round(place.point.y, 6),
        "longitude": round(place.point.x, 6),
        "place_precision": result.precision,
        "place_id": place.place_id if is_place_itself else None,
        "radius_km": place.radius_km if is_place_itself else None,
        "country": place.country,
        "admin1": place.admin1,
    }


def _fill_column(cells: pd.DataFrame, name: str, values: pd.Series, *, overwrite: bool) -> pd.Series:
    """A column with these values in their rows; without `overwrite` only where it is blank."""
    column = cells.get(name, pd.Series(None, index=cells.index, dtype="str"))
    if not overwrite:
        values = values[is_blank(column.loc[values.index])]
    if not pd.api.types.is_float_dtype(column.dtype):
        values = values.map(lambda value: None if value is None or value != value else str(value))
    return replace_cells(column, values.index, values.array)

"""Rows without coordinates placed by the names that they give, each distinct wording once; doubts go to a person."""

import json
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import product
from typing import NamedTuple

import numpy as np
import pandas as pd

from geo import places
from geo.core.formatting import pluralize
from geo.core.schema import PLACE_NAMES, PLACE_PRECISIONS
from geo.errors import PlaceNotFound
from geo.ingest.checks import coordinate_checks
from geo.ingest.import_result import PLACE_WARNING, make_warnings
from geo.ingest.options import ImportOptions
from geo.ingest.provider import Crosswalk
from geo.places import Hints, Place

MOST_WORDINGS = 50_000  # half a minute of misspellings; the commonest first
LIKELY = 0.5  # the confidence below which a coarser name that is given too is rather taken
SAYS_NOTHING = frozenset({"unknown", "not known", "n/a", "na", "none", "null", "nan", "-", "--", "?", "unspecified"})
COARSENESS = {name: rank for rank, name in enumerate(PLACE_PRECISIONS) if name not in ("sea_air", "unknown")}
COARSEST = {"place_name": "exact", "admin2": "admin2", "admin1": "admin1", "country": "country"}
MOST_NAMED = 3  # of what else a name could mean
NOTE = "Placed by its name; the source gives no coordinates."


class PlaceQuery(NamedTuple):
    """What a row says of its place, finest first; empty where it says nothing."""

    place_name: str
    admin2: str
    admin1: str
    country: str

    @property
    def key(self) -> str:
        """The wording as an answer names it."""
        return query_key(*self)

    def words(self) -> str:
        """The wording as a person reads it."""
        return ", ".join(filter(None, self))


@dataclass(frozen=True)
class GeocodeResult:
    """Where a wording leads, how precisely, and what is to be doubted in it; empty for nothing."""

    place: Place | None
    precision: str = ""
    column: str = "place_name"
    doubt: str = ""
    proposal: str = ""
    sure: bool = False


def query_key(place_name: str, admin2: str, admin1: str, country: str) -> str:
    """The name under which `Answers.places` keeps what a wording means."""
    return json.dumps([" ".join(each.split()) for each in (place_name, admin2, admin1, country)], ensure_ascii=False)


def find_query_key(row: pd.Series, value: str) -> str:
    """The key of the wording that a doubt tells of, by the accepted row; empty where it cannot be told any more.

    What the row says of its place may have been filled in since.
    """
    told = [str(row[name]) if isinstance(row.get(name), str) else "" for name in PLACE_NAMES]
    for kept in product((True, False), repeat=len(PLACE_NAMES)):
        wording = PlaceQuery(*(text if keep else "" for text, keep in zip(told, kept, strict=True)))
        if wording.words() == value:
            return wording.key
    return ""


def located(crosswalk: Crosswalk, options: ImportOptions, *, own: bool = False) -> tuple[Crosswalk, pd.DataFrame]:
    """The rows with what is known of their position, and what a person should look at.

    Coordinates that cannot be right are dealt with first, then rows that have none are placed by their names. Of `own`
    tables only rows that say nothing of their place's precision are: what was downloaded reads back unchanged.
    """
    checked, wrong = coordinate_checks.check_coordinates(crosswalk, options, own=own)
    placed, doubtful = _placed(checked, options, own)
    told = [each for each in (wrong, doubtful) if len(each)]
    return placed, pd.concat(told, ignore_index=True) if told else make_warnings()


def _placed(crosswalk: Crosswalk, options: ImportOptions, own: bool) -> tuple[Crosswalk, pd.DataFrame]:
    worded = _worded(crosswalk, own)
    if worded.empty:
        return crosswalk, make_warnings()
    codes, distinct = pd.factorize(pd.MultiIndex.from_frame(worded))
    rows = np.bincount(codes)
    chosen = set(np.argsort(-rows, kind="stable")[:MOST_WORDINGS].tolist())
    told = dict(options.places)
    found = [
        _found(PlaceQuery(*each), told)
        if number in chosen
        else GeocodeResult(None, doubt="is not looked up: the file has too many")
        for number, each in enumerate(distinct)
    ]
    firsts = worded.index[~worded.duplicated()]
    lines = [
        _doubt(first, PlaceQuery(*each), meant, int(number), crosswalk)
        for first, each, meant, number in zip(firsts, distinct, found, rows, strict=True)
        if meant.doubt
    ]
    return replace(crosswalk, cells=_filled(crosswalk.cells, worded.index, codes, found)), make_warnings(lines)


def _worded(crosswalk: Crosswalk, own: bool) -> pd.DataFrame:
    """What the rows without coordinates say of their place."""
    cells = crosswalk.cells
    bare = np.ones(len(cells), dtype=bool)
    for name in (*coordinate_checks.PAIR, *(("place_precision", "place_id") if own else ())):
        if name in cells:
            bare &= coordinate_checks.is_blank(cells[name])
    if not bare.any():
        return pd.DataFrame(columns=list(PLACE_NAMES))
    apart = {*crosswalk.rejected["row"], *crosswalk.duplicates["row"]}
    rows = cells[bare & ~cells.index.isin(apart)]
    told = pd.DataFrame({name: _words(rows, name) for name in PLACE_NAMES}, index=rows.index)
    return told[(told != "").any(axis=1)]


def _words(rows: pd.DataFrame, name: str) -> pd.Series:
    if name not in rows:
        return pd.Series("", index=rows.index, dtype="str")
    texts = rows[name].astype("str").fillna("").str.strip()
    return texts.mask(texts.str.lower().isin(SAYS_NOTHING), "")


def _found(wording: PlaceQuery, told: dict[str, str]) -> GeocodeResult:
    """What a person said that a wording means, else what the gazetteer says."""
    answer = told.get(wording.key)
    if answer is None:
        return _looked_up(wording)
    if not answer:
        return GeocodeResult(None)
    try:
        place = places.place_from_id(answer)
    except PlaceNotFound:
        return replace(_looked_up(wording), doubt=f"is answered with {answer[:60]}, which is no place's identifier")
    return GeocodeResult(place, place.precision)


@lru_cache(maxsize=4096)
def _looked_up(wording: PlaceQuery) -> GeocodeResult:
    """The place of the finest name that leads somewhere likely."""
    doubt, proposal = "", ""
    for column, name in _names(wording):
        place = _understood(wording, column, name)
        if place is None or (
            place.confidence < LIKELY and doubt == "" and any(wording[PLACE_NAMES.index(column) + 1 :])
        ):
            doubt = doubt or _unlikely(name, place)
            proposal = proposal or (place.place_id if place else "")
            continue
        precision = max(place.precision, COARSEST[column], key=lambda each: COARSENESS.get(each, 0))
        if doubt:
            return GeocodeResult(place, precision, column, f"{doubt}; placed by “{name}”", proposal)
        others = f"; it could also be {_others(place)}" if place.alternatives else ""
        doubtful = place.confidence < 1 or place.alternatives
        sure = place.confidence == 1 and place.is_supported
        reason = f"means {places.label(place)}: {place.because}{others}" if doubtful else ""
        return GeocodeResult(place, precision, column, reason, place.place_id, sure)
    return GeocodeResult(None, doubt=doubt, proposal=proposal)


def _names(wording: PlaceQuery) -> list[tuple[str, str]]:
    """The names to look up, finest first, each with its column; of “Hamlet, Province” the province by itself too."""
    place, *coarser = ((column, getattr(wording, column)) for column in PLACE_NAMES)
    tail = place[1].partition(",")[2].strip()
    return [(column, name) for column, name in (place, ("place_name", tail), *coarser) if name]


def _understood(wording: PlaceQuery, column: str, name: str) -> Place | None:
    coarser = {name: getattr(wording, name) for name in PLACE_NAMES[PLACE_NAMES.index(column) + 1 :]}
    return places.resolve_or_none(
        name,
        Hints(
            country=coarser.get("country") or None,
            admin1=coarser.get("admin1") or None,
            beside=tuple(filter(None, [coarser.get("admin2", "")])),
        ),
    )


def _unlikely(name: str, place: Place | None) -> str:
    if place is not None:
        return f"“{name}” would mean {places.label(place)}: {place.because}"
    near = places.nearest_spellings(name)
    return f"no place named “{name}” is known" + (f" (spelt nearly so: {', '.join(near)})" if near else "")


def _others(place: Place) -> str:
    named = []
    for place_id in place.alternatives[:MOST_NAMED]:
        try:
            named.append(places.label(places.place_from_id(place_id)))
        except PlaceNotFound:
            named.append(place_id)
    more = len(place.alternatives) - len(named)
    return " or ".join(named) + (f" or {more} more" if more else "")


def _doubt(
    row: int, wording: PlaceQuery, meant: GeocodeResult, rows: int, crosswalk: Crosswalk
) -> tuple[int, str, str, str, str, str, bool]:
    named = next(column for column in PLACE_NAMES if getattr(wording, column))
    where = f" (in {pluralize(rows, 'row')})" if rows > 1 else ""
    column = crosswalk.origin.get(named, named)
    return row, column, wording.words(), PLACE_WARNING, meant.doubt + where, meant.proposal, meant.sure


def _filled(cells: pd.DataFrame, rows: pd.Index, codes: np.ndarray, found: list[GeocodeResult]) -> pd.DataFrame:
    """The cells with the position of each placed row; its own country, province and precision stay where coarser."""
    known = np.array([each.place is not None for each in found])[codes]
    rows = rows[known]
    if not len(rows):
        return cells
    meant = pd.DataFrame([_columns(each) for each in found]).iloc[codes[known]].set_axis(rows)
    if "place_precision" in cells:
        given = cells.loc[rows, "place_precision"].astype("str")
        coarser = given.map(COARSENESS).fillna(-1) > meant["place_precision"].map(COARSENESS).fillna(-1)
        meant = meant.assign(
            place_precision=meant["place_precision"].mask(coarser, given),
            radius_km=meant["radius_km"].mask(coarser),
        )
    filled = {name: _column(cells, name, meant[name], whole=name not in ("country", "admin1")) for name in meant}
    note = pd.Series(NOTE, index=rows, dtype="str")
    return cells.assign(**filled, notes=coordinate_checks.add_notes(cells, note))


def _columns(found: GeocodeResult) -> dict[str, object]:
    place = found.place
    if place is None:
        return dict.fromkeys(("latitude", "longitude", "place_precision", "place_id", "radius_km", "country", "admin1"))
    same = found.precision == place.precision
    return {
        "latitude": round(place.point.y, 6),
        "longitude": round(place.point.x, 6),
        "place_precision": found.precision,
        "place_id": place.place_id if same else None,
        "radius_km": place.radius_km if same else None,
        "country": place.country,
        "admin1": place.admin1,
    }


def _column(cells: pd.DataFrame, name: str, values: pd.Series, *, whole: bool) -> pd.Series:
    """A column with these values in their rows; not `whole` fills in only what is blank."""
    column = cells.get(name, pd.Series(None, index=cells.index, dtype="str"))
    if not whole:
        values = values[coordinate_checks.is_blank(column.loc[values.index])]
    if not pd.api.types.is_float_dtype(column.dtype):
        values = values.map(lambda value: None if value is None or value != value else str(value))
    return coordinate_checks.replace_cells(column, values.index, values.array)

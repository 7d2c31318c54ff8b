"""A column of coordinates as people write them: one axis, or both in a cell in any notation that is copied."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from geo.errors import CoordinateParseError, PositionUnstated
from geo.ingest.parsers.cell_normalization import MAX_LENGTH, map_unique, truncate
from geo.ingest.parsers.coordinate_pair import CoordinatePair
from geo.ingest.parsers.dms import NO_COORDINATE, normalize_angle, parse_angle
from geo.ingest.parsers.grid_cells import parse_geohash
from geo.ingest.parsers.map_links import is_map_link
from geo.ingest.parsers.missing_words import MISSING_WORDS
from geo.ingest.parsers.pair_notations import LABEL, PLAIN_PAIR, parse_pair

_PLAIN_DECIMAL = r"^\s*-?[0-9]{1,3}(\.[0-9]+)?\s*$"
_FINE_DECIMAL = re.compile(r"\d\.\d{3}")  # a hundred metres, which no two other numbers in one cell are given to
ASK_ORDER = "may be latitude and longitude or the other way round, as the column holds both; write letters (34.5 N)"


@dataclass(frozen=True, eq=False)
class ParsedDegrees:
    """A column of latitudes or longitudes in degrees (float64, missing where unknown or unread), aligned to the texts.

    `reasons` says why a text could not be read, else missing; `converted` (bool) marks those that were read and are no
    plain decimals.
    """

    values: pd.Series
    reasons: pd.Series
    converted: pd.Series


@dataclass(frozen=True, eq=False)
class ParsedCoordinatePairs:
    """A column of points: latitudes and longitudes as in ParsedDegrees.

    `is_order_assumed` (bool) marks the points of which nothing in the column says which number is the latitude;
    `is_evident`, those that can be nothing but points; `is_unstated`, cells such as short links that point to a
    position without stating it, which are no faults. `precision` (str, missing where only decimals tell) and
    `radius_km` (float64) are what the cells state of their precision.
    """

    latitude: pd.Series
    longitude: pd.Series
    reasons: pd.Series
    converted: pd.Series
    is_order_assumed: pd.Series
    is_evident: pd.Series
    is_unstated: pd.Series
    precision: pd.Series
    radius_km: pd.Series


@dataclass(frozen=True)
class PairFault:
    """Why a cell is no pair of coordinates, and whether it only does not state the position that it points to."""

    reason: str
    is_unstated: bool = False


def parse_degrees(texts: pd.Series, axis: str = "") -> ParsedDegrees:
    """Parse a column of one axis (LATITUDE or LONGITUDE); a letter of the other one is refused.

    Values beyond 90 or 180 degrees are read as they stand: whoever checks the table says what may be meant.
    """
    if pd.api.types.is_numeric_dtype(texts.dtype):
        none = pd.Series(None, index=texts.index, dtype="str")
        return ParsedDegrees(texts.astype("float64"), none, pd.Series(False, index=texts.index))
    texts = texts.astype("str")
    is_plain = _matches(texts, _PLAIN_DECIMAL)
    parsed = map_unique(texts[~is_plain], lambda text: _degrees_or_reason(text, axis))
    degrees = {text: value for text, value in parsed.items() if not isinstance(value, str)}
    trimmed = pc.utf8_trim_whitespace(pa.array(texts[is_plain]))
    decimals = pd.Series(pc.cast(trimmed, pa.float64()).to_numpy(zero_copy_only=False), index=texts.index[is_plain])
    values = pd.Series(np.nan, index=texts.index, dtype="float64").mask(is_plain, decimals)
    values = values.mask(~is_plain, texts[~is_plain].map(degrees).astype("float64"))
    return ParsedDegrees(values, _reasons(texts, parsed), ~is_plain & values.notna())


def parse_coordinate_pairs(
    texts: pd.Series,
    *,
    longitude_first: bool | None = None,
    latitude_first: bool | None = None,
    are_geohashes: bool = False,
) -> ParsedCoordinatePairs:
    """Parse a column with both coordinates in a cell; only `are_geohashes` makes words such as “sy7hv” points.

    Letters, labels and WKT say which is which; else a value beyond 90 in the column does, else `longitude_first`, else
    the latitude comes first, as it does when people write. `latitude_first` is what a person answered, and goes before
    all but letters, labels and values beyond 90 in the cell itself.
    """
    texts = texts.astype("str")
    parsed = map_unique(texts, partial(_pair_or_reason, parse_geohash if are_geohashes else parse_pair))
    pairs = {text: pair for text, pair in parsed.items() if isinstance(pair, CoordinatePair)}
    faults = {text: fault for text, fault in parsed.items() if isinstance(fault, PairFault)}
    proven = {pair.latitude_first for pair in pairs.values() if not pair.is_labelled} - {None}
    order = _resolve_order(proven, longitude_first) if latitude_first is None else latitude_first
    points = {text: pair.to_point(order) for text, pair in pairs.items()}
    is_assumed = not proven and longitude_first is None and latitude_first is None
    reasons = {text: fault.reason for text, fault in faults.items()}
    reasons |= {text: ASK_ORDER for text, point in points.items() if np.isnan(point[0])}
    latitude = _map_numbers(texts, {text: point[0] for text, point in points.items()})
    return ParsedCoordinatePairs(
        latitude,
        _map_numbers(texts, {text: point[1] for text, point in points.items()}),
        texts.map(reasons).astype("str"),
        latitude.notna() & ~_matches(texts, PLAIN_PAIR),
        _mark(texts, {text for text, pair in pairs.items() if is_assumed and pair.latitude_first is None}),
        _mark(texts, {text for text, pair in pairs.items() if _is_evident(text, pair)}),
        _mark(texts, {text for text, fault in faults.items() if fault.is_unstated}),
        texts.map({text: pair.precision for text, pair in pairs.items() if pair.precision}).astype("str"),
        _map_numbers(texts, {text: pair.radius_km for text, pair in pairs.items()}),
    )


def find_evident_pairs(texts: pd.Series) -> set[str]:
    """Return the texts of a column that can be nothing but a position, whatever their column is called.

    Links to maps that state no position are among them. Of a column that may hold anything, this is all that is asked,
    and takes a fifth of the time of `parse_coordinate_pairs`.
    """
    parsed = map_unique(texts.astype("str"), partial(_pair_or_reason, parse_pair))
    evident = {text for text, pair in parsed.items() if isinstance(pair, CoordinatePair) and _is_evident(text, pair)}
    unstated = (text for text, fault in parsed.items() if isinstance(fault, PairFault) and fault.is_unstated)
    return evident | {text for text in unstated if is_map_link(text)}


def _is_evident(text: str, pair: CoordinatePair) -> bool:
    """Whether a text can be nothing but a point: it says which number is which, or both are fine decimals."""
    return pair.is_labelled or _matches_fine_decimals(text)


def _matches_fine_decimals(text: str) -> bool:
    return len(_FINE_DECIMAL.findall(text[:MAX_LENGTH])) == 2


def _map_numbers(texts: pd.Series, numbers: Mapping[str, float]) -> pd.Series:
    return texts.map(numbers).astype("float64")


def _mark(texts: pd.Series, marked: set[str]) -> pd.Series:
    return texts.isin(marked) if marked else pd.Series(False, index=texts.index)


def _resolve_order(proven: set[bool | None], longitude_first: bool | None) -> bool | None:
    """Whether the latitude comes first where a cell does not tell; None where the column contradicts itself."""
    if len(proven) == 1:
        return next(iter(proven))
    return None if proven else not longitude_first


def _degrees_or_reason(text: str, axis: str) -> float | str:
    text = normalize_angle(truncate(text))
    if text in MISSING_WORDS:
        return np.nan
    try:
        _check_length(text)
        degrees, axis_of_letter = parse_angle(LABEL.sub("", text))
    except CoordinateParseError as error:
        return str(error)
    return f"is a {axis_of_letter} in a column of the {axis}" if axis and axis_of_letter not in ("", axis) else degrees


def _pair_or_reason(parse: Callable[[str], CoordinatePair | None], text: str) -> CoordinatePair | PairFault | None:
    try:
        return parse(text)
    except CoordinateParseError as error:
        return PairFault(str(error), isinstance(error, PositionUnstated))


def _check_length(text: str) -> None:
    if len(text) > MAX_LENGTH:
        raise CoordinateParseError(NO_COORDINATE)


def _matches(texts: pd.Series, pattern: str) -> pd.Series:
    matches = pc.match_substring_regex(pa.array(texts), pattern).fill_null(False)
    return pd.Series(matches.to_numpy(zero_copy_only=False), index=texts.index)


def _reasons(texts: pd.Series, parsed: Mapping[str, object]) -> pd.Series:
    reasons = {text: value for text, value in parsed.items() if isinstance(value, str) and value}
    return texts.map(reasons).astype("str")

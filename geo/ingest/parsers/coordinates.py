"""A column of coordinates as people write them: one axis, or both in a cell; also WKT points, MGRS and UTM."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from geo.errors import CoordinateParseError
from geo.ingest.parsers.cell_normalization import MAX_LENGTH, map_unique, truncate
from geo.ingest.parsers.dms import LATITUDE, LETTER, NO_COORDINATE, normalize_angle, parse_angle
from geo.ingest.parsers.mgrs_utm import parse_grid_reference
from geo.ingest.parsers.missing_words import MISSING_WORDS

_PLAIN_DECIMAL = r"^\s*-?[0-9]{1,3}(\.[0-9]+)?\s*$"
_LABEL = re.compile(r"\b(?:latitude|longitude|lat|long|lon|lng)\b\.?\s*[:=]?\s*")
_WKT_POINT = re.compile(r"(?:srid=4326;)? ?point ?z? ?\( ?(-?[\d.]+)[ ,]+(-?[\d.]+)(?: -?[\d.]+)? ?\)")
_DECIMAL = r"[+-]?\d{1,3}(?:\.\d+)?"
_DECIMAL_COMMA = r"[+-]?\d{1,3},\d+"
# Where a cell of two coordinates can be cut, the surest cut first.
_CUTS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"({_DECIMAL}) ?[,;/| ] ?({_DECIMAL})",
        rf"({_DECIMAL_COMMA})(?: ?[;/|,] ?| )({_DECIMAL_COMMA})",
        r"([^;/|]+?) ?[;/|] ?([^;/|]+)",
        r"([^,]+?) ?, ?([^,]+)",
        rf"((?:{LETTER}) ?\d.*?)[ ,]*((?:{LETTER}) ?\d.*)",
        rf"(.*\d.*?(?<![^\W\d_])(?:{LETTER}))(?![^\W\d_])[ ,]*(.*\d.*)",
        r"([^\"]+\") ?([^\"]+\"?)",
        r"([^']+') ?([^']+'?)",
        r"([^°]+°) ?([^°]+°?)",
    )
)
NO_PAIR = "is not a pair of coordinates; write it as 34.5167, 69.1833"
ASK_ORDER = "may be latitude and longitude or the other way round, as the column holds both; write letters (34.5 N)"
MAX_LATITUDE = 90.0  # degrees


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
    """A column of points: latitudes and longitudes as in ParsedDegrees."""

    latitude: pd.Series
    longitude: pd.Series
    reasons: pd.Series
    converted: pd.Series


@dataclass(frozen=True)
class _Pair:
    """Two angles as written, and which is which: by names or letters (`is_labelled`), or as one is beyond 90."""

    first: float
    second: float
    latitude_first: bool | None
    is_labelled: bool = False

    def to_point(self, latitude_first: bool | None) -> tuple[float, float]:
        """Latitude and longitude, in the column's order where the cell tells none; NaN where neither does."""
        if self.latitude_first is not None:
            latitude_first = self.latitude_first
        if latitude_first is None:
            return np.nan, np.nan
        return (self.first, self.second) if latitude_first else (self.second, self.first)


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


def parse_coordinate_pairs(texts: pd.Series, *, longitude_first: bool | None = None) -> ParsedCoordinatePairs:
    """Parse a column with both coordinates in a cell.

    Letters, labels and WKT say which is which; else a value beyond 90 in the column does, else `longitude_first`, else
    the latitude comes first, as it does when people write.
    """
    texts = texts.astype("str")
    parsed = map_unique(texts, _pair_or_reason)
    pairs = {text: pair for text, pair in parsed.items() if isinstance(pair, _Pair)}
    proven = {pair.latitude_first for pair in pairs.values() if not pair.is_labelled} - {None}
    order = _resolve_order(proven, longitude_first)
    points = {text: pair.to_point(order) for text, pair in pairs.items()}
    latitude = texts.map({text: point[0] for text, point in points.items()}).astype("float64")
    longitude = texts.map({text: point[1] for text, point in points.items()}).astype("float64")
    unresolved = {text: ASK_ORDER for text, point in points.items() if np.isnan(point[0])}
    is_plain = _matches(texts, rf"^\s*{_DECIMAL}\s*,\s*{_DECIMAL}\s*$")
    reasons = _reasons(texts, {**parsed, **unresolved})
    return ParsedCoordinatePairs(latitude, longitude, reasons, latitude.notna() & ~is_plain)


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
        degrees, axis_of_letter = parse_angle(_LABEL.sub("", text))
    except CoordinateParseError as error:
        return str(error)
    return f"is a {axis_of_letter} in a column of the {axis}" if axis and axis_of_letter not in ("", axis) else degrees


def _pair_or_reason(text: str) -> _Pair | str:
    text = normalize_angle(truncate(text))
    if text in MISSING_WORDS:
        return ""
    try:
        _check_length(text)
        return _parse_pair(text)
    except CoordinateParseError as error:
        return str(error)


def _check_length(text: str) -> None:
    if len(text) > MAX_LENGTH:
        raise CoordinateParseError(NO_COORDINATE)


def _parse_pair(text: str) -> _Pair:
    if match := _WKT_POINT.fullmatch(text):
        return _Pair(parse_angle(match[1])[0], parse_angle(match[2])[0], False, is_labelled=True)
    if (point := parse_grid_reference(text)) is not None:
        return _Pair(point[0], point[1], True, is_labelled=True)
    latitude_first = re.match(r"\W*(?:lon|lng)", text) is None if _LABEL.search(text) else None
    text = _LABEL.sub("", text.strip("()[]{} ")).strip(" ,;")
    errors = []
    for match in filter(None, (cut.fullmatch(text) for cut in _CUTS)):
        try:
            return _join_angles(match[1], match[2], latitude_first)
        except CoordinateParseError as error:
            errors.append(error)
    raise errors[0] if errors else CoordinateParseError(NO_PAIR)


def _join_angles(first_text: str, second_text: str, latitude_first: bool | None) -> _Pair:
    (first, first_axis), (second, second_axis) = parse_angle(first_text.strip()), parse_angle(second_text.strip())
    if first_axis and first_axis == second_axis:
        raise CoordinateParseError(f"has two values of the {first_axis}")
    if bool(first_axis) != bool(second_axis):
        raise CoordinateParseError("has a letter of a hemisphere at only one of its two values")
    if first_axis:
        return _Pair(first, second, first_axis == LATITUDE, is_labelled=True)
    if latitude_first is not None:
        return _Pair(first, second, latitude_first, is_labelled=True)
    tells_order = max(abs(first), abs(second)) > MAX_LATITUDE
    return _Pair(first, second, abs(first) <= MAX_LATITUDE if tells_order else None)


def _matches(texts: pd.Series, pattern: str) -> pd.Series:
    matches = pc.match_substring_regex(pa.array(texts), pattern).fill_null(False)
    return pd.Series(matches.to_numpy(zero_copy_only=False), index=texts.index)


def _reasons(texts: pd.Series, parsed: Mapping[str, object]) -> pd.Series:
    reasons = {text: value for text, value in parsed.items() if isinstance(value, str) and value}
    return texts.map(reasons).astype("str")

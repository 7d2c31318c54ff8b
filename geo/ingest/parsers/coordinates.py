"""A column of coordinates as people write them: one axis, or both in a cell; also WKT points, MGRS and UTM."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from geo.errors import CoordinateParseError
from geo.ingest.parsers.cell_normalization import MAX_LENGTH, MISSING_WORDS, map_unique, truncate
from geo.ingest.parsers.dms import LATITUDE, LETTER, NO_COORDINATE, angle, wording
from geo.ingest.parsers.mgrs_utm import of_grid

_PLAIN = r"^\s*-?[0-9]{1,3}(\.[0-9]+)?\s*$"
_LABEL = re.compile(r"\b(?:latitude|longitude|lat|long|lon|lng)\b\.?\s*[:=]?\s*")
_POINT = re.compile(r"(?:srid=4326;)? ?point ?z? ?\( ?(-?[\d.]+)[ ,]+(-?[\d.]+)(?: -?[\d.]+)? ?\)")
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
BEYOND = 90.0  # degrees that no latitude has


@dataclass(frozen=True, eq=False)
class ParsedDegrees:
    """A column of latitudes or longitudes in degrees (float64, missing where unknown or unread), aligned to the texts.

    `reasons` says why a text could not be read, else missing; `told` marks those that were no plain decimals.
    """

    values: pd.Series
    reasons: pd.Series
    converted: pd.Series


@dataclass(frozen=True, eq=False)
class ParsedCoordinatePairs:
    """A column of points: latitudes and longitudes as in Degrees."""

    latitude: pd.Series
    longitude: pd.Series
    reasons: pd.Series
    converted: pd.Series


@dataclass(frozen=True)
class _Pair:
    """Two angles in the order in which they are written, and which is which, by their names or as one is beyond 90."""

    first: float
    second: float
    latitude_first: bool | None
    named: bool = False

    def placed(self, order: bool | None) -> tuple[float, float]:
        """Latitude and longitude; not a number where it is not known which is which."""
        latitude_first = order if self.latitude_first is None else self.latitude_first
        if latitude_first is None:
            return np.nan, np.nan
        return (self.first, self.second) if latitude_first else (self.second, self.first)


def parse_degrees(texts: pd.Series, axis: str = "") -> ParsedDegrees:
    """Read a column of one axis (LATITUDE or LONGITUDE); a letter of the other one is refused.

    Values beyond 90 or 180 degrees are read as they stand: whoever checks the table says what may be meant.
    """
    if pd.api.types.is_numeric_dtype(texts.dtype):
        none = pd.Series(None, index=texts.index, dtype="str")
        return ParsedDegrees(texts.astype("float64"), none, pd.Series(False, index=texts.index))
    texts = texts.astype("str")
    plain = _fits(texts, _PLAIN)
    read = map_unique(texts[~plain], lambda text: _one(text, axis))
    odd = texts[~plain].map({text: got for text, got in read.items() if not isinstance(got, str)}).astype("float64")
    given = pc.utf8_trim_whitespace(pa.array(texts[plain]))
    decimals = pd.Series(pc.cast(given, pa.float64()).to_numpy(zero_copy_only=False), index=texts.index[plain])
    values = pd.Series(np.nan, index=texts.index, dtype="float64").mask(plain, decimals).mask(~plain, odd)
    return ParsedDegrees(values, _reasons(texts, read), ~plain & values.notna())


def parse_coordinate_pairs(texts: pd.Series, *, longitude_first: bool | None = None) -> ParsedCoordinatePairs:
    """Read a column with both coordinates in a cell.

    Letters, labels and WKT say which is which; else a value beyond 90 in the column does, else `longitude_first`, else
    the latitude comes first, as it does when people write.
    """
    texts = texts.astype("str")
    read = map_unique(texts, _two)
    pairs = {text: pair for text, pair in read.items() if isinstance(pair, _Pair)}
    order = _order({pair.latitude_first for pair in pairs.values() if not pair.named} - {None}, longitude_first)
    points = {text: pair.placed(order) for text, pair in pairs.items()}
    latitude = texts.map({text: point[0] for text, point in points.items()}).astype("float64")
    longitude = texts.map({text: point[1] for text, point in points.items()}).astype("float64")
    unsettled = {text: ASK_ORDER for text, point in points.items() if np.isnan(point[0])}
    told = latitude.notna() & ~_fits(texts, rf"^\s*{_DECIMAL}\s*,\s*{_DECIMAL}\s*$")
    return ParsedCoordinatePairs(latitude, longitude, _reasons(texts, {**read, **unsettled}), told)


def _order(proven: set[bool | None], longitude_first: bool | None) -> bool | None:
    """Whether the latitude comes first where a cell does not tell; None where the column contradicts itself."""
    if len(proven) == 1:
        return proven.pop()
    return None if proven else not longitude_first


def _one(text: str, axis: str) -> float | str:
    text = wording(truncate(text))
    if text in MISSING_WORDS:
        return np.nan
    try:
        if len(text) > MAX_LENGTH:
            raise CoordinateParseError(NO_COORDINATE)
        degrees, told = angle(_LABEL.sub("", text))
    except CoordinateParseError as reason:
        return str(reason)
    return f"is a {told} in a column of the {axis}" if axis and told not in ("", axis) else degrees


def _two(text: str) -> _Pair | str:
    text = wording(truncate(text))
    if text in MISSING_WORDS:
        return ""
    try:
        if len(text) > MAX_LENGTH:
            raise CoordinateParseError(NO_COORDINATE)
        return _pair(text)
    except CoordinateParseError as reason:
        return str(reason)


def _pair(text: str) -> _Pair:
    if found := _POINT.fullmatch(text):
        return _Pair(angle(found[1])[0], angle(found[2])[0], False, named=True)
    if (point := of_grid(text)) is not None:
        return _Pair(point[0], point[1], True, named=True)
    longitude_label = re.match(r"\W*(?:lon|lng)", text) is not None
    labelled = _LABEL.search(text) is not None
    text = _LABEL.sub("", text.strip("()[]{} ")).strip(" ,;")
    reasons = []
    for found in filter(None, (cut.fullmatch(text) for cut in _CUTS)):
        try:
            return _joined(found[1], found[2], not longitude_label if labelled else None)
        except CoordinateParseError as reason:
            reasons.append(reason)
    raise reasons[0] if reasons else CoordinateParseError(NO_PAIR)


def _joined(first: str, second: str, latitude_first: bool | None) -> _Pair:
    (one, one_axis), (other, other_axis) = angle(first.strip()), angle(second.strip())
    if one_axis and one_axis == other_axis:
        raise CoordinateParseError(f"has two values of the {one_axis}")
    if bool(one_axis) != bool(other_axis):
        raise CoordinateParseError("has a letter of a hemisphere at one of its two values only")
    if one_axis:
        return _Pair(one, other, one_axis == LATITUDE, named=True)
    if latitude_first is not None:
        return _Pair(one, other, latitude_first, named=True)
    return _Pair(one, other, abs(one) <= BEYOND if max(abs(one), abs(other)) > BEYOND else None)


def _fits(texts: pd.Series, pattern: str) -> pd.Series:
    matches = pc.match_substring_regex(pa.array(texts), pattern).fill_null(False)
    return pd.Series(matches.to_numpy(zero_copy_only=False), index=texts.index)


def _reasons(texts: pd.Series, read: Mapping[str, object]) -> pd.Series:
    said = {text: got for text, got in read.items() if isinstance(got, str) and got}
    return texts.map(said).astype("str")

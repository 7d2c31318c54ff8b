"""Score how well a few values of a column fit what it may hold: a share of 0 to 1.

The weights below were chosen by judgement, not fitted (see column_inference).
"""

from collections.abc import Callable
from functools import partial

import numpy as np
import pandas as pd

from geo.core.schema import COLUMN, COUNT
from geo.ingest.generic.column_names import has_event_word
from geo.ingest.generic.country_columns import share_of_countries
from geo.ingest.generic.name_normalization import normalize_column_name
from geo.ingest.options import COORDINATES, DAY, MONTH, YEAR
from geo.ingest.parsers.cell_normalization import MAX_LENGTH, normalize
from geo.ingest.parsers.coordinates import find_evident_pairs, parse_coordinate_pairs, parse_degrees
from geo.ingest.parsers.counts import parse_counts
from geo.ingest.parsers.date_words import normalize_date_words
from geo.ingest.parsers.dates import parse_dates
from geo.ingest.parsers.large_numbers import parse_large_numbers, parse_large_pairs
from geo.ingest.parsers.map_links import is_map_link
from geo.ingest.parsers.missing_words import is_missing_word
from geo.ingest.parsers.precision import is_date_precision, is_place_precision
from geo.places.country_names import FIPS, GW, IOC, ISO2, ISO3, M49
from geo.places.gazetteer.gazetteer import entries_by_name
from geo.places.gazetteer.name_normalization import normalize_name

MAX_SAMPLED_VALUES = 40  # different values of a column: a share of them is known to a few percent
_CELLS_SAMPLED = 2_000  # cells from which they are taken, evenly from the whole column
GEOHASH = "geohash"
NO_VALUES_SCORE = 0.5  # of a column without values: it neither fits nor fails
DATES_SHARE = 0.9  # of values that are dates, from which a column of texts is none
MAX_IDENTIFIER_LENGTH = 60  # characters
_LARGE_NUMBER_WEIGHT = 0.5  # metres and degrees without their points fit where the column is named so
_WHOLE_NUMBER_PENALTY = 0.5  # whole degrees and bare years may be any number
_COUNTRY_FLOOR, _PLACE_FLOOR = 0.2, 0.5  # an unknown name speaks against a country, and hardly against a village
CODES_SHARE = 0.9  # of values that are codes of countries, from which a column holds no places
# How surely a column of nothing but codes of a scheme holds countries: below 0.8 only where its name says so.
_SCHEME_WEIGHTS = {ISO3: 0.97, ISO2: 0.75, IOC: 0.75, FIPS: 0.75, M49: 0.5, GW: 0.5}
_TYPE_FLOOR = 0.3  # a type may be worded in any way
_NUMBERS_AS_TEXT_PENALTY = 0.7  # a column of text rarely holds nothing but numbers


def sample_values(cells: pd.Series) -> pd.Series:
    """Return a few different values of a column as text, from all over it; empty where it is blank."""
    step = np.linspace(0, len(cells) - 1, min(len(cells), _CELLS_SAMPLED)).astype(int)
    values = (cells.iloc[step] if len(cells) else cells).dropna()
    if pd.api.types.is_float_dtype(values.dtype):
        values = values.map(partial(np.format_float_positional, trim="-"))
    texts = values.astype("str").str.strip().drop_duplicates()
    return texts[~is_missing_word(texts)].iloc[:MAX_SAMPLED_VALUES].reset_index(drop=True)


def fit_score(target: str, texts: pd.Series) -> float:
    """Return how well sampled values fit a target, 0 to 1."""
    if texts.empty:
        return NO_VALUES_SCORE
    return SCORES.get(target, _text_score)(texts)


def is_geohash_column(name: str) -> bool:
    """Return whether a column's name says that its words are geohashes; nothing else tells them from other codes."""
    return GEOHASH in normalize_column_name(name)


def has_repeats(cells: pd.Series) -> bool:
    """Return whether a column cannot identify its rows: a value is blank or occurs twice."""
    return bool(cells.isna().any() or cells.duplicated().any())


def _share(mask: pd.Series) -> float:
    return float(mask.fillna(False).astype(bool).mean())


def _date_score(texts: pd.Series) -> float:
    dates = parse_dates(texts)
    # Bare numbers may count anything; eight digits, and those of milli-, micro- and nanoseconds, are rarely else.
    are_numbers = texts.str.fullmatch(r"\d+(?:\.\d+)?").astype(bool) & ~texts.str.len().isin([8, 13, 16, 19])
    bare_years = _share(are_numbers | (dates.precision == "year"))
    # “January 3” only lacks its year; “3.5” and “x-1” without one may be any number and any code.
    lacks_only_year = dates.yearless & texts.str.contains(r"[^\W\d]{3}").astype(bool)
    return _share(dates.start.notna() | dates.ambiguous | lacks_only_year) * (1 - _WHOLE_NUMBER_PENALTY * bare_years)


def _year_score(texts: pd.Series) -> float:
    return _share(texts.map(normalize).str.fullmatch(r"(?:1[3-9]|20)\d\d(?:\.0)?"))


def _month_score(texts: pd.Series) -> float:
    words = texts.map(lambda text: normalize_date_words(normalize(text[:MAX_LENGTH]))[0])
    return _share(words.str.fullmatch(r"(?:0?\d|1[0-2])(?:\.0)?|@[gpi]\d\d"))


def _day_score(texts: pd.Series) -> float:
    return _share(texts.map(normalize).str.fullmatch(r"(?:[0-2]?\d|3[01])(?:\.0)?"))


def _degrees_score(limit: float, texts: pd.Series) -> float:
    degrees = parse_degrees(texts)
    integer_share = _share(texts.map(normalize).str.fullmatch(r"-?\d+"))
    fit = _share(degrees.values.abs() <= limit) * (1 - _WHOLE_NUMBER_PENALTY * integer_share)
    return max(fit, _LARGE_NUMBER_WEIGHT * _share(parse_large_numbers(texts).notna()))


def _coordinates_score(texts: pd.Series) -> float:
    # “3 / 5” are rather the killed and the wounded.
    are_whole = texts.map(lambda text: normalize(text[:MAX_LENGTH])).str.fullmatch(r"\W*\d+\W+\d+\W*").astype(bool)
    pairs = parse_coordinate_pairs(texts, are_geohashes=is_geohash_column(str(texts.name)))
    are_links = pairs.is_unstated & texts.map(is_map_link)
    are_large = parse_large_pairs(texts)["first"].notna()  # of metres, or of degrees whose points were lost
    return _share((pairs.latitude.notna() & ~are_whole) | are_links) + _LARGE_NUMBER_WEIGHT * _share(are_large)


def evident_pair_share(texts: pd.Series) -> float:
    """Return the share of values that can be nothing but a position, whatever their column is called."""
    if texts.empty:
        return 0.0
    evident = find_evident_pairs(texts)
    return _share(texts.isin(evident)) if evident else 0.0


def _count_score(texts: pd.Series) -> float:
    return _share(parse_counts(texts).reasons.isna())


def _country_score(texts: pd.Series) -> float:
    share, scheme = share_of_countries(texts)
    # An unknown name speaks against a country; numbers and pairs of letters may be codes of anything.
    return (_COUNTRY_FLOOR + (1 - _COUNTRY_FLOOR) * share) * _SCHEME_WEIGHTS.get(scheme, 0.0 if scheme else 1.0)


def _place_score(kinds: tuple[str, ...], texts: pd.Series) -> float:
    share, scheme = share_of_countries(texts)
    if scheme == ISO3 and share >= CODES_SHARE:
        return 0.0
    are_known = texts.map(lambda text: _is_place_name(text[:MAX_LENGTH], kinds))
    return (_PLACE_FLOOR + (1 - _PLACE_FLOOR) * _share(are_known)) * (1 - _share(_are_numbers(texts)))


def _is_place_name(text: str, kinds: tuple[str, ...]) -> bool:
    # Somewhere in the world almost any one or two letters are a place.
    return len(text) > 2 and any(not kinds or entry.kind in kinds for entry in entries_by_name(normalize_name(text)))


def _event_type_score(texts: pd.Series) -> float:
    return _TYPE_FLOOR + (1 - _TYPE_FLOOR) * _share(texts.map(has_event_word))


def _text_score(texts: pd.Series) -> float:
    numbers = _share(_are_numbers(texts))
    if numbers < 1 and _date_score(texts) >= DATES_SHARE:
        return 0.0
    return 1 - _NUMBERS_AS_TEXT_PENALTY * numbers


def _allowed_score(values: tuple[str, ...], texts: pd.Series) -> float:
    return _share(texts.isin(values))


def _precision_score(is_precision: Callable[[str], bool], texts: pd.Series) -> float:
    return _share(texts.map(is_precision))


def _identifier_score(texts: pd.Series) -> float:
    """Short and of one word, or with a number in it; a sentence may be unique and identifies nothing."""
    are_compact = ~texts.str.contains(r"\s").astype(bool) | texts.str.contains(r"\d").astype(bool)
    return _share(are_compact & (texts.str.len() <= MAX_IDENTIFIER_LENGTH))


def _are_numbers(texts: pd.Series) -> pd.Series:
    return texts.map(normalize).str.fullmatch(r"[-+]?[\d.,' ]+").astype(bool)


SCORES: dict[str, Callable[[pd.Series], float]] = {
    **{name: partial(_allowed_score, column.allowed) for name, column in COLUMN.items() if column.allowed},
    **{name: _count_score for name, column in COLUMN.items() if column.dtype == COUNT},
    **dict.fromkeys(("date_start", "date_end", "last_modified"), _date_score),
    **{YEAR: _year_score, MONTH: _month_score, DAY: _day_score, COORDINATES: _coordinates_score},
    **{"latitude": partial(_degrees_score, 90.0), "longitude": partial(_degrees_score, 180.0)},
    **{"country": _country_score, "admin1": partial(_place_score, ("province",))},
    **dict.fromkeys(("admin2", "place_name"), partial(_place_score, ())),
    **dict.fromkeys(("event_type", "sub_event_type"), _event_type_score),
    "place_precision": partial(_precision_score, is_place_precision),
    "date_precision": partial(_precision_score, is_date_precision),
    "incident_id": _identifier_score,
}

"""How well the values of a column fit what it may hold: a share of 0 to 1, from a few of its values."""

from collections.abc import Callable
from functools import partial

import numpy as np
import pandas as pd

from geo.core.schema import COLUMN, COUNT
from geo.ingest.generic.column_names import is_event_word
from geo.ingest.options import COORDINATES, DAY, MONTH, YEAR
from geo.ingest.parsers.cell_normalization import MAX_LENGTH, normalize
from geo.ingest.parsers.coordinates import parse_coordinate_pairs, parse_degrees
from geo.ingest.parsers.counts import parse_counts
from geo.ingest.parsers.date_words import normalize_date_words
from geo.ingest.parsers.dates import parse_dates
from geo.ingest.parsers.missing_words import is_missing_word
from geo.places.gazetteer.gazetteer import entries_by_name
from geo.places.gazetteer.name_normalization import normalize_name

LOOKED_AT = 40  # different values of a column
DATES = 0.9  # the share of dates from which a column of texts is none
LONGEST_IDENTIFIER = 60  # characters
_SPREAD = 2_000  # cells from which they are taken, evenly from the whole column


def sample(cells: pd.Series) -> pd.Series:
    """A few different values of a column, as text, from all over it; empty where it is blank."""
    every = cells.iloc[np.linspace(0, len(cells) - 1, min(len(cells), _SPREAD)).astype(int)] if len(cells) else cells
    given = every.dropna()
    if pd.api.types.is_float_dtype(given.dtype):
        given = given.map(partial(np.format_float_positional, trim="-"))
    texts = given.astype("str").str.strip().drop_duplicates()
    return texts[~is_missing_word(texts)].iloc[:LOOKED_AT].reset_index(drop=True)


def fit(target: str, texts: pd.Series) -> float:
    """How well sampled values fit a target; a half for a column without values."""
    if texts.empty:
        return 0.5
    return FITS.get(target, _text)(texts)


def repeats(cells: pd.Series) -> bool:
    """Whether a column cannot identify its rows: a value is blank or stands twice."""
    return bool(cells.isna().any() or cells.duplicated().any())


def _share(holding: pd.Series) -> float:
    return float(holding.fillna(False).astype(bool).mean())


def _date(texts: pd.Series) -> float:
    days = parse_dates(texts)
    years_only = _share(days.precision == "year")
    # “January 3” only lacks its year; “3.5” without one may be any number.
    yearless = days.yearless & texts.str.contains(r"[^\W\d]").astype(bool)
    return _share(days.start.notna() | days.ambiguous | yearless) * (1 - 0.5 * years_only)


def _year(texts: pd.Series) -> float:
    return _share(texts.map(normalize).str.fullmatch(r"(?:1[3-9]|20)\d\d(?:\.0)?"))


def _month(texts: pd.Series) -> float:
    return _share(
        texts.map(lambda text: normalize_date_words(normalize(text[:MAX_LENGTH]))[0]).str.fullmatch(
            r"(?:0?\d|1[0-2])(?:\.0)?|@[gpi]\d\d"
        )
    )


def _day(texts: pd.Series) -> float:
    return _share(texts.map(normalize).str.fullmatch(r"(?:[0-2]?\d|3[01])(?:\.0)?"))


def _degrees(limit: float, texts: pd.Series) -> float:
    read = parse_degrees(texts)
    whole = _share(texts.map(normalize).str.fullmatch(r"-?\d+"))
    return _share(read.values.abs() <= limit) * (1 - 0.5 * whole)


def _coordinates(texts: pd.Series) -> float:
    # “3 / 5” are rather the killed and the wounded.
    whole = texts.map(normalize).str.fullmatch(r"\W*\d+\W+\d+\W*").astype(bool)
    return _share(parse_coordinate_pairs(texts).latitude.notna() & ~whole)


def _count(texts: pd.Series) -> float:
    return _share(parse_counts(texts).reasons.isna())


def _named(kinds: tuple[str, ...], texts: pd.Series) -> float:
    """Names of places; an unknown one speaks against a country, and hardly against a village."""
    known = texts.map(lambda text: _bears(text[:MAX_LENGTH], kinds))
    floor = 0.2 if "country" in kinds else 0.5
    return (floor + (1 - floor) * _share(known)) * (1 - _share(_numeric(texts)))


def _bears(text: str, kinds: tuple[str, ...]) -> bool:
    # Somewhere in the world almost any one or two letters are a place.
    return len(text) > 2 and any(not kinds or each.kind in kinds for each in entries_by_name(normalize_name(text)))


def _kind(texts: pd.Series) -> float:
    return 0.3 + 0.7 * _share(texts.map(is_event_word))


def _text(texts: pd.Series) -> float:
    if _share(_numeric(texts)) < 1 and _date(texts) >= DATES:
        return 0.0
    return 1 - 0.7 * _share(_numeric(texts))


def _allowed(values: tuple[str, ...], texts: pd.Series) -> float:
    return _share(texts.isin(values))


def _identifier(texts: pd.Series) -> float:
    """Short and of one word, or with a number in it; a sentence may be unique and identifies nothing."""
    compact = ~texts.str.contains(r"\s").astype(bool) | texts.str.contains(r"\d").astype(bool)
    return _share(compact & (texts.str.len() <= LONGEST_IDENTIFIER))


def _numeric(texts: pd.Series) -> pd.Series:
    return texts.map(normalize).str.fullmatch(r"[-+]?[\d.,' ]+").astype(bool)


FITS: dict[str, Callable[[pd.Series], float]] = {
    **{name: partial(_allowed, column.allowed) for name, column in COLUMN.items() if column.allowed},
    **{name: _count for name, column in COLUMN.items() if column.dtype == COUNT},
    **dict.fromkeys(("date_start", "date_end", "last_modified"), _date),
    **{YEAR: _year, MONTH: _month, DAY: _day, COORDINATES: _coordinates},
    **{"latitude": partial(_degrees, 90.0), "longitude": partial(_degrees, 180.0)},
    **{"country": partial(_named, ("country",)), "admin1": partial(_named, ("province",))},
    **dict.fromkeys(("admin2", "place_name"), partial(_named, ())),
    **dict.fromkeys(("event_type", "sub_event_type"), _kind),
    "incident_id": _identifier,
}

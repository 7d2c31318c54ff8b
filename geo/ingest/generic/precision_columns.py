"""How precisely the rows of a table state their places and dates, in words, distances or the codes of a provider."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import pandas as pd

from geo.core.formatting import pluralize
from geo.core.schema import DATE, PLACE_PRECISIONS
from geo.ingest.fields import column_key, is_one_of
from geo.ingest.generic.name_normalization import normalize_column_name
from geo.ingest.generic.precision_codes import (
    DATE_KIND,
    MAX_EXAMPLES,
    PLACE_KIND,
    PrecisionKind,
    list_values,
    normalize_code,
    read_codes,
    to_places,
)
from geo.ingest.generic.precision_scales import find_scale
from geo.ingest.import_result import Finding, Question
from geo.ingest.options import ImportOptions
from geo.ingest.parsers.precision import COARSENESS, NO, YES, StatedPlace
from geo.ingest.parsers.precision import DATE as DATES
from geo.ingest.providers.provider_dates import month_span

TRUE_FLAGS = (*YES, "1")
FLAGS = (*TRUE_FLAGS, *NO, "0")
OPPOSITES = {"exact": "near", "near": "exact"}
MAX_SHOWN = 60  # characters of a value that a message names
HALF_A_WEEK = pd.Timedelta(days=3)  # to both sides of the day that stands for a week, as in ACLED's tables

Meanings = Mapping[str, StatedPlace]  # a value in normal form → what it says


@dataclass(frozen=True, eq=False)
class StatedPrecision:
    """What the rows of a column say of precision.

    `precision`: a value of PLACE_PRECISIONS or DATE_PRECISIONS, missing where a row says nothing that can be read.
    `radius_km`: float64, missing where no distance is said. `is_open`: whether a question must be answered first.
    """

    precision: pd.Series
    radius_km: pd.Series
    is_open: pd.Series
    questions: tuple[Question, ...] = ()
    findings: tuple[Finding, ...] = ()
    notes: tuple[str, ...] = ()


def read_place_precision(cells: pd.DataFrame, column: str, options: ImportOptions) -> StatedPrecision:
    """Return what a column says of how precisely the places are known."""
    return _read(PLACE_KIND, cells, column, options)


def read_date_precision(cells: pd.DataFrame, column: str, options: ImportOptions) -> StatedPrecision:
    """Return what a column says of how precisely the dates are known."""
    return _read(DATE_KIND, cells, column, options)


def _read(kind: PrecisionKind, cells: pd.DataFrame, column: str, options: ImportOptions) -> StatedPrecision:
    texts = cells[column].astype("str").str.strip()
    values = texts.mask(texts == "")
    values = values.map({text: normalize_code(str(text)) for text in values.dropna().unique()}).astype("str")
    codes = set(values.dropna().unique())
    others = [column_key(name) for name in cells.columns if name != column]
    scale = find_scale(kind.scales, column, codes, others)
    if scale is not None:
        note = f"“{column}” is read as {scale.name}'s codes for the precision of the {kind.noun}"
        return _apply(kind, column, texts, values, to_places(scale.meanings), (), (note,))
    words = {value: meaning for value in codes if (meaning := kind.parse(value)) is not None}
    words = words or _read_flags(kind, column, codes)
    rest = codes - words.keys()
    known, question = read_codes(kind, column, rest, others, options)
    if question is not None:
        is_open = values.isin(rest)
        question = _count(question, texts[is_open])
        return _apply(kind, column, texts, values, words, (question,), open_values=rest)
    return _apply(kind, column, texts, values, {**known, **words})


def _read_flags(kind: PrecisionKind, column: str, codes: Collection[str]) -> dict[str, StatedPlace]:
    """What yes and no mean in a column that is called “Exact location?” or “approximate”; nothing in others."""
    header_precision = kind.parse(normalize_column_name(column))
    if (
        kind is not PLACE_KIND
        or header_precision is None
        or header_precision.precision not in OPPOSITES
        or not {*codes} <= {*FLAGS}
    ):
        return {}
    opposite = StatedPlace(OPPOSITES[header_precision.precision])
    return {code: header_precision if code in TRUE_FLAGS else opposite for code in codes}


def _count(question: Question, texts: pd.Series) -> Question:
    examples = _examples(texts)
    return Question(
        question.column, question.text, examples, question.topic, question.choices, question.proposal, len(texts)
    )


def _examples(texts: pd.Series) -> tuple[str, ...]:
    return tuple(text[:MAX_SHOWN] for text in texts.drop_duplicates().iloc[:MAX_EXAMPLES])


def _apply(
    kind: PrecisionKind,
    column: str,
    texts: pd.Series,
    values: pd.Series,
    meanings: Meanings,
    questions: tuple[Question, ...] = (),
    notes: tuple[str, ...] = (),
    open_values: Collection[str] = (),
) -> StatedPrecision:
    """What the meanings of the values say of their rows; a finding names those that have none."""
    precision = values.map({value: meaning.precision for value, meaning in meanings.items()}).astype("str")
    radius_km = values.map({value: meaning.radius_km for value, meaning in meanings.items()}).astype("float64")
    is_open = values.isin(open_values)
    unread = texts[values.notna() & precision.isna() & ~is_open]
    findings = (_find_unread(kind, column, unread),) if len(unread) else ()
    return StatedPrecision(precision, radius_km, is_open, questions, findings, notes)


def _find_unread(kind: PrecisionKind, column: str, unread: pd.Series) -> Finding:
    examples = _examples(unread)
    text = (
        f"How precisely the {kind.noun} is known cannot be read in “{column}” ({list_values(examples)}) "
        f"in {pluralize(len(unread), 'row')}: {kind.fallback}"
    )
    return Finding(text, column, unread.index, examples)


def combine_place_precision(
    stated: StatedPrecision | None, by_position: pd.Series | None, index: pd.Index
) -> dict[str, pd.Series]:
    """Return place_precision, and radius_km where a distance is stated.

    `by_position`: what name and position support, missing in rows without coordinates. What is stated goes before it;
    while a question is open, the precision of placed rows is unknown.
    """
    position = by_position if by_position is not None else pd.Series(None, index=index, dtype="str")
    if stated is None:
        return {"place_precision": position}
    is_unknown = stated.is_open & position.notna()
    precision = stated.precision.where(~stated.is_open).fillna(position.mask(is_unknown, "unknown"))
    radius_km = stated.radius_km.where(is_one_of(precision, "near", "exact"))
    columns = {"place_precision": precision.where(precision.isin(list(PLACE_PRECISIONS)))}
    return columns | ({"radius_km": radius_km} if radius_km.notna().any() else {})


def widen_dates(cells: Mapping[str, pd.Series], stated: StatedPrecision) -> dict[str, pd.Series]:
    """Return the dates as far as they are known: a day that stands for its month becomes the month, as in ACLED.

    `cells` has date_start, date_end and date_precision. What the date itself says stays where it is coarser.
    """
    ranks = {name: rank for rank, name in enumerate(COARSENESS[DATES])}
    own = cells["date_precision"].astype("str")
    is_coarser = (stated.precision.map(ranks) > own.map(ranks)) & ~stated.is_open
    precision = own.mask(is_coarser, stated.precision)
    start, end = cells["date_start"], cells["date_end"]
    is_day = is_coarser & (start == end)
    first, last = month_span(start)
    is_week, is_month, is_year = (is_day & is_one_of(precision, name) for name in ("week", "month", "year"))
    start = start.mask(is_week, start - HALF_A_WEEK).mask(is_month, first).mask(is_year, _year_start(start))
    end = end.mask(is_week, end + HALF_A_WEEK).mask(is_month, last).mask(is_year, _year_end(end))
    return {"date_start": start.astype(DATE), "date_end": end.astype(DATE), "date_precision": precision}


def _year_start(days: pd.Series) -> pd.Series:
    return (days.dt.normalize() - pd.to_timedelta(days.dt.day_of_year - 1, unit="D")).astype(days.dtype)


def _year_end(days: pd.Series) -> pd.Series:
    return (_year_start(days) + pd.offsets.YearEnd(0)).astype(days.dtype)

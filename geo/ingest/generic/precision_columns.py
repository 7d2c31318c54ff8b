"""How precisely the rows of a table state their places and dates, in words, distances or the codes of a provider."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from geo.core.formatting import pluralize
from geo.core.schema import DATE, PLACE_PRECISIONS
from geo.ingest.fields import column_key, is_one_of, strip_float_zero
from geo.ingest.generic.name_normalization import normalize_column_name
from geo.ingest.generic.precision_scales import (
    DATE_SCALES,
    PLACE_SCALES,
    PrecisionScale,
    find_scale,
)
from geo.ingest.import_result import Finding, Question
from geo.ingest.options import ImportOptions
from geo.ingest.parsers.cell_normalization import MAX_LENGTH, normalize
from geo.ingest.parsers.precision import (
    COARSENESS,
    GRADES,
    NO,
    YES,
    StatedPlace,
    parse_date_precision,
    parse_place_precision,
    precision_of_radius,
)
from geo.ingest.parsers.precision import DATE as DATES
from geo.ingest.providers.provider_dates import month_span

PRECISION_SCALE = "precision"  # the topic of the question what the codes of a column mean
NO_SCALE = "none"  # the answer that they mean nothing of ours
METRES, KILOMETRES = "m", "km"  # the answers that they are distances
KM_PER_UNIT = {METRES: 0.001, KILOMETRES: 1.0}
TRUE_FLAGS = (*YES, "1")
FLAGS = (*TRUE_FLAGS, *NO, "0")
OPPOSITES = {"exact": "near", "near": "exact"}
MAX_EXAMPLES = 5
MAX_SHOWN = 60  # characters of a value that a message names
MAX_CODES = 20  # of a column: more different numbers are distances, or nothing that a person could explain
HALF_A_WEEK = pd.Timedelta(days=3)  # to both sides of the day that stands for a week, as in ACLED's tables
GRADE_MEANINGS, CAUTIOUS_MEANINGS = ("exact", "near", "admin1"), ("exact", "admin2", "country")  # by judgement
_NUMBER = re.compile(r"-?\d{1,9}(?:\.\d{1,9})?")
_CODE = re.compile(r"-?\d{1,2}")
_METRES_IN_NAME = re.compile(r"\b(?:m|meters?|metres?|metros|mètres|gps|horizontal|haccuracy)\b")
_KILOMETRES_IN_NAME = re.compile(r"\b(?:km|kms|kilomet(?:er|re)s?|kilometros)\b")

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


@dataclass(frozen=True, eq=False)
class _Kind:
    """What is stated: the place or the date."""

    noun: str
    scales: Sequence[PrecisionScale]
    parse: Callable[[str], StatedPlace | None]
    fallback: str  # what holds while nothing is known


def _parse_date_words(text: str) -> StatedPlace | None:
    precision = parse_date_precision(text)
    return StatedPlace(precision) if precision else None


_PLACES = _Kind("place", PLACE_SCALES, parse_place_precision, "name and position decide")
_DATES = _Kind("date", DATE_SCALES, _parse_date_words, "the dates are read as they are written")


def read_place_precision(cells: pd.DataFrame, column: str, options: ImportOptions) -> StatedPrecision:
    """Return what a column says of how precisely the places are known."""
    return _read(_PLACES, cells, column, options)


def read_date_precision(cells: pd.DataFrame, column: str, options: ImportOptions) -> StatedPrecision:
    """Return what a column says of how precisely the dates are known."""
    return _read(_DATES, cells, column, options)


def _normalize(text: str) -> str:
    return strip_float_zero(normalize(text[:MAX_LENGTH]))


def _read(kind: _Kind, cells: pd.DataFrame, column: str, options: ImportOptions) -> StatedPrecision:
    texts = cells[column].astype("str").str.strip()
    values = texts.mask(texts == "")
    values = values.map({text: _normalize(str(text)) for text in values.dropna().unique()}).astype("str")
    codes = set(values.dropna().unique())
    others = [column_key(name) for name in cells.columns if name != column]
    scale = find_scale(kind.scales, column, codes, others)
    if scale is not None:
        note = f"“{column}” is read as {scale.name}'s codes for the precision of the {kind.noun}"
        return _apply(kind, column, texts, values, _to_places(scale.meanings), (), (note,))
    words = {value: meaning for value in codes if (meaning := kind.parse(value)) is not None}
    words = words or _read_flags(kind, column, codes)
    rest = codes - words.keys()
    known, question = _read_codes(kind, column, rest, others, options)
    if question is not None:
        is_open = values.isin(rest)
        question = _count(question, texts[is_open])
        return _apply(kind, column, texts, values, words, (question,), open_values=rest)
    return _apply(kind, column, texts, values, {**known, **words})


def _read_flags(kind: _Kind, column: str, codes: Collection[str]) -> dict[str, StatedPlace]:
    """What yes and no mean in a column that is called “Exact location?” or “approximate”; nothing in others."""
    named = kind.parse(normalize_column_name(column))
    if kind is not _PLACES or named is None or named.precision not in OPPOSITES or not {*codes} <= {*FLAGS}:
        return {}
    opposite = StatedPlace(OPPOSITES[named.precision])
    return {code: named if code in TRUE_FLAGS else opposite for code in codes}


def _to_places(meanings: Mapping[str, str]) -> dict[str, StatedPlace]:
    return {value: StatedPlace(precision) for value, precision in meanings.items()}


def _count(question: Question, texts: pd.Series) -> Question:
    examples = _examples(texts)
    return Question(
        question.column, question.text, examples, question.topic, question.choices, question.proposal, len(texts)
    )


def _read_codes(
    kind: _Kind, column: str, codes: Collection[str], others: Collection[str], options: ImportOptions
) -> tuple[dict[str, StatedPlace], Question | None]:
    """What codes without words mean: by their scale, a unit in the column's name or an answer; else the question."""
    scale = find_scale(kind.scales, column, codes, others)
    if scale is not None:
        return _to_places(scale.meanings), None
    unit = _unit_in_name(column) if kind is _PLACES and all(map(_NUMBER.fullmatch, codes)) else ""
    answer = options.answer(PRECISION_SCALE, column) or unit
    answered = _apply_answer(kind, answer, codes)
    if answered is not None:
        return answered, None
    choices = _choices(kind, codes)
    if not choices:
        return {}, None
    text = f"What do {_list(sorted(codes, key=_order))} in “{column}” say of how precisely the {kind.noun} is known?"
    return {}, Question(
        column, text, topic=PRECISION_SCALE, choices=(*choices, _no_choice(kind)), proposal=choices[0][0]
    )


def _no_choice(kind: _Kind) -> tuple[str, str]:
    return NO_SCALE, f"nothing; {kind.fallback}"


def _unit_in_name(column: str) -> str:
    words = normalize_column_name(column)
    if _KILOMETRES_IN_NAME.search(words):
        return KILOMETRES
    return METRES if _METRES_IN_NAME.search(words) else ""


def _apply_answer(kind: _Kind, answer: str, codes: Collection[str]) -> dict[str, StatedPlace] | None:
    """What the codes mean by an answer; None where there is no answer that fits."""
    if answer == NO_SCALE:
        return {}
    if answer in KM_PER_UNIT:
        radii = {code: float(code) * KM_PER_UNIT[answer] for code in codes if _NUMBER.fullmatch(code)}
        return {code: StatedPlace(precision_of_radius(km), km) for code, km in radii.items() if km >= 0}
    scale = next((scale for scale in kind.scales if scale.name == answer), None)
    if scale is not None:
        return _to_places(scale.meanings)
    pairs = [part.partition("=") for part in answer.split(";") if "=" in part]
    meanings = {_normalize(code): kind.parse(meaning) for code, _, meaning in pairs}
    return {code: meaning for code, meaning in meanings.items() if meaning is not None} or None


def _choices(kind: _Kind, codes: Collection[str]) -> tuple[tuple[str, str], ...]:
    """The answers that a question about these codes has; none where it cannot be asked."""
    if not codes:
        return ()
    if all(map(_NUMBER.fullmatch, codes)) and all(0 <= float(code) <= 1 for code in codes):
        return ()  # shares, or yes and no: nobody can say which places they mean
    if kind is _PLACES and all(map(_NUMBER.fullmatch, codes)) and not _are_codes(codes):
        return ((METRES, "metres around the place"), (KILOMETRES, "kilometres around the place"))
    scales = [scale for scale in kind.scales if scale.fits(codes)]
    grades = next((grades for grades in GRADES if {*codes} <= {*grades}), ()) if kind is _PLACES else ()
    return tuple((scale.name, _label(scale, codes)) for scale in scales) + _grade_choices(grades)


def _are_codes(codes: Collection[str]) -> bool:
    return len(codes) <= MAX_CODES and all(map(_CODE.fullmatch, codes)) and all(abs(int(code)) < 10 for code in codes)


def _label(scale: PrecisionScale, codes: Collection[str]) -> str:
    return f"as {scale.name}: " + ", ".join(f"{code} {scale.meanings[code]}" for code in sorted(codes, key=_order))


def _grade_choices(grades: Sequence[str]) -> tuple[tuple[str, str], ...]:
    if not grades:
        return ()
    pairs = list(zip(grades, GRADE_MEANINGS, strict=True))
    usual = "; ".join(f"{grade}={meaning}" for grade, meaning in pairs)
    cautious = "; ".join(f"{grade}={meaning}" for grade, meaning in zip(grades, CAUTIOUS_MEANINGS, strict=True))
    return tuple((answer, answer.replace("=", " is ")) for answer in (usual, cautious))


def _order(code: str) -> tuple[float, str]:
    return (float(code), "") if _NUMBER.fullmatch(code) else (0.0, code)


def _examples(texts: pd.Series) -> tuple[str, ...]:
    return tuple(text[:MAX_SHOWN] for text in texts.drop_duplicates().iloc[:MAX_EXAMPLES])


def _list(values: Sequence[str]) -> str:
    shown = [f"“{value}”" for value in values[:MAX_EXAMPLES]]
    return ", ".join(shown) + (" and others" if len(values) > MAX_EXAMPLES else "")


def _apply(
    kind: _Kind,
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


def _find_unread(kind: _Kind, column: str, unread: pd.Series) -> Finding:
    examples = _examples(unread)
    text = (
        f"How precisely the {kind.noun} is known cannot be read in “{column}” ({_list(examples)}) "
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

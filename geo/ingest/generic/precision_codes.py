"""What the codes of a column say of precision: by their scale, a unit in its name or an answer; else the question."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from geo.ingest.fields import strip_float_zero
from geo.ingest.generic.name_normalization import normalize_column_name
from geo.ingest.generic.precision_scales import DATE_SCALES, PLACE_SCALES, PrecisionScale, find_scale
from geo.ingest.import_result import Question
from geo.ingest.options import ImportOptions
from geo.ingest.parsers.cell_normalization import MAX_LENGTH, normalize
from geo.ingest.parsers.precision import (
    GRADES,
    StatedPlace,
    parse_date_precision,
    parse_place_precision,
    precision_of_radius,
)

PRECISION_SCALE = "precision"  # the topic of the question what the codes of a column mean
NO_SCALE = "none"  # the answer that they mean nothing of ours
METRES, KILOMETRES = "m", "km"  # the answers that they are distances
KM_PER_UNIT = {METRES: 0.001, KILOMETRES: 1.0}
MAX_EXAMPLES = 5
MAX_CODES = 20  # of a column: more different numbers are distances, or nothing that a person could explain
GRADE_MEANINGS, CAUTIOUS_MEANINGS = ("exact", "near", "admin1"), ("exact", "admin2", "country")  # by judgement
_NUMBER = re.compile(r"-?\d{1,9}(?:\.\d{1,9})?")
_CODE = re.compile(r"-?\d{1,2}")
_METRES_IN_NAME = re.compile(r"\b(?:m|meters?|metres?|metros|mètres|gps|horizontal|haccuracy)\b")
_KILOMETRES_IN_NAME = re.compile(r"\b(?:km|kms|kilomet(?:er|re)s?|kilometros)\b")


@dataclass(frozen=True, eq=False)
class PrecisionKind:
    """What is stated: the place or the date."""

    noun: str
    scales: Sequence[PrecisionScale]
    parse: Callable[[str], StatedPlace | None]
    fallback: str  # what holds while nothing is known


def _parse_date_words(text: str) -> StatedPlace | None:
    precision = parse_date_precision(text)
    return StatedPlace(precision) if precision else None


PLACE_KIND = PrecisionKind("place", PLACE_SCALES, parse_place_precision, "name and position decide")
DATE_KIND = PrecisionKind("date", DATE_SCALES, _parse_date_words, "the dates are read as they are written")


def normalize_code(text: str) -> str:
    """Return a cell as scales and answers write it: “1.0” as “1”."""
    return strip_float_zero(normalize(text[:MAX_LENGTH]))


def to_places(meanings: Mapping[str, str]) -> dict[str, StatedPlace]:
    """Return what each code says, from the precision that it stands for."""
    return {value: StatedPlace(precision) for value, precision in meanings.items()}


def read_codes(
    kind: PrecisionKind, column: str, codes: Collection[str], others: Collection[str], options: ImportOptions
) -> tuple[dict[str, StatedPlace], Question | None]:
    """What codes without words mean: by their scale, a unit in the column's name or an answer; else the question."""
    scale = find_scale(kind.scales, column, codes, others)
    if scale is not None:
        return to_places(scale.meanings), None
    unit = _unit_in_name(column) if kind is PLACE_KIND and all(map(_NUMBER.fullmatch, codes)) else ""
    answer = options.answer(PRECISION_SCALE, column) or unit
    answered = _apply_answer(kind, answer, codes)
    if answered is not None:
        return answered, None
    choices = _choices(kind, codes)
    if not choices:
        return {}, None
    values = list_values(sorted(codes, key=_order))
    text = f"What do {values} in “{column}” say of how precisely the {kind.noun} is known?"
    return {}, Question(
        column, text, topic=PRECISION_SCALE, choices=(*choices, _no_choice(kind)), proposal=choices[0][0]
    )


def _no_choice(kind: PrecisionKind) -> tuple[str, str]:
    return NO_SCALE, f"nothing; {kind.fallback}"


def _unit_in_name(column: str) -> str:
    words = normalize_column_name(column)
    if _KILOMETRES_IN_NAME.search(words):
        return KILOMETRES
    return METRES if _METRES_IN_NAME.search(words) else ""


def _apply_answer(kind: PrecisionKind, answer: str, codes: Collection[str]) -> dict[str, StatedPlace] | None:
    """What the codes mean by an answer; None where there is no answer that fits."""
    if answer == NO_SCALE:
        return {}
    if answer in KM_PER_UNIT:
        radii = {code: float(code) * KM_PER_UNIT[answer] for code in codes if _NUMBER.fullmatch(code)}
        return {code: StatedPlace(precision_of_radius(km), km) for code, km in radii.items() if km >= 0}
    scale = next((scale for scale in kind.scales if scale.name == answer), None)
    if scale is not None:
        return to_places(scale.meanings)
    pairs = [part.partition("=") for part in answer.split(";") if "=" in part]
    meanings = {normalize_code(code): kind.parse(meaning) for code, _, meaning in pairs}
    return {code: meaning for code, meaning in meanings.items() if meaning is not None} or None


def _choices(kind: PrecisionKind, codes: Collection[str]) -> tuple[tuple[str, str], ...]:
    """The answers that a question about these codes has; none where it cannot be asked."""
    if not codes:
        return ()
    if all(map(_NUMBER.fullmatch, codes)) and all(0 <= float(code) <= 1 for code in codes):
        return ()  # shares, or yes and no: nobody can say which places they mean
    if kind is PLACE_KIND and all(map(_NUMBER.fullmatch, codes)) and not _are_codes(codes):
        return ((METRES, "metres around the place"), (KILOMETRES, "kilometres around the place"))
    scales = [scale for scale in kind.scales if scale.fits(codes)]
    grades = next((grades for grades in GRADES if {*codes} <= {*grades}), ()) if kind is PLACE_KIND else ()
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


def list_values(values: Sequence[str]) -> str:
    """Return the first values in quotation marks, for a sentence."""
    quoted_values = [f"“{value}”" for value in values[:MAX_EXAMPLES]]
    return ", ".join(quoted_values) + (" and others" if len(values) > MAX_EXAMPLES else "")

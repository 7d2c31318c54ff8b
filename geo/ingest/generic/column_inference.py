"""Infer what each column of an unknown table holds from its name and its values, with a confidence and a reason.

A confidence is no probability: it orders guesses, and a column whose best guess is below MIN_CONFIDENCE is left to the
person. The figures here were chosen by judgement, not fitted: they are such that the hand-made tables in the tests come
out right (tests/geo/ingest/generic), and a person sees and corrects every guess.
"""

from collections.abc import Iterable, Iterator
from itertools import pairwise

import pandas as pd
from msgspec.structs import replace

from geo.core.schema import PLACE_NAMES
from geo.ingest.generic.column_agreement import BY_VALUES_ALONE, explain_rival, is_unnamed_place
from geo.ingest.generic.column_names import NameMatch, match_names
from geo.ingest.generic.date_names import is_of_other_days, is_of_reports, is_of_weeks
from geo.ingest.generic.date_parts import find_date_parts
from geo.ingest.generic.header_subjects import subject_of
from geo.ingest.generic.name_normalization import normalize_column_name
from geo.ingest.generic.place_columns import PLACE_TARGETS, choose_place_columns
from geo.ingest.generic.value_fit import evident_pair_share, fit_score, has_repeats, sample_values
from geo.ingest.import_result import Guess
from geo.ingest.options import COORDINATES, DAY, MONTH, YEAR
from geo.ingest.parsers.coordinates import parse_degrees
from geo.ingest.parsers.dates import parse_dates
from geo.ingest.parsers.precision import states_place_precision
from geo.ingest.readers.raw_table import RawTable

MAX_CONFIDENCE = 0.95  # where name and values agree: a guess is never certain
MIN_CONFIDENCE = 0.4  # of a guess that is used
NAME_SHARE = 0.3  # of the confidence that a name alone gives; its values decide the rest
MAX_COLUMNS_SAMPLED = 100  # columns whose values are looked at; beyond, names alone count (docs/decisions/0012)
SENTENCE_LENGTH = 60  # characters on average from which a column holds sentences, no types or names
SUMMARY_CONFIDENCE = 0.45  # of a column of sentences without a known name
EVENT_SUMMARY_CONFIDENCE = 0.6  # of a column of sentences that is named like a type of events
PAIR_CONFIDENCE = 0.45  # of two columns of degrees without known names
YEARLESS_SHARE = 0.5  # of dates without a year, from which a column of years completes them
EVIDENT_SHARE = 0.9  # of values that can only be positions, from which a column holds them whatever its name
EVIDENT_CONFIDENCE = 0.9  # of such a column: less than of one that is named so too
PRECISION_CONFIDENCE = 0.5  # of a column of words for precision without a known name: less than of any named so
N_EXAMPLES = 3  # of a column
# What values alone may show: the target, the share of them that must fit, and the confidence if all do.
_BY_VALUES = (
    (COORDINATES, 0.9, 0.7),
    ("country", 0.8, 0.6),
    ("date_start", 0.9, 0.6),
    ("event_type", 0.75, 0.5),
    ("admin1", 0.85, 0.5),
    ("place_name", 0.85, 0.45),
)
# A column whose whole name has one of these words is used even if no value fits: its rows are then rejected, which a
# person sees, instead of the column being left out, which nobody sees.
_PLAIN_NAMES = {
    "date_start": ("date", "fecha", "تاریخ"), "latitude": ("latitud",), "longitude": ("longitud",),
    **dict.fromkeys(("place_precision", "date_precision"), ("prec", "accura", "دقت", "دقة")),
}  # fmt: skip
# Of the confidence in a column that is named for days of reports, or for weeks: one named for days goes before it.
REPORT_SHARE, WEEK_SHARE = 0.6, 0.8
DATE_PARTS = (YEAR, MONTH, DAY)
POSITION_TARGETS = frozenset([*PLACE_NAMES, "latitude", "longitude", COORDINATES])
MIN_PLACE_VALUES = 3  # different ones, from which a column without a known name may name places; by judgement


def infer_columns(table: RawTable) -> tuple[Guess, ...]:
    """Return one guess for each column of a table, in their order."""
    samples = dict.fromkeys(table.column_names, pd.Series(dtype="str"))
    samples |= {name: sample_values(table.cells[name]) for name in table.column_names[:MAX_COLUMNS_SAMPLED]}
    every_guess = (guess for name in table.column_names for guess in _candidates(name, samples[name], table))
    candidates = [guess for guess in every_guess if not _is_of_other_days(guess)]
    by_column = _choose(candidates)
    by_column |= _find_degree_pair(table, samples, by_column)
    by_column = choose_place_columns(table, by_column, _names_of_place_columns(candidates, by_column))
    by_column = _drop_unnamed_places(by_column, samples)
    by_column |= find_date_parts(samples, by_column)
    has_yearless_dates = any(_are_yearless(samples[guess.column]) for guess in _date_guesses(by_column))
    by_column = _drop_redundant(by_column, has_yearless_dates=has_yearless_dates)
    guesses = [
        by_column.get(name) or Guess(name, "", 0.0, _explain_none(name, candidates)) for name in table.column_names
    ]
    return tuple(replace(guess, examples=tuple(samples[guess.column][:N_EXAMPLES])) for guess in guesses)


def _drop_unnamed_places(by_column: dict[str, Guess], samples: dict[str, pd.Series]) -> dict[str, Guess]:
    """A column whose header says nothing of ours names places only where no other does, and by several values."""
    has_position_header = any(
        guess.target in POSITION_TARGETS and not is_unnamed_place(guess) for guess in by_column.values()
    )
    reason = "its name does not say what it holds"
    return {
        name: replace(guess, target="", confidence=0.0, reason=reason)
        if is_unnamed_place(guess) and (has_position_header or len(samples[name]) < MIN_PLACE_VALUES)
        else guess
        for name, guess in by_column.items()
    }


def _choose(candidates: list[Guess]) -> dict[str, Guess]:
    """Column → its guess: whole counts before their parts, and the surer before the less sure."""
    by_column: dict[str, Guess] = {}
    for guess in sorted(candidates, key=lambda guess: (guess.is_part, -guess.confidence)):
        is_sure = guess.confidence >= MIN_CONFIDENCE
        if is_sure and guess.column not in by_column and _is_free(guess, by_column.values()):
            by_column[guess.column] = guess
    return by_column


def _names_of_place_columns(candidates: list[Guess], by_column: dict[str, Guess]) -> list[str]:
    """The columns that may name the place, in their order: by header or values, and nothing else by now."""
    names = dict.fromkeys(guess.column for guess in candidates if guess.target in PLACE_TARGETS)
    return [name for name in names if name not in by_column or by_column[name].target == "place_name"]


def _is_free(guess: Guess, guesses: Iterable[Guess]) -> bool:
    rivals = [other for other in guesses if other.target == guess.target]
    return not rivals or (guess.is_part and all(rival.is_part for rival in rivals))


def _candidates(name: str, texts: pd.Series, table: RawTable) -> Iterator[Guess]:
    matches = match_names(name)
    may_be_pairs = not texts.empty and all(match.target != "incident_id" for match in matches)
    evident_share = evident_pair_share(texts) if may_be_pairs else 0.0
    if evident_share >= EVIDENT_SHARE:
        # Behind one that is named so, but before what its name says: a “location” may hold positions.
        yield Guess(name, COORDINATES, EVIDENT_CONFIDENCE, f"{evident_share:.0%} of its values are positions")
        return
    by_name = [_guess_by_name(name, match, texts, table) for match in matches if match.target]
    yield from by_name
    # A known name settles it, unless the values speak against everything that it may mean.
    has_fit = any(guess.confidence >= MIN_CONFIDENCE for guess in by_name) or not by_name
    if texts.empty or (has_fit and any(match.closeness == 1.0 for match in matches)):
        return
    if _are_sentences(texts):
        yield Guess(name, "summary", SUMMARY_CONFIDENCE, "its values are sentences")
        return
    if len(texts) > 1 and texts.map(states_place_precision).all():
        yield Guess(name, "place_precision", PRECISION_CONFIDENCE, f"100% {BY_VALUES_ALONE}")
        return
    words = normalize_column_name(name).split()
    for target, min_share, confidence in _BY_VALUES:
        if subject_of(target, words):
            continue
        share = fit_score(target, texts)
        if share >= min_share:
            are_codes = target == "country" and bool(texts.str.fullmatch("[A-Z]{3}").all())
            reason = "of its values are codes of countries" if are_codes else BY_VALUES_ALONE
            yield Guess(name, target, confidence * share, f"{share:.0%} {reason}")


def _is_of_other_days(guess: Guess) -> bool:
    """Whether a guess takes the days of births, papers or bodies for those of incidents."""
    return guess.target in (*DATE_PARTS, "date_start", "date_end") and is_of_other_days(guess.column)


def _guess_by_name(name: str, match: NameMatch, texts: pd.Series, table: RawTable) -> Guess:
    target, reason = match.target, f"it is named “{match.words}”"
    if target == "incident_id" and has_repeats(table.cells[name]):
        return Guess(name, target, 0.0, "its values repeat or are blank, so they identify no row")
    if target == "event_type" and _are_sentences(texts):
        return Guess(name, "summary", EVENT_SUMMARY_CONFIDENCE * match.closeness, "its values are sentences")
    share = fit_score(target, texts)
    if not texts.empty and target != "incident_id":
        reason = f"{reason} and {share:.0%} of its values fit"
    confidence = round(MAX_CONFIDENCE * match.closeness * (NAME_SHARE + (1 - NAME_SHARE) * share), 3)
    if target == "date_start":
        confidence *= REPORT_SHARE if is_of_reports(name) else WEEK_SHARE if is_of_weeks(name) else 1.0
    if match.closeness == 1.0 and any(word in match.words for word in _PLAIN_NAMES.get(target, ())):
        confidence = max(confidence, MIN_CONFIDENCE)
    return Guess(name, target, confidence, reason, is_part=match.is_part)


def _are_sentences(texts: pd.Series) -> bool:
    return not texts.empty and float(texts.str.len().mean()) > SENTENCE_LENGTH


def _find_degree_pair(table: RawTable, samples: dict[str, pd.Series], by_column: dict[str, Guess]) -> dict[str, Guess]:
    """Two neighbouring columns of degrees that no name explains: the one with values beyond 90 is the longitude."""
    if {guess.target for guess in by_column.values()} & {"latitude", "longitude", COORDINATES}:
        return {}
    names = [
        name
        for name in table.column_names[:MAX_COLUMNS_SAMPLED]
        if name not in by_column and _are_fine_degrees(samples[name])
    ]
    for first, second in pairwise(names):
        is_longitude_first = bool((parse_degrees(samples[first]).values.abs() > 90).any())
        pair = (second, first) if is_longitude_first else (first, second)
        return {
            name: Guess(name, target, PAIR_CONFIDENCE, "it is beside another column of degrees")
            for name, target in zip(pair, ("latitude", "longitude"), strict=True)
        }
    return {}


def _are_fine_degrees(texts: pd.Series) -> bool:
    """Whether all values have three decimals or more and may be degrees."""
    are_decimals = len(texts) > 0 and bool(texts.str.fullmatch(r"-?\d{1,3}[.,]\d{3,}").all())
    return are_decimals and bool((parse_degrees(texts).values.abs() <= 180).all())


def _date_guesses(by_column: dict[str, Guess]) -> list[Guess]:
    return [guess for guess in by_column.values() if guess.target == "date_start"]


def _are_yearless(texts: pd.Series) -> bool:
    """Whether most dates lack only their year: “5 January”."""
    return float(parse_dates(texts).yearless.mean()) > YEARLESS_SHARE


def _drop_redundant(by_column: dict[str, Guess], *, has_yearless_dates: bool) -> dict[str, Guess]:
    """The guesses without those that another makes redundant: a year beside a date that has one, half of a point."""
    targets = {guess.target for guess in by_column.values()}
    reasons: dict[str, str] = {}
    if "date_start" in targets or YEAR not in targets:
        reason = explain_rival("date_start") if "date_start" in targets else "there is no year"
        reasons |= dict.fromkeys(DATE_PARTS, reason)
    if has_yearless_dates:
        reasons.pop(YEAR, None)
    if "date_start" not in targets and YEAR not in targets:
        reasons["date_end"] = "there is no first day"
    if {"latitude", "longitude"} <= targets:
        reasons[COORDINATES] = "other columns hold latitude and longitude"
    else:
        reasons |= dict.fromkeys(("latitude", "longitude"), "the other half of the coordinates is missing")
    return {
        name: replace(guess, target="", confidence=0.0, reason=reasons[guess.target])
        if guess.target in reasons
        else guess
        for name, guess in by_column.items()
    }


def _explain_none(name: str, candidates: list[Guess]) -> str:
    """Why a column has no guess."""
    own = [guess for guess in candidates if guess.column == name]
    if not own:
        is_known = any(match.closeness == 1.0 for match in match_names(name))
        return "the incident table has no such column" if is_known else "neither its name nor its values say"
    best = max(own, key=lambda guess: guess.confidence)
    return best.reason if best.confidence < MIN_CONFIDENCE else explain_rival(best.target)

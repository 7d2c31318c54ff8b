"""Columns of small whole numbers that nobody explains, in a table of which no toll is read: they may be its tolls."""

from collections.abc import Collection, Sequence

import pandas as pd

from geo.ingest.generic.column_names import match_names
from geo.ingest.generic.count_names import is_area_code, parse_count_name
from geo.ingest.generic.name_normalization import normalize_column_name
from geo.ingest.generic.toll_names import names_no_toll, parse_toll_name
from geo.ingest.generic.value_fit import sample_values
from geo.ingest.import_result import Finding, Guess

MAX_COLUMNS = 100  # that are looked at, by judgement
_MAX_CODES, _ROWS_A_CODE = 3, 2  # different values may be codes, each of several rows on average; by judgement
_MIN_STEPS = 5  # from number to number that only rise, or only fall, in a column of identifiers; fewer are chance
_NUMBERS_SHARE = 0.9  # of the values
_N_EXAMPLES = 3
_TARGETS = ("killed_", "injured_")
# Words of names of numbers that count nobody, beside those of `data/toll_words.csv`.
_OTHER_WORDS = frozenset(
    [
        "week",
        "zone",
        "lat",
        "lon",
        "lng",
        "long",
        "latitude",
        "longitude",
        "x",
        "y",
        "phone",
        "tel",
        "zip",
        "postal",
        "postcode",
        "objectid",
        "oid",
        "fid",
        "gid",
        "uid",
        "key",
        "row",
        "index",
        "idx",
        "serial",
        "hour",
        "hours",
        "minute",
        "minutes",
        "time",
        "distance",
        "km",
        "metres",
        "meters",
        "miles",
        "duration",
        "elevation",
        "altitude",
        "radius",
        "rank",
        "page",
        "pages",
        "confidence",
        "precision",
        "accuracy",
        "district",
        "block",
        "grid",
        "ward",
        "uc",
        "tehsil",
        "version",
        "ref",
        "reference",
        "length",
        "size",
        "weight",
        "price",
        "amount",
        "usd",
        "budget",
        "temperature",
        "s",
        "sr",
        "sl",
        "sno",
    ]
)


def explain_left_out_numbers(
    cells: pd.DataFrame, guesses: Sequence[Guess], answered: Collection[str] = ()
) -> tuple[Finding, ...]:
    """Return what to say of the columns of small whole numbers that are left out; nothing where a toll is read.

    `answered` are columns of which a person has said what they hold.
    """
    if any(guess.target.startswith(_TARGETS) for guess in guesses):
        return ()
    names = [guess.column for guess in guesses[:MAX_COLUMNS] if not guess.target and _may_count(guess.column)]
    names = [name for name in names if name not in answered and _are_small_numbers(cells[name])]
    if not names:
        return ()
    text = (
        f"A column of numbers was left out: {names[0]}. Say what it counts"
        if len(names) == 1
        else f"Columns of numbers were left out: {', '.join(names)}. Say what they count"
    )
    rows = cells.index[cells[names].notna().any(axis=1)]
    return (Finding(text, names[0], rows, tuple(sample_values(cells[names[0]])[:_N_EXAMPLES])),)


def _may_count(name: str) -> bool:
    """Whether a name is not that of something else than people: codes, days, distances, events, a known column."""
    if parse_toll_name(name) is not None or parse_count_name(name) or is_area_code(name) or names_no_toll(name):
        return False
    is_known = any(match.closeness == 1.0 and not match.target.startswith(_TARGETS) for match in match_names(name))
    return not is_known and not _OTHER_WORDS & {*normalize_column_name(name).split()}


def _are_small_numbers(texts: pd.Series) -> bool:
    """Whether a column holds whole numbers below 10,000, of more than a few values, but no years or row numbers."""
    sampled = sample_values(texts)
    is_number = sampled.str.fullmatch(r"\d{1,4}(?:\.0+)?").astype(bool)
    may_be_codes = sampled.nunique() <= min(_MAX_CODES, len(texts) // _ROWS_A_CODE)
    if may_be_codes or is_number.mean() < _NUMBERS_SHARE:
        return False
    numbers = pd.to_numeric(texts.dropna(), errors="coerce")
    steps = numbers.diff().iloc[1:]
    is_monotone = len(steps) >= _MIN_STEPS and bool((steps > 0).all() or (steps < 0).all())
    are_years = numbers.between(1900, 2100).mean() >= _NUMBERS_SHARE
    return not (are_years or is_monotone or bool((steps.abs() == 1).all()))

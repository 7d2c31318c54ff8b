"""Columns of years, months and days whose names are too short to say so alone, or that have no name for days at all."""

from collections.abc import Mapping

import pandas as pd

from geo.ingest.generic.column_names import match_names
from geo.ingest.generic.count_names import parse_count_name
from geo.ingest.generic.name_normalization import normalize_column_name
from geo.ingest.generic.value_fit import fit_score
from geo.ingest.import_result import Finding, Guess
from geo.ingest.options import DAY, MONTH, YEAR

# What the parts of a date are called where the others stand beside them: English, French, Spanish, German.
_WORDS = {
    YEAR: "y yy yyyy yr year a an aa aaaa ano annee j jj jjjj jahr سنة سال",
    MONTH: "m mm mo mon mth mnth month mes mois monat شهر ماه",
    DAY: "d dd dy day dia jour j jj t tt tag يوم روز",
}
_SHORT_NAMES = {part: frozenset(map(normalize_column_name, words.split())) for part, words in _WORDS.items()}
_MIN_FIT = 0.9  # of the values of each part; by judgement
_CONFIDENCE, _DAY_CONFIDENCE = 0.85, 0.6  # by judgement: names and values of three agree, or values and neighbours
# Words of a name that count, number or measure something, so that its numbers are no days.
_OTHER_NUMBERS = frozenset(
    [
        "no",
        "nr",
        "num",
        "number",
        "n",
        "id",
        "code",
        "age",
        "aged",
        "total",
        "count",
        "sum",
        "qty",
        "rank",
        "row",
        "index",
        "serial",
        "sr",
        "week",
        "hour",
        "time",
        "score",
        "level",
        "km",
        "units",
        "unit",
        "people",
        "persons",
        "size",
        "edad",
        "numero",
        "nombre",
        "numéro",
        "âge",
        "total",
        "رقم",
        "عدد",
        "سن",
    ]
)
MAX_EXAMPLES = 3  # of a finding's values, by judgement
_MIN_DAYS = 3  # different ones, from which numbers beside a year and a month may be its days; by judgement


def find_date_parts(samples: Mapping[str, pd.Series], by_column: Mapping[str, Guess]) -> dict[str, Guess]:
    """Return guesses for columns of the parts of dates: three of short names side by side, or days without a name.

    `samples`: values of the columns, in their order; `by_column`: the guesses so far. None where a column is a date.
    """
    targets = {guess.target: name for name, guess in by_column.items()}
    if "date_start" in targets:
        return {}
    if not {YEAR, MONTH, DAY} <= targets.keys() and (parts := _find_short_names(samples)):
        reason = "it stands beside the other parts of a date"
        return {name: Guess(name, part, _CONFIDENCE, reason) for part, name in parts.items()}
    if {YEAR, MONTH} <= targets.keys() and DAY not in targets:
        return _find_days(samples, by_column, (targets[YEAR], targets[MONTH]))
    return {}


def find_unnamed_days(cells: pd.DataFrame, column: str) -> tuple[Finding, ...]:
    """Return that a column is read as the days of months, where its name does not say so."""
    if normalize_column_name(column) in _SHORT_NAMES[DAY] or DAY in {match.target for match in match_names(column)}:
        return ()
    text = f"“{column}” is read as the day of the month, as it holds 1 to 31 beside a year and a month."
    examples = tuple(cells[column].dropna().astype("str").drop_duplicates().iloc[:MAX_EXAMPLES])
    return (Finding(text, column, cells.index[cells[column].notna()], examples),)


def _find_short_names(samples: Mapping[str, pd.Series]) -> dict[str, str]:
    """Part → column, for the first three columns side by side that are called and filled like the parts of a date."""
    names = list(samples)
    for first in range(len(names) - 2):
        three = names[first : first + 3]
        for order in ((YEAR, MONTH, DAY), (DAY, MONTH, YEAR), (MONTH, DAY, YEAR), (YEAR, DAY, MONTH)):
            if all(_is_part(part, name, samples[name]) for part, name in zip(order, three, strict=True)):
                return dict(zip(order, three, strict=True))
    return {}


def _is_part(part: str, name: str, texts: pd.Series) -> bool:
    has_short_name = normalize_column_name(name) in _SHORT_NAMES[part]
    return has_short_name and not texts.empty and fit_score(part, texts) >= _MIN_FIT


def _find_days(
    samples: Mapping[str, pd.Series], by_column: Mapping[str, Guess], parts: tuple[str, str]
) -> dict[str, Guess]:
    """A column of 1 to 31 that stands beside the year or the month and has no known name."""
    names = list(samples)
    places = [names.index(name) for name in parts if name in samples]
    beside = [name for place, name in enumerate(names) if any(abs(place - part) == 1 for part in places)]
    days = [name for name in beside if name not in by_column and _may_be_days(name, samples[name])]
    reason = "its values are days of a month, beside the year and the month"
    return {days[0]: Guess(days[0], DAY, _DAY_CONFIDENCE, reason)} if len(days) == 1 else {}


def _may_be_days(name: str, texts: pd.Series) -> bool:
    numbers = pd.to_numeric(texts, errors="coerce")
    is_counted = not _OTHER_NUMBERS.isdisjoint(normalize_column_name(name).split())
    has_known_name = is_counted or match_names(name) or parse_count_name(name)
    return not has_known_name and len(texts) >= _MIN_DAYS and bool((numbers.between(1, 31) & (numbers % 1 == 0)).all())

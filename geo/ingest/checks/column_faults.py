"""One fault in most rows is a fault of the columns: latitude and longitude swapped, a sign lost, the points lost.

It is one question, with an answer that mends the whole column, instead of a warning in each row.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from geo.core.formatting import pluralize
from geo.ingest.checks import country_checks
from geo.ingest.checks.coordinate_issues import ISSUES, MAX_COMPARED, MIN_EXPLAINED, is_within_limits
from geo.ingest.checks.country_checks import CountryCodes
from geo.ingest.import_result import Question

COORDINATE_FAULT = "coordinate_fault"  # the topic of the question
KEEP = "keep"  # the answer that the coordinates are right as they stand
MIN_SHARE = 0.7  # of the rows that can be compared, from which a doubt is a question about the column; the issue's rule
MIN_SAME = 0.9  # of the doubts, which one fault must explain; by judgement
MIN_WHOLE_SHARE = 0.3  # the same, where the fault would put the whole column into its countries; by judgement
MIN_ROWS, MIN_ROWS_IN_DOUBT = 5, 3  # fewer rows may be wrong one by one; by judgement
N_EXAMPLES = 3
PROBLEMS = {
    "as written": "are written in degrees that are no plain decimals",
    "swap": "lie in the countries beside them only with latitude and longitude swapped",
    "set the decimal point": "have lost their decimal points",
}
_SIGN = "lie in the countries beside them only if you"


@dataclass(frozen=True, eq=False)
class ColumnFault:
    """What is wrong with most rows of a table: the key of the issue, and the rows (their numbers) that it explains."""

    key: str
    rows: pd.Index


@dataclass(frozen=True, eq=False)
class CountryPositions:
    """The coordinates (degrees, float64) of all rows that have any, by row, and the countries named beside them."""

    degrees: pd.DataFrame
    countries: CountryCodes

    def restrict_to_countries(self) -> "CountryPositions":
        """Return the rows that name a country; all of them where none does."""
        has_country = self.countries.codes >= 0
        return (
            CountryPositions(self.degrees[has_country], self.countries.take(has_country)) if has_country.any() else self
        )


def find_column_fault(suspects: pd.DataFrame, positions: CountryPositions) -> ColumnFault | None:
    """Return the fault that explains most rows, or some and would put all others into their country too; else None.

    `suspects` has the columns issue (a key, empty for none), is_zero and proposal, indexed by row.
    """
    doubts = suspects[~suspects["is_zero"]]
    counts = doubts.loc[doubts["proposal"] != "", "issue"].value_counts()
    if len(doubts) < MIN_ROWS_IN_DOUBT or counts.empty or counts.iloc[0] < MIN_SAME * len(doubts):
        return None
    key, comparable = str(counts.index[0]), positions.restrict_to_countries()
    share = len(doubts) / max(len(comparable.degrees), 1)
    if share >= MIN_WHOLE_SHARE and len(comparable.degrees) >= MIN_ROWS and _explains_all(key, comparable):
        return ColumnFault(key, positions.degrees.index)
    if share < MIN_SHARE or len(doubts) < MIN_ROWS:
        return None
    return ColumnFault(key, doubts.index[doubts["issue"] == key])


def _explains_all(key: str, positions: CountryPositions) -> bool:
    """Whether the rows of the whole column lie in their countries once the fault is undone."""
    rows = np.linspace(0, len(positions.degrees) - 1, min(len(positions.degrees), MAX_COMPARED)).astype(int)
    sample, countries = positions.degrees.iloc[rows], positions.countries.take(rows)
    is_inside = np.zeros(len(rows), dtype=bool)
    for issue in (issue for issue in ISSUES if issue.key == key):
        north, east = issue.undo(sample["latitude"].to_numpy(), sample["longitude"].to_numpy())
        is_inside |= is_within_limits(north, east) & country_checks.is_inside(countries, north, east)
    return float(is_inside.mean()) >= MIN_EXPLAINED


def ask_about_fault(fault: ColumnFault, columns: tuple[str, str], texts: pd.Series, problem: str = "") -> Question:
    """Return the question whether a whole column is to be mended; `columns` are the file's latitude and longitude.

    `problem` says in words what is wrong, where it is not the countries beside the positions that show it.
    """
    names = " and ".join(dict.fromkeys(columns))
    problem = problem or PROBLEMS.get(fault.key, f"{_SIGN} {fault.key}")
    text = (
        f"{pluralize(len(fault.rows), 'row')}: the positions in {names} {problem}. Is that so in the whole column? "
        "Until you answer, the rows are placed by their names alone."
    )
    choices = (*dict.fromkeys((issue.key, issue.phrase) for issue in ISSUES), (KEEP, "right as they stand"))
    examples = tuple(dict.fromkeys(texts))[:N_EXAMPLES]
    return Question(columns[0], text, examples, COORDINATE_FAULT, choices, fault.key, len(fault.rows))


def undo_fault(key: str, latitude: np.ndarray, longitude: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the coordinates (degrees) as the first issue of this key reads them."""
    issue = next(issue for issue in ISSUES if issue.key == key)
    return issue.undo(latitude, longitude)

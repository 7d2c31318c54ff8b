"""One fault in most rows is a fault of the columns: latitude and longitude swapped, a sign lost, the points lost.

It is one question, with an answer that mends the whole column, instead of a warning in each row.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from geo.core.formatting import pluralize
from geo.ingest.checks.coordinate_issues import ISSUES
from geo.ingest.import_result import Question

COORDINATE_FAULT = "coordinate_fault"  # the topic of the question
KEEP = "keep"  # the answer that the coordinates are right as they stand
MIN_SHARE = 0.7  # of the rows that can be compared, from which a doubt is a question about the column; the issue's rule
MIN_SAME = 0.9  # of the doubts, which one fault must explain; by judgement
MIN_ROWS = 5  # fewer rows may be wrong one by one; by judgement
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


def find_column_fault(suspects: pd.DataFrame, n_comparable: int) -> ColumnFault | None:
    """Return the fault that explains most rows, None where there is none.

    `suspects` has the columns issue (a key, empty for none), is_zero and proposal, indexed by row; `n_comparable` is
    how many rows have coordinates and a country.
    """
    doubts = suspects[~suspects["is_zero"]]
    if len(doubts) < max(MIN_ROWS, MIN_SHARE * n_comparable):
        return None
    counts = doubts.loc[doubts["proposal"] != "", "issue"].value_counts()
    if counts.empty or counts.iloc[0] < MIN_SAME * len(doubts):
        return None
    key = str(counts.index[0])
    return ColumnFault(key, doubts.index[doubts["issue"] == key])


def ask_about_fault(fault: ColumnFault, columns: tuple[str, str], texts: pd.Series) -> Question:
    """Return the question whether a whole column is to be mended; `columns` are the file's latitude and longitude."""
    names = " and ".join(dict.fromkeys(columns))
    problem = PROBLEMS.get(fault.key, f"{_SIGN} {fault.key}")
    text = (
        f"{pluralize(len(fault.rows), 'row')}: the positions in {names} {problem}. Is that so in the whole column? "
        "Until you answer, these rows have no position."
    )
    choices = (*dict.fromkeys((issue.key, issue.phrase) for issue in ISSUES), (KEEP, "right as they stand"))
    examples = tuple(dict.fromkeys(texts))[:N_EXAMPLES]
    return Question(columns[0], text, examples, COORDINATE_FAULT, choices, fault.key, len(fault.rows))


def undo_fault(key: str, latitude: np.ndarray, longitude: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the coordinates (degrees) as the first issue of this key reads them."""
    issue = next(issue for issue in ISSUES if issue.key == key)
    return issue.undo(latitude, longitude)

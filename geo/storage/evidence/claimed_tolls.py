"""Between which numbers of people killed the parties to an incident contradict each other."""

import numpy as np
import pandas as pd

from geo.core.claimed_range import format_claimed_range
from geo.storage.evidence.disagreements import find_disjoint, without_denials
from geo.storage.evidence.membership import is_among


def claimed_ranges(statements: pd.DataFrame) -> pd.Series:
    """By incident whose parties give ranges of killed that do not overlap, the range that reaches over all of them.

    `statements`: those of `read_statements`. It begins at the least number that any of them allows and ends at the
    greatest that is stated; it says so where one of them has no upper end.
    """
    amounts = without_denials(statements).dropna(subset="killed_least")
    rows = amounts[is_among(amounts["incident_id"], find_disjoint(amounts, "killed"))]
    least, most = rows["killed_least"], rows["killed_most"]
    is_open = np.isinf(most)
    numbers = rows.assign(least=least, most=most.where(~is_open, least), is_open=is_open).groupby("incident_id")
    bounds = numbers.agg(least=("least", "min"), most=("most", "max"), is_open=("is_open", "any"))
    texts = [
        format_claimed_range(int(low), int(high), is_open=bool(end))
        for low, high, end in bounds.itertuples(index=False)
    ]
    return pd.Series(texts, index=bounds.index, dtype="str")

"""The rows for which a file is refused as a whole, named one a line."""

import pandas as pd

from geo.core.formatting import pluralize

MAX_FAILURES_LISTED = 10  # how much of a refusal fits a screen; chosen by judgement


def describe_failures(name: str, failures: pd.DataFrame) -> str:
    """The rows of a file that failed, one a line up to MAX_FAILURES_LISTED, and how many more there are."""
    lines = [
        f"{name}: row {row}{f', column {column}' if column else ''}: {value!r} {reason.rstrip('.')}."
        for row, column, value, reason in failures.head(MAX_FAILURES_LISTED).itertuples(index=False)
    ]
    n_more = len(failures) - MAX_FAILURES_LISTED
    return "\n".join(lines + ([f"{name}: {pluralize(n_more, 'more row')} failed."] if n_more > 0 else []))

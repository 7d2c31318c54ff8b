"""How many rows a bundle has, and how precisely their places and dates are known."""

from collections import Counter
from collections.abc import Mapping

import pandas as pd

from geo.bundle.companions import Companions
from geo.bundle.readme import UNSTATED
from geo.bundle.statement import Counts
from geo.exports.exporter import ExportJob
from geo.query.engine import ResultSet

COLUMNS = ("place_precision", "date_precision")


def count_rows(results: ResultSet, companions: Companions, n_corrections: int) -> Counts:
    """The counts of a selection whose rows are written as they are, once its companions have been written."""
    places, dates = (_in_order(results.value_counts(column)) for column in COLUMNS)
    return Counts(
        incidents=len(results),
        by_place_precision=places,
        by_date_precision=dates,
        without_coordinates=results.spot_counts().without_coordinates,
        claims=companions.claims.n_rows,
        publications=companions.publications.n_rows,
        links=companions.links.n_rows,
        corrections=n_corrections,
    )


def count_generalised(rows: ExportJob) -> Counts:
    """The counts of rows that are generalised, with nothing beside them: they are gone through once more."""
    counters: dict[str, Counter[object]] = {column: Counter() for column in COLUMNS}
    n_rows = n_missing = 0
    for batch in rows.batches():
        n_rows += len(batch)
        n_missing += int(batch["longitude"].isna().sum())
        for column, counter in counters.items():
            counter.update(batch[column].value_counts(dropna=False).to_dict())
    places, dates = (_in_order(pd.Series(counter, dtype="int64")) for counter in counters.values())
    return Counts(n_rows, places, dates, n_missing, claims=0, publications=0, links=0, corrections=0)


def _in_order(counts: "pd.Series | Mapping[str, int]") -> dict[str, int]:
    """The values that occur, the commonest first."""
    series = pd.Series(counts)
    series = series[series > 0].sort_values(ascending=False, kind="stable")
    return {value if isinstance(value, str) else UNSTATED: int(number) for value, number in series.items()}

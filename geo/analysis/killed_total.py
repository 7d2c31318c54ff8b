"""How many people were killed in all incidents of a selection: a range in words, and no single sum that is none."""

from dataclasses import dataclass

import pandas as pd

from geo.core.formatting import pluralize
from geo.query.casualty_sums import CASUALTY_SUMS, casualty_columns
from geo.query.engine import ResultSet
from geo.query.filters import FILTER
from geo.query.killed_bounds import KilledBounds

ONCE = FILTER["once"]  # what a person has linked as one event is one: its dead are not added up twice


@dataclass(frozen=True)
class KilledTotal:
    """The sums over incidents: of the low and of the high numbers, as far as they are stated.

    What an incident adds reaches over the contradicting claims about it (docs/decisions/0046). `n_open`: the
    incidents that state a low number and no upper bound; `n_unstated`: those that state no number. Of incidents that
    are linked as duplicates, one counts; `n_linked` are left out.
    """

    incidents: int
    low: int
    high: int
    n_open: int = 0
    n_unstated: int = 0
    n_linked: int = 0

    @classmethod
    def of_results(cls, results: ResultSet) -> "KilledTotal":
        """The total of a selection, by the engine's own sums."""
        is_linked = len(results.engine.combinations("linked")) > 1
        counted = results.matching(ONCE.clauses(True)) if is_linked else results
        return cls._of_sums(counted.casualty_sums().iloc[0], len(results) - len(counted))

    @classmethod
    def of_table(cls, rows: pd.DataFrame) -> "KilledTotal":
        """The total of a checked table that no engine has."""
        counted = rows[rows["duplicate_of"].isna().to_numpy(dtype=bool)]
        columns = casualty_columns(KilledBounds.from_table(counted))
        sums = {name: columns[name].sum() for name in CASUALTY_SUMS if name in columns}
        return cls._of_sums(pd.Series(sums | {"incidents": len(counted)}), len(rows) - len(counted))

    @classmethod
    def _of_sums(cls, sums: pd.Series, n_linked: int) -> "KilledTotal":
        n_unstated = int(sums["all_unknown"])
        return cls(
            incidents=int(sums["incidents"]),
            low=int(sums["low"]),
            high=int(sums["high"]),
            n_open=int(sums["no_upper"]) - n_unstated,
            n_unstated=n_unstated,
            n_linked=n_linked,
        )

    def describe(self) -> str:
        """Such as “2 to 11 killed; 3 incidents not stated”; empty where there are no incidents."""
        if not self.incidents:
            return ""
        if self.n_unstated == self.incidents:
            return "Number killed not stated"
        unstated = f"; {pluralize(self.n_unstated, 'incident')} not stated" if self.n_unstated else ""
        return f"{self._describe_range()} killed{unstated}"

    def _describe_range(self) -> str:
        if self.n_open:
            return f"At least {self.low:,}" if self.low else "0 or more"
        if self.low == self.high:
            return f"{self.low:,}" if self.low else "Nobody"
        return f"{self.low:,} to {self.high:,}" if self.low else f"Up to {self.high:,}"

    def to_json(self) -> dict[str, object]:
        """The total for scripts: `high` is null where there is no upper bound, both where nothing is stated."""
        is_stated = self.n_unstated < self.incidents
        return {
            "text": self.describe(),
            "low": self.low if is_stated else None,
            "high": self.high if is_stated and not self.n_open else None,
            "not_stated": self.n_unstated,
            "linked_left_out": self.n_linked,
        }

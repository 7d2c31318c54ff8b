"""The verdict on a file: what came out of it in one sentence, and the sums to hold against the source."""

from dataclasses import dataclass

import pandas as pd

from geo.core.excerpts import shorten
from geo.core.formatting import format_day, pluralize
from geo.core.schema import INJURED, KILLED, KILLED_CLAIMED, POINT_PRECISIONS
from geo.ingest.import_result import Import

MAX_COUNTRIES = 3  # that the sums name; the others are counted
# Beside the codes of the vocabulary: a position whose precision the file does not state.
UNKNOWN, UNSTATED = "unknown", "unstated"
# Place precision → where such an incident is known to be, as the sentence says it. Points need no words.
KNOWN_ONLY_TO = {
    "admin2": "known only to a district",
    "admin1": "known only to a province",
    "region": "known only to a region",
    "country": "known only to a country",
    "sea_air": "at sea or in the air",
    UNKNOWN: "without a place on the map",
    UNSTATED: "with a precision that is not stated",
}


@dataclass(frozen=True)
class TollBound:
    """The sum over the rows that state their toll as “at least” or “at most” a number, and no number beside it."""

    phrase: str
    total: int
    n_rows: int


@dataclass(frozen=True)
class Toll:
    """The sum of the numbers of people that are stated as one number; `n_unstated`: rows that give no number at all.

    `bounds` are the sums of the rows that give no such number, but the least or the most that it can be. `has_ranges`:
    whether rows or the claims about them also give lower or higher numbers than those that are added up.
    """

    total: int
    n_stated: int
    n_unstated: int
    bounds: tuple[TollBound, ...] = ()
    has_ranges: bool = False

    def describe(self, outcome: str) -> str:
        """The sum in words, such as “392 killed, and at least 6 more in 2 rows”; unknown is never 0."""
        if self.n_stated:
            return f"{self.total:,} {outcome}{self._describe_choice()}{self._describe_more()}"
        if self.bounds:
            return self._describe_bounds(f" {outcome}")
        return f"number {outcome} not stated"

    def describe_sum(self) -> str:
        """The sum in words without its outcome, and in how many rows no number is stated."""
        if not self.n_stated and not self.bounds:
            return "not stated"
        total = (
            f"{self.total:,}{self._describe_choice()}{self._describe_more()}"
            if self.n_stated
            else self._describe_bounds()
        )
        unstated = f"; not stated in {pluralize(self.n_unstated, 'row')}" if self.n_unstated else ""
        return f"{total}{unstated}"

    def _describe_choice(self) -> str:
        return " by the best numbers" if self.has_ranges else ""

    def _describe_more(self) -> str:
        more = [f"{bound.phrase} {bound.total:,} more in {pluralize(bound.n_rows, 'row')}" for bound in self.bounds]
        return f", and {' and '.join(more)}" if more else ""

    def _describe_bounds(self, outcome: str = "") -> str:
        sums = [f"{bound.phrase} {bound.total:,}{outcome} in {pluralize(bound.n_rows, 'row')}" for bound in self.bounds]
        return " and ".join(sums)


@dataclass(frozen=True, eq=False)
class Verdict:
    """What a person can hold against the source.

    `countries` and `precisions` count the incidents by country and by place precision, the most frequent first;
    `first_day` and `last_day` are missing where no row has a date; `n_to_look_at` counts open questions and concerns,
    and the rejected rows as one more where no question explains them.
    """

    n_incidents: int
    n_rejected: int
    n_duplicates: int
    n_undated: int
    killed: Toll
    injured: Toll
    first_day: pd.Timestamp | None
    last_day: pd.Timestamp | None
    countries: dict[str, int]
    precisions: dict[str, int]
    n_to_look_at: int

    def sentence(self) -> str:
        """The verdict in one sentence."""
        facts = ", ".join([pluralize(self.n_incidents, "incident"), *self._tolls(), *self._gaps()])
        return f"{facts}; {self._request()}."

    def _tolls(self) -> list[str]:
        return [self.killed.describe("killed")] if self.n_incidents else []

    def _gaps(self) -> list[str]:
        imprecise = [
            f"{n_rows:,} {KNOWN_ONLY_TO[name]}" for name, n_rows in self.precisions.items() if name in KNOWN_ONLY_TO
        ]
        undated = [f"{self.n_undated:,} without a date"] if self.n_undated else []
        return [*imprecise, *undated, *([f"{pluralize(self.n_rejected, 'row')} rejected"] if self.n_rejected else [])]

    def _request(self) -> str:
        if not self.n_incidents:
            return "please look at the file"
        if not self.n_to_look_at:
            return "nothing needs a look"
        return f"please look at {pluralize(self.n_to_look_at, 'thing')}"

    def sums(self) -> tuple[tuple[str, str], ...]:
        """Pairs of a label and a sum in words, to hold against the source."""
        return (
            ("Incidents", f"{self.n_incidents:,}"),
            ("Killed", self.killed.describe_sum()),
            ("Injured", self.injured.describe_sum()),
            ("Days", self._describe_days()),
            ("Countries", self._describe_countries()),
            ("On the map as points", self._describe_points()),
        )

    def _describe_days(self) -> str:
        if self.first_day is None or self.last_day is None:
            return "no dates"
        days = f"{format_day(self.first_day)} to {format_day(self.last_day)}"
        return f"{days}; {self.n_undated:,} without a date" if self.n_undated else days

    def _describe_countries(self) -> str:
        names = [f"{shorten(name)} ({n_rows:,})" for name, n_rows in self.countries.items()]
        n_more = len(names) - MAX_COUNTRIES
        return (", ".join(names[:MAX_COUNTRIES]) or "none stated") + (f" and {n_more:,} more" if n_more > 0 else "")

    def _describe_points(self) -> str:
        n_points = sum(self.precisions.get(name, 0) for name in POINT_PRECISIONS)
        return f"{n_points / self.n_incidents:.0%}" if self.n_incidents else "none"


def judge(imported: Import) -> Verdict:
    """Return the verdict on a file."""
    rows = imported.accepted
    dates = rows["date_start"].dropna()
    return Verdict(
        n_incidents=len(rows),
        n_rejected=int(imported.rejected["row"].nunique()),
        n_duplicates=len(imported.duplicates),
        n_undated=len(rows) - len(dates),
        killed=_sum_toll(*(rows[name] for name in KILLED), is_claimed=rows[KILLED_CLAIMED].notna()),
        injured=_sum_toll(*(rows[name] for name in INJURED)),
        first_day=dates.min() if len(dates) else None,
        last_day=rows["date_end"].fillna(rows["date_start"]).max() if len(dates) else None,
        countries=_count(rows["country"]),
        precisions=_count(_precisions(rows)),
        n_to_look_at=len(imported.questions) + len(imported.concerns) + _has_unexplained_rejections(imported),
    )


def _has_unexplained_rejections(imported: Import) -> bool:
    """Whether rows were rejected in other columns than those that an open question is about."""
    columns = [question.column for question in imported.questions if question.column]
    return not imported.rejected["column"].isin(columns).all()


def _sum_toll(low: pd.Series, best: pd.Series, high: pd.Series, *, is_claimed: pd.Series | None = None) -> Toll:
    """The sum of the best numbers; of the other rows, what they say at least, else (where that is 0) at most.

    `is_claimed`: whether claims about a row contradict each other.
    """
    is_stated = best.notna()
    is_low = ~is_stated & (low > 0).fillna(False)
    is_high = ~is_stated & ~is_low & high.notna()
    groups = (("at least", low[is_low]), ("at most", high[is_high]))
    bounds = tuple(TollBound(phrase, int(counts.sum()), len(counts)) for phrase, counts in groups if len(counts))
    has_ranges = bool(((low < best) | (high > best)).fillna(False).any()) or (
        is_claimed is not None and is_claimed.any()
    )
    n_unstated = int((~is_stated & ~is_low & ~is_high).sum())
    return Toll(int(best.sum()), int(is_stated.sum()), n_unstated, bounds, bool(has_ranges))


def _precisions(rows: pd.DataFrame) -> pd.Series:
    stated = rows["place_precision"].astype("str")
    return stated.fillna(rows["latitude"].notna().map({True: UNSTATED, False: UNKNOWN}))


def _count(texts: pd.Series) -> dict[str, int]:
    counts = texts.dropna().astype("str").value_counts()
    return {str(name): int(n_rows) for name, n_rows in counts.items() if n_rows}

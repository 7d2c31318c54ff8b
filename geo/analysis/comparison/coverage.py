"""Which days each dataset covers, and whether a comparison compares the datasets instead of what happened.

Where one dataset ends and another begins between two periods, their difference is mostly that between the datasets.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from geo.analysis.comparison.baseline import SelectionPair
from geo.analysis.comparison.periods import Period, first_day, last_day
from geo.analysis.engine_cache import once_per_engine
from geo.core.formatting import format_day, pluralize
from geo.query.engine import Engine
from geo.query.selection import Selection

# A dataset has ended where it is silent for longer than chance explains: intervals between events that come at random
# are longer than three times their mean in one of twenty cases. A week is the least, by judgement: weekly releases.
SILENCE_FACTOR, MIN_SILENCE_DAYS = 3, 7
MAX_BREAKS = 5  # breaks in one text; a judgement
NO_CONCLUSION = "So no conclusion is drawn from the difference."


@dataclass(frozen=True)
class DatasetCoverage:
    """The first and the last day on which an incident of a dataset starts, in the whole atlas.

    `silence_days`: for how long it may have no incident without having ended.
    """

    dataset: str
    first: date
    last: date
    silence_days: float

    def covered_days(self, period: Period) -> int:
        """How many days of a period it covers."""
        return max((min(self.last, period.last) - max(self.first, period.first)).days + 1, 0)

    def begins_within(self, period: Period) -> bool:
        """Whether a period starts well before it begins."""
        return (self.first - period.first).days > self.silence_days

    def ends_within(self, period: Period) -> bool:
        """Whether a period goes on well after it ends."""
        return (period.last - self.last).days > self.silence_days


@dataclass(frozen=True)
class CoverageBreak:
    """A dataset that begins, or ends, within, before or after sides of a comparison.

    `covered_days`: by the label of each of these sides, how many of its days the dataset covers.
    """

    coverage: DatasetCoverage
    begins: bool
    covered_days: Mapping[str, int]

    @property
    def day(self) -> date:
        """The day on which it begins or ends."""
        return self.coverage.first if self.begins else self.coverage.last

    def describe(self) -> str:
        """The break in words; the name of the dataset is as hostile as the file that it came from."""
        parts = [f"{'only part' if days else 'none'} of {label}" for label, days in self.covered_days.items()]
        verb = "begins" if self.begins else "ends"
        dataset = f"The dataset “{self.coverage.dataset}”"
        return f"{dataset} {verb} on {format_day(self.day)} and covers {' and '.join(parts)}."


def find_breaks(engine: Engine, pair: SelectionPair) -> list[CoverageBreak]:
    """The datasets that do not cover all of both sides, by the day; none where both sides have the same days."""
    whole = _whole_period(engine)
    if whole is None:
        return []
    periods = {side: _period(selection, whole) for side, selection in pair.sides()}
    if len(set(periods.values())) == 1:
        return []
    datasets = {side: _datasets(engine, selection) for side, selection in pair.sides()}
    breaks = []
    for coverage in dataset_coverage(engine):
        sides = {pair.labels[side]: periods[side] for side in periods if coverage.dataset in datasets[side]}
        days = {label: coverage.covered_days(period) for label, period in sides.items()}
        if any(days.values()):
            breaks += [_find_break(coverage, sides, days, begins=begins) for begins in (True, False)]
    return sorted((each for each in breaks if each.covered_days), key=lambda each: (each.day, each.coverage.dataset))


def _find_break(
    coverage: DatasetCoverage, sides: Mapping[str, Period], days: Mapping[str, int], *, begins: bool
) -> CoverageBreak:
    """The break at the beginning or at the end of a dataset; of no side where it covers that end of both."""
    is_within = coverage.begins_within if begins else coverage.ends_within
    return CoverageBreak(coverage, begins, {label: days[label] for label in sides if is_within(sides[label])})


def describe_breaks(breaks: list[CoverageBreak]) -> str:
    """What a reader should know of the datasets, in one text; empty where both sides have the same."""
    if not breaks:
        return ""
    more = len(breaks) - MAX_BREAKS
    rest = (
        [f"{pluralize(more, 'more dataset')} {'begins or ends' if more == 1 else 'begin or end'}."] if more > 0 else []
    )
    return " ".join([*(each.describe() for each in breaks[:MAX_BREAKS]), *rest, NO_CONCLUSION])


@once_per_engine
def dataset_coverage(engine: Engine) -> tuple[DatasetCoverage, ...]:
    """The days that each dataset of the atlas covers; without those that have fewer than two days with incidents."""
    datasets = engine.categories("dataset")
    counts = engine.select(Selection()).cross_counts("when", "dataset", np.arange(len(datasets) + 1), len(datasets) + 1)
    starts = engine.combinations("when")["date_start"]
    days = (starts[(counts[:, code] > 0) & starts.notna()].drop_duplicates() for code in range(len(datasets)))
    return tuple(_measure(name, of_name) for name, of_name in zip(datasets, days, strict=True) if len(of_name) > 1)


def _measure(dataset: str, days: pd.Series) -> DatasetCoverage:
    first, last = days.min(), days.max()
    mean_interval = (last - first).days / (len(days) - 1)
    silence = max(SILENCE_FACTOR * mean_interval, MIN_SILENCE_DAYS)
    return DatasetCoverage(dataset, first.date(), last.date(), silence)


def _datasets(engine: Engine, selection: Selection) -> set[str]:
    """The datasets of the incidents that the filters select on whichever day."""
    counts = engine.select(selection.without("from").without("to")).value_counts("dataset")
    return set(counts.index[(counts > 0) & counts.index.notna()])


def _whole_period(engine: Engine) -> Period | None:
    first, last = first_day(engine), last_day(engine)
    return Period(first, last) if first and last else None


def _period(selection: Selection, whole: Period) -> Period:
    """The days of a selection; from the first and to the last of the atlas where it sets none."""
    return Period(selection.get("from") or whole.first, selection.get("to") or whole.last)

"""Which order of day and month a column of dates probably has, where nothing in it proves one."""

import numpy as np
import pandas as pd

from geo.ingest.parsers.dates import ParsedDates, parse_dates

DAY_FIRST, MONTH_FIRST = "day first", "month first"
_MIN_DATES = 4  # different ones, from which their sequence and their spread tell something; by judgement
_SORTED_SHARE, _UNSORTED_SHARE = 0.95, 0.8  # of steps from row to row that go one way, in a sorted list and in others
_SPREAD_RATIO = 3  # the days of one month read as months spread over a year; by judgement

Orders = dict[str, pd.Series]  # order → the first days of the rows (datetime64) if the column has it


def propose_order(texts: pd.Series, dates: ParsedDates) -> tuple[str, str]:
    """Return the likelier order of a column, “day first” or “month first”, and the reason as a clause.

    `dates`: what was read of the texts while the order is open.
    """
    starts = {
        order: parse_dates(texts, day_first=order == DAY_FIRST).start.where(dates.start.notna() | dates.ambiguous)
        for order in (DAY_FIRST, MONTH_FIRST)
    }
    proposals = (
        (_by_proofs(dates), "as most of the other dates are"),
        (_by_sequence(starts, dates.ambiguous), "because the rows are then in order of time"),
        (_by_spread(starts, dates.ambiguous), "because the dates then lie close together"),
        (DAY_FIRST, "as most countries write"),
    )
    return next((order, reason) for order, reason in proposals if order)


def _by_proofs(dates: ParsedDates) -> str:
    counts = dates.proofs.value_counts()
    return str(counts.index[0]) if len(counts) == 1 or (len(counts) == 2 and counts.iloc[0] > counts.iloc[1]) else ""


def _by_sequence(starts: Orders, is_ambiguous: pd.Series) -> str:
    if starts[DAY_FIRST][is_ambiguous].nunique() < _MIN_DATES:
        return ""
    shares = {order: _sorted_share(days) for order, days in starts.items()}
    best, worst = sorted(shares, key=lambda order: -shares[order])
    return best if shares[best] >= _SORTED_SHARE and shares[worst] < _UNSORTED_SHARE else ""


def _sorted_share(days: pd.Series) -> float:
    """The share of steps from row to row that go one way, forward or back."""
    steps = np.sign(np.diff(days.dropna().to_numpy()).astype("int64"))
    steps = steps[steps != 0]
    return float(max((steps > 0).mean(), (steps < 0).mean())) if len(steps) else 1.0


def _by_spread(starts: Orders, is_ambiguous: pd.Series) -> str:
    if starts[DAY_FIRST][is_ambiguous].nunique() < _MIN_DATES:
        return ""
    spreads = {order: (days.max() - days.min()).days for order, days in starts.items()}
    narrow, wide = sorted(spreads, key=lambda order: spreads[order])
    return narrow if spreads[wide] > _SPREAD_RATIO * spreads[narrow] else ""

"""The numbers of people that parties give, as ranges on one axis, so that a disagreement is seen at a glance."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from geo.core.formatting import UNSTATED, format_count
from geo.storage.positions import ESTIMATE, WITHDRAWN

BOUNDS = ("low", "best", "high")
OUTCOMES = {"killed": "Killed", "injured": "Injured"}
ROW_ITSELF = "This row"  # among claimants: what the row itself has


@dataclass(frozen=True)
class TollRange:
    """The number that one party gives. `low` and `high`: the ends of its bar, None where open; `best`: None if unknown.

    `who` is as hostile as the claims; `kind`: row, claim, estimate or withdrawn.
    """

    who: str
    kind: str
    low: int | None
    best: int | None
    high: int | None
    text: str


@dataclass(frozen=True)
class TollAxis:
    """The ranges of one outcome, and the end of the axis that all of them share; it begins at 0."""

    label: str
    end: int
    ranges: tuple[TollRange, ...]


def list_toll_axes(row: pd.Series, claims: pd.DataFrame) -> tuple[TollAxis, ...]:
    """An axis for the killed and one for the injured, each where at least one claim gives a number."""
    every = (_make_axis(row, claims, outcome) for outcome in OUTCOMES)
    return tuple(axis for axis in every if axis is not None)


def _make_axis(row: pd.Series, claims: pd.DataFrame, outcome: str) -> TollAxis | None:
    of_claims = [_read(claim, outcome, str(claim["claimant"]), _kind_of(claim)) for _, claim in claims.iterrows()]
    stated = tuple(each for each in of_claims if each is not None)
    if not stated:
        return None
    own = _read(row, outcome, ROW_ITSELF, "row")
    ranges = stated if own is None else (own, *stated)
    numbers = [number for each in ranges for number in (each.low, each.best, each.high) if number is not None]
    return TollAxis(OUTCOMES[outcome], max(*numbers, 1), ranges)


def _kind_of(claim: pd.Series) -> str:
    return {WITHDRAWN: "withdrawn", ESTIMATE: "estimate"}.get(claim["stance"], "claim")


def _read(cells: pd.Series, outcome: str, who: str, kind: str) -> TollRange | None:
    """The range of a row or of a claim; None where it gives no number."""
    low, best, high = (_to_int(cells[f"{outcome}_{bound}"]) for bound in BOUNDS)
    zero = cells.get("zero_means_unknown")
    is_unsure = bool(pd.notna(zero) and zero) and {low, best, high} <= {0, None}
    text = format_count(low, best, high)
    if text == UNSTATED or is_unsure:
        return None
    return TollRange(who, kind, best if low is None else low, best, best if high is None else high, text)


def _to_int(number: Any) -> int | None:
    return None if pd.isna(number) else int(number)

"""What coordinates that cannot be right likelier mean: the issue that explains them, and the position without it."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.ingest.checks import country_checks
from geo.ingest.checks.coordinate_issues import DECIMALS, ISSUES, Degrees, Mask, is_within_limits
from geo.ingest.checks.country_checks import CountryCodes


def propose_positions(
    countries: CountryCodes, latitude: Degrees, longitude: Degrees, is_undrawable: Mask
) -> pd.DataFrame:
    """What is likelier meant: proposal, issue, phrase, is_confirmed (by the named country) and sure, by position."""
    positions = [issue.undo(latitude, longitude) for issue in ISSUES]
    possible = _find_possible(positions, latitude, longitude, is_undrawable)
    best, is_only_one = _confirm(countries, positions, possible)
    fallback = _find_fallback(countries, possible, is_undrawable)
    choice = np.where(best >= 0, best, fallback)
    proposals = [
        f"{format_degrees(positions[number][0][row])},{format_degrees(positions[number][1][row])}"
        if number >= 0
        else ""
        for row, number in enumerate(choice)
    ]
    return pd.DataFrame({
        "proposal": proposals,
        "issue": [ISSUES[number].key if number >= 0 else "" for number in choice],
        "phrase": [ISSUES[number].phrase if number >= 0 else "" for number in choice],
        "is_confirmed": best >= 0,
        "sure": (best == 0) | is_only_one,
    })  # fmt: skip


def _find_possible(
    positions: list[tuple[Degrees, Degrees]], latitude: Degrees, longitude: Degrees, is_undrawable: Mask
) -> list[Mask]:
    """Where each issue gives a position that can be drawn and is another than the written one."""
    possible = []
    for number, (north, east) in enumerate(positions):
        with np.errstate(invalid="ignore"):
            can_be_drawn = is_within_limits(north, east) & ~((north == 0) & (east == 0))
        is_other = is_undrawable if number == 0 else ~((north == latitude) & (east == longitude))
        possible.append(can_be_drawn & is_other)
    return possible


def _confirm(
    countries: CountryCodes, positions: list[tuple[Degrees, Degrees]], possible: list[Mask]
) -> tuple[NDArray[np.intp], Mask]:
    """The first issue that the named country confirms in each row, -1 for none, and whether no other is confirmed."""
    n_rows = len(countries.codes)
    best, n_confirmed = np.full(n_rows, -1), np.zeros(n_rows, dtype=int)
    confirmed_at = np.full((2, n_rows), np.nan)
    for number, ((north, east), is_possible) in enumerate(zip(positions, possible, strict=True)):
        is_inside = np.zeros(n_rows, dtype=bool)
        is_inside[is_possible] = country_checks.is_inside(
            countries.take(is_possible), north[is_possible], east[is_possible]
        )
        is_same = (north == confirmed_at[0]) & (east == confirmed_at[1])  # several issues may lead to one position
        n_confirmed += is_inside & ~is_same
        is_first = is_inside & (best < 0)
        best = np.where(is_first, number, best)
        confirmed_at = np.where(is_first, (north, east), confirmed_at)
    return best, n_confirmed == 1


def _find_fallback(countries: CountryCodes, possible: list[Mask], is_undrawable: Mask) -> NDArray[np.intp]:
    """The first issue that is plausible without a country that confirms it, -1 for none."""
    fallback = np.full(len(is_undrawable), -1)
    for number, (issue, is_possible) in enumerate(zip(ISSUES, possible, strict=True)):
        is_plausible = is_undrawable & ((number == 0) | ((countries.codes < 0) & issue.is_plausible_alone))
        fallback = np.where(is_possible & is_plausible & (fallback < 0), number, fallback)
    return fallback


def format_degrees(degrees: float) -> str:
    """Return degrees as a plain decimal number without zeros at its end."""
    return f"{degrees:.{DECIMALS}f}".rstrip("0").rstrip(".")

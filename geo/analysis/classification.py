"""Values in a few classes, each from a round number on, for a map that is coloured by them.

Counts of conflict are skewed: a few areas have most. So natural breaks (Fisher-Jenks) are sought among the logarithms
of the distinct values, and each class begins at a round number at or below its lowest value.
"""

import warnings
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

MAX_CLASSES = 6
STEPS_A_DECADE = 20  # values closer than this share a class; it also bounds the search, which is in plain Python
ROUND = (1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0)
ROUND_BELOW_TEN = (1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0)  # for whole numbers

Values = NDArray[np.float64]


@dataclass(frozen=True)
class ClassInterval:
    """A class of values: from `least` on and under `below`, which is None for the last."""

    least: float
    below: float | None
    label: str


def classify(values: Values, *, whole: bool, max_classes: int = MAX_CLASSES) -> tuple[ClassInterval, ...]:
    """No more than `at_most` classes of values that are 0 or more, the lowest first; none is empty, none overlap.

    Zeros are a class of their own. `whole`: the values are whole numbers.
    """
    zero = [0.0] if (values == 0).any() else []
    distinct = np.unique(values[values > 0])
    if len(distinct) < 2:
        starts, labels = distinct.tolist(), [_number(value) for value in distinct.tolist()]
    else:
        starts = _starts(distinct, max_classes - len(zero), whole=whole)
        labels = [*(_label(low, high, whole) for low, high in pairwise(starts)), f"{_number(starts[-1])} or more"]
    edges = [*zero, *starts, None]
    return tuple(ClassInterval(*each) for each in zip(edges, edges[1:], [*("0" for _ in zero), *labels], strict=False))


def class_index(values: Values, classes: tuple[ClassInterval, ...]) -> NDArray[np.intp]:
    """The number of the class of each value, from 0; -1 for a value that is not a number."""
    starts = [each.least for each in classes]
    numbers: NDArray[np.intp] = np.searchsorted(starts, values, side="right") - 1
    return np.where(np.isnan(values), -1, numbers)


def _starts(distinct: Values, number: int, *, whole: bool) -> list[float]:
    """The round number that each class begins at."""
    steps = np.round(np.log10(distinct) * STEPS_A_DECADE)
    lowest = distinct[np.searchsorted(steps, _breaks(np.unique(steps), number))]
    return sorted({_rounded_down(value, whole=whole) for value in lowest.tolist()})


def _breaks(steps: Values, number: int) -> Values:
    """The lowest step of each class."""
    if len(steps) <= number:
        return steps
    import mapclassify  # here, for it takes two seconds and 90 MB that only coloured areas are worth

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # that Numba is not there: the steps are few
        highest = mapclassify.FisherJenks(steps, k=number).bins
    lowest: Values = steps[np.searchsorted(steps, [-np.inf, *highest[:-1]], side="right")]
    return lowest


def _rounded_down(value: float, *, whole: bool) -> float:
    """The largest round number that is not above the value."""
    power = int(np.floor(np.log10(value)))
    ladder = ROUND_BELOW_TEN if whole and power == 0 else ROUND
    # Read as text: 1.5 times 0.1 is a little more than 0.15.
    steps = [float(f"{step}e{exponent}") for exponent in (power - 1, power, power + 1) for step in ladder]
    return max(step for step in steps if step <= value)


def _label(low: float, high: float, whole: bool) -> str:
    if not whole:
        return f"{_number(low)} to under {_number(high)}"
    return _number(low) if high - low == 1 else f"{_number(low)}–{_number(high - 1)}"


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 1000 or value == int(value) else f"{value:.4g}"

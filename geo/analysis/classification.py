"""Values in a few classes, each starting at a round number, for a coloured map.

Counts of conflict are skewed: a few areas have most. So natural breaks (Fisher-Jenks) are sought among the logarithms
of the distinct values, and each class starts at a round number at or below its lowest value.
"""

from dataclasses import dataclass
from itertools import pairwise

import jenkspy
import numpy as np
from numpy.typing import NDArray

MAX_CLASSES = 6  # chosen by judgement: shades of one hue must be told apart on a map
# Values within 12 % of each other (a twentieth of a power of ten) are one step. Chosen by judgement; it also bounds the
# search for breaks, whose time grows with the square of their number.
STEPS_PER_DECADE = 20
# What a reader takes for a round number, times a power of ten; chosen by eye. Counts below ten are all round.
ROUND_STEPS = (1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0)
WHOLE_STEPS = (1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0)

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class ClassInterval:
    """A class: values from `lower` up to, but not including, `upper`, which is None for the last class."""

    lower: float
    upper: float | None
    label: str

    def to_dict(self) -> dict[str, float | str | None]:
        """The class under the keys of the API, `least` and `below`, which have been its names since version 0.4."""
        return {"least": self.lower, "below": self.upper, "label": self.label}


def classify(values: Floats, *, is_integer: bool, max_classes: int = MAX_CLASSES) -> tuple[ClassInterval, ...]:
    """Divide values of 0 or more into at most `max_classes` classes, lowest first; none is empty, none overlap.

    Zeros are a class of their own. `is_integer`: the values are whole numbers.
    """
    zero = [0.0] if (values == 0).any() else []
    distinct = np.unique(values[values > 0])
    if len(distinct) < 2:
        starts, labels = distinct.tolist(), [_format_number(value) for value in distinct.tolist()]
    else:
        starts = _class_starts(distinct, max_classes - len(zero), is_integer=is_integer)
        labels = [_label(low, high, is_integer) for low, high in pairwise(starts)] + [
            f"{_format_number(starts[-1])} or more"
        ]
    edges = [*zero, *starts, None]
    labels = [*("0" for _ in zero), *labels]
    return tuple(ClassInterval(*interval) for interval in zip(edges, edges[1:], labels, strict=False))


def class_index(values: Floats, classes: tuple[ClassInterval, ...]) -> NDArray[np.intp]:
    """The number of the class of each value, from 0; -1 for a value that is not a number."""
    starts = [interval.lower for interval in classes]
    numbers: NDArray[np.intp] = np.searchsorted(starts, values, side="right") - 1
    return np.where(np.isnan(values), -1, numbers)


def _class_starts(distinct: Floats, n_classes: int, *, is_integer: bool) -> list[float]:
    """The round numbers at which the classes start."""
    steps = np.round(np.log10(distinct) * STEPS_PER_DECADE)
    lowest = distinct[np.searchsorted(steps, lowest_steps(np.unique(steps), n_classes))]
    return sorted({_round_down(value, is_integer=is_integer) for value in lowest.tolist()})


def lowest_steps(steps: Floats, n_classes: int) -> Floats:
    """The lowest step of each class, by natural breaks (Fisher 1958); `steps`: distinct, in order."""
    if len(steps) <= n_classes:
        return steps
    _, *highest, _ = jenkspy.jenks_breaks(steps, n_classes=n_classes)
    lowest: Floats = steps[np.searchsorted(steps, [-np.inf, *highest], side="right")]
    return lowest


def _round_down(value: float, *, is_integer: bool) -> float:
    """The largest round number that is not above the value."""
    power = int(np.floor(np.log10(value)))
    ladder = WHOLE_STEPS if is_integer and power == 0 else ROUND_STEPS
    # From text, because 1.5 * 0.1 is slightly more than 0.15.
    round_numbers = [float(f"{step}e{exponent}") for exponent in (power - 1, power, power + 1) for step in ladder]
    return max(number for number in round_numbers if number <= value)


def _label(low: float, high: float, is_integer: bool) -> str:
    if not is_integer:
        return f"{_format_number(low)} to under {_format_number(high)}"
    return _format_number(low) if high - low == 1 else f"{_format_number(low)}–{_format_number(high - 1)}"


def _format_number(value: float) -> str:
    return f"{value:,.0f}" if value >= 1000 or value == int(value) else f"{value:.3g}"

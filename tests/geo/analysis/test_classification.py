"""Classes for a coloured map: few, round, none empty, none overlapping."""

from itertools import pairwise

import mapclassify
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from geo.analysis.classification import MAX_CLASSES, class_index, classify, lowest_steps

COUNTS = st.lists(st.integers(0, 3_000_000), max_size=80)
RATES = st.lists(st.floats(1e-6, 1e6) | st.just(0.0), max_size=80)


def labels(values: list[float], *, is_integer: bool = True) -> list[str]:
    return [interval.label for interval in classify(np.array(values, dtype=float), is_integer=is_integer)]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([], []),
        ([0, 0], ["0"]),
        ([7], ["7"]),
        ([7, 7, 7], ["7"]),
        ([0, 7], ["0", "7"]),
        ([1, 2], ["1", "2 or more"]),
        ([1, 2, 6], ["1", "2–5", "6 or more"]),
        ([1, 2, 3, 4, 5, 6], ["1", "2", "3", "4", "5", "6 or more"]),
        ([143, 145, 150, 151, 152, 153], ["100–149", "150 or more"]),
        ([1, 1000], ["1–999", "1,000 or more"]),
    ],
)
def test_few_values_make_few_classes(values: list[float], expected: list[str]) -> None:
    assert labels(values) == expected


def test_skewed_counts_are_spread_over_all_classes() -> None:
    counts = np.random.default_rng(3).pareto(0.7, 600).astype(int) + 1
    classes = classify(counts.astype(float), is_integer=True)
    assert len(classes) == MAX_CLASSES
    numbers = class_index(counts.astype(float), classes)
    assert np.bincount(numbers, minlength=MAX_CLASSES).max() < 0.7 * len(counts)


def test_labels_of_rates_name_their_bounds() -> None:
    assert labels([0.16, 0.9], is_integer=False) == ["0.15 to under 0.8", "0.8 or more"]
    assert labels([0.15], is_integer=False) == ["0.15"]


@pytest.mark.filterwarnings("ignore:Numba not installed")
@given(st.lists(st.integers(-20, 140), min_size=7, max_size=60, unique=True), st.integers(2, 6))
def test_breaks_are_as_good_as_those_of_mapclassify(numbers: list[int], n_classes: int) -> None:
    """Where two divisions are equally good the libraries may take either."""
    steps = np.sort(np.array(numbers, dtype=float))
    starts = lowest_steps(steps, n_classes)
    highest = mapclassify.FisherJenks(steps, k=n_classes).bins
    ours, theirs = np.searchsorted(starts, steps, "right"), np.searchsorted(highest, steps, "left")
    assert len(starts) == n_classes
    assert _spread(steps, ours) == pytest.approx(_spread(steps, theirs))


def _spread(values: NDArray[np.float64], classes: NDArray[np.intp]) -> float:
    """The sum of squared distances from the mean of each class."""
    return float(sum(values[classes == number].var() * (classes == number).sum() for number in np.unique(classes)))


def check_classes(values: list[float], *, is_integer: bool) -> None:
    array = np.array(values, dtype=float)
    classes = classify(array, is_integer=is_integer)
    numbers = class_index(array, classes)
    assert len(classes) <= MAX_CLASSES
    assert set(numbers) == set(range(len(classes))), "no class is empty, no value has none"
    assert len({interval.label for interval in classes}) == len(classes)
    for value, number in zip(values, numbers, strict=True):
        interval = classes[number]
        assert interval.lower <= value
        assert interval.upper is None or value < interval.upper
    for interval, following in pairwise(classes):
        assert interval.upper == following.lower > interval.lower
    if is_integer:
        assert all(interval.lower == int(interval.lower) for interval in classes)


@given(COUNTS)
def test_every_count_is_in_one_class_and_no_class_is_empty(values: list[int]) -> None:
    check_classes(list(map(float, values)), is_integer=True)


@given(RATES)
def test_every_rate_is_in_one_class_and_no_class_is_empty(values: list[float]) -> None:
    check_classes(values, is_integer=False)


def test_the_unknown_has_no_class() -> None:
    assert class_index(np.array([np.nan, 3.0]), classify(np.array([3.0]), is_integer=True)).tolist() == [-1, 0]

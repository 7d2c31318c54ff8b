import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from geo.query.packed_masks import PackedMasks


@given(st.lists(st.booleans(), max_size=70))
def test_a_mask_comes_back_as_it_was(values: list[bool]) -> None:
    masks, mask = PackedMasks(len(values), 1000), np.array(values, dtype=bool)
    for _ in range(2):
        again = masks.get("key", lambda: mask)
        assert again.dtype == bool
        assert again.tolist() == values


def test_rows_are_not_looked_for_twice() -> None:
    masks, n_asked = PackedMasks(100, 1000), 0

    def compute() -> NDArray[np.bool_]:
        nonlocal n_asked
        n_asked += 1
        return np.ones(100, dtype=bool)

    for _ in range(3):
        masks.get("key", compute)
    assert n_asked == 1


@pytest.mark.parametrize(("max_bytes", "n_stored"), [(13, 1), (26, 2), (1000, 3)])
def test_masks_take_a_bit_a_row(max_bytes: int, n_stored: int) -> None:
    masks = PackedMasks(100, max_bytes)
    for key in "abc":
        masks.get(key, lambda: np.zeros(100, dtype=bool))
    assert masks._bits.size_bytes == n_stored * 13


def test_whoever_changes_a_mask_changes_no_other() -> None:
    masks = PackedMasks(10, 1000)
    masks.get("key", lambda: np.zeros(10, dtype=bool))[:] = True
    assert not masks.get("key", lambda: np.ones(10, dtype=bool)).any()

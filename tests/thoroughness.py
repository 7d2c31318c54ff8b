"""How much of the same kind is tried: a sample in `make test`, all of it in `make thorough`."""

import os
from collections.abc import Sequence
from typing import TypeVar

Item = TypeVar("Item")
IS_THOROUGH = bool(os.environ.get("THOROUGH"))


def count(sample: int, full: int) -> int:
    """How many examples are tried."""
    return full if IS_THOROUGH else sample


def items(sample: Sequence[Item], full: Sequence[Item]) -> Sequence[Item]:
    """Which examples are tried."""
    return full if IS_THOROUGH else sample

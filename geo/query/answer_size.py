"""Roughly how many bytes an answer takes in memory, for caches that have a limit."""

import sys
from collections.abc import Mapping
from enum import Enum
from typing import Any

import numpy as np
import pandas as pd

OBJECT_BYTES = 500  # of an answer without a table, as measured of a sum in words


def answer_bytes(answer: Any) -> int:
    """The bytes of an answer: of its tables, arrays and texts, and of what it is made of."""
    if isinstance(answer, pd.DataFrame):
        return int(answer.memory_usage(deep=False).sum()) + OBJECT_BYTES
    if isinstance(answer, pd.Series):
        return int(answer.memory_usage(deep=False)) + OBJECT_BYTES
    if isinstance(answer, np.ndarray):
        return int(answer.nbytes) + OBJECT_BYTES
    if isinstance(answer, Mapping):
        return OBJECT_BYTES + sum(sys.getsizeof(key) + answer_bytes(each) for key, each in answer.items())
    if isinstance(answer, tuple):
        return OBJECT_BYTES + sum(map(answer_bytes, answer))
    if isinstance(answer, list):  # of things alike: the first stands for all
        return OBJECT_BYTES + len(answer) * answer_bytes(answer[0]) if answer else OBJECT_BYTES
    if isinstance(answer, Enum | type):  # of everybody: it refers to all others of its kind
        return sys.getsizeof(answer)
    parts = getattr(answer, "__dict__", None)
    return sys.getsizeof(answer) + (answer_bytes(parts) if parts else 0)

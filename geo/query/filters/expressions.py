"""Narwhals expressions: joined as balanced trees, and evaluated on a frame in memory.

An engine walks an expression level by level, and some refuse one that is a hundred levels deep. So whatever joins many
expressions does it here: 1,000 of them are ten levels, where a chain has 1,000.
"""

from collections.abc import Callable, Iterable
from operator import add, and_, or_

import narwhals as nw
import numpy as np
import pandas as pd
from numpy.typing import NDArray


def all_of(expressions: Iterable[nw.Expr]) -> nw.Expr:
    """Whether all of the expressions hold; at least one."""
    return _join(and_, expressions)


def any_of(expressions: Iterable[nw.Expr]) -> nw.Expr:
    """Whether any of the expressions holds; at least one."""
    return _join(or_, expressions)


def sum_of(expressions: Iterable[nw.Expr]) -> nw.Expr:
    """What the expressions add up to; at least one."""
    return _join(add, expressions)


def _join(operator: Callable[[nw.Expr, nw.Expr], nw.Expr], expressions: Iterable[nw.Expr]) -> nw.Expr:
    """The expressions in their order, joined in pairs, the pairs in pairs and so on."""
    level = list(expressions)
    while len(level) > 1:
        pairs = zip(level[::2], level[1::2], strict=False)
        unpaired = level[-1:] if len(level) % 2 else []
        level = [*(operator(first, second) for first, second in pairs), *unpaired]
    return level[0]


def evaluate(frame: pd.DataFrame, expression: nw.Expr) -> NDArray[np.bool_]:
    """Whether each row of the frame satisfies a boolean expression; where the answer is unknown, it does not."""
    answers = nw.from_native(frame).select(answer=expression).to_native()["answer"]
    mask: NDArray[np.bool_] = answers.fillna(False).to_numpy(dtype=bool)
    return mask

"""Narwhals expressions evaluated on a frame in memory."""

import narwhals as nw
import numpy as np
import pandas as pd
from numpy.typing import NDArray


def evaluate(frame: pd.DataFrame, expression: nw.Expr) -> NDArray[np.bool_]:
    """Whether each row of the frame satisfies a boolean expression; where the answer is unknown, it does not."""
    answers = nw.from_native(frame).select(answer=expression).to_native()["answer"]
    mask: NDArray[np.bool_] = answers.fillna(False).to_numpy(dtype=bool)
    return mask

"""The side that an actor is on: itself, or the highest of those that it is a body of."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.core import actors

Codes = NDArray[np.int64]


def side_of(name: str) -> str:
    """The highest actor that one is a body of by data/actors.csv, such as Iran for its Revolutionary Guard."""
    usual_name = actors.canonical(name)
    lineage = actors.vocabulary().lineage(usual_name)
    return lineage[-1] if lineage else usual_name


def side_codes(names: pd.Series, others: pd.Series) -> tuple[Codes, Codes]:
    """A number for the side of each actor of two columns, -1 where none is named. Each name is looked up once."""
    codes, values = pd.factorize(pd.concat([names, others]).astype("str"))
    sides, _ = pd.factorize(np.array([side_of(str(value)) for value in values], dtype=object))
    numbers = np.append(sides, -1)[codes].astype(np.int64)  # -1, which is missing, takes the last
    return numbers[: len(names)], numbers[len(names) :]

"""Combinations of a group as a table of texts, days and flags."""

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from geo.storage.packing.combination_keys import DATE_COLUMNS, CombinationKeys, Members
from geo.storage.packing.dictionaries import Dictionaries
from geo.storage.packing.staged_rows import CODED, GROUPS, NO_DAY


def combination_table(keys: CombinationKeys, group: str, members: Members) -> pa.Table:
    """Some combinations of a group."""
    columns = zip(GROUPS[group], keys.columns(group, members), strict=True)
    return pa.table({name: _values(keys.dictionaries, name, numbers) for name, numbers in columns})


def _values(dictionaries: Dictionaries, name: str, numbers: NDArray[np.int64]) -> pa.Array:
    if name in CODED:
        return dictionaries.texts(name).take(pa.array(numbers, mask=numbers < 0))
    if name in DATE_COLUMNS:
        return pa.array(numbers.astype(np.int32), mask=numbers == NO_DAY).cast(pa.date32())
    return pa.array(numbers == 1, mask=numbers < 0)

"""Few rows of a selection that is dear to ask for, read once with all that answers need of them.

What a region or a search of texts selects is found by reading many rows or long texts; while a reader looks at it, a
dozen answers are asked of the same rows.
"""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from geo.query.lazy.curve_cover import stretches_of
from geo.query.lazy.joined_tests import AllOf, AnyOf, key_ranges, passes_all, passes_any
from geo.query.lazy.pack_source import PackSource
from geo.query.lazy.row_test import GatheredTest, KeyTest, RowTest, key_test
from geo.query.packed.columns import (
    AREA,
    CASUALTY_COLUMN,
    CODE_COLUMN,
    GROUP_COLUMN,
    KEY,
    MAP_COLUMNS,
    ROW,
    SPOT,
    X7,
    Y7,
)

MAX_GATHERED = 500_000  # rows: some 80 MB; chosen by judgement
GATHERED_COLUMNS = (
    ROW, *GROUP_COLUMN.values(), *CODE_COLUMN.values(), KEY, SPOT, AREA, X7, Y7, *CASUALTY_COLUMN.values(),
    *MAP_COLUMNS, "longitude", "latitude",
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Gatherer:
    """Reads the rows of a test, unless they are many."""

    source: PackSource

    def gather(self, test: RowTest) -> RowTest:
        """The test by its rows, which it has in memory; the test as it is where they are more than MAX_GATHERED."""
        tables: list[pa.Table] = []
        for piece in _pieces(test):
            table = self.source.read_some(piece, GATHERED_COLUMNS, MAX_GATHERED - sum(map(len, tables)))
            if table is None:
                return test
            tables.append(table)
        joined = pa.concat_tables(tables).combine_chunks()
        rows, firsts = np.unique(joined[ROW].to_numpy(), return_index=True)  # a row may pass several of the pieces
        return GatheredTest(rows, joined.take(pa.array(firsts)))


def _pieces(test: RowTest) -> list[RowTest]:
    """Tests that together pass the same rows: each stretch of the curve by itself, so that no other file is read."""
    tests = test.tests if isinstance(test, AllOf) else (test,)
    choice = next((each for each in tests if isinstance(each, AnyOf) and any(map(_is_along_curve, each.tests))), None)
    if choice is None:
        return [test]
    others = [each for each in tests if each is not choice]
    along = passes_any(each for each in choice.tests if _is_along_curve(each))
    elsewhere = passes_any(each for each in choice.tests if not _is_along_curve(each))
    stretches = (key_test(stretch[None]) for stretch in stretches_of(key_ranges(along)))
    return [*(passes_all([*others, stretch, along]) for stretch in stretches), passes_all([*others, elsewhere])]


def _is_along_curve(test: RowTest) -> bool:
    return isinstance(test, KeyTest) or (isinstance(test, AllOf) and any(map(_is_along_curve, test.tests)))

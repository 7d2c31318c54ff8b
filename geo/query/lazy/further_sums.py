"""How many rows match the choices of a facet by more than their combination, by the list that was made of them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from geo.query.answers import Counts
from geo.query.lazy.lazy_rows import LazyRows
from geo.query.lazy.pack_source import COUNT, add_up, term
from geo.query.lazy.row_test import EVERYTHING
from geo.query.packed.columns import ROW

CHOICE = "choice"


@dataclass(frozen=True, eq=False)
class FurtherSums:
    """The sums of some rows by a list of choices and rows, a file of the folder."""

    rows: LazyRows
    path: str

    def counts(self, choices: Sequence[str]) -> Counts:
        """How many of the rows are listed for each choice."""
        by_choice = self._by_choice()
        return np.array([by_choice.get(choice, 0) for choice in choices], dtype=np.int64)

    def _by_choice(self) -> dict[str, int]:
        source = self.rows.source
        listed = source.frames.scan([source.folder.file(self.path)])
        if self.rows.test is not EVERYTHING:
            rows = source.rows(self.rows.test, (ROW,))
            if rows is None:
                return {}
            listed = listed.join(rows.select(ROW), on=ROW, how="inner")
        sums: pd.DataFrame = add_up(listed, source.frames, {CHOICE: term(CHOICE)}, {COUNT: None})
        return dict(zip(sums[CHOICE].tolist(), sums[COUNT].tolist(), strict=True))

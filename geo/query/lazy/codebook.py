"""The small tables of a packed folder: texts, combinations and areas by their codes, read when first needed."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.core.schema import COLUMN, FLAG
from geo.errors import PackInvalid, PlaceNotFound
from geo.places.areas import Area, area_from_id
from geo.query.casualty_sums import CASUALTY_SUMS
from geo.query.combinations import COLUMN_GROUPS
from geo.query.incident_areas import AreaList
from geo.query.packed.columns import CATEGORICAL
from geo.query.packed.folder import PackedFolder
from geo.query.packed.names import AREAS, EXTENT_AREAS, dictionary_path, group_path

ROWS_OF_COMBINATION = "incidents"  # of CASUALTY_SUMS: how many rows a combination has
Codes = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Codebook:
    """What the codes of a packed folder mean."""

    folder: PackedFolder

    def categories(self, column: str) -> tuple[str, ...]:
        """The texts of a categorical column by their code."""
        if column not in self._categories:
            self._categories[column] = tuple(self.folder.read(dictionary_path(column), ["text"])["text"].to_pylist())
        return self._categories[column]

    def combinations(self, group: str) -> pd.DataFrame:
        """The combinations of a group by their code."""
        if group not in self._combinations:
            table = self.folder.read(group_path(group), list(COLUMN_GROUPS[group]))
            columns = {
                name: _to_values(name, table[name].to_pandas(date_as_object=False)) for name in COLUMN_GROUPS[group]
            }
            self._combinations[group] = pd.DataFrame(columns)
        return self._combinations[group]

    def totals(self, group: str) -> pd.DataFrame:
        """CASUALTY_SUMS of all rows of each combination of a group, by its code."""
        if group not in self._totals:
            names = ["n", *CASUALTY_SUMS[1:]]
            totals = self.folder.read(group_path(group), names).to_pandas().astype(np.int64)
            self._totals[group] = totals.rename(columns={"n": ROWS_OF_COMBINATION})
        return self._totals[group]

    def column_codes(self, group: str, column: str) -> Codes:
        """The code of a categorical column in each combination of a group, -1 where it is missing."""
        if (group, column) not in self._column_codes:
            texts = self.combinations(group)[column]
            self._column_codes[group, column] = pd.Index(self.categories(column)).get_indexer(texts).astype(np.int64)
        return self._column_codes[group, column]

    def group_of(self, columns: tuple[str, ...]) -> str | None:
        """The group that has all of these columns, if one does."""
        return next((name for name, of_group in COLUMN_GROUPS.items() if set(columns) <= set(of_group)), None)

    def is_categorical(self, column: str) -> bool:
        """Whether a column has codes of its own."""
        return column in CATEGORICAL

    @cached_property
    def pairs_in_order(self) -> Codes:
        """The codes of the pairs of dates in the table's order: by first day, then last day, what is missing last."""
        pairs = self.combinations("when")
        first, last = (
            pairs[name].to_numpy().astype("datetime64[D]").astype(np.int64) for name in ("date_start", "date_end")
        )
        missing = [pairs[name].isna().to_numpy() for name in ("date_start", "date_end")]
        return np.lexsort((last, missing[1], first, missing[0])).astype(np.int64)

    @cached_property
    def first_rows(self) -> Codes:
        """The number of the first row of each pair of dates, in the table's order; last, the number of all rows."""
        counts = self.totals("when")[ROWS_OF_COMBINATION].to_numpy()[self.pairs_in_order]
        return np.concatenate([[0], np.cumsum(counts)])

    def day_of_row(self, row: int) -> date | None:
        """The first day of a row; None where it has none."""
        place = int(self.first_rows.searchsorted(row, side="right")) - 1
        day = self.combinations("when")["date_start"].iloc[self.pairs_in_order[place]]
        return None if pd.isna(day) else day.date()

    @cached_property
    def areas(self) -> AreaList:
        """The areas that rows are known to. Raises PackInvalid where one is not known here."""
        table = self.folder.read(AREAS).to_pandas()
        boxes = table[["west", "south", "east", "north"]].to_numpy(dtype=np.float64).reshape(-1, 4)
        return AreaList(self._find_areas(table["area_id"]), table["country"].to_numpy(dtype=np.int32), boxes)

    @cached_property
    def extent_areas(self) -> tuple[Area, ...]:
        """The smallest areas that rows lie in. Raises PackInvalid where one is not known here."""
        return self._find_areas(self.folder.read(EXTENT_AREAS, ["area_id"]).to_pandas()["area_id"])

    def _find_areas(self, area_ids: pd.Series) -> tuple[Area, ...]:
        try:
            return tuple(map(area_from_id, area_ids.tolist()))
        except PlaceNotFound as error:
            raise PackInvalid(str(self.folder.path), f"an area of it is not known here ({error})") from None

    @cached_property
    def _categories(self) -> dict[str, tuple[str, ...]]:
        return {}

    @cached_property
    def _combinations(self) -> dict[str, pd.DataFrame]:
        return {}

    @cached_property
    def _totals(self) -> dict[str, pd.DataFrame]:
        return {}

    @cached_property
    def _column_codes(self) -> dict[tuple[str, str], Codes]:
        return {}


def _to_values(name: str, values: pd.Series) -> pd.Series:
    """Texts as `str`, days as `datetime64`, flags as `boolean`, also where all of them are missing."""
    if pd.api.types.is_datetime64_any_dtype(values):
        return values.astype("datetime64[us]")
    is_flag = values.dtype == bool or (name in COLUMN and COLUMN[name].dtype == FLAG)
    return values.astype("boolean" if is_flag else "str")

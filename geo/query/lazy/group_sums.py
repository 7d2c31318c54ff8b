"""Counts and sums of rows of a packed folder by combinations and categories."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from geo.query.answers import Counts, Grouping
from geo.query.casualty_sums import CASUALTY_SUMS
from geo.query.combinations import COLUMN_GROUPS
from geo.query.lazy.frames import Frame
from geo.query.lazy.lazy_rows import LazyRows, code_column
from geo.query.lazy.pack_source import COUNT, Term, add_up, columns_of, term, terms
from geo.query.packed.columns import CASUALTY_COLUMN, CODE_COLUMN, GROUP_COLUMN

# With more codes than this their classes are joined to the rows, so that the engine has fewer sums to keep.
MAX_CODES = 2_000


@dataclass(frozen=True, eq=False)
class GroupSums:
    """The sums of some rows by what they state."""

    rows: LazyRows

    def value_counts(self, column: str) -> pd.Series:
        """How many rows have each category of a column; missing values come last, under None."""
        categories = self.rows.source.codebook.categories(column)
        counts = self.count_codes(column, len(categories) + 1)
        return pd.Series(counts, index=pd.Index([*categories, None], dtype="str"))

    def count_codes(self, column: str, n_codes: int) -> Counts:
        """How many rows have each code of a categorical column; those of -1 last."""
        counts, group = np.zeros(n_codes, dtype=np.int64), self.rows.source.codebook.group_of((column,))
        if group is not None:
            codes, by_code = self.rows.source.codebook.column_codes(group, column), self.rows.combination_counts(group)
        else:
            sums = self.rows.sums(terms(code=CODE_COLUMN[column]), {COUNT: None})
            codes, by_code = sums["code"].to_numpy(dtype=np.int64), sums[COUNT].to_numpy(dtype=np.int64)
        np.add.at(counts, codes, by_code)
        return counts

    def cross_counts(self, group: str, column: str, classes: NDArray[np.intp], n_classes: int) -> Counts:
        """How many rows have each combination of a group and each class of a column: [combination, class]."""
        n_combinations = len(self.rows.source.codebook.combinations(group))
        counts = np.zeros((n_combinations, n_classes), dtype=np.int64)
        if column in COLUMN_GROUPS[group]:
            codes = classes[self.rows.source.codebook.column_codes(group, column)]
            counts[np.arange(n_combinations), codes] = self.rows.combination_counts(group)
            return counts
        if (group, column) == ("when", "event_type"):
            by_type = self.rows.count_by_type()
            for code, class_ in enumerate(classes.tolist()):
                counts[:, class_] += by_type[:, code]
            return counts
        sums = self._count_crossing(group, column, classes)
        np.add.at(
            counts, (sums["code"].to_numpy(np.intp), sums["class"].to_numpy(np.intp)), sums[COUNT].to_numpy(np.int64)
        )
        return counts

    def _count_crossing(self, group: str, column: str, classes: NDArray[np.intp]) -> pd.DataFrame:
        """The counts that occur: code, class and n."""
        if len(classes) > MAX_CODES:
            joined = self._with_classes([Grouping(column, classes, 0)], {GROUP_COLUMN[group]})
            keys = terms(**{"code": GROUP_COLUMN[group], "class": "_class_0"})
            return _no_counts() if joined is None else add_up(joined, self.rows.source.frames, keys, {COUNT: None})
        keys = terms(**{"code": GROUP_COLUMN[group], "class": CODE_COLUMN[column]})
        sums = self.rows.sums(keys, {COUNT: None})
        return sums.assign(**{"class": classes[sums["class"].to_numpy(dtype=np.intp)]})

    def pair_counts(self, first: str, second: str) -> Counts:
        """How many rows have each pair of values of two categorical columns, missing ones last: [first, second]."""
        codebook = self.rows.source.codebook
        counts = np.zeros(tuple(len(codebook.categories(name)) + 1 for name in (first, second)), dtype=np.int64)
        group = codebook.group_of((first, second))
        if group is not None:
            pairs = tuple(codebook.column_codes(group, name) for name in (first, second))
            np.add.at(counts, pairs, self.rows.combination_counts(group))
            return counts
        sums = self.rows.sums(terms(a=CODE_COLUMN[first], b=CODE_COLUMN[second]), {COUNT: None})
        np.add.at(counts, (sums["a"].to_numpy(np.intp), sums["b"].to_numpy(np.intp)), sums[COUNT].to_numpy(np.int64))
        return counts

    def casualty_sums(self, groupings: Sequence[Grouping]) -> pd.DataFrame:
        """CASUALTY_SUMS by the classes of some groupings, in order of them."""
        numbers = list(range(len(groupings)))
        sums: dict[str, Term | None] = {"incidents": None, **terms(**CASUALTY_COLUMN)}
        columns = {code_column(each.name) for each in groupings} | columns_of(sums)
        frame = self._with_classes([each if self._n_codes(each) > MAX_CODES else None for each in groupings], columns)
        if frame is None:
            n_answers = 0 if groupings else 1
            answers = pd.DataFrame({name: np.zeros(n_answers, np.int64) for name in [*map(str, numbers), *sums]})
        else:
            keys = {str(number): self._class_column(number, each) for number, each in enumerate(groupings)}
            answers = add_up(frame, self.rows.source.frames, keys, sums)
        answers = answers.fillna(0).astype(np.int64).rename(columns={str(number): number for number in numbers})
        return _by_class(
            answers, groupings, {number for number in numbers if self._n_codes(groupings[number]) > MAX_CODES}
        )

    def _n_codes(self, grouping: Grouping) -> int:
        return len(grouping.classes)

    def _class_column(self, number: int, grouping: Grouping) -> Term:
        return term(f"_class_{number}" if self._n_codes(grouping) > MAX_CODES else code_column(grouping.name))

    def _with_classes(self, joined: Sequence[Grouping | None], columns: set[str]) -> Frame | None:
        """These columns of the rows with the class by each of some groupings, without those of class -1."""
        needed = columns | {code_column(each.name) for each in joined if each is not None}
        frame, frames = self.rows.source.rows(self.rows.test, needed), self.rows.source.frames
        for number, grouping in enumerate(joined):
            if frame is None or grouping is None:
                continue
            column, classes = code_column(grouping.name), grouping.classes
            codes = np.arange(len(classes))
            if grouping.name not in COLUMN_GROUPS:
                codes[-1] = -1
            counted = classes >= 0
            table = pa.table(
                {column: codes[counted].astype(np.int32), f"_class_{number}": classes[counted].astype(np.int64)}
            )
            frame = frame.join(frames.frame(table), on=column, how="inner")
        return frame


def _by_class(sums: pd.DataFrame, groupings: Sequence[Grouping], joined: set[int]) -> pd.DataFrame:
    """Sums by code as sums by class; those of joined groupings are by class already."""
    if not groupings:
        return sums[list(CASUALTY_SUMS)]
    for number, grouping in enumerate(groupings):
        if number not in joined:
            sums[number] = grouping.classes[sums[number].to_numpy(dtype=np.intp)]
        sums = sums[sums[number] >= 0]
    keys = list(range(len(groupings)))
    added = sums.groupby(keys, sort=True)[list(CASUALTY_SUMS)].sum().reset_index()
    return added.astype(np.int64)


def _no_counts() -> pd.DataFrame:
    return pd.DataFrame({name: np.zeros(0, dtype=np.int64) for name in ("code", "class", COUNT)})

"""The rows of a selection in a packed folder as a test, and how sums of them are read: from cubes and from files."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import narwhals as nw
import numpy as np
import pandas as pd
import pyarrow as pa

from geo.query.answers import Counts
from geo.query.combinations import COLUMN_GROUPS
from geo.query.lazy.codebook import ROWS_OF_COMBINATION
from geo.query.lazy.frames import Frame
from geo.query.lazy.joined_tests import gathered_part, passes_all
from geo.query.lazy.pack_source import COUNT, Keys, PackSource, Parts, Sums, add_up, columns_of, term, terms
from geo.query.lazy.row_test import EVERYTHING, CodeTest, RowTest
from geo.query.packed.columns import CODE_COLUMN, GROUP_COLUMN
from geo.query.packed.names import DAYS_CUBE, cube_path


@dataclass(frozen=True, eq=False)
class LazyRows:
    """The rows of a folder that pass a test without regions."""

    source: PackSource
    test: RowTest

    def narrow(self, test: RowTest) -> "LazyRows":
        """Those that pass another test too."""
        return LazyRows(self.source, passes_all([self.test, test]))

    @cached_property
    def parts(self) -> tuple[Parts, Parts]:
        """The partitions that are wholly in the set, and those that are in part."""
        return self.source.split(self.test)

    def read(self, columns: Sequence[str], test: RowTest = EVERYTHING) -> pa.Table:
        """Some columns of the rows that pass another test too, in no order."""
        return self.source.read(passes_all([self.test, test]), columns)

    def read_some(self, columns: Sequence[str], limit: int) -> pa.Table | None:
        """Some columns of the rows, in no order; None where they are more than a limit."""
        return self.source.read_some(self.test, columns, limit)

    def counts_at_once(self, group: str) -> bool:
        """Whether the counts by combination of a group are there, or come without reading files of rows."""
        is_of_group = isinstance(self.test, CodeTest) and self.test.column == GROUP_COLUMN[group]
        is_in_memory = gathered_part(self.test)[0] is not None
        return group in self._combination_counts or self.test is EVERYTHING or is_of_group or is_in_memory

    def sums(self, keys: Keys, sums: Sums, test: RowTest = EVERYTHING, cube: "Cube | None" = None) -> pd.DataFrame:
        """Sums by keys of the rows that pass another test too; a key may come twice, from a cube and from files.

        The cube answers for whole partitions, where there is one.
        """
        joint, frames = passes_all([self.test, test]), self.source.frames
        whole, some = self.source.split(joint) if cube else (np.zeros(0, dtype=np.intp), None)
        rows = self.source.rows(joint, columns_of(keys, sums), some)
        answers = [add_up(rows, frames, keys, sums)] if rows is not None else []
        if cube and len(whole):
            answers.append(add_up(cube.frame(self.source, whole), frames, cube.keys, cube.sums))
        return pd.concat(answers, ignore_index=True) if answers else _nothing([*keys, *sums])

    def count_by_type(self) -> Counts:
        """How many rows have each pair of dates and type, missing ones last: [combination of "when", type]."""
        return self._counts_by_type

    @cached_property
    def _counts_by_type(self) -> Counts:
        types = len(self.source.codebook.categories("event_type")) + 1
        cube = Cube(DAYS_CUBE, terms(when="when", type="type"), {COUNT: term(COUNT)})
        sums = self.sums(terms(when=GROUP_COLUMN["when"], type=CODE_COLUMN["event_type"]), {COUNT: None}, cube=cube)
        counts = np.zeros((len(self.source.codebook.combinations("when")), types), dtype=np.int64)
        places = tuple(sums[name].to_numpy(dtype=np.intp) for name in ("when", "type"))
        np.add.at(counts, places, sums[COUNT].to_numpy(dtype=np.int64))
        return counts

    def count(self, test: RowTest = EVERYTHING) -> int:
        """How many rows pass another test too."""
        joint = passes_all([self.test, test])
        if test is EVERYTHING and self._combination_counts:
            return int(next(iter(self._combination_counts.values())).sum())
        group = _group_of_codes(joint)
        if group is not None and isinstance(joint, CodeTest):
            totals = self.source.codebook.totals(group)[ROWS_OF_COMBINATION]
            return int(totals[joint.is_included].sum())
        whole, some = self.source.split(joint)
        partitions = self.source.folder.manifest.partitions
        n_whole: int = sum(partitions[int(part)].n_rows for part in whole)
        rows = self.source.rows(joint, (), some)
        return n_whole + (_first(add_up(rows, self.source.frames, {}, {COUNT: None})) if rows is not None else 0)

    def combination_counts(self, group: str) -> Counts:
        """How many rows have each combination of a group."""
        if group not in self._combination_counts:
            self._combination_counts[group] = self._count_combinations(group)
        return self._combination_counts[group]

    @property
    def remembered_bytes(self) -> int:
        """Bytes of the counts that are remembered."""
        gathered, _further = gathered_part(self.test)
        in_memory = gathered.table.nbytes + gathered.rows.nbytes if gathered else 0
        return in_memory + sum(counts.nbytes for counts in self._combination_counts.values())

    @cached_property
    def _combination_counts(self) -> dict[str, Counts]:
        return {}

    def _count_combinations(self, group: str) -> Counts:
        totals: Counts = self.source.codebook.totals(group)[ROWS_OF_COMBINATION].to_numpy()
        if self.test is EVERYTHING:
            return totals
        if isinstance(self.test, CodeTest) and self.test.column == GROUP_COLUMN[group]:
            return np.where(self.test.is_included, totals, 0)
        if group == "when":
            by_pair: Counts = self.count_by_type().sum(axis=1)  # the strip below the map and the pages need both
            return by_pair
        sums = self.sums(terms(code=GROUP_COLUMN[group]), {COUNT: None}, cube=self._cube_of(group))
        counts = np.zeros(len(totals), dtype=np.int64)
        np.add.at(counts, sums["code"].to_numpy(dtype=np.intp), sums[COUNT].to_numpy(dtype=np.int64))
        return counts

    def _cube_of(self, group: str) -> "Cube | None":
        is_cubed = group in self.source.folder.manifest.cubed_groups
        return Cube(cube_path(group), terms(code="combination"), {COUNT: term(COUNT)}) if is_cubed else None


@dataclass(frozen=True, eq=False)
class Cube:
    """Sums that were made when the folder was packed: what keys and sums of rows are called there."""

    path: str
    keys: Keys
    sums: Sums
    condition: nw.Expr | None = None

    def frame(self, source: PackSource, parts: Parts) -> Frame:
        """The rows of the cube for some partitions."""
        frame = source.cube(self.path, parts)
        return frame if self.condition is None else frame.filter(self.condition)


def code_column(name: str) -> str:
    """The column of codes of a group or of a categorical column."""
    return GROUP_COLUMN[name] if name in COLUMN_GROUPS else CODE_COLUMN[name]


def _group_of_codes(test: RowTest) -> str | None:
    """The group whose combinations alone decide, if one does."""
    if not isinstance(test, CodeTest):
        return None
    return next((group for group, column in GROUP_COLUMN.items() if column == test.column), None)


def _first(sums: pd.DataFrame) -> int:
    """The count in an answer of one row."""
    return int(sums[COUNT].iloc[0])


def _nothing(names: Sequence[str]) -> pd.DataFrame:
    return pd.DataFrame({name: np.zeros(0, dtype=np.int64) for name in names})

"""What changed between two downloads of a dataset that is still revised: rows added and deleted, fields changed.

Rows are matched by `incident_id`: providers keep it in every release, and UCDP's Candidate events keep it when they are
taken into GED.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from geo.analysis.comparable_values import make_comparable, values_to_text
from geo.core.csv_table import to_csv_bytes
from geo.core.formatting import format_date, pluralize
from geo.core.schema import COLUMN
from geo.errors import ValueRefused
from geo.ingest.importing import Import

KEY = "incident_id"
RELEASE_COLUMNS = ("dataset", "licence")  # the same in all rows of a file
# When a row was last touched, for whatever reason: a change only where no other column of the row changed.
BOOKKEEPING_COLUMNS = frozenset({"last_modified", "timestamp", "dateadded", "upload_date", "last_updated"})
FIELD_COLUMNS = (KEY, "column", "before", "after")
CSV_COLUMNS = ("change", KEY, "date", "place", "column", "before", "after")
MAX_COLUMNS_LISTED = 12  # in a sentence; chosen by eye

RowNumbers = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Coverage:
    """What both downloads cover: first and last day, and countries.

    A row of the earlier file outside of it may be missing in the later one because that was downloaded for less.
    """

    first: pd.Timestamp
    last: pd.Timestamp
    countries: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        """Whether the files have no day in common."""
        return bool(pd.isna(self.first) or pd.isna(self.last) or self.first > self.last)

    def describe(self) -> str:
        """The days and the number of countries in words."""
        if self.is_empty:
            return "no days in common"
        number = len(self.countries)
        noun = "country" if number == 1 else "countries"
        return f"{format_date(self.first, self.last, 'day')} in {number:,} {noun}"


@dataclass(frozen=True, eq=False)
class DatasetDiff:
    """The differences between an earlier and a later download.

    `added`: rows of the later file, `deleted`: rows of the earlier one, unaltered. `changed_fields`: one row for each
    changed field, with FIELD_COLUMNS as text, empty where unknown. `later_rows`: all rows of the later file.
    `n_uncovered`: rows of the earlier file that the later one lacks, but outside `coverage`. `unshared_columns`: the
    columns that only one of the files has; they are not compared. `n_rejected`: rejected rows of the earlier and of the
    later file, which take no part in the comparison.
    """

    added: pd.DataFrame
    deleted: pd.DataFrame
    changed_fields: pd.DataFrame
    later_rows: pd.DataFrame
    n_unchanged: int
    n_uncovered: int
    coverage: Coverage
    unshared_columns: tuple[str, ...] = ()
    n_rejected: tuple[int, int] = (0, 0)

    @property
    def n_changed(self) -> int:
        """How many rows of both files differ in at least one field."""
        return int(self.changed_fields[KEY].nunique())

    def describe(self) -> str:
        """The counts in words, and what limits them."""
        counts = (
            f"{pluralize(len(self.added), 'incident')} added, {len(self.deleted):,} deleted, "
            f"{self.n_changed:,} changed, {self.n_unchanged:,} unchanged."
        )
        return " ".join([counts, *self._notes()])

    def _notes(self) -> list[str]:
        """What limits the counts, a sentence each."""
        earlier, later = self.n_rejected
        notes = [
            _describe_coverage(self.coverage),
            _describe_uncovered(self.n_uncovered),
            _describe_unshared(self.unshared_columns),
            _describe_rejected(earlier, "earlier", change="added"),
            _describe_rejected(later, "later", change="deleted"),
        ]
        return [note for note in notes if note]

    def to_csv(self) -> bytes:
        """A line, with CSV_COLUMNS, for each row added or deleted and for each field changed; formulas are escaped."""
        return to_csv_bytes([list(CSV_COLUMNS), *self._lines()])

    def _lines(self) -> Iterator[list[str]]:
        for change, rows in (("added", self.added), ("deleted", self.deleted)):
            columns = (rows[KEY].astype("str").tolist(), *_days_and_places(rows))
            yield from ([change, *cells, "", "", ""] for cells in zip(*columns, strict=True))
        ids, rows = self.changed_fields[KEY], self.later_rows[:0]
        if len(ids):
            rows = self.later_rows.loc[pd.Index(self.later_rows[KEY]).get_indexer(ids)]
        changes = (self.changed_fields[name].tolist() for name in FIELD_COLUMNS[1:])
        columns = (ids.tolist(), *_days_and_places(rows), *changes)
        yield from (["changed", *cells] for cells in zip(*columns, strict=True))


def diff_datasets(before: Import | pd.DataFrame, after: Import | pd.DataFrame) -> DatasetDiff:
    """Compare two downloads of one provider; raises ValueRefused for imports from different providers."""
    if isinstance(before, Import) and isinstance(after, Import) and before.provider != after.provider:
        raise ValueRefused(f"{before.provider} and {after.provider}", accepted="two files of the same provider")
    old, new = _rows(before), _rows(after)
    matches = pd.Index(old[KEY]).get_indexer(pd.Index(new[KEY]))
    new_rows = np.flatnonzero(matches >= 0)
    old_rows = matches[new_rows]
    missing = np.ones(len(old), dtype=bool)
    missing[old_rows] = False
    coverage = _coverage(old, new)
    deleted = missing & _is_covered(old, coverage)
    fields = _changed_fields(old, new, old_rows, new_rows)
    return DatasetDiff(
        added=new[matches < 0],
        deleted=old[deleted],
        changed_fields=fields,
        later_rows=new,
        n_unchanged=len(new_rows) - int(fields[KEY].nunique()),
        n_uncovered=int((missing & ~deleted).sum()),
        coverage=coverage,
        unshared_columns=_unshared_columns(old, new),
        n_rejected=(_count_rejected(before), _count_rejected(after)),
    )


def _describe_coverage(coverage: Coverage) -> str:
    if coverage.is_empty:
        return "The files have no days in common, so no deletions are counted."
    return f"Deletions are counted only within what both files cover: {coverage.describe()}."


def _describe_uncovered(number: int) -> str:
    if not number:
        return ""
    if number == 1:
        return "1 other incident is missing in the later file; whether it was deleted is not known."
    return f"{number:,} other incidents are missing in the later file; whether they were deleted is not known."


def _describe_unshared(columns: tuple[str, ...]) -> str:
    if not columns:
        return ""
    if len(columns) == 1:
        return f"Only one of the files has the column {_column_title(columns[0])}; it is not compared."
    names = ", ".join(map(_column_title, columns[:MAX_COLUMNS_LISTED]))
    more = len(columns) - MAX_COLUMNS_LISTED
    others = f" and {more:,} more" if more > 0 else ""
    return f"Only one of the files has the columns {names}{others}; they are not compared."


def _column_title(name: str) -> str:
    """The title that a reader sees of a column of the schema; the name of a provider's own column."""
    return COLUMN[name].title if name in COLUMN else name


def _describe_rejected(number: int, file: str, *, change: str) -> str:
    if not number:
        return ""
    verb, incidents = ("was", "the incident") if number == 1 else ("were", "their incidents")
    return f"{pluralize(number, 'row')} of the {file} file {verb} rejected; {incidents} may appear as {change}."


def _count_rejected(download: Import | pd.DataFrame) -> int:
    return int(download.rejected["row"].nunique()) if isinstance(download, Import) else 0


def _rows(download: Import | pd.DataFrame) -> pd.DataFrame:
    """The rows of a download, numbered from 0; of rows with the same identifier only the last."""
    rows = pd.DataFrame(download.accepted if isinstance(download, Import) else download)
    return rows[~rows.duplicated(KEY, keep="last")].reset_index(drop=True)


def _unshared_columns(old: pd.DataFrame, new: pd.DataFrame) -> tuple[str, ...]:
    names = old.columns.symmetric_difference(new.columns, sort=False)
    return tuple(str(name) for name in names if name != "geometry")


def _coverage(old: pd.DataFrame, new: pd.DataFrame) -> Coverage:
    first = max((rows["date_start"].min() for rows in (old, new)), key=_or_latest)
    last = min((rows["date_start"].max() for rows in (old, new)), key=_or_earliest)
    countries = set(_countries(old).unique()) & set(_countries(new).unique())
    return Coverage(first, last, tuple(sorted(countries)))


def _or_latest(day: pd.Timestamp) -> pd.Timestamp:
    return pd.Timestamp.max if pd.isna(day) else day


def _or_earliest(day: pd.Timestamp) -> pd.Timestamp:
    return pd.Timestamp.min if pd.isna(day) else day


def _countries(rows: pd.DataFrame) -> pd.Series:
    """The country of each row; rows without one share the empty name, which both files can cover."""
    if "country" not in rows:
        return pd.Series("", index=rows.index, dtype="str")
    return rows["country"].astype("str").fillna("")


def _is_covered(rows: pd.DataFrame, coverage: Coverage) -> NDArray[np.bool_]:
    mask = rows["date_start"].between(coverage.first, coverage.last) & _countries(rows).isin(coverage.countries)
    is_covered: NDArray[np.bool_] = mask.fillna(False).to_numpy(dtype=bool)
    return is_covered


def _changed_fields(old: pd.DataFrame, new: pd.DataFrame, old_rows: RowNumbers, new_rows: RowNumbers) -> pd.DataFrame:
    """The fields that differ between matched rows, in the order of the later file's rows, with FIELD_COLUMNS."""
    excluded = (KEY, "geometry", *RELEASE_COLUMNS)
    shared = [name for name in old if name in new.columns and name not in excluded]
    changes = {name: _column_changes(old[name], new[name], old_rows, new_rows) for name in shared}
    has_changed = np.zeros(len(new), dtype=bool)
    for name, column in changes.items():
        if not _is_bookkeeping(name):
            has_changed[column["row"]] = True
    parts = [
        column[~has_changed[column["row"]]] if _is_bookkeeping(name) else column for name, column in changes.items()
    ]
    fields = pd.concat(parts, ignore_index=True).sort_values("row", kind="stable") if parts else pd.DataFrame()
    if fields.empty:
        return pd.DataFrame({name: pd.Series(dtype="str") for name in FIELD_COLUMNS})
    ids = new[KEY].astype("str").iloc[fields["row"].to_numpy()].array
    return fields.assign(**{KEY: ids})[list(FIELD_COLUMNS)].astype("str").reset_index(drop=True)


def _is_bookkeeping(name: object) -> bool:
    """Whether a column, also a provider's own such as acled.timestamp, only says when a row was last touched."""
    return str(name).lower().rpartition(".")[2] in BOOKKEEPING_COLUMNS


def _column_changes(old: pd.Series, new: pd.Series, old_rows: RowNumbers, new_rows: RowNumbers) -> pd.DataFrame:
    """Where a column differs: row (its number in the later file), column, and before and after as text."""
    before, after = make_comparable(old, new)
    before, after = before.take(pa.array(old_rows)), after.take(pa.array(new_rows))
    mask = pc.not_equal(before, after).fill_null(False)
    mask = pc.or_(mask, pc.xor(before.is_null(), after.is_null()))
    changed = np.flatnonzero(mask.to_numpy(zero_copy_only=False))
    return pd.DataFrame(
        {
            "row": new_rows[changed],
            "column": old.name,
            "before": values_to_text(old.iloc[old_rows[changed]]),
            "after": values_to_text(new.iloc[new_rows[changed]]),
        }
    )


def _days_and_places(rows: pd.DataFrame) -> tuple[list[str], list[str]]:
    """The first day of each row, and its place: the finest name that it has."""
    place = pd.Series("", index=rows.index, dtype="str")
    for name in ("country", "admin1", "place_name"):
        if name in rows:
            place = rows[name].astype("str").fillna(place)
    return values_to_text(rows["date_start"]), place.tolist()

"""What changed between two downloads of a dataset that goes on living: added, deleted and changed, field by field.

Rows are the same where their `incident_id` is; providers keep theirs through every release, and UCDP's Candidate events
keep theirs when they are taken into GED.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from geo.core.csv_table import to_csv_bytes
from geo.core.formatting import format_date, pluralize
from geo.errors import ValueRefused
from geo.ingest.importing import Import

KEY = "incident_id"
RELEASE = ("dataset", "licence")  # what the whole file shares
# When a row was last touched, whatever was touched: told only where nothing else differs.
BOOKKEEPING = frozenset({"last_modified", "timestamp", "dateadded", "upload_date", "last_updated"})
CHANGED = (KEY, "column", "before", "after")
CSV_COLUMNS = ("change", KEY, "date", "place", "column", "before", "after")
MAX_COLUMNS_LISTED = 12


@dataclass(frozen=True, eq=False)
class Coverage:
    """What both downloads cover: days from and to, and countries; a row outside of it cannot be told to be deleted."""

    first: pd.Timestamp
    last: pd.Timestamp
    countries: tuple[str, ...]

    def describe(self) -> str:
        """The days and the number of countries."""
        if pd.isna(self.first) or pd.isna(self.last) or self.first > self.last:
            return "no days in common"
        number = len(self.countries)
        where = f"{number} {'country' if number == 1 else 'countries'}"
        return f"{format_date(self.first, self.last, 'day')} in {where}"


@dataclass(frozen=True, eq=False)
class DatasetDiff:
    """The differences of two downloads.

    `added` holds rows of the later file, `deleted` rows of the earlier one, as they stand; `fields` has incident_id,
    column, before and after, as text, empty for unknown, one line a field of a changed row. `unchanged` counts the rows
    that are alike, `uncovered` those of the earlier file that are missing in the later one but outside of `covered`.
    `one_sided` names the columns that only one of the files has, which are not compared. `rejected` counts the rows of
    the earlier and of the later file that were not accepted: what they tell is in neither.
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
        """How many rows of both files differ in some field."""
        return int(self.changed_fields[KEY].nunique())

    def describe(self) -> str:
        """The counts in words, with the days and countries for which deletions can be told."""
        told = (
            f"{pluralize(len(self.added), 'incident')} added, {len(self.deleted):,} deleted, {self.n_changed:,} changed, "
            f"{self.n_unchanged:,} as before. Deletions are told for what both files cover: {self.coverage.describe()}."
        )
        if self.n_uncovered:
            told += f" {pluralize(self.n_uncovered, 'incident')} outside of that cannot be told to be deleted."
        if self.unshared_columns:
            more = len(self.unshared_columns) - MAX_COLUMNS_LISTED
            names = ", ".join(self.unshared_columns[:MAX_COLUMNS_LISTED]) + (f" and {more} more" if more > 0 else "")
            told += f" Only one of the files has the columns {names}; they are not compared."
        for number, which, seeming in zip(self.n_rejected, ("earlier", "later"), ("added", "deleted"), strict=True):
            if number:
                told += (
                    f" The {which} file has {pluralize(number, 'rejected row')}: such an incident may seem {seeming}."
                )
        return told

    def to_csv(self) -> bytes:
        """A line for each row added or deleted and each field changed, as WRITTEN names them; formulas are armed."""
        return to_csv_bytes([list(CSV_COLUMNS), *self._lines()])

    def _lines(self) -> Iterator[list[str]]:
        for change, rows in (("added", self.added), ("deleted", self.deleted)):
            texts = (rows[KEY].astype("str").tolist(), *_whereabouts(rows))
            yield from ([change, *each, "", "", ""] for each in zip(*texts, strict=True))
        rows = (
            self.later_rows.loc[pd.Index(self.later_rows[KEY]).get_indexer(self.changed_fields[KEY])]
            if len(self.changed_fields)
            else self.later_rows[:0]
        )
        told = (self.changed_fields[name].tolist() for name in CHANGED[1:])
        texts = (self.changed_fields[KEY].tolist(), *_whereabouts(rows), *told)
        yield from (["changed", *each] for each in zip(*texts, strict=True))


def diff_datasets(before: Import | pd.DataFrame, after: Import | pd.DataFrame) -> DatasetDiff:
    """Compare two downloads of one provider; raises ValueRefused for two providers."""
    if isinstance(before, Import) and isinstance(after, Import) and before.provider != after.provider:
        raise ValueRefused(f"{before.provider} and {after.provider}", accepted="two files of the same provider")
    old, new = (_rows(each) for each in (before, after))
    at = pd.Index(old[KEY]).get_indexer(pd.Index(new[KEY]))
    both = np.flatnonzero(at >= 0)
    gone = np.ones(len(old), dtype=bool)
    gone[at[both]] = False
    covered = _covered(old, new)
    deleted = gone & _inside(old, covered)
    shared = [name for name in old if name in new.columns and name not in (KEY, "geometry", *RELEASE)]
    fields = _fields(old, new, at[both], both, shared)
    one_sided = tuple(
        str(name) for name in old.columns.symmetric_difference(new.columns, sort=False) if name != "geometry"
    )
    return DatasetDiff(
        added=new[at < 0],
        deleted=old[deleted],
        changed_fields=fields,
        later_rows=new,
        n_unchanged=len(both) - int(fields[KEY].nunique()),
        n_uncovered=int((gone & ~deleted).sum()),
        coverage=covered,
        unshared_columns=one_sided,
        n_rejected=(_rejected(before), _rejected(after)),
    )


def _rejected(given: Import | pd.DataFrame) -> int:
    return int(given.rejected["row"].nunique()) if isinstance(given, Import) else 0


def _rows(given: Import | pd.DataFrame) -> pd.DataFrame:
    """The rows of a download, each identifier once, numbered from 0; of a repeated one the last is meant."""
    rows = pd.DataFrame(given.accepted if isinstance(given, Import) else given)
    return rows[~rows.duplicated(KEY, keep="last")].reset_index(drop=True)


def _covered(old: pd.DataFrame, new: pd.DataFrame) -> Coverage:
    first = max((rows["date_start"].min() for rows in (old, new)), key=_or_last)
    last = min((rows["date_start"].max() for rows in (old, new)), key=_or_first)
    named = [set(_countries(rows).unique()) for rows in (old, new)]
    return Coverage(first, last, tuple(sorted(named[0] & named[1])))


def _or_last(day: pd.Timestamp) -> pd.Timestamp:
    return pd.Timestamp.max if pd.isna(day) else day


def _or_first(day: pd.Timestamp) -> pd.Timestamp:
    return pd.Timestamp.min if pd.isna(day) else day


def _countries(rows: pd.DataFrame) -> pd.Series:
    """The country of each row; empty where it names none, which is then one to compare too."""
    if "country" not in rows:
        return pd.Series("", index=rows.index, dtype="str")
    return rows["country"].astype("str").fillna("")


def _inside(rows: pd.DataFrame, covered: Coverage) -> NDArray[np.bool_]:
    within = rows["date_start"].between(covered.first, covered.last) & _countries(rows).isin(covered.countries)
    inside: NDArray[np.bool_] = within.fillna(False).to_numpy(dtype=bool)
    return inside


def _fields(
    old: pd.DataFrame, new: pd.DataFrame, old_at: NDArray[np.intp], new_at: NDArray[np.intp], shared: list[str]
) -> pd.DataFrame:
    """The fields that differ, in the order of the later file's rows, bookkeeping only where it is all."""
    found = [_differing(old[name], new[name], old_at, new_at) for name in shared]
    keeping = [str(name).lower().rpartition(".")[2] in BOOKKEEPING for name in shared]
    touched = np.zeros(len(new), dtype=bool)
    for (at, _, _), only_kept in zip(found, keeping, strict=True):
        if not only_kept:
            touched[at] = True
    parts = []
    for name, (at, before, after), only_kept in zip(shared, found, keeping, strict=True):
        told = ~touched[at] if only_kept else np.ones(len(at), dtype=bool)
        parts.append(pd.DataFrame({"at": at, "column": name, "before": before, "after": after})[told])
    lines = pd.concat(parts, ignore_index=True).sort_values("at", kind="stable") if parts else pd.DataFrame()
    if lines.empty:
        return pd.DataFrame({name: pd.Series(dtype="str") for name in CHANGED})
    lines = lines.assign(**{KEY: new[KEY].astype("str").iloc[lines["at"].to_numpy()].array})
    return lines[list(CHANGED)].astype("str").reset_index(drop=True)


def _differing(
    old: pd.Series, new: pd.Series, old_at: NDArray[np.intp], new_at: NDArray[np.intp]
) -> tuple[NDArray[np.intp], list[str], list[str]]:
    """Where a column differs, as row numbers of the later file, and what it says before and after."""
    before, after = _comparable(old, new)
    before, after = before.take(pa.array(old_at)), after.take(pa.array(new_at))
    unlike = pc.not_equal(before, after).fill_null(False)
    unlike = pc.or_(unlike, pc.xor(before.is_null(), after.is_null()))
    rows = np.flatnonzero(unlike.to_numpy(zero_copy_only=False))
    return new_at[rows], _texts(old.iloc[old_at[rows]]), _texts(new.iloc[new_at[rows]])


def _comparable(old: pd.Series, new: pd.Series) -> tuple[pa.Array, pa.Array]:
    """Both columns as Arrow arrays of one type, text where the two differ."""
    if old.dtype != new.dtype or not (_is_number(old) or pd.api.types.is_datetime64_any_dtype(old.dtype)):
        old, new = old.astype("str"), new.astype("str")
    return _array(old), _array(new)


def _array(values: pd.Series) -> pa.Array:
    kind = pa.large_string() if pd.api.types.is_string_dtype(values.dtype) else None
    held = pa.array(values, type=kind, from_pandas=True)
    return held.combine_chunks() if isinstance(held, pa.ChunkedArray) else held


def _is_number(values: pd.Series) -> bool:
    return pd.api.types.is_numeric_dtype(values.dtype) and not isinstance(values.dtype, pd.CategoricalDtype)


def _texts(values: pd.Series) -> list[str]:
    """The values as a download writes them; empty where unknown."""
    if pd.api.types.is_datetime64_any_dtype(values.dtype):
        return [_day(day) for day in values]
    if pd.api.types.is_bool_dtype(values.dtype):
        return ["" if pd.isna(flag) else str(bool(flag)).lower() for flag in values]
    return ["" if pd.isna(value) else str(value) for value in values.tolist()]


def _whereabouts(rows: pd.DataFrame) -> tuple[list[str], list[str]]:
    """The first day and the place of each row, the finest that it names."""
    place = pd.Series("", index=rows.index, dtype="str")
    for name in ("country", "admin1", "place_name"):
        if name in rows:
            place = rows[name].astype("str").fillna(place)
    return _texts(rows["date_start"]), place.tolist()


def _day(day: datetime) -> str:
    return "" if pd.isna(day) else day.strftime("%Y-%m-%d")

"""Identifiers of rows, the provider's own or hashes of the rows; and rows that repeat in every cell."""

from dataclasses import dataclass

import pandas as pd

from geo.core.formatting import pluralize
from geo.ingest.column_hash import hash_columns
from geo.ingest.fields import SCIENTIFIC, Fields
from geo.ingest.import_result import Question
from geo.ingest.options import ImportOptions
from geo.ingest.readers.raw_table import build_rejections

REPEATED_ROWS = "repeats"  # the topic of the question whether rows that are the same in every cell are one incident
DIFFERENT, SAME = "different", "same"  # the answers to it
REPEAT_CHOICES = ((DIFFERENT, "different incidents: keep them all"), (SAME, "the same row twice: keep the first"))
PREFIX_LENGTH = 8  # hex digits of the columns' hash in identifiers, as since version 0.4
MAX_EXAMPLES = 3
# 1.97E+11 opened again: a few digits and three zeros or more behind them. Most of a column looks so only where a
# spreadsheet has rounded it (by judgement: one identifier in a thousand ends in three zeros).
ROUNDED = r"[0-9]{1,7}0{3,}"
ROUNDED_SHARE = 0.9


@dataclass(frozen=True, eq=False)
class RowIdentity:
    """Identifiers of rows (text), and the provider's own (missing where it gives none).

    `duplicates` are the rows that a person says are the same as an earlier one, `questions` whether they are, and
    `notes` say which identifiers were made.
    """

    ids: pd.Series
    source_ids: pd.Series
    duplicates: pd.DataFrame
    questions: tuple[Question, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def is_own(self) -> bool:
        """Whether some rows have the provider's own identifiers."""
        return bool(self.source_ids.notna().any()) or self.ids.empty


def hash_rows(cells: pd.DataFrame) -> pd.Series:
    """Return a hash of each row's texts (uint64): the same row has the same in every file with these columns."""
    texts = cells.astype("str").fillna("")
    return pd.Series(pd.util.hash_pandas_object(texts, index=False).to_numpy(), index=cells.index)


def table_prefix(provider: str, columns: tuple[str, ...]) -> str:
    """Return what identifiers that are made for rows begin with: the provider and a hash of the columns' names."""
    return f"{provider}:{hash_columns(columns, in_order=True)[:PREFIX_LENGTH]}"


def make_identity(
    cells: pd.DataFrame, prefix: str, options: ImportOptions, is_distinct: pd.Series | None = None
) -> RowIdentity:
    """Return hashes of the rows as identifiers; a row that repeats an earlier one in every cell has its number behind.

    Where `is_distinct` (a mask), nobody is asked: such rows are different incidents.
    """
    hashes = hash_rows(cells)
    n_earlier = hashes.groupby(hashes.to_numpy()).cumcount()
    ids = pd.Series([f"{prefix}:{value:016x}" for value in hashes], index=hashes.index, dtype="str")
    ids = ids.mask(n_earlier > 0, ids + "-" + (n_earlier + 1).astype("str"))
    is_blank = cells.isna().all(axis=1)  # rejected, and no incident either way
    is_repeat = (n_earlier > 0) & ~is_blank
    if is_distinct is not None:
        is_repeat &= ~is_distinct
    first = hashes.index.to_series().groupby(hashes.to_numpy()).transform("first")
    duplicates, questions = _settle_repeats(first[is_repeat], options)
    return RowIdentity(ids, pd.Series(None, index=cells.index, dtype="str"), duplicates, questions)


def identify_rows(fields: Fields, provider: str, options: ImportOptions, *names: str) -> RowIdentity:
    """Return a provider's identifiers, from the first of these columns that names each row.

    Rows get identifiers of their own where the table has no such column or where a spreadsheet has shortened them; a
    single blank one stays missing.
    """
    source_ids = pd.Series(None, index=fields.index, dtype="str")
    for name in names:
        source_ids = source_ids.fillna(fields.identifier(name)) if source_ids.isna().any() else source_ids
    needs_own = _are_shortened(source_ids) if source_ids.notna().any() else pd.Series(True, index=fields.index)
    if not needs_own.any():
        return RowIdentity(f"{provider}:" + source_ids, source_ids, build_rejections())
    own_identity = make_identity(
        fields.cells[needs_own], table_prefix(provider, tuple(map(str, fields.cells.columns))), options
    )
    source_ids = source_ids.mask(needs_own)
    ids = (f"{provider}:" + source_ids).fillna(own_identity.ids)
    note = _note_own_identifiers(fields, names, int(needs_own.sum()))
    return RowIdentity(ids, source_ids, own_identity.duplicates, own_identity.questions, (note,))


def _are_shortened(ids: pd.Series) -> pd.Series:
    """Whether each identifier was written as 1.97E+11, or is what that becomes when the file is saved once more."""
    is_shortened = ids.str.fullmatch(SCIENTIFIC).fillna(False).astype(bool)
    is_rounded = ids.str.fullmatch(ROUNDED).fillna(False).astype(bool)
    if ids.duplicated().any() and is_rounded.sum() >= ROUNDED_SHARE * ids.notna().sum():
        return is_shortened | is_rounded
    return is_shortened


def _note_own_identifiers(fields: Fields, names: tuple[str, ...], n_rows: int) -> str:
    column = fields.name_in_file(*names)
    rows = f"{pluralize(n_rows, 'row')} {'has' if n_rows == 1 else 'have'} identifiers of their own"
    if column not in fields.cells.columns:
        return f"The table has no column “{column}”: {rows}, made of all cells"
    if fields.text(*names).isna().all():
        return f"“{column}” is blank: {rows}, made of all cells"
    return f"A spreadsheet has shortened “{column}”: {rows}, made of all cells"


def _settle_repeats(first: pd.Series, options: ImportOptions) -> tuple[pd.DataFrame, tuple[Question, ...]]:
    """The duplicates that a person has decided on, or the question; `first`: row → the earlier row that it repeats."""
    answer = options.answer(REPEATED_ROWS, "")
    if first.empty or answer == DIFFERENT:
        return build_rejections(), ()
    if answer == SAME:
        lines = ((row, "", "", f"repeats row {earlier:,} in every cell") for row, earlier in first.items())
        return build_rejections(lines), ()
    return build_rejections(), (_ask_repeats(first),)


def _ask_repeats(first: pd.Series) -> Question:
    n_rows = len(first)
    examples = tuple(f"row {row:,} repeats row {earlier:,}" for row, earlier in first.iloc[:MAX_EXAMPLES].items())
    subject, verb = ("It is", "repeats") if n_rows == 1 else ("They are", "repeat")
    text = (
        f"{pluralize(n_rows, 'row')} {verb} an earlier row in every cell: different incidents, or the same row twice? "
        f"{subject} kept unless you say that it is the same row."
    )
    return Question("", text, examples, REPEATED_ROWS, REPEAT_CHOICES, DIFFERENT, n_rows)

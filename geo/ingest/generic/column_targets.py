"""Which column of a table holds what: the guesses of names and values, with a person's answers in their place."""

from collections.abc import Iterable

import msgspec
import pandas as pd

from geo.core.schema import INCIDENT_COLUMNS
from geo.errors import IncidentsInvalid
from geo.ingest.generic.column_agreement import ColumnAgreement, check_columns, explain_rival
from geo.ingest.generic.column_inference import infer_columns
from geo.ingest.generic.count_tables import find_count_table, may_hold_counts
from geo.ingest.generic.toll_columns import TollColumns, assign_tolls
from geo.ingest.import_result import Guess
from geo.ingest.options import COORDINATES, DAY, MONTH, YEAR, ImportOptions
from geo.ingest.readers.raw_table import RawTable

TARGETS = (*(column.name for column in INCIDENT_COLUMNS if not column.is_own), COORDINATES, YEAR, MONTH, DAY)
SHARED_TARGETS = frozenset(["killed_best", "injured_best"])  # what several columns may hold together
MAX_NAMES_LISTED = 40  # of columns that an error names

ColumnMapping = dict[str, tuple[str, ...]]  # target → the columns that hold it


def mapping_table(table: RawTable, options: ImportOptions | None = None) -> pd.DataFrame:
    """Return what each column of a table is taken to hold, one row a column, for a person to correct.

    Columns: column, holds (one of TARGETS or empty), confidence (0 to 1), reason, examples (text). Raises as
    `column_mapping`.
    """
    _, tolls = guess_columns(table, options or ImportOptions())
    return pd.DataFrame(
        [
            (guess.column, guess.target, guess.confidence, guess.reason, " · ".join(guess.examples))
            for guess in tolls.guesses
        ],
        columns=["column", "holds", "confidence", "reason", "examples"],
    )


def column_mapping(table: RawTable, options: ImportOptions) -> ColumnMapping:
    """Return target → columns, inferred and corrected; raises IncidentsInvalid for an answer that cannot be."""
    return to_mapping(guess_columns(table, options)[1].guesses)


def holds_counts(table: RawTable, options: ImportOptions) -> bool:
    """Return whether the rows of a table count events, so that no provider of events may take it for its own."""
    return may_hold_counts(table) and find_count_table(table, guess_columns(table, options)[1].guesses) is not None


def guess_columns(table: RawTable, options: ImportOptions) -> tuple[ColumnAgreement, TollColumns]:
    """What each column holds where header and content agree, a person's answers, and the tolls decided among them."""
    agreement = check_columns(table, infer_columns(table), options)
    return agreement, assign_tolls(table.cells, _apply_answers(agreement.guesses, options), options)


def to_mapping(guesses: tuple[Guess, ...]) -> ColumnMapping:
    """Return target → the columns that are taken to hold it, in the order of the table."""
    columns: ColumnMapping = {}
    for guess in guesses:
        if guess.target:
            columns[guess.target] = (*columns.get(guess.target, ()), guess.column)
    return columns


def _apply_answers(guesses: tuple[Guess, ...], options: ImportOptions) -> tuple[Guess, ...]:
    """The guesses with a person's answers in their place; a guess gives way to an answer for the same target."""
    answers = dict(options.columns)
    names = {guess.column for guess in guesses}
    targets = [target for column, target in answers.items() if target and column in names]
    _check_answers(answers, targets)
    return tuple(_apply_answer(guess, answers, targets) for guess in guesses)


def _apply_answer(guess: Guess, answers: dict[str, str], targets: list[str]) -> Guess:
    if guess.column in answers:
        return Guess(guess.column, answers[guess.column], 1.0, "you said so", guess.examples)
    if guess.target and guess.target in targets:
        reason = explain_rival(guess.target)
        return msgspec.structs.replace(guess, target="", confidence=0.0, reason=reason, is_part=False)
    return guess


def _check_answers(answers: dict[str, str], targets: list[str]) -> None:
    unknown = sorted({target for target in answers.values() if target and target not in TARGETS})
    if unknown:
        raise IncidentsInvalid(f"no column can hold {_list_names(unknown)}. Accepted: {', '.join(TARGETS)}.")
    repeated = sorted({target for target in targets if targets.count(target) > 1} - SHARED_TARGETS)
    if repeated:
        names = _list_names(column for column, target in answers.items() if target == repeated[0])
        raise IncidentsInvalid(f"{names} cannot all hold {repeated[0]}. Leave out all but one.")


def _list_names(names: Iterable[str]) -> str:
    names = list(names)
    n_more = len(names) - MAX_NAMES_LISTED
    return ", ".join(names[:MAX_NAMES_LISTED]) + (f" and {n_more:,} more" if n_more > 0 else "")

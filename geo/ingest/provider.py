"""What a provider is: how its tables are recognised, and what their rows mean in our columns."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from geo.ingest.import_result import Finding, Guess, Question
from geo.ingest.options import ImportOptions
from geo.ingest.readers.raw_table import RawTable, build_rejections


@dataclass(frozen=True, eq=False)
class Crosswalk:
    """A provider's rows in our columns.

    `cells` has columns of the incident table, as text or typed, indexed as the raw table's; those of a row that is in
    `rejected` may be anything. `origin`: our column → the file's column that it was read from. `rejected`: cells that
    the provider's own rules refuse, with the file's column names. `duplicates`: rows that only repeat another one in
    the provider's own way (ACLED's monadic form). `questions`: what a person must answer before these rows can be
    accepted. `notes`: sentences on what was decided for whole columns. `findings`: what a person should look at.
    `guesses`: one for each column of a table that no provider recognises. `states_precision`: whether a column states
    the precision of each row's place (bool); None where none does, or where the provider's always does.
    """

    cells: pd.DataFrame
    origin: Mapping[str, str]
    rejected: pd.DataFrame = field(default_factory=build_rejections)
    duplicates: pd.DataFrame = field(default_factory=build_rejections)
    questions: tuple[Question, ...] = ()
    notes: tuple[str, ...] = ()
    guesses: tuple[Guess, ...] = ()
    findings: tuple[Finding, ...] = ()
    states_precision: pd.Series | None = None


class Provider(ABC):
    """One provider: how its tables are recognised by their columns and values, and what they mean in our columns."""

    name: str
    prefix: str  # of the provider's own columns in our table
    licence: str = ""
    citation: str = ""

    @abstractmethod
    def recognises(self, table: RawTable) -> bool:
        """Return whether the table is this provider's, by its columns and values."""

    @abstractmethod
    def crosswalk(self, table: RawTable, options: ImportOptions) -> Crosswalk:
        """Return the rows in our columns; may raise IncidentsInvalid where the options do not fit the table."""

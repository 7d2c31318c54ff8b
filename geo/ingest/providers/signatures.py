"""A provider's table by what is left of it: without its identifiers, with some of its columns, or with other names.

Names count where only the provider has them; a column that people have renamed counts where its values are the words
of the provider's codebook.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import pandas as pd

from geo.ingest.fields import Fields, column_key
from geo.ingest.generic.column_inference import infer_columns
from geo.ingest.import_result import Finding
from geo.ingest.options import YEAR
from geo.ingest.readers import RawTable

# Of tables of counts, in which a row is no event.
COUNT_COLUMNS = ("events", "event_count", "number_of_events", "n_events", "num_events", "no_of_events", "total_events")
DATE_TARGETS = ("date_start", YEAR)  # of a column of dates that people call otherwise
SAMPLE_ROWS = 500  # enough to see whether a column holds the words of a codebook; chosen by judgement
VOCABULARY_SHARE = 0.9  # of its values that are; releases come with new words
VOCABULARY_SCORE = 2  # of a column whose values are: as much as two names


@dataclass(frozen=True, eq=False)
class Signature:
    """What shows a provider's table without its identifiers.

    `columns` are the names that only it has, each one point. `vocabularies`: a column → the values of its codebook in
    lower case, two points where they are in the file. With `min_score` points and one of the `dates` it is the
    provider's. `aliases`: a column → what people and later releases call it. `targets`: a column → our column: the
    file's column that is taken for that stands in for it.
    """

    columns: Collection[str]
    dates: Collection[str]
    min_score: int
    vocabularies: Mapping[str, Collection[str]] = field(default_factory=dict)
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    targets: Mapping[str, str] = field(default_factory=dict)

    def matches(self, table: RawTable) -> bool:
        """Return whether a table is the provider's by its columns and values."""
        fields = Fields(table.cells, aliases=self.find_aliases(table))
        if any(column_key(name) in map(column_key, COUNT_COLUMNS) for name in table.column_names):
            return False
        if self._score(table, fields) < self.min_score:
            return False
        has_date = any(fields.has(name) for name in self.dates)
        return has_date or any(guess.target in DATE_TARGETS for guess in infer_columns(table))

    def _score(self, table: RawTable, fields: Fields) -> int:
        keys = {column_key(name) for name in table.column_names}
        n_names = sum(column_key(name) in keys for name in self.columns)
        filled = {name: values for name, values in self.vocabularies.items() if fields.text(name).notna().any()}
        if not all(_has_words_of(fields.text(name), values) for name, values in filled.items()):
            return 0  # its own name with other words: another table
        return n_names + VOCABULARY_SCORE * len(filled)

    def find_aliases(self, table: RawTable) -> dict[str, str]:
        """Return the file's columns that stand under another name, and the provider's names of them."""
        fields = Fields(table.cells)
        by_key = {column_key(name): name for name in reversed(table.column_names)}
        own = {fields.name_in_file(name) for name in (*self.columns, *self.aliases) if fields.has(name)}
        aliases_by_column: dict[str, str] = {}
        for name, aliases in self.aliases.items():
            candidates = [by_key[column_key(alias)] for alias in aliases if column_key(alias) in by_key]
            free = [column for column in candidates if column not in own and column not in aliases_by_column]
            if name in self.vocabularies:
                texts = {column: Fields(table.cells[[column]]).text(column) for column in free}
                free = [column for column in free if _has_words_of(texts[column], self.vocabularies[name])]
            if not fields.has(name) and free:
                aliases_by_column[free[0]] = name
        return aliases_by_column

    def recover_names(self, table: RawTable) -> dict[str, str]:
        """Return the same, with the columns whose names and values say what they hold, whatever they are called."""
        aliases_by_column = self.find_aliases(table)
        fields = Fields(table.cells, aliases=aliases_by_column)
        missing = {target: name for name, target in self.targets.items() if not fields.has(name)}
        if not missing:
            return aliases_by_column
        used = {fields.name_in_file(name) for name in (*self.columns, *self.targets, *self.aliases) if fields.has(name)}
        guesses = [guess for guess in infer_columns(table) if guess.column not in used and not guess.is_part]
        return aliases_by_column | {guess.column: missing[guess.target] for guess in guesses if guess.target in missing}


def _has_words_of(texts: pd.Series, vocabulary: Collection[str]) -> bool:
    """Whether most of a column's values are words of a codebook; not where it is blank."""
    sample = texts.dropna().iloc[:SAMPLE_ROWS].str.casefold().str.strip()
    return len(sample) > 0 and float(sample.isin(list(vocabulary)).mean()) >= VOCABULARY_SHARE


def find_incomplete(provider: str, names: Mapping[str, str], meanings: str, index: pd.Index) -> Finding:
    """Return what a person should look at: a table was taken for a provider's that lacks a part of its columns."""
    renamed = ", ".join(f"“{column}” as {name}" for column, name in names.items())
    text = (
        f"The table is read as {provider}'s, though some of its columns are missing or renamed: {meanings}. "
        "Choose the provider “Table” if it is not."
    )
    return Finding(text + (f" Read by other names: {renamed}." if renamed else ""), "", index)

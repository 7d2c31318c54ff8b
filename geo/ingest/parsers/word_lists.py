"""Lists of words that cells are made of, in five languages, from the CSV files in `data/`."""

import csv
import re
from collections.abc import Iterable
from functools import cache

from geo.ingest.parsers.cell_normalization import normalize
from geo.settings import data_dir


@cache
def read_word_list(file: str) -> tuple[dict[str, str], ...]:
    """The rows of a word list in `data/` as column → cell.

    `word` is in normal form (see `normalize`), `spelling` as it stands in the file.
    """
    with (data_dir() / file).open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines)
        return tuple({**row, "word": normalize(row["word"]), "spelling": row["word"]} for row in rows)


def words_of_kind(file: str, kind: str) -> list[str]:
    """The words of one kind in a word list, in normal form."""
    return [row["word"] for row in read_word_list(file) if row["kind"] == kind]


def alternation(words: Iterable[str]) -> str:
    """A regular expression that matches any of the words, the longest first: “a few” before “a”."""
    return "|".join(re.escape(word) for word in sorted(set(words), key=lambda word: (-len(word), word)))

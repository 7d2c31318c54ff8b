"""Words that say that a cell is unknown, from `data/missing_words.csv`."""

import pandas as pd

from geo.ingest.parsers.word_lists import read_word_list

_ROWS = read_word_list("missing_words.csv")
MISSING_WORDS = frozenset({"", *(row["word"] for row in _ROWS)})  # in normal form
_SPELLINGS = MISSING_WORDS | {row["spelling"] for row in _ROWS}


def is_missing_word(texts: pd.Series) -> pd.Series:
    """Whether each text of a column says that it is unknown (bool).

    Fast, and so only in the spellings of the list: texts are put into lower case and not into normal form.
    """
    return texts.str.lower().isin(_SPELLINGS)

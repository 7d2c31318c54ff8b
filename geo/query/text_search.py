"""Case-insensitive search of millions of texts in place, without a lower-case copy of each."""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cache

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from geo.core.casefold import REPLACEMENTS, casefold
from geo.query import cancellation

# Texts that one thread searches at a time, a tenth of a second; between them it is asked whether to go on. A judgement.
CHUNK_ROWS = 250_000
MAX_CODE_POINT = 0x10FFFF
SURROGATES = range(0xD800, 0xE000)  # code points that are no characters
COMBINING_DOT = "\u0307"  # lower-casing İ leaves it above the i, and casefold removes it


def contains_casefolded(texts: pd.api.extensions.ExtensionArray, query: str) -> NDArray[np.bool_]:
    """Whether each text, casefolded, contains the query, which is casefolded already; a missing text does not."""
    array = pa.array(texts, pa.large_string())
    pattern = _spelling_pattern(query)

    def search(start: int) -> NDArray[np.bool_]:
        chunk = array.slice(start, CHUNK_ROWS)
        matches = pc.match_substring_regex(chunk, pattern) if pattern else _search_casefolded(chunk, query)
        return np.asarray(matches.fill_null(False).to_numpy(zero_copy_only=False))

    masks = [np.empty(0, dtype=bool)]
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        try:
            for mask in threads.map(search, range(0, len(array), CHUNK_ROWS)):
                cancellation.check("a text")
                masks.append(mask)
        except BaseException:
            threads.shutdown(cancel_futures=True)
            raise
    return np.concatenate(masks)


def warm_up() -> None:
    """Compute the spellings of every character, so that the first search need not."""
    _spellings()


def _spelling_pattern(query: str) -> str:
    """A pattern (RE2) of all spellings that casefold to the query; empty if no pattern can express it."""
    if COMBINING_DOT in query or casefold(query) != query:
        return ""
    dotted_i = f"(?:[iI]{_escape(COMBINING_DOT)}?|{_escape('İ')})"
    return "".join(dotted_i if character == "i" else _character_class(character) for character in query)


def _character_class(character: str) -> str:
    return f"[{''.join(map(_escape, _spellings().get(character, character)))}]"


def _escape(character: str) -> str:
    return rf"\x{{{ord(character):x}}}"


@cache
def _spellings() -> dict[str, str]:
    """By casefolded character, all characters that casefold to it.

    Arrow decides what is lower case, as it does for the expressions of the filters.
    """
    characters = pa.array(list(_all_characters()))
    casefolded = _casefold(characters)
    is_other = pc.not_equal(characters, casefolded)
    keys, others = casefolded.filter(is_other).to_pylist(), characters.filter(is_other).to_pylist()
    spellings: dict[str, str] = {}
    for key, character in zip(keys, others, strict=True):
        spellings[key] = spellings.get(key, key) + character
    return spellings


def _all_characters() -> Iterator[str]:
    return (chr(code) for code in range(MAX_CODE_POINT + 1) if code not in SURROGATES)


def _search_casefolded(texts: pa.Array, query: str) -> pa.Array:
    """The same by a casefolded copy of the texts."""
    return pc.match_substring(_casefold(texts), query)


def _casefold(texts: pa.Array) -> pa.Array:
    casefolded = pc.utf8_lower(texts)
    for lower, replacement in REPLACEMENTS:
        casefolded = pc.replace_substring(casefolded, lower, replacement)
    return casefolded

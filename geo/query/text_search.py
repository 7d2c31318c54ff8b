"""Millions of texts searched as they stand, without a lower-case copy of each."""

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

CHUNK_ROWS = 250_000  # texts that one thread searches at a time
LAST_CHARACTER = 0x110000
DOT = "\u0307"  # the dot that lower-casing İ leaves above the i, and that folding takes off


def contains_casefolded(texts: pd.api.extensions.ExtensionArray, wanted: str) -> NDArray[np.bool_]:
    """Whether each text, folded, holds the wanted one, which is folded; what is unknown does not."""
    held = pa.array(texts, pa.large_string())
    pattern = _pattern(wanted)

    def search(start: int) -> NDArray[np.bool_]:
        piece = held.slice(start, CHUNK_ROWS)
        found = pc.match_substring_regex(piece, pattern) if pattern else _folded_holding(piece, wanted)
        return np.asarray(found.fill_null(False).to_numpy(zero_copy_only=False))

    with ThreadPoolExecutor(os.cpu_count()) as threads:
        return np.concatenate([np.empty(0, dtype=bool), *threads.map(search, range(0, len(held), CHUNK_ROWS))])


def warm_up() -> None:
    """Learn all spellings of every character, so that the first search need not."""
    _spellings()


def _pattern(wanted: str) -> str:
    """A pattern (RE2) of all spellings that fold to the text; empty for a text that none tells."""
    if DOT in wanted or casefold(wanted) != wanted:
        return ""
    return "".join(f"(?:[iI]{_coded(DOT)}?|{_coded('İ')})" if each == "i" else _alike(each) for each in wanted)


def _alike(character: str) -> str:
    return f"[{''.join(map(_coded, _spellings().get(character, character)))}]"


def _coded(character: str) -> str:
    return rf"\x{{{ord(character):x}}}"


@cache
def _spellings() -> dict[str, str]:
    """All characters that fold to one, by that one; as Arrow lower-cases them, which the expressions do too."""
    characters = [chr(code) for code in _codes()]
    spellings: dict[str, str] = {}
    for character, lower in zip(characters, pc.utf8_lower(pa.array(characters)).to_pylist(), strict=True):
        usual = dict(REPLACEMENTS).get(lower, lower)
        if usual != character:
            spellings[usual] = spellings.get(usual, usual) + character
    return spellings


def _codes() -> Iterator[int]:
    """Every code point but the surrogates, which are no characters."""
    return (code for code in range(LAST_CHARACTER) if not 0xD800 <= code < 0xE000)


def _folded_holding(texts: pa.Array, wanted: str) -> pa.Array:
    lower = pc.utf8_lower(texts)
    for given, usual in REPLACEMENTS:
        lower = pc.replace_substring(lower, given, usual)
    return pc.match_substring(lower, wanted)

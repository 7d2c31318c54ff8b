"""The dictionary of each column whose texts repeat: all texts of all chunks, sorted, and each chunk's codes."""

from collections.abc import Iterator
from functools import lru_cache

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from geo.storage.packing.chunks import Chunks
from geo.storage.packing.staged_rows import CODED

JOINED_CHUNKS = 16  # dictionaries that are joined at a time
DONE = "dictionaries/done.json"


class Dictionaries:
    """The dictionaries of the columns in CODED, once `number_texts` has made them."""

    def __init__(self, chunks: Chunks) -> None:
        self.chunks = chunks
        self.texts = lru_cache(maxsize=None)(self._texts)
        self.codes = lru_cache(maxsize=4096)(self._codes)
        self.categories = lru_cache(maxsize=None)(self._categories)

    def size(self, column: str) -> int:
        """How many texts a column has."""
        return len(self.texts(column))

    def _texts(self, column: str) -> pa.Array:
        """The texts of a column, sorted."""
        table = self.chunks.staging.read_table(f"dictionaries/{column}.arrow")
        texts: pa.Array = table["text"].combine_chunks() if not table.num_rows else table["text"].chunk(0)
        return texts

    def _categories(self, column: str) -> pd.Index:
        """The texts of a column as categories."""
        return pd.Index(pd.array(self.texts(column), dtype="str"))

    def _codes(self, number: int, column: str) -> NDArray[np.int32]:
        """The code of each text of a chunk's own dictionary, and last -1, that of a missing text."""
        name = self.chunks.heads[number].name
        return np.asarray(self.chunks.staging.read_array(f"dictionaries/{name}.{column}.npy"), dtype=np.int32)


def number_texts(chunks: Chunks) -> Dictionaries:
    """Make the dictionaries of all columns, unless they are there."""
    staging = chunks.staging
    if not staging.has(DONE):
        for column in CODED:
            texts = _join(chunks, column)
            staging.write_table(f"dictionaries/{column}.arrow", pa.table({"text": texts}))
            for number, head in enumerate(chunks.heads):
                own = chunks.dictionary(number, column)
                codes = pc.index_in(own, value_set=texts).to_numpy(zero_copy_only=False)
                staging.write_array(f"dictionaries/{head.name}.{column}.npy", np.append(codes, -1).astype(np.int32))
        staging.write_json(DONE, True)
    return Dictionaries(chunks)


def _join(chunks: Chunks, column: str) -> pa.Array:
    """The distinct texts of all chunks, sorted."""
    texts = pa.array([], pa.string())
    for own in _batches(chunks, column):
        texts = pc.unique(pa.chunked_array([texts, *own]))
    return texts.take(pc.array_sort_indices(texts))


def _batches(chunks: Chunks, column: str) -> Iterator[list[pa.Array]]:
    for start in range(0, len(chunks), JOINED_CHUNKS):
        numbers = range(start, min(start + JOINED_CHUNKS, len(chunks)))
        yield [chunks.dictionary(number, column) for number in numbers]

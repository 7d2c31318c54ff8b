"""Cells as a person sees them, before a provider reads them: what is invisible splits no name and hides no text.

A provider's own columns keep the cells as they stand in the file.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from geo.core.formatting import pluralize
from geo.core.schema import COLUMN as SCHEMA_COLUMN
from geo.core.text_arrays import text_array
from geo.ingest.parsers.cell_normalization import clean_text, map_unique
from geo.ingest.provider import Crosswalk
from geo.ingest.readers.raw_table import RawTable

# Bytes of UTF-8 without which a column needs no look: searching a column's memory for them costs little.
_ASCII_SIGNS = (b"  ", b"\t", b"\n", b"\r", b"&")
_OTHER_SIGNS = (
    *(b"\xc2\xa0", b"\xc2\xad", b"\xcd\x8f", b"\xd8\x9c", b"\xe1\x9a\x80", b"\xe1\xa0", b"\xe2\x80", b"\xe2\x81"),
    *(b"\xe3\x80\x80", b"\xe3\x85\xa4", b"\xef\xb8", b"\xef\xbb\xbf", b"\xef\xbf", b"\xf3\xa0"),
)
_CONTROLS = bytes([*range(9), *range(11, 13), *range(14, 32), 127])
# What a cell to be cleaned holds, in the syntax of RE2.
_UNCLEAN = (
    r"[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\x{34F}\x{3164}\x{FE00}-\x{FE0F}\x{E0100}-\x{E01EF}]|[^ \P{Zs}]|  "
    r"|&(#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,8}[0-9]{0,2});"
)
MAX_NAMES = 5  # of columns that a note lists


@dataclass(frozen=True, eq=False)
class CleanTable:
    """A table with clean cells, and the columns that were cleaned, as they stood."""

    table: RawTable
    originals: Mapping[str, pd.Series]


def clean_cells(table: RawTable, *, is_own_format: bool = False) -> CleanTable:
    """Return the table with `clean_text` applied to every cell of text, and a note on how many it changed.

    With `is_own_format` only our own columns of names are cleaned: what was downloaded reads back unchanged.
    """
    originals: dict[str, pd.Series] = {}
    cleaned: dict[str, pd.Series] = {}
    n_cells = 0
    names = [name for name in table.cells.columns if not is_own_format or _is_name(str(name))]
    for name in names:
        texts = table.cells[name]
        is_unclean = _find_unclean(texts)
        if is_unclean is not None and is_unclean.any():
            clean = texts[is_unclean].map(map_unique(texts[is_unclean], clean_text))
            is_changed = (clean != texts[is_unclean]).fillna(False)
            if is_changed.any():
                originals[str(name)] = texts
                cleaned[str(name)] = _replace_texts(texts, clean)
                n_cells += int(is_changed.sum())
    if not originals:
        return CleanTable(table, {})
    notes = (*table.notes, _note(n_cells, list(originals)))
    return CleanTable(replace(table, cells=table.cells.assign(**cleaned), notes=notes), originals)


def _is_name(name: str) -> bool:
    """Whether a column is one of ours and holds no prose."""
    column = SCHEMA_COLUMN.get(name.strip())
    return column is not None and not column.prose


def restore_originals(crosswalk: Crosswalk, originals: Mapping[str, pd.Series], prefix: str) -> Crosswalk:
    """Return the crosswalk with the provider's own columns as they stand in the file."""
    own = {f"{prefix}.{name}": texts for name, texts in originals.items() if f"{prefix}.{name}" in crosswalk.cells}
    if not own or not prefix:
        return crosswalk
    restored = {name: texts.reindex(crosswalk.cells.index) for name, texts in own.items()}
    return replace(crosswalk, cells=crosswalk.cells.assign(**restored))


def _find_unclean(texts: pd.Series) -> np.ndarray | None:
    """Which cells may need cleaning; None where none does, or where they are no text."""
    if not isinstance(texts.dtype, pd.StringDtype):
        return None
    column = text_array(texts)
    if not any(map(_has_sign, column.chunks)):
        return None
    mask: np.ndarray = pc.fill_null(pc.match_substring_regex(column, _UNCLEAN), False).to_numpy()
    return mask


def _has_sign(chunk: pa.Array) -> bool:
    memory = (chunk.buffers()[2] or pa.py_buffer(b"")).to_pybytes()
    signs = _ASCII_SIGNS if memory.isascii() else (*_ASCII_SIGNS, *_OTHER_SIGNS)
    return any(sign in memory for sign in signs) or len(memory.translate(None, _CONTROLS)) < len(memory)


def _replace_texts(texts: pd.Series, replacements: pd.Series) -> pd.Series:
    """The texts with some replaced; missing where nothing is left."""
    values = texts.copy()
    values.loc[replacements.index] = replacements.mask(replacements == "").astype("str")
    return values


def _note(n_cells: int, names: list[str]) -> str:
    more = f" and {len(names) - MAX_NAMES} more" if len(names) > MAX_NAMES else ""
    listed = f"{', '.join(name[:40] for name in names[:MAX_NAMES])}{more}"
    return (
        f"Invisible characters, repeated blanks or HTML codes are left out of {pluralize(n_cells, 'cell')} "
        f"of {listed}; the file's own columns keep them."
    )

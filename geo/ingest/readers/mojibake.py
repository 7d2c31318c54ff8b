"""Text that was decoded in a wrong code page before it came here: “OrlÃ©ans” for “Orléans”.

Its bytes are good UTF-8, so that only the letters show it. The repair is ftfy's; a person is asked before it is made.
"""

from dataclasses import replace

import ftfy
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from geo.core.formatting import pluralize
from geo.core.text_arrays import text_array
from geo.ingest.import_result import Question
from geo.ingest.options import ImportOptions
from geo.ingest.parsers.cell_normalization import map_unique
from geo.ingest.readers.raw_table import RawTable

MOJIBAKE = "mojibake"  # the topic of the question; its answers are “yes” and “no”
YES, NO = "yes", "no"
MAX_CELL = 10_000  # characters of a cell that is repaired: prose of that length is not a name
N_EXAMPLES = 3
_CONFIG = ftfy.TextFixerConfig(unescape_html=False, restore_byte_a0=False, replace_lossy_sequences=False)
# The first bytes of letters of two and three bytes, as Windows-1252 shows them, before what the others become: a column
# without such a pair needs no look.
_PAIR = r"[ÂÃÄÅÐÑØÙÚÛÎÏ][\x{80}-\x{BF}ŒœŠšŸŽžƒˆ˜–—‘’‚“”„†‡•…‰‹›€™]|â€|ï»¿|à[¤¥¦§¨©]"


# What these begin with, in the bytes of a column's memory: searching it costs a tenth of matching every cell.
_LEADS = tuple(
    character.encode() for character in ("Â", "Ã", "Ä", "Å", "Ð", "Ñ", "Ø", "Ù", "Ú", "Û", "Î", "Ï", "â€", "ï»¿", "à")
)


def repair_mojibake(table: RawTable, options: ImportOptions) -> RawTable:
    """Return the table with such cells repaired where a person said so, or with the question whether they are."""
    if options.answer(MOJIBAKE, "") == NO:
        return table
    repairs = {str(name): repaired for name in table.cells if len(repaired := _find_repairs(table.cells[name]))}
    if not repairs:
        return table
    if options.answer(MOJIBAKE, "") == YES:
        cells = table.cells.assign(**{name: _apply(table.cells[name], repaired) for name, repaired in repairs.items()})
        n_cells = sum(map(len, repairs.values()))
        note = f"Letters that were decoded wrongly before are repaired in {pluralize(n_cells, 'cell')}, as you said."
        return replace(table, cells=cells, notes=(*table.notes, note))
    return replace(table, questions=(*table.questions, _ask(table.cells, repairs)))


def _find_repairs(texts: pd.Series) -> pd.Series:
    """The cells that ftfy would repair, repaired."""
    if not isinstance(texts.dtype, pd.StringDtype):
        return texts.iloc[:0]
    column = text_array(texts)
    if not any(map(_has_lead, column.chunks)):
        return texts.iloc[:0]
    is_suspect: np.ndarray = pc.fill_null(pc.match_substring_regex(column, _PAIR), False).to_numpy()
    suspects = texts[is_suspect]
    repaired = suspects.map(map_unique(suspects, _repair)).astype("str")
    return repaired[(repaired != suspects).fillna(False)]


def _has_lead(chunk: pa.Array) -> bool:
    memory = (chunk.buffers()[2] or pa.py_buffer(b"")).to_pybytes()
    return not memory.isascii() and any(lead in memory for lead in _LEADS)


def _repair(text: str) -> str:
    return ftfy.fix_encoding(text, _CONFIG) if len(text) <= MAX_CELL else text


def _apply(texts: pd.Series, repaired: pd.Series) -> pd.Series:
    values = texts.copy()
    values.loc[repaired.index] = repaired
    return values


def _ask(cells: pd.DataFrame, repairs: dict[str, pd.Series]) -> Question:
    rows = pd.Index(np.unique(np.concatenate([repaired.index.to_numpy() for repaired in repairs.values()])))
    pairs = ((str(cells.at[row, name]), text) for name, repaired in repairs.items() for row, text in repaired.items())
    examples = list(dict.fromkeys(f"{before[:60]} → {after[:60]}" for before, after in pairs))[:N_EXAMPLES]
    text = f"{pluralize(len(rows), 'row')} may hold letters that were decoded wrongly before. Should they be repaired?"
    choices = ((YES, "Yes, repair them"), (NO, "No, they are meant so"))
    return Question("", text, tuple(examples), MOJIBAKE, choices, YES, len(rows))

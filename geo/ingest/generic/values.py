"""Types and texts of a table's rows; what cannot be read is unknown, with a note, and loses no row."""

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from geo.core.schema import EVENT_TYPES
from geo.ingest.fields import UNIT_SEPARATOR, join_texts, map_to_category
from geo.ingest.generic.column_names import parse_event_type
from geo.ingest.parsers.cell_normalization import map_unique
from geo.ingest.parsers.missing_words import is_missing_word

Columns = Mapping[str, Sequence[str]]  # target → the columns that hold it


def parse_event_types(cells: pd.DataFrame, columns: Columns) -> tuple[dict[str, pd.Series], list[pd.Series]]:
    """Return the types and sub-types of rows where the words are sure of one, and the notes on rows."""
    names = [name for target in ("sub_event_type", "event_type") for name in columns.get(target, ())]
    if not names:
        return {}, []
    types, sub_types = (pd.Series(None, index=cells.index, dtype="str") for _ in range(2))
    for name in names:
        texts = cells[name].astype("str")
        parsed = map_unique(texts, parse_event_type)
        column_types = texts.map({text: pair[0] or None for text, pair in parsed.items()}).astype("str")
        column_sub_types = texts.map({text: pair[1] or None for text, pair in parsed.items()}).astype("str")
        # A sub-type belongs to its type: one column never completes what the other says otherwise.
        sub_types = sub_types.fillna(column_sub_types.where(types.isna() | (types == column_types)))
        types = types.fillna(column_types)
    if "sub_event_type" in columns:
        sub_types = sub_types.fillna(_match_sub_types(types, cells[columns["sub_event_type"][0]]))
    written = cells[columns.get("event_type", names)[0]]
    note = note_where(types.isna() & clean_texts(written).notna(), "the type is written “", written, "”")
    return {"event_type": types, "sub_event_type": sub_types}, [note]


def _match_sub_types(types: pd.Series, texts: pd.Series) -> pd.Series:
    """Sub-types that their column words as we do, where they belong to the type beside them."""
    sub_type_of_key = {
        UNIT_SEPARATOR.join((event_type, sub_type.casefold())): sub_type
        for event_type, sub_types in EVENT_TYPES.items()
        for sub_type in sub_types
    }
    keys = join_texts(types, texts.astype("str").str.strip().str.casefold())
    return map_to_category(keys, sub_type_of_key).astype("str")


def clean_texts(texts: pd.Series) -> pd.Series:
    """Return the texts without blanks around them; missing where they say that they are unknown."""
    texts = texts.astype("str").str.strip()
    return texts.mask(is_missing_word(texts))


def join_notes(notes: Iterable[pd.Series], index: pd.Index) -> pd.Series:
    """Return all the notes on each row as one text; missing where there is none."""
    joined = pd.Series(None, index=index, dtype="str")
    for note in notes:
        if note.notna().any():
            joined = (joined + "; " + note).fillna(joined).fillna(note)
    return joined


def note_where(mask: pd.Series, before: str, texts: pd.Series | None = None, after: str = "") -> pd.Series:
    """Return the same note in each row of the mask, with the row's own text in it if there are any; else missing."""
    note = pd.Series(None, index=mask.index, dtype="str")
    if not mask.any():
        return note
    return note.mask(mask, before if texts is None else before + texts.astype("str").str.strip() + after)

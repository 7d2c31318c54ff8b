"""Columns that hold the killed and the injured in one cell, “3/2” or “12 killed, 5 injured”, read apart."""

import re
from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from geo.core.formatting import pluralize
from geo.ingest.generic.name_normalization import normalize_column_name
from geo.ingest.generic.toll_names import BOTH, OUTCOMES, parse_toll_name
from geo.ingest.import_result import Finding
from geo.ingest.readers.raw_table import RawTable

KILLED, INJURED = "Killed", "Injured"  # the columns that are added
MAX_COLUMNS = 100  # that are looked at, by judgement
_MIN_SHARE = 0.9  # of the different cells that must be pairs, by judgement
_MAX_CELL = 80  # characters
_N_EXAMPLES = 3
_LETTER_NAMES = ("k w", "k i", "d w", "d i")  # names of columns, the killed first
_LETTERS = {"k": "killed", "d": "killed", "w": "injured", "i": "injured"}
_PAIR = re.compile(r"\s*(\d{1,5})\s*[/|]\s*(\d{1,5})\s*")
_PART = re.compile(r"(\d{1,5})\s*([^\W\d_]+)")
_BETWEEN = re.compile(r"(?:[\s,;/&+.|-]|and|et|y)*")
_Pair = tuple[str | None, str | None]  # killed and injured


def split_toll_pairs(table: RawTable) -> RawTable:
    """The table with columns of the killed and the injured, where one column holds both and no other holds either."""
    names = table.column_names[:MAX_COLUMNS]
    if any(_outcome(name) for name in names):
        return table
    for name in names:
        orders = _find_orders(name)
        if orders is None or not pd.api.types.is_string_dtype(table.cells[name].dtype):
            continue
        texts = table.cells[name].dropna().drop_duplicates()
        pairs = {text: pair for text in texts if (pair := _parse(text, orders)) is not None}
        if pairs and len(pairs) >= _MIN_SHARE * len(texts):
            return _add_columns(table, name, pairs)
    return table


def _outcome(name: str) -> str:
    """The one outcome that a name says; empty where it says none or both."""
    toll = parse_toll_name(name)
    return toll.outcome if toll is not None else ""


def _find_orders(name: str) -> Sequence[str] | None:
    """The outcomes in the order of a name that says both, none where it does not order them; None for other names."""
    words = normalize_column_name(name)
    if words in _LETTER_NAMES:
        return OUTCOMES
    toll = parse_toll_name(name)
    if toll is None or toll.parts or not (BOTH in toll.outcomes or {*OUTCOMES} <= toll.outcomes):
        return None
    return tuple(dict.fromkeys(outcome for word in words.split() if (outcome := _outcome(word))))


def _parse(text: str, orders: Sequence[str]) -> _Pair | None:
    """The killed and the injured of a cell; None where it does not say which number is which."""
    if len(text) > _MAX_CELL:
        return None
    if match := _PAIR.fullmatch(text):
        numbers = dict(zip(orders, match.groups(), strict=True)) if len(orders) == len(OUTCOMES) else {}
    elif _BETWEEN.fullmatch(_PART.sub("", text)):
        parts = [(_LETTERS.get(word.casefold()) or _outcome(word), number) for number, word in _PART.findall(text)]
        numbers = dict(parts)
        numbers = numbers if len(numbers) == len(parts) and numbers.keys() <= {*OUTCOMES} else {}
    else:
        return None
    return (numbers.get("killed"), numbers.get("injured")) if numbers else None


def _add_columns(table: RawTable, name: str, pairs: dict[str, _Pair]) -> RawTable:
    texts = table.cells[name]
    columns = {
        label: texts.map({text: pair[place] for text, pair in pairs.items()}).astype("str")
        for place, label in enumerate((KILLED, INJURED))
    }
    rows = texts.index[texts.notna()]
    n_unread = int((texts.notna() & ~texts.isin(list(pairs))).sum())
    unread = f"; {pluralize(n_unread, 'cell')} could not be read" if n_unread else ""
    text = f"{name} holds the killed and the injured in one cell: they are read apart{unread}"
    finding = Finding(text, name, rows, tuple(texts.dropna().drop_duplicates().iloc[:_N_EXAMPLES]))
    return replace(table, cells=table.cells.assign(**columns), findings=(*table.findings, finding))

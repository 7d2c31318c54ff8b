"""A provider's table by the names of its columns, whatever their case, their order and the release they come from."""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache

import numpy as np
import pandas as pd
import pyarrow as pa

from geo.core.schema import CATEGORY

UNIT_SEPARATOR = "\x1f"  # between texts that are looked up together; ASCII's separator of units, in no file
WHOLE_FLOAT = re.compile(r"^([+-]?[0-9]+)\.0*$")  # whole numbers as float columns write them
MAX_SHAPEFILE_NAME = 10  # characters of a column's name that a shapefile's table keeps
DECIMAL_COMMA = r"^([+-]?[0-9]{1,3}),([0-9]+)$"
NUMBER = r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)"
# What R, pandas, SQL and spreadsheets write for a blank cell when they save a file again.
ERROR_WORDS = ("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!")  # of spreadsheets
BLANK_WORDS = (*ERROR_WORDS, "", "NA", "<NA>", "N/A", "NaN", "nan", "NULL", "null", "None")
SCIENTIFIC = r"[0-9][.,]?[0-9]*[eE]\+?[0-9]{1,2}"  # with the decimal mark of any country


@lru_cache(maxsize=4096)  # of names of columns, which are few and come again in every row
def column_key(name: str) -> str:
    """Return what all spellings of a column's name share: “EVENT_ID_CNTY”, “Event ID Cnty” → “eventidcnty”."""
    return re.sub(r"[^a-z0-9]", "", str(name).casefold())


def strip_float_zero(text: str) -> str:
    """Return the text, a whole number without the “.0” of a float column."""
    match = WHOLE_FLOAT.match(text)
    return match.group(1) if match else text


class Fields:
    """The columns of one table.

    `names` maps columns that the file leaves unnamed to the provider's names, `aliases` those that it calls otherwise.
    """

    def __init__(
        self,
        cells: pd.DataFrame,
        names: Mapping[str, str] | None = None,
        *,
        aliases: Mapping[str, str] | None = None,
    ) -> None:
        self.cells = cells
        self.names = names or {}
        looked_up = {**self.names, **(aliases or {})}
        self._columns: dict[str, str] = {}
        for column in cells.columns:
            self._columns.setdefault(column_key(looked_up.get(column, column)), column)

    @property
    def index(self) -> pd.Index:
        """The numbers of the rows."""
        return self.cells.index

    def has(self, *names: str) -> bool:
        """Return whether the table has every one of the columns."""
        return all(self._find(name) is not None for name in names)

    def _find(self, name: str) -> str | None:
        """What the file calls this column: by its name, or as much of it as a shapefile keeps."""
        short = name[:MAX_SHAPEFILE_NAME] if len(name) > MAX_SHAPEFILE_NAME else name
        return self._columns.get(column_key(name), self._columns.get(column_key(short)))

    def name_in_file(self, *names: str) -> str:
        """Return what the file calls the first of these columns that it has; the first name where it has none."""
        return next(filter(None, map(self._find, names)), names[0])

    def text(self, *names: str) -> pd.Series:
        """Return the first of these columns that the file has, as trimmed text; missing where blank or without one."""
        if self.name_in_file(*names) not in self.cells.columns:
            return pd.Series(None, index=self.index, dtype="str")
        texts = self.cells[self.name_in_file(*names)].astype("str").str.strip()
        return texts.mask(texts.isin(BLANK_WORDS))

    def code(self, *names: str) -> pd.Series:
        """Return the same as category, a whole number without the “.0” of a float column."""
        return map_to_category(self.text(*names), strip_float_zero)

    def identifier(self, *names: str) -> pd.Series:
        """Return the same as text, a whole number without the “.0” of a float column."""
        return self.text(*names).str.replace(r"\.0*$", "", regex=True)

    def degrees(self, *names: str) -> pd.Series:
        """Return decimal degrees as text; a comma between up to three digits and more can only be the decimal one."""
        texts = self.text(*names)
        has_comma = texts.str.contains(",", regex=False).fillna(False).astype(bool)
        return texts.str.replace(DECIMAL_COMMA, r"\1.\2", regex=True) if has_comma.any() else texts

    def number(self, *names: str) -> pd.Series:
        """Return the same as float64; missing where the text is no number."""
        texts = self.text(*names)
        decimals = texts.where(texts.str.fullmatch(NUMBER).fillna(False).astype(bool)).str.removeprefix("+")
        numbers = pa.array(decimals, type=pa.string(), from_pandas=True).cast(pa.float64())
        return pd.Series(numbers.to_numpy(zero_copy_only=False), index=self.index, dtype="float64")

    def prefixed(self, prefix: str) -> pd.DataFrame:
        """Return every column of the file as it is, under its name behind the prefix."""
        return self.cells.rename(columns={name: f"{prefix}.{self.names.get(name, name)}" for name in self.cells})

    def reject_where(self, is_wrong: pd.Series, reason: str, *names: str) -> pd.DataFrame:
        """Return a rejection for each wrong row, with the file's own name and value of this column."""
        is_wrong = is_wrong.fillna(False).astype(bool)
        return self.reject_with(pd.Series(reason, index=self.index[is_wrong], dtype="str"), *names)

    def reject_with(self, reasons: pd.Series, *names: str) -> pd.DataFrame:
        """Return a rejection for each row that has a reason."""
        reasons, name = reasons.dropna(), self.name_in_file(*names)
        values = self.cells[name] if name in self.cells else pd.Series(None, index=self.index, dtype="str")
        texts = values.loc[reasons.index].astype("str").fillna("")
        return pd.DataFrame({"row": reasons.index, "column": name, "value": texts.array, "reason": reasons.array})


Meaning = Callable[[str], str | None] | Mapping[str, str]


def map_to_category(texts: pd.Series, meaning: Meaning) -> pd.Series:
    """Return what each text means as category, missing for nothing; every distinct text is looked up once."""
    look_up = meaning if callable(meaning) else meaning.get
    codes, distinct = pd.factorize(texts)
    meanings = pd.Series([look_up(str(text)) for text in distinct], dtype="str")
    meaning_codes, categories = pd.factorize(meanings)
    codes = np.append(meaning_codes, -1)[codes]
    return pd.Series(pd.Categorical.from_codes(codes, pd.Index(categories, dtype="str")), index=texts.index)


def map_codes(texts: pd.Series, meaning: Meaning, is_placed: pd.Series) -> pd.Series:
    """Return what each code means as category, missing in rows that are not `is_placed` (a mask)."""
    return map_to_category(texts, meaning).where(is_placed).astype(CATEGORY)


def join_texts(*columns: pd.Series) -> pd.Series:
    """Return the texts of several columns as one, joined by UNIT_SEPARATOR; missing parts are empty."""
    first, *others = (column.astype("str").fillna("") for column in columns)
    for other in others:
        first = first + UNIT_SEPARATOR + other
    return first


def join_categories(*columns: pd.Series) -> pd.Series:
    """Return the same as `join_texts` as category: only distinct combinations of texts are joined."""
    codes = np.zeros(len(columns[0]), dtype=np.int64)
    joined = [""]
    for number, column in enumerate(columns):
        own_codes, distinct = pd.factorize(column.astype("str"), use_na_sentinel=True)
        texts = ["", *map(str, distinct)]  # the first is for missing ones, whose code is -1
        codes, combinations = pd.factorize(codes * len(texts) + own_codes + 1)
        pairs = (divmod(int(combination), len(texts)) for combination in combinations)
        joined = [f"{joined[left]}{UNIT_SEPARATOR if number else ''}{texts[right]}" for left, right in pairs]
    # A missing text and an empty one are joined alike.
    category_codes, categories = pd.factorize(pd.Index(joined, dtype="str"))
    return pd.Series(pd.Categorical.from_codes(category_codes[codes], categories), index=columns[0].index)


def constant_category(text: str, index: pd.Index) -> pd.Series:
    """Return the same text in every row, as category."""
    return pd.Series(pd.Categorical.from_codes(np.zeros(len(index), dtype="int8"), [text]), index=index)


def is_one_of(texts: pd.Series, *accepted: str) -> pd.Series:
    """Return whether each text is one of these, as bool."""
    return texts.isin(accepted).fillna(False).astype(bool)


def join_sentences(index: pd.Index, sentences: Iterable[tuple[pd.Series, str | pd.Series]]) -> pd.Series:
    """Return for each row the sentences whose mask is true, one behind the other; missing where none is."""
    texts = pd.Series("", index=index, dtype="str")
    for mask, sentence in sentences:
        if mask.any():
            texts = texts.mask(mask, texts + " " + sentence)
    texts = texts.str.strip()
    return texts.mask(texts == "").astype("str")

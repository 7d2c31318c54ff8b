"""A provider's table by the names of its columns, whatever their case, their order and the release they come from."""

import re
from collections.abc import Callable, Iterable, Mapping

import numpy as np
import pandas as pd
import pyarrow as pa

from geo.core.schema import CATEGORY

UNIT_SEPARATOR = "\x1f"  # between texts that are asked for together; stands in no file
FLOATING = re.compile(r"^([+-]?[0-9]+)\.0*$")  # whole numbers as float columns write them
SHAPEFILE = 10  # characters of a name that a shapefile's table keeps
DECIMAL_COMMA = r"^([+-]?[0-9]{1,3}),([0-9]+)$"
NUMBER = r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)"
# What R, pandas, SQL and spreadsheets write for a blank cell where a file was saved again.
BLANK = ("", "NA", "<NA>", "N/A", "#N/A", "NaN", "nan", "NULL", "null", "None")
SHORTENED = r"[0-9][.,]?[0-9]*[eE]\+?[0-9]{1,2}"  # with the decimal mark of any country


def key(name: str) -> str:
    """The name of a column as all its spellings have it: “EVENT_ID_CNTY”, “Event ID Cnty” → “eventidcnty”."""
    return re.sub(r"[^a-z0-9]", "", str(name).casefold())


def whole(text: str) -> str:
    """The text, a whole number without the “.0” of a float column."""
    found = FLOATING.match(text)
    return found.group(1) if found else text


class Fields:
    """The columns of one table; `named` gives the names of columns that the file leaves unnamed."""

    def __init__(self, cells: pd.DataFrame, named: Mapping[str, str] | None = None) -> None:
        self.cells = cells
        self.named = named or {}
        self._columns: dict[str, str] = {}
        for column in cells.columns:
            self._columns.setdefault(key(self.named.get(column, column)), column)

    @property
    def index(self) -> pd.Index:
        """The numbers of the rows."""
        return self.cells.index

    def has(self, *names: str) -> bool:
        """Whether every one of the columns is there."""
        return all(self._found(name) is not None for name in names)

    def _found(self, name: str) -> str | None:
        """What the file calls this column: by its name, or as much of it as a shapefile keeps."""
        cut = name[:SHAPEFILE] if len(name) > SHAPEFILE else name
        return self._columns.get(key(name), self._columns.get(key(cut)))

    def name_in_file(self, *names: str) -> str:
        """What the file calls the first of these columns that it has; the first of the names where it has none."""
        return next(filter(None, map(self._found, names)), names[0])

    def text(self, *names: str) -> pd.Series:
        """The first of these columns that the file has, as trimmed text; missing where BLANK or where there is none."""
        if self.name_in_file(*names) not in self.cells.columns:
            return pd.Series(None, index=self.index, dtype="str")
        stripped = self.cells[self.name_in_file(*names)].astype("str").str.strip()
        return stripped.mask(stripped.isin(BLANK))

    def code(self, *names: str) -> pd.Series:
        """The same as category, a whole number without the “.0” of a float column."""
        return map_to_category(self.text(*names), whole)

    def identifier(self, *names: str) -> pd.Series:
        """The same as text, a whole number without the “.0” of a float column."""
        return self.text(*names).str.replace(r"\.0*$", "", regex=True)

    def degrees(self, *names: str) -> pd.Series:
        """Decimal degrees as text; a comma between up to three digits and more digits can only be the decimal one."""
        texts = self.text(*names)
        comma = texts.str.contains(",", regex=False).fillna(False).astype(bool)
        return texts.str.replace(DECIMAL_COMMA, r"\1.\2", regex=True) if comma.any() else texts

    def number(self, *names: str) -> pd.Series:
        """The same as numbers; missing where the text is none."""
        texts = self.text(*names)
        plain = texts.where(texts.str.fullmatch(NUMBER).fillna(False).astype(bool)).str.removeprefix("+")
        numbers = pa.array(plain, type=pa.string(), from_pandas=True).cast(pa.float64())
        return pd.Series(numbers.to_numpy(zero_copy_only=False), index=self.index, dtype="float64")

    def prefixed(self, prefix: str) -> pd.DataFrame:
        """Every column of the file under its name behind the prefix, as it stood."""
        return self.cells.rename(columns={name: f"{prefix}.{self.named.get(name, name)}" for name in self.cells})

    def reject_where(self, failed: pd.Series, reason: str, *names: str) -> pd.DataFrame:
        """A rejection for each row that failed by this column, with the file's own name and value of it."""
        failed = failed.fillna(False).astype(bool)
        return self.reject_with(pd.Series(reason, index=self.index[failed], dtype="str"), *names)

    def reject_with(self, reasons: pd.Series, *names: str) -> pd.DataFrame:
        """The same for each row that has a reason."""
        reasons, name = reasons.dropna(), self.name_in_file(*names)
        values = self.cells[name] if name in self.cells else pd.Series(None, index=self.index, dtype="str")
        shown = values.loc[reasons.index].astype("str").fillna("")
        return pd.DataFrame({"row": reasons.index, "column": name, "value": shown.array, "reason": reasons.array})

    def reject_shortened(self, *names: str) -> pd.DataFrame:
        """A rejection for each identifier that a spreadsheet has written as 1.97E+11: its last digits are lost."""
        cut = self.text(*names).str.fullmatch(SHORTENED).fillna(False).astype(bool)
        reason = "was shortened by a spreadsheet, its last digits are lost; take it from the provider's own file"
        return self.reject_where(cut, reason, *names)


def map_to_category(texts: pd.Series, meaning: Callable[[str], str | None] | Mapping[str, str]) -> pd.Series:
    """What each text means as category, every distinct text asked once; missing where it means nothing."""
    asked = meaning if callable(meaning) else meaning.get
    codes, distinct = pd.factorize(texts)
    meanings = pd.Series([asked(str(text)) for text in distinct], dtype="str")
    inner, categories = pd.factorize(meanings)
    codes = np.append(inner, -1)[codes]
    return pd.Series(pd.Categorical.from_codes(codes, pd.Index(categories, dtype="str")), index=texts.index)


def join_texts(*columns: pd.Series) -> pd.Series:
    """The texts of several columns as one, joined by UNIT_SEPARATOR; blank parts stay empty."""
    first, *others = (column.astype("str").fillna("") for column in columns)
    for other in others:
        first = first + UNIT_SEPARATOR + other
    return first


def constant_category(text: str, index: pd.Index) -> pd.Series:
    """The same text in every row, as category."""
    return pd.Series(pd.Categorical.from_codes(np.zeros(len(index), dtype="int8"), [text]), index=index)


def is_one_of(texts: pd.Series, *accepted: str) -> pd.Series:
    """Whether each text is one of these, as bool."""
    return texts.isin(accepted).fillna(False).astype(bool)


def join_sentences(index: pd.Index, told: Iterable[tuple[pd.Series, str | pd.Series]]) -> pd.Series:
    """Sentences for the rows that each is true of, one behind the other; missing where none is."""
    texts = pd.Series("", index=index, dtype="str")
    for true, sentence in told:
        if true.any():
            texts = texts.mask(true, texts + " " + sentence)
    texts = texts.str.strip()
    return texts.mask(texts == "").astype("str")


def map_codes(
    texts: pd.Series, meaning: Callable[[str], str | None] | Mapping[str, str], placed: pd.Series
) -> pd.Series:
    """What each code means as category, where `placed`."""
    return map_to_category(texts, meaning).where(placed).astype(CATEGORY)

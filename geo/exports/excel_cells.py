"""Rows of a worksheet as XML (ISO/IEC 29500-1, 18.3.1), a batch at a time: texts are texts, never formulas or links."""

import datetime
import re

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from geo.exports.cells import TEXT, CellEncoder, CellFormat, join_rows, replace_where, wrap

MAX_CHARACTERS = 32_767  # of a cell: Microsoft, “Excel specifications and limits”
CUT = " […]"
FIRST_DAY = datetime.date(1900, 3, 1)  # before it Excel counts a 29 February 1900 that there was not
DAY_ZERO = datetime.date(1899, 12, 30)  # of which all days after that one are numbered
# XML 1.0 cannot hold these characters; they are written as _xHHHH_, and what looks like that gets its underscore so
# (ISO/IEC 29500-1, 22.9.2.19, ST_Xstring).
NOT_IN_XML = r"[\x00-\x08\x0b-\x1f\x{fffe}\x{ffff}]"
MUST_ESCAPE = rf"{NOT_IN_XML}|_x[0-9A-Fa-f]{{4}}"
ESCAPES = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}(?:_|[\x00-\x08\x0b-\x1f\ufffe\uffff]))")
XML_ENTITIES = (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"))
OUTER_SPACE = r"^\s|\s$|\n"
# A cell as it goes on behind its address.
TEXT_CELL, SPACED_TEXT_CELL, TEXT_END = (
    '" t="inlineStr"><is><t>',
    '" t="inlineStr"><is><t xml:space="preserve">',
    "</t></is></c>",
)
FLAGS = {"true": '" t="b"><v>1</v></c>', "false": '" t="b"><v>0</v></c>'}
NO_NUMBERS = ("inf", "-inf")  # Excel knows none; they are texts


class SheetRows:
    """Writes rows as XML; `day_style` is the number of the workbook's format of days."""

    def __init__(self, head: pd.DataFrame, day_style: int) -> None:
        days = CellFormat(
            text=_text_cells, day=lambda days: _day_cells(days, day_style), plain=_plain_cells, unknown=""
        )
        self._encoder = CellEncoder(head, days)
        self._addresses = [_scalar(f'<c r="{column_letters(number)}') for number in range(len(self._encoder.names))]

    def encode(self, rows: pd.DataFrame, first_number: int) -> bytes:
        """The rows as `<row>` elements; `first_number` is that of the first one, from 1."""
        numbers = pa.array(map(str, range(first_number, first_number + len(rows))), TEXT)
        columns = [
            _place(address, numbers, cells)
            for address, cells in zip(self._addresses, self._encoder.encode(rows), strict=True)
        ]
        return join_rows(_scalar('<row r="'), numbers, _scalar('">'), *columns, _scalar("</row>"))


def count_long_texts(values: pd.Series) -> int:
    """How many cells of a column are cut."""
    if isinstance(values.dtype, pd.CategoricalDtype):
        return count_long_texts(values.astype("str")) if count_long_texts(pd.Series(values.cat.categories)) else 0
    if not isinstance(values.dtype, pd.StringDtype) and values.dtype != "object":
        return 0
    texts = values.dropna().astype("str")
    return sum(shorten(text) is not text for text in texts[texts.str.len() > MAX_CHARACTERS // 2])


def shorten(text: str) -> str:
    """The text as far as a cell has room for it; Excel counts UTF-16 units."""
    if len(text) <= MAX_CHARACTERS // 2 or len(text.encode("utf-16-le")) // 2 <= MAX_CHARACTERS:
        return text
    units = text.encode("utf-16-le")[: 2 * (MAX_CHARACTERS - len(CUT))]
    return units.decode("utf-16-le", "ignore") + CUT


def column_letters(number: int) -> str:
    """The letters of a column, counted from 0: A, B … Z, AA …"""
    head, last = divmod(number, 26)
    return (column_letters(head - 1) if head else "") + chr(ord("A") + last)


def _place(address: pa.Scalar, numbers: pa.Array, cells: pa.Array) -> pa.Array:
    """The cells with their address before them; nothing where nothing is known."""
    blank = _scalar("")
    return pc.if_else(pc.equal(cells, blank), blank, pc.binary_join_element_wise(address, numbers, cells, blank))


def _text_cells(texts: pa.Array) -> pa.Array:
    short = replace_where(texts, pc.greater(pc.utf8_length(texts), MAX_CHARACTERS // 2), shorten)
    xml = replace_where(short, pc.match_substring_regex(short, MUST_ESCAPE), _escape)
    for character, entity in XML_ENTITIES:
        xml = pc.replace_substring(xml, character, entity)
    start = pc.if_else(pc.match_substring_regex(xml, OUTER_SPACE), _scalar(SPACED_TEXT_CELL), _scalar(TEXT_CELL))
    return pc.binary_join_element_wise(start, xml, _scalar(TEXT_END), _scalar(""))


def _escape(text: str) -> str:
    return ESCAPES.sub(lambda match: f"_x{ord(match[0]):04X}_", text)


def _day_cells(days: pa.Array, style: int) -> pa.Array:
    return pa.array([None if day is None else _day_cell(day, style) for day in days.to_pylist()], TEXT)


def _day_cell(text: str, style: int) -> str:
    day = datetime.date.fromisoformat(text)
    return f'" s="{style}"><v>{(day - DAY_ZERO).days}</v></c>' if day >= FIRST_DAY else f"{TEXT_CELL}{text}{TEXT_END}"


def _plain_cells(texts: pa.Array) -> pa.Array:
    """Numbers, true and false."""
    is_word = pc.is_in(texts, pa.array([*FLAGS, *NO_NUMBERS], TEXT))
    cells = wrap('"><v>', "</v></c>")(texts)
    return pc.replace_with_mask(cells, is_word, pa.array(map(_word_cell, texts.filter(is_word).to_pylist()), TEXT))


def _word_cell(word: str) -> str:
    return FLAGS.get(word, f"{TEXT_CELL}{word}{TEXT_END}")


def _scalar(text: str) -> pa.Scalar:
    return pa.scalar(text, TEXT)

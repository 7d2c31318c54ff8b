"""The ways in which Pollock pollutes a file, as its list names them, on a table of our own.

The weights are those that are published with it: how many files of its survey have such a pollution, shared out among
the files of one kind. Rows are counted from 0, the header.
"""

from collections.abc import Iterator
from functools import partial

from tests.scorecard.pollock.polluted_file import Parameters, PollutedFile, Rows
from tests.scorecard.pollock.source_table import make_source

RAGGED_WEIGHT, ROW_DELIMITER_WEIGHT, QUOTE_WEIGHT = 0.36775106, 1 / 7, 1 / 108
DELIMITERS = ((" ", "0x20", 4.0), (", ", "0x2C_0x20", 101.0), (";", "0x3B", 834.0), ("\t", "0x9", 4.0))
ENDS = (("\n", "0xA", 1691.0), ("\r", "0xD", 7.0))


def pollute() -> Iterator[PollutedFile]:
    """Every file of the list, and the source itself."""
    source = make_source()
    yield from _pollute_file(source)
    yield from _pollute_structure(source)
    yield from _pollute_tables(source)
    for row in range(len(source)):
        yield from _pollute_row(source, row)


def write(rows: Rows, delimiter: str = ",", quote: str = '"', escape: str | None = None, end: str = "\r\n") -> str:
    """The rows with every cell quoted; `escape` stands before a quotation mark in a cell, by default another one."""
    return "".join(write_row(row, delimiter, quote, escape) + end for row in rows)


def write_row(row: tuple[str, ...], delimiter: str = ",", quote: str = '"', escape: str | None = None) -> str:
    """One row without its end."""
    mark = (quote if escape is None else escape) + quote
    return delimiter.join(f"{quote}{cell.replace(quote, mark)}{quote}" for cell in row)


def _pollute_file(source: Rows) -> Iterator[PollutedFile]:
    header, *rows = source
    text, make = write(source), _make
    yield make("source.csv", text, source)
    yield make("file_no_payload.csv", "", (), weight=15)
    yield make("file_no_trailing_newline.csv", text.removesuffix("\r\n"), source, weight=184)
    yield make("file_double_trailing_newline.csv", text + "\r\n", source, weight=5)
    no_header = Parameters(header_lines=0)
    yield make("file_no_header.csv", write(tuple(rows)), tuple(rows), weight=470, parameters=no_header)
    yield make("file_header_only.csv", write((header,)), (header,), weight=3)
    yield make("file_one_data_row.csv", write(source[:2]), source[:2], weight=4)
    yield make(
        "file_preamble.csv", f'"PREAMBLE"\r\n\r\n{text}', source, weight=282, parameters=Parameters(preamble_lines=2)
    )
    for number in (2, 3):
        merged = tuple(" ".join([name] * number) for name in header)
        lines = Parameters(header_lines=number)
        content = write((*[header] * (number - 1), *source))
        yield make(f"file_header_multirow_{number}.csv", content, (merged, *rows), weight=47, parameters=lines)


def _pollute_structure(source: Rows) -> Iterator[PollutedFile]:
    for delimiter, code, weight in DELIMITERS:
        parameters = Parameters(delimiter=delimiter)
        text = write(source, delimiter=delimiter)
        yield _make(f"file_field_delimiter_{code}.csv", text, source, weight=weight, parameters=parameters)
    for end, code, weight in ENDS:
        yield _make(f"file_record_delimiter_{code}.csv", write(source, end=end), source, weight=weight)
    yield _make("file_quotation_char_0x27.csv", write(source, quote="'"), source, weight=11)
    yield _make("file_escape_char_0x5C.csv", write(source, escape="\\"), source, weight=1)
    yield _make("file_escape_char_0x00.csv", write(source, escape=""), source, weight=7)


def _pollute_tables(source: Rows) -> Iterator[PollutedFile]:
    """A second table below the first, with fewer columns, more, or as many."""
    for name, width in (("less", 6), ("more", 12), ("same", 9)):
        second = tuple((*row, *row)[:width] for row in source[:11])
        content = f"{write(source)}\r\n{write(second)}"
        yield _make(f"file_multitable_{name}.csv", content, (*source, *second), weight=188 / 3)


def _pollute_row(source: Rows, number: int) -> Iterator[PollutedFile]:
    row = source[number]
    replace = partial(_with_row, source, number)
    for column in range(len(row)):
        quoted = [write_row((cell,)) for cell in row]
        if column:
            less = (*row[: column - 1], row[column - 1] + row[column], *row[column + 1 :])
            line = ",".join([*quoted[: column - 1], quoted[column - 1] + quoted[column], *quoted[column + 1 :]])
            yield replace(f"row_less_sep_row{number}_col{column}.csv", line, less, RAGGED_WEIGHT)
        more = (*row[:column], "", *row[column:])
        line = ",".join([*quoted[:column], "", *quoted[column:]])
        yield replace(f"row_more_sep_row{number}_col{column}.csv", line, more, RAGGED_WEIGHT)
        extra = (*row[:column], f'"{row[column]}', *row[column + 1 :])
        line = ",".join([*quoted[:column], f'"{quoted[column]}', *quoted[column + 1 :]])
        yield replace(f"row_extra_quote{number}_col{column}.csv", line, extra, QUOTE_WEIGHT)
    line = write_row(row, delimiter=" ")
    yield replace(f"row_field_delimiter_{number}_0x20.csv", line, row, ROW_DELIMITER_WEIGHT)


def _with_row(source: Rows, number: int, name: str, line: str, row: tuple[str, ...], weight: float) -> PollutedFile:
    lines = [line if other == number else write_row(cells) for other, cells in enumerate(source)]
    clean = (*source[:number], row, *source[number + 1 :])
    return _make(name, "".join(f"{text}\r\n" for text in lines), clean, weight=weight, is_ragged=True)


def _make(
    name: str,
    text: str,
    clean: Rows,
    *,
    weight: float = 1.0,
    parameters: Parameters | None = None,
    is_ragged: bool = False,
) -> PollutedFile:
    return PollutedFile(name, text.encode(), clean, parameters or Parameters(), weight, is_ragged)

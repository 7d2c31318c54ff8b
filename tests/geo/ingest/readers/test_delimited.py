"""The kinds of damage of the Pollock collection and of csv-spectrum: the clean table, rejected rows, or a refusal."""

import pytest

from geo.errors import IncidentsInvalid
from geo.ingest.options import ImportOptions
from geo.ingest.readers import RawTable, read_table
from geo.ingest.readers.delimited import DelimitedReader

NAMES = ["id", "date", "place"]
CLEAN = [["1", "2024-01-16", "Zabol"], ["2", "2024-01-17", "Panjgur"], ["3", "2024-01-18", "Saravan"]]
LINES = [",".join(row) for row in [NAMES, *CLEAN]]
TEXT = "\n".join([*LINES, ""])


def read(text: str | bytes, **options: object) -> RawTable:
    return read_table(text.encode() if isinstance(text, str) else text, ImportOptions(**options))  # type: ignore[arg-type]


def rows(table: RawTable) -> list[list[str]]:
    cells: list[list[str]] = table.cells.fillna("").to_numpy().tolist()
    return cells


def assert_clean(table: RawTable) -> None:
    assert table.column_names == tuple(NAMES)
    assert rows(table) == CLEAN
    assert table.rejected.empty


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", "~", "^", "\x1f", "||", ";;", "-|-", "  ", ", ", "::"])
def test_any_delimiter_and_line_end(delimiter: str, end: str) -> None:
    text = end.join([*LINES, ""]).replace(",", delimiter)
    assert_clean(read(text))
    assert_clean(read(text.removesuffix(end)))


@pytest.mark.parametrize("delimiter", [",", ";", "#", "||", "<>"])
def test_the_delimiter_can_be_said(delimiter: str) -> None:
    assert_clean(read(TEXT.replace(",", delimiter), delimiter=delimiter))


def test_line_ends_may_be_mixed() -> None:
    assert_clean(read(f"{LINES[0]}\r\n{LINES[1]}\n{LINES[2]}\r{LINES[3]}"))


@pytest.mark.parametrize("quote", ['"', "'"])
def test_quotes_are_no_part_of_a_cell(quote: str) -> None:
    quoted = [",".join(f"{quote}{cell}{quote}" for cell in line.split(",")) for line in LINES]
    assert_clean(read("\n".join(quoted)))


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ('"a ""quoted"" word"', 'a "quoted" word'),
        ('"comma, in quotes"', "comma, in quotes"),
        ('"two\nlines"', "two\nlines"),
        ('"two\r\nlines"', "two\r\nlines"),
        ('"{""type"": ""Point"", ""coordinates"": [102.0, 0.5]}"', '{"type": "Point", "coordinates": [102.0, 0.5]}'),
        ('"a \\"quoted\\" word"', 'a "quoted" word'),
        ("C:\\temp", "C:\\temp"),
        ("  Zabol  ", "  Zabol  "),
        ("'Ayn al-Asad", "'Ayn al-Asad"),
        ("NA", "NA"),
        ("00123", "00123"),
        ("1E5", "1E5"),
        ('""', ""),
        ("ʤ", "ʤ"),
    ],
    ids=repr,
)
def test_a_cell_is_what_it_says(cell: str, value: str) -> None:
    table = read(f"{TEXT}4,2024-01-19,{cell}\n")
    assert rows(table) == [*CLEAN, ["4", "2024-01-19", value]]
    assert table.rejected.empty


@pytest.mark.parametrize(
    "line",
    [
        "4,2024-01-19",
        "4,2024-01-19,Zabol,",
        "4,,2024-01-19,Zabol",
        "4,2024-01-19,Zabol,more",
        "4;2024-01-19;Zabol",
        '4,2024-01-19,"Za"bol',
        '4,2024-01-19,"Zabol',
        "4",
        "id,date,place",
        "Total,,3",
    ],
)
def test_a_row_that_does_not_fit_is_told_as_it_stands(line: str) -> None:
    table = read(f"{TEXT}{line}\n")
    assert rows(table) == CLEAN
    (row, _, raw, reason) = table.rejected.iloc[0]
    assert row == 5
    assert raw in (line, line.replace(",,", ","))
    assert reason
    assert table.n_rows == 4


@pytest.mark.parametrize("position", [1, 2])
def test_a_row_that_does_not_fit_moves_no_other(position: int) -> None:
    lines = [*LINES[: position + 1], "9,9", *LINES[position + 1 :]]
    table = read("\n".join(lines))
    assert rows(table) == CLEAN
    assert list(table.rejected["row"]) == [position + 2]
    assert list(table.cells.index) == [number for number in range(2, 6) if number != position + 2]


def test_an_open_quote_loses_no_line_without_a_word() -> None:
    table = read('id,date,place\n1,2024-01-16,Zabol\n2,2024-01-17,"Panjgur\n3,2024-01-18,Saravan\n')
    assert rows(table) == CLEAN[:1]
    assert table.rejected["value"].tolist() == ['2,2024-01-17,"Panjgur', "3,2024-01-18,Saravan"]


@pytest.mark.parametrize(
    "above", [["Events of 2024"], ["Events of 2024", ""], ["Events", "Source: me", ""], ["Events,,"]]
)
def test_titles_above_the_header_are_told(above: list[str]) -> None:
    table = read("\n".join([*above, *LINES]))
    assert_clean(table)
    assert table.header_row == len(above) + 1
    assert table.cells.index[0] == len(above) + 2
    assert any("row 1: Events" in note for note in table.notes)


def test_names_of_groups_above_the_names_of_columns_are_no_header() -> None:
    text = "event,,place,,toll\nid,date,town,country,killed\na1,2024-01-16,Zabol,Iran,3\na2,2024-01-17,Panjgur,Iran,\n"
    table = read(text)
    assert (table.header_row, table.column_names) == (2, ("id", "date", "town", "country", "killed"))
    assert list(table.cells.index) == [3, 4]
    assert any("row 1: event place toll" in note for note in table.notes)


def test_a_first_row_of_words_below_nameless_columns_stays_a_row() -> None:
    table = read("id,date,,town,\na1,unknown,x,Zabol,y\na2,2024-01-17,x,Panjgur,y\n")
    assert (table.header_row, list(table.cells.index)) == (1, [2, 3])


def test_another_table_above_or_below_is_rejected_row_by_row() -> None:
    first = ["country,killed", "Iran,1", "Iraq,2"]
    below = read("\n".join([*LINES, "", *first]))
    assert rows(below) == CLEAN
    assert list(below.rejected["row"]) == [6, 7, 8]
    above = read("\n".join([*first, "", *LINES]))
    assert rows(above) == CLEAN
    assert list(above.rejected["row"]) == [1, 2, 3]


def test_a_table_without_header_has_numbered_columns() -> None:
    line = "\t".join(str(number) if number % 2 else "text" for number in range(61))
    table = read(f"{line}\n{line}\n")
    assert (table.header_row, list(table.cells.index)) == (0, [1, 2])
    assert table.column_names == tuple(f"column {number}" for number in range(1, 62))
    assert rows(table) == [line.split("\t")] * 2


@pytest.mark.parametrize(
    ("header", "names"),
    [
        ("id,,place", ["id", "column 2", "place"]),
        ("id,id,place", ["id", "id (2)", "place"]),
        ("id,id,id (2)", ["id", "id (3)", "id (2)"]),
        (" id , date,\ufeffplace", [" id ", " date", "place"]),
        (",,", None),
    ],
)
def test_every_column_has_a_name_of_its_own(header: str, names: list[str] | None) -> None:
    table = read("\n".join([header, *LINES[1:]]))
    assert rows(table) == CLEAN
    if names is None:
        assert table.header_row == 0
    else:
        assert list(table.column_names) == names
        assert len([note for note in table.notes if "column" in note.lower()]) == sum(
            name.endswith(("2", ")")) for name in names if name != "id (2)" or header != "id,id,id (2)"
        )


def test_delimiters_at_the_end_of_every_line_move_nothing() -> None:
    for lines in ([f"{line}," for line in LINES], [LINES[0], *(f"{line}," for line in LINES[1:])]):
        table = read("\n".join(lines))
        assert list(table.column_names) == [*NAMES, "column 4"]
        assert rows(table) == [[*row, ""] for row in CLEAN]


def test_a_header_that_is_one_short_shifts_nothing() -> None:
    table = read("date,place\n1,2024-01-16,Zabol\n2,2024-01-17,Panjgur\n")
    assert len(table.cells) == 0
    assert len(table.rejected) == 2


def test_a_header_that_is_one_short_above_a_blank_column_is_told() -> None:
    table = read("iddate,place,note\n1,2024-01-16,Zabol,\n2,2024-01-17,Panjgur,\n")
    assert table.column_names == ("iddate", "place", "note", "column 4")
    assert any("names 3 columns and the rows have 4 fields" in note for note in table.notes)
    assert not any("names 3 columns" in note for note in read(TEXT).notes)


def test_rows_above_the_first_that_fits_are_told_one_by_one() -> None:
    table = read("Events\n0,2024-01-15\n1,2024-01-16,4\n2,2024-01-17,5\n")
    assert (table.header_row, list(table.cells.index)) == (0, [3, 4])
    assert table.rejected[["row", "reason"]].to_numpy().tolist() == [
        [2, "has 2 fields where most rows have 3. Check its quotes and delimiters."]
    ]


def test_text_that_no_delimiter_sets_apart_is_refused_until_it_is_said() -> None:
    notes = ["calm, then", "one, two, three", "a, b, c, d", "a, b", "a, b, c"]
    lines = [f'{number} 2024-01-16 "{note}" Zabol' for number, note in enumerate(notes)]
    text = "\n".join(["id date note place", *lines, ""])
    with pytest.raises(IncidentsInvalid, match="Say which character separates the fields"):
        read(text)
    table = read(text, delimiter=" ")
    assert table.column_names == ("id", "date", "note", "place")
    assert rows(table) == [[str(number), "2024-01-16", note, "Zabol"] for number, note in enumerate(notes)]


def test_only_a_header_is_a_table_without_rows() -> None:
    assert (read("id,date,place\n").column_names, read("id,date,place").n_rows) == (tuple(NAMES), 0)


@pytest.mark.parametrize("text", ["", "\n\n", " \n", "\ufeff"])
def test_an_empty_file_is_refused(text: str) -> None:
    with pytest.raises(IncidentsInvalid, match="is empty"):
        read(text)


def test_decimal_commas_are_no_delimiters() -> None:
    table = read("id;latitude;longitude\n1;34,5;69,2\n2;34,6;69,3\n")
    assert rows(table) == [["1", "34,5", "69,2"], ["2", "34,6", "69,3"]]


def test_the_line_that_names_the_delimiter_is_no_row() -> None:
    table = read("sep=;\n" + TEXT.replace(",", ";"))
    assert_clean(table)
    assert (table.header_row, table.cells.index[0]) == (2, 3)


def test_quotation_marks_in_tab_separated_text_are_text() -> None:
    table = read('id\tname\n1\t"Sniper\n2\tb\n3\tc"d\n')
    assert rows(table) == [["1", '"Sniper'], ["2", "b"], ["3", 'c"d']]


def test_the_header_can_be_said() -> None:
    table = read("a,b,c\n" + TEXT, header_row=2)
    assert_clean(table)
    assert table.header_row == 2
    assert read(TEXT, header_row=-1).n_rows == 4
    with pytest.raises(IncidentsInvalid, match="row 99"):
        read(TEXT, header_row=99)


def test_blank_lines_are_no_rows_but_count() -> None:
    table = read("\n".join([*LINES[:2], "", *LINES[2:], "", ""]))
    assert rows(table) == CLEAN
    assert list(table.cells.index) == [2, 4, 5]


def test_nul_characters_are_told_and_kept() -> None:
    table = read(f"{TEXT}4,2024-01-19,Za\0bol\n")
    assert rows(table)[-1][-1] == "Za\0bol"
    assert any("NUL" in note for note in table.notes)


def test_a_cell_of_millions_of_characters_is_rejected() -> None:
    table = DelimitedReader().read(f"{TEXT}4,2024-01-19,{'x' * 1_000_001}\n".encode(), ImportOptions())
    assert rows(table) == CLEAN
    assert len(table.rejected["value"].iloc[0]) < 1_100


def test_thousands_of_columns_are_refused() -> None:
    with pytest.raises(IncidentsInvalid, match="10,000 columns"):
        read(",".join(f"c{number}" for number in range(10_000)))


def test_quotes_within_a_cell_of_single_quotes_and_blanks_behind_delimiters() -> None:
    assert rows(read("'a, b','c'\n'1, 2','3'\n")) == [["1, 2", "3"]]
    table = read('id, note\n1, "x, y"\n2, z\n')
    assert rows(table) == [["1", "x, y"], ["2", "z"]]
    assert any("Blanks behind" in note for note in table.notes)


def test_a_last_line_without_end_is_told() -> None:
    assert any("cut off" in note for note in read(TEXT.rstrip("\n")).notes)
    assert not any("cut off" in note for note in read(TEXT).notes)


def test_names_with_bytes_that_are_no_utf_8_are_read_by_a_code_page() -> None:
    table = read_table("id,tués,lieu\n1,2,Orléans\n".encode("cp1252"))
    assert table.column_names == ("id", "tués", "lieu")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b" " * 2_000_000, "begins with an empty line of 2.0 MB"),
        (b"date,place," + b"n" * 1_500_000 + b"\n2020-01-01,Kabul,1\n", "begins with a line of 1.5 MB"),
        (b"\n" * 400_000 + b"date,place\n2020-01-01,Kabul\n", "begins with more than 262 kB of blank lines"),
    ],
)
def test_a_file_without_a_header_in_its_beginning_is_refused_by_what_stands_there(content: bytes, words: str) -> None:
    with pytest.raises(IncidentsInvalid, match=words):
        read_table(content)

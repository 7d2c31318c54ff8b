"""Tables whose prose is full of other delimiters: read as they were written, and as a peer reads them."""

import csv
import io
import random
from collections.abc import Callable

import clevercsv
import pytest

from geo.ingest.readers import RawTable, read_table

WORDS = (
    "army police two men killed near Zabol Quetta wounded fled shots fired bus mine attack village road claimed said"
    " officials militants border post Tuesday night"
)
Prose = Callable[[random.Random], str]
ROWS = 12


def clauses(rng: random.Random, count: int, joint: str = ", ") -> str:
    return joint.join(" ".join(rng.choices(WORDS.split(), k=rng.randint(1, 5))) for _ in range(count))


PROSE: dict[str, Prose] = {
    "no comma": lambda rng: clauses(rng, 1),
    "one comma each": lambda rng: clauses(rng, 2),
    "three commas each": lambda rng: clauses(rng, 4),
    "five commas each": lambda rng: clauses(rng, 6),
    "any number of commas": lambda rng: clauses(rng, rng.randint(1, 7)),
    "three semicolons each": lambda rng: clauses(rng, 4, "; "),
    "commas and semicolons": lambda rng: f"{clauses(rng, rng.randint(1, 4))}; {clauses(rng, rng.randint(1, 4))}",
    "two commas without blanks": lambda rng: clauses(rng, 3, ","),
    "two bars each": lambda rng: clauses(rng, 3, " | "),
    "sentences": lambda rng: f"{clauses(rng, rng.randint(2, 5))}. {clauses(rng, rng.randint(2, 5))}.",
}
COLUMNS: dict[str, tuple[str, ...]] = {
    "two columns": ("date", "note"),
    "three columns": ("id", "date", "note"),
    "prose first": ("note", "date", "country"),
    "prose twice": ("note", "comment"),
    "six columns": ("id", "date", "place", "note", "killed", "country"),
}
DELIMITERS = [",", ";", "\t", "|"]
QUOTING = [csv.QUOTE_MINIMAL, csv.QUOTE_ALL]


def make_table(prose: str, columns: str) -> list[list[str]]:
    rng = random.Random(prose + columns)
    values: dict[str, Callable[[int], str]] = {
        "id": str,
        "date": lambda row: f"2024-01-{row:02}",
        "place": lambda _: "Zabol, Iran",
        "killed": lambda row: str(row % 5),
        "country": lambda _: "Iran",
    }
    rows = [
        [values[name](row) if name in values else PROSE[prose](rng) for name in COLUMNS[columns]]
        for row in range(1, ROWS + 1)
    ]
    return [list(COLUMNS[columns]), *rows]


def to_text(table: list[list[str]], delimiter: str, quoting: int) -> str:
    file = io.StringIO()
    csv.writer(file, delimiter=delimiter, lineterminator="\n", quoting=quoting).writerows(table)  # type: ignore[arg-type]
    return file.getvalue()


def cells(table: RawTable) -> list[list[str]]:
    return [list(table.column_names), *table.cells.fillna("").to_numpy().tolist()]


def peer(text: str) -> list[list[str]]:
    dialect = clevercsv.Detector().detect(text)
    return [] if dialect is None else list(clevercsv.reader(io.StringIO(text, newline=""), dialect))


@pytest.mark.parametrize("prose", PROSE)
@pytest.mark.parametrize("columns", COLUMNS)
def test_prose_with_delimiters_is_one_cell(prose: str, columns: str) -> None:
    table = make_table(prose, columns)
    texts = [to_text(table, delimiter, quoting) for delimiter in DELIMITERS for quoting in QUOTING]
    assert [text for text in texts if cells(read_table(text.encode())) != table] == []


def test_the_peer_reads_no_table_that_we_do_not() -> None:
    tables = [make_table(prose, columns) for prose in PROSE for columns in COLUMNS]
    cases = [(table, to_text(table, delimiter, csv.QUOTE_MINIMAL)) for table in tables for delimiter in DELIMITERS]
    peer_read = [(table, text) for table, text in cases if peer(text) == table]
    assert len(peer_read) > 0.8 * len(cases)  # else the tables would not be fair
    assert [text for table, text in peer_read if cells(read_table(text.encode())) != table] == []


def test_a_title_above_regular_prose_makes_the_delimiter_doubtful() -> None:
    text = "Events of 2024\n" + to_text(make_table("two commas without blanks", "two columns"), ";", csv.QUOTE_MINIMAL)
    assert any("could also be separated by “;”" in note for note in read_table(text.encode()).notes)


def test_a_composite_column_makes_no_doubt() -> None:
    text = "id,date,place\n" + "".join(f"{row},2024-01-16,Zabol;Iran\n" for row in range(9))
    assert read_table(text.encode()).notes == ()


RARE = ("~", "^", "¦", "§", "@", "::", "||", "\x01")


def prose_table(seed: int, delimiter: str) -> tuple[str, list[list[str]]]:
    """A table of forty rows whose prose holds commas, with a delimiter, and its rows."""
    draw = random.Random(seed)
    texts = [
        "Gunmen, on motorbikes, fired; two men, both guards, died.",
        "Shells fell, it is said.",
        "No details: denied.",
    ]
    heading = [["date", "place", "killed", "note"], ["id", "date", "city", "summary"]][seed % 2]
    rows = [
        [f"{draw.choice(texts) if name in ('note', 'summary') else draw.randint(1, 900)}" for name in heading]
        for _ in range(40)
    ]
    return "\n".join(delimiter.join(cells) for cells in [heading, *rows]) + "\n", rows


@pytest.mark.parametrize("delimiter", RARE)
@pytest.mark.parametrize("seed", range(6))
def test_commas_of_prose_hide_no_rare_delimiter(seed: int, delimiter: str) -> None:
    text, rows = prose_table(seed, delimiter)
    table = read_table(text.encode())
    assert table.cells.to_numpy().tolist() == rows
    if len(delimiter) == 1:
        peer = clevercsv.Sniffer().sniff(text)
        assert peer is not None
        assert peer.delimiter == delimiter

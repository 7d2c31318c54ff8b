"""Texts, pairs and generated tables: what they are, and how those of others are read."""

import json
from pathlib import Path

from tests.scorecard.csv_pairs import OWN_PAIRS, read_pairs
from tests.scorecard.generated_tables import NAMES, generate_table
from tests.scorecard.measures.round_trips import MIN_PAIRS, MIN_TEXTS
from tests.scorecard.naughty_texts import naughty_texts
from tests.scorecard.texts import read_texts


def test_there_are_as_many_texts_and_pairs_as_the_bar_asks_for() -> None:
    assert len(naughty_texts()) >= MIN_TEXTS
    assert len(OWN_PAIRS) == len({pair.name for pair in OWN_PAIRS}) == MIN_PAIRS


def test_texts_of_others_are_lines_or_a_list(tmp_path: Path) -> None:
    lines, array = tmp_path / "texts.txt", tmp_path / "texts.json"
    lines.write_text("# a comment\n\n<b>\nabc\nabc\n", encoding="utf-8")
    array.write_text(json.dumps(["# no comment", "", "a\nb", 7]), encoding="utf-8")
    assert read_texts(lines) == ["<b>", "abc"]
    assert read_texts(array) == ["# no comment", "a\nb"]


def test_pairs_of_others_are_files_of_one_name(tmp_path: Path) -> None:
    for folder, name, text in (
        ("csvs", "one.csv", "a\n1\n"),
        ("json", "one.json", '[{"a": "1"}]'),
        ("csvs", "two.csv", ""),
    ):
        (tmp_path / folder).mkdir(exist_ok=True)
        (tmp_path / folder / name).write_text(text, encoding="utf-8")
    (pair,) = read_pairs(tmp_path)
    assert (pair.name, pair.content, pair.rows) == ("one", b"a\n1\n", ({"a": "1"},))


def test_a_seed_makes_the_same_table_again() -> None:
    assert generate_table(5) == generate_table(5) != generate_table(6)
    table = generate_table(5)
    assert {len(row) for row in table.rows} == {len(NAMES)}
    content, n_rows = table.ragged_csv(5)
    assert n_rows == len(table.rows)
    assert content.startswith(b'"date","place"')

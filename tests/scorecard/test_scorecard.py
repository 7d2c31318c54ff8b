"""The scorecard has all its rows, its page has them too, and its quick rows measure."""

import ast
from pathlib import Path

import pytest

from tests.scorecard.__main__ import choose_rows, measure
from tests.scorecard.inputs import QUICK, Inputs
from tests.scorecard.pytest_runs import ROOT, read_report
from tests.scorecard.results_page import PAGE, make_line, make_page, read_argued, read_lines
from tests.scorecard.row import Measurement, Row
from tests.scorecard.rows import ROWS

CODES = [f"S{number}" for number in range(1, 23)]
QUICK_ROWS = [row for row in ROWS if row.is_quick]
EVERY_ROW = pytest.mark.parametrize("row", ROWS, ids=lambda row: row.code)


def test_there_are_twenty_two_rows_in_order() -> None:
    assert [row.code for row in ROWS] == CODES


@EVERY_ROW
def test_the_page_of_results_has_each_row_with_its_bar(row: Row) -> None:
    line = read_lines(PAGE.read_text(encoding="utf-8"))[row.code]
    assert f"| {row.question} | {row.bar} |" in line
    assert line.count(" | ") == 5


@EVERY_ROW
def test_every_test_that_a_row_runs_exists(row: Row) -> None:
    for node_id in row.tests:
        path, _, name = node_id.partition("::")
        assert (ROOT / path).exists(), node_id
        assert not name or name in _functions(ROOT / path), node_id


def _functions(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("row", QUICK_ROWS, ids=lambda row: row.code)
def test_a_little_of_a_quick_row_gives_a_number(row: Row) -> None:
    measurement = row.measure(QUICK)
    assert measurement.is_met is not None
    assert any(letter.isdigit() for letter in measurement.text)


def test_a_row_that_breaks_off_is_not_measured_and_its_reason_is_in_the_table() -> None:
    def fail(_inputs: Inputs) -> Measurement:
        raise OSError("no room")

    measurement = measure(Row("S1", "question", "bar", fail), QUICK)
    assert (measurement.text, measurement.verdict) == ("not measured: OSError: no room", "**not measured**")


def test_a_page_changes_in_the_lines_that_were_measured_alone() -> None:
    rows = [Row(code, "a | b", "0", lambda _inputs: Measurement("1", False)) for code in ("S1", "S2")]
    empty = "Before\n<!-- results --><!-- end of results -->\nAfter\n### S2 why\n"
    first = make_page(empty, rows, {"S1": make_line(rows[0], Measurement("7 of 8", False), "today")}, "a machine")
    assert read_lines(first)["S1"] == "| S1 | a \\| b | 0 | 7 of 8 | **missed** | today |"
    assert "not measured: no run yet" in read_lines(first)["S2"]
    second = make_page(first, rows, {"S2": make_line(rows[1], Measurement("2", True), "tomorrow")}, "another")
    assert read_lines(second) == read_lines(first) | {"S2": "| S2 | a \\| b | 0 | 2 | met | tomorrow |"}
    assert second.startswith("Before\n<!-- results -->\nMachine of the last run: another.")
    assert second.endswith("<!-- end of results -->\nAfter\n### S2 why\n")
    assert read_argued(second) == {"S2"}


def test_rows_are_chosen_by_their_codes() -> None:
    assert [row.code for row in choose_rows("S5, S17")] == ["S5", "S17"]
    assert choose_rows("") == list(ROWS)
    assert choose_rows("", is_quick=True) == QUICK_ROWS
    with pytest.raises(SystemExit, match="no row S23"):
        choose_rows("S23")


def test_others_bring_numbers_and_files_of_their_own(tmp_path: Path) -> None:
    environment = {"MUTATIONS": "50", "POLLOCK": str(tmp_path), "LOAD_SECONDS": "2.5", "HOME": "x"}
    inputs = Inputs.from_environment(environment)
    assert (inputs.mutations, inputs.pollock, inputs.load_seconds, inputs.queries) == (50, tmp_path, 2.5, 10_000)
    for name, text, message in (("MUTATIONS", "many", "is no number"), ("POLLOCK", "/no/such", "does not exist")):
        with pytest.raises(ValueError, match=message):
            Inputs.from_environment({name: text})


def test_a_skipped_test_has_not_passed() -> None:
    cases = (
        '<testcase classname="tests.a" name="one"><properties><property name="n" value="2"/></properties></testcase>'
        '<testcase classname="tests.a" name="two"><skipped/></testcase>'
        '<testcase classname="tests.b" name="three"><failure message="assert 1 == 2"/></testcase>'
    )
    run = read_report(f"<testsuites><testsuite>{cases}</testsuite></testsuites>")
    assert (run.n_tests, run.failures, run.numbers("n")) == (3, ("a::two", "b::three (assert 1 == 2)"), [2.0])
    assert not run.is_good
    assert run.describe() == "2 of 3 checks failed: a::two; b::three (assert 1 == 2)"

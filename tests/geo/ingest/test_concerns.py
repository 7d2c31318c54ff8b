"""What needs a look is ordered by the rows and the dead that hang on it."""

import pandas as pd

from geo.ingest.concerns import count_open_warnings, describe_concern, group_warnings, rank_findings, rank_questions
from geo.ingest.import_messages import describe_question
from geo.ingest.import_result import Concern, Finding, Question, make_warnings


def test_findings_are_ordered_by_rows_and_dead() -> None:
    accepted = pd.DataFrame({"killed_best": pd.array([1, None, 90], dtype="Int32")}, index=[2, 3, 4])
    findings = [Finding("few", "a", [2, 3]), Finding("many dead", "b", pd.Index([4, 9])), Finding("none")]
    assert rank_findings(findings, accepted) == (
        Concern("many dead", "b", (), 2, 90),
        Concern("few", "a", (), 2, 1),
        Concern("none"),
    )


def test_questions_are_ordered_by_rows() -> None:
    few, many = Question("a", "?", n_rows=1), Question("b", "?", n_rows=9)
    assert rank_questions((few, many)) == (many, few)


def test_all_warnings_of_coordinates_are_one_finding() -> None:
    warnings = make_warnings(
        [
            (2, "lat", "0, 0", "coordinates", "is 0, 0", "", False),
            (3, "lat", "91, 0", "coordinates", "is not between", "", True),
            (4, "town", "Quetta", "place", "means Quetta", "gn:1", True),
        ]
    )
    (finding,) = group_warnings(warnings)
    assert (finding.column, list(finding.rows)) == ("lat", [2, 3])
    assert "2 positions" in finding.text
    assert finding.examples == ("0, 0: is 0, 0", "91, 0: is not between")


def test_a_concern_in_words_says_what_hangs_on_it() -> None:
    concern = Concern("Two cells are blank.", "day", ("x",), 2, 1)
    assert describe_concern(concern) == "Column day: Two cells are blank. (2 rows, 1 killed) For example: x."
    assert describe_concern(Concern("a sheet is hidden.")) == "A sheet is hidden."


def test_a_cell_is_cut_wherever_a_message_repeats_it_and_listed_once() -> None:
    cell = "\x1b[31m" + "x" * 200_000
    accepted = pd.DataFrame({"killed_best": pd.array([1], dtype="Int32")}, index=[2])
    (concern,) = rank_findings([Finding(f"“{cell}” is odd.", cell, [2], (cell, cell, f"{cell}: odd"))], accepted)
    assert len(concern.examples) == 2
    (question,) = rank_questions([Question(cell, f"What is “{cell}”?", (cell, cell))])
    assert len(question.examples) == 1
    for message in (describe_concern(concern), describe_question(question)):
        assert len(message) < 500
        assert "\x1b" not in message


def test_equal_positions_are_one_example() -> None:
    cells = [(row, "lat", "0, 0", "coordinates", "is 0, 0", "", False) for row in (2, 3, 4)]
    assert group_warnings(make_warnings(cells))[0].examples == ("0, 0: is 0, 0",)


def test_places_that_are_sure_need_no_look() -> None:
    kinds = [("place", True), ("place", False), ("coordinates", True)]
    cells = [(2, "town", "Quetta", kind, "means Quetta", "gn:1", sure) for kind, sure in kinds]
    assert count_open_warnings(make_warnings(cells)) == 2
    assert count_open_warnings(make_warnings()) == 0

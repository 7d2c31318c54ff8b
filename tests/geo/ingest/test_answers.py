"""Answers become options, each in the field that its topic has; a proposal is an answer that anybody can take."""

import pytest

from geo.errors import ValueRefused
from geo.ingest.answers import accept_proposals, apply_answer
from geo.ingest.import_result import COLUMN, DAY_ORDER, ENCODING, MISSING_YEAR, SHEET, Question
from geo.ingest.options import ImportOptions

CHOICES = (("yes", "Yes"), ("no", "No"))


@pytest.mark.parametrize(
    ("question", "answer", "options"),
    [
        (Question("day", "?"), "day first", ImportOptions(day_first=(("day", True),))),
        (Question("day", "?", topic=DAY_ORDER), "month first", ImportOptions(day_first=(("day", False),))),
        (Question("day", "?", topic=MISSING_YEAR), "2019", ImportOptions(years=(("day", 2019),))),
        (Question("Dead", "?", topic=COLUMN), "killed_best", ImportOptions(columns=(("Dead", "killed_best"),))),
        (Question("", "?", topic=ENCODING), "cp1252", ImportOptions(encoding="cp1252")),
        (Question("", "?", topic=SHEET), "Data", ImportOptions(sheet="Data")),
        (Question("x", "?", topic="other", choices=CHOICES), "no", ImportOptions(answers=(("other", "x", "no"),))),
    ],
)
def test_an_answer_has_its_place(question: Question, answer: str, options: ImportOptions) -> None:
    assert apply_answer(ImportOptions(), question, answer) == options
    assert apply_answer(options, question, answer) == options  # a second time changes nothing


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        (Question("x", "?", topic="other", choices=CHOICES), "perhaps"),
        (Question("day", "?", topic=DAY_ORDER), "year first"),
        (Question("day", "?", topic=MISSING_YEAR), "last year"),
    ],
)
def test_an_answer_that_is_none_is_refused(question: Question, answer: str) -> None:
    with pytest.raises(ValueRefused, match="Accepted: "):
        apply_answer(ImportOptions(), question, answer)


def test_a_later_answer_replaces_the_earlier_one_of_its_column_only() -> None:
    question, other = Question("x", "?", topic="other"), Question("y", "?", topic="other")
    options = apply_answer(apply_answer(ImportOptions(), question, "a"), other, "b")
    options = apply_answer(options, question, "c")
    assert (options.answer("other", "x"), options.answer("other", "y")) == ("c", "b")
    assert options.answer("else", "x") is None


def test_proposals_are_accepted_and_questions_without_one_stay_open() -> None:
    questions = (Question("a", "?", topic="other", choices=CHOICES, proposal="yes"), Question("b", "?", topic="other"))
    assert accept_proposals(ImportOptions(), questions) == ImportOptions(answers=(("other", "a", "yes"),))

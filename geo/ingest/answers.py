"""Answers to questions as options, and all proposals at once."""

from collections.abc import Callable, Iterable

from msgspec.structs import replace

from geo.errors import ValueRefused
from geo.ingest.import_result import COLUMN, DAY_ORDER, ENCODING, MISSING_YEAR, SHEET, Question
from geo.ingest.options import ImportOptions

# The answers to a question about the order of day and month.
DAY_FIRST, MONTH_FIRST = "day first", "month first"


def apply_answer(options: ImportOptions, question: Question, answer: str) -> ImportOptions:
    """Return the options with the answer to a question; raises ValueRefused for one that it does not accept."""
    accepted = [choice for choice, _ in question.choices]
    if accepted and answer not in accepted:
        raise ValueRefused(answer, accepted=", ".join(accepted))
    return _APPLY.get(question.topic, _apply_other)(options, question, answer)


def accept_proposals(options: ImportOptions, questions: Iterable[Question]) -> ImportOptions:
    """Return the options with the proposed answer to each question that has one."""
    for question in questions:
        if question.proposal:
            options = apply_answer(options, question, question.proposal)
    return options


def _apply_order(options: ImportOptions, question: Question, answer: str) -> ImportOptions:
    if answer not in (DAY_FIRST, MONTH_FIRST):
        raise ValueRefused(answer, accepted=f"{DAY_FIRST}, {MONTH_FIRST}")
    day_first = dict(options.day_first) | {question.column: answer == DAY_FIRST}
    return replace(options, day_first=tuple(day_first.items()))


def _apply_year(options: ImportOptions, question: Question, answer: str) -> ImportOptions:
    if not (answer.isdecimal() and len(answer) == len("2024")):
        raise ValueRefused(answer, accepted="a year of four digits")
    return replace(options, years=tuple((dict(options.years) | {question.column: int(answer)}).items()))


def _apply_column(options: ImportOptions, question: Question, answer: str) -> ImportOptions:
    return replace(options, columns=tuple((dict(options.columns) | {question.column: answer}).items()))


def _apply_other(options: ImportOptions, question: Question, answer: str) -> ImportOptions:
    others = tuple(entry for entry in options.answers if entry[:2] != (question.topic, question.column))
    return replace(options, answers=(*others, (question.topic, question.column, answer)))


_APPLY: dict[str, Callable[[ImportOptions, Question, str], ImportOptions]] = {
    DAY_ORDER: _apply_order,
    MISSING_YEAR: _apply_year,
    COLUMN: _apply_column,
    ENCODING: lambda options, _, answer: replace(options, encoding=answer),
    SHEET: lambda options, _, answer: replace(options, sheet=answer),
}

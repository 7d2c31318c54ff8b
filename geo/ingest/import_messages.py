"""What the command line says of a file that was read: the verdict first, then what a person must do, then the notes."""

from collections.abc import Iterator

from geo.core.excerpts import shorten, shorten_message
from geo.core.formatting import pluralize
from geo.ingest.concerns import count_open_warnings, describe_concern
from geo.ingest.import_report import row_accounting
from geo.ingest.import_result import Import, Question
from geo.ingest.verdict import judge

MAX_REJECTED_LISTED = 5  # cells that the messages repeat; the report has all


def describe_result(imported: Import) -> Iterator[str]:
    """Yield the messages on a file, the most consequential first."""
    verdict = judge(imported)
    yield verdict.sentence()
    n_warnings = count_open_warnings(imported.warnings)
    yield f"{imported.provider}; {row_accounting(imported)}; {pluralize(n_warnings, 'warning')}."
    yield f"{'; '.join(f'{label}: {value}' for label, value in verdict.sums())}."
    for question in imported.questions:
        proposal = f" Proposed: {question.proposal}." if question.proposal else ""
        yield f"{describe_question(question)}{proposal}"
    yield from map(describe_concern, imported.concerns)
    yield from _describe_rejected(imported)
    yield from map(shorten_message, imported.notes)


def describe_question(question: Question) -> str:
    """Return a question as text, with examples and the answers that it accepts."""
    where = f"Column {shorten(question.column)}: " if question.column else ""
    choices = f" Answers: {', '.join(choice for choice, _ in question.choices)}." if question.choices else ""
    examples = f" For example: {'; '.join(question.examples)}." if question.examples else ""
    return f"{where}{question.text}{examples}{choices}"


def _describe_rejected(imported: Import) -> Iterator[str]:
    for rejected in imported.rejected.head(MAX_REJECTED_LISTED).itertuples():
        column = f", column {shorten(str(rejected.column))}" if rejected.column else ""
        reason = shorten_message(str(rejected.reason)).rstrip(".")
        yield f"row {rejected.row}{column}: {shorten(str(rejected.value))!r} {reason}."

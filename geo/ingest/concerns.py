"""What a person should look at after a file was read, the most consequential first."""

from collections.abc import Iterable, Sequence

import pandas as pd
from msgspec.structs import replace

from geo.core.excerpts import shorten, shorten_example, shorten_message
from geo.core.formatting import pluralize
from geo.ingest.import_result import COORDINATE_WARNING, PLACE_WARNING, Concern, Finding, Question

MAX_EXAMPLES = 3  # of the cells that a group of warnings is about


def rank_findings(findings: Iterable[Finding], accepted: pd.DataFrame) -> tuple[Concern, ...]:
    """Return findings as concerns, ordered by the rows and the dead that hang on each; `accepted`: the checked rows."""
    concerns = [_to_concern(finding, accepted) for finding in findings]
    return tuple(sorted(concerns, key=lambda concern: -(concern.n_rows + concern.n_killed)))


def group_warnings(warnings: pd.DataFrame) -> tuple[Finding, ...]:
    """Return one finding for all warnings of coordinates (see `make_warnings`); those of places have their own."""
    open_warnings = warnings[warnings["kind"] == COORDINATE_WARNING]
    return (_to_finding(open_warnings),) if len(open_warnings) else ()


def _to_finding(warnings: pd.DataFrame) -> Finding:
    columns = warnings["column"].unique()
    n_positions = pluralize(len(warnings), "position")
    examples = (warnings["value"].astype("str").map(shorten) + ": " + warnings["reason"]).drop_duplicates()
    return Finding(
        f"In doubt: {n_positions}, by the country beside or because no map has such a point.",
        str(columns[0]) if len(columns) == 1 else "",
        pd.Index(warnings["row"]),
        tuple(examples.astype("str").iloc[:MAX_EXAMPLES]),
    )


def count_open_warnings(warnings: pd.DataFrame) -> int:
    """Return how many warnings need a look: all but those of places that are sure."""
    is_sure_place = (warnings["kind"] == PLACE_WARNING) & warnings["sure"].astype("bool")
    return int((~is_sure_place).sum())


def describe_concern(concern: Concern) -> str:
    """Return a concern as text: what it is about, how many rows and dead hang on it, and examples."""
    where = f"Column {shorten(concern.column)}: " if concern.column else ""
    dead = f", {concern.n_killed:,} killed" if concern.n_killed else ""
    weight = f" ({pluralize(concern.n_rows, 'row')}{dead})" if concern.n_rows else ""
    examples = f" For example: {'; '.join(concern.examples)}." if concern.examples else ""
    text = concern.text if where else concern.text[:1].upper() + concern.text[1:]
    return f"{where}{text}{weight}{examples}"


def rank_questions(questions: Sequence[Question]) -> tuple[Question, ...]:
    """Return questions ordered by the rows that hang on each, with what they repeat of the file shortened."""
    ordered = sorted(questions, key=lambda question: -question.n_rows)
    return tuple(
        replace(question, text=shorten_message(question.text), examples=_shorten_examples(question.examples))
        for question in ordered
    )


def _to_concern(finding: Finding, accepted: pd.DataFrame) -> Concern:
    rows = pd.Index(finding.rows).unique()
    killed = accepted.loc[accepted.index.intersection(rows), "killed_best"]
    text, examples = shorten_message(finding.text), _shorten_examples(finding.examples)
    return Concern(text, finding.column, examples, len(rows), int(killed.sum()))


def _shorten_examples(examples: Iterable[str]) -> tuple[str, ...]:
    """The different examples, each as a message can repeat it."""
    return tuple(dict.fromkeys(map(shorten_example, examples)))

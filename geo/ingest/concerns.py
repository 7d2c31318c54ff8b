"""What a person should look at after a file was read, the most consequential first."""

from collections.abc import Iterable, Sequence

import pandas as pd

from geo.ingest.import_result import Concern, Finding, Question


def rank_findings(findings: Iterable[Finding], accepted: pd.DataFrame) -> tuple[Concern, ...]:
    """Return findings as concerns, ordered by the rows and the dead that hang on each; `accepted`: the checked rows."""
    concerns = [_to_concern(finding, accepted) for finding in findings]
    return tuple(sorted(concerns, key=lambda concern: -(concern.n_rows + concern.n_killed)))


def rank_questions(questions: Sequence[Question]) -> tuple[Question, ...]:
    """Return questions ordered by the rows that hang on each."""
    return tuple(sorted(questions, key=lambda question: -question.n_rows))


def _to_concern(finding: Finding, accepted: pd.DataFrame) -> Concern:
    rows = pd.Index(finding.rows).unique()
    killed = accepted.loc[accepted.index.intersection(rows), "killed_best"]
    return Concern(finding.text, finding.column, finding.examples, len(rows), int(killed.sum()))

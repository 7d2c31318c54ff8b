"""Columns whose header says one thing and whose cells another: asked once each, or left out with a word.

A value is accepted for a meaning only where header and content agree. A header that names nothing of ours, or a place
where the cells hold coordinates, contradicts nothing.
"""

import re
from dataclasses import dataclass

import msgspec

from geo.core.schema import COLUMN as SCHEMA_COLUMN
from geo.core.schema import PLACE_NAMES
from geo.ingest.generic.column_names import match_names
from geo.ingest.generic.value_fit import fit_score, sample_values
from geo.ingest.import_result import COLUMN, Finding, Guess, Question
from geo.ingest.options import COORDINATES, DAY, MONTH, YEAR, ImportOptions
from geo.ingest.readers.raw_table import RawTable

# What a header may say where a wrong reading misleads; other columns are texts, which hold what they hold.
CHECKED_TARGETS = frozenset(
    ["date_start", "date_end", "latitude", "longitude", "country", "killed_best", "injured_best", COORDINATES]
)
MIN_SHARE = 0.5  # of a column's values that fit what its header says; by judgement: fewer are chance or another thing
PLACES = frozenset(PLACE_NAMES)
BY_VALUES_ALONE = "of its values look like it"  # how the reason of such a guess ends
MIN_NAME_LETTERS = 3  # of a header that says something: “A” and “x1” do not
_NUMBERED = re.compile(r"column \d+")  # what columns without a header are called
MAX_QUESTIONS = 3  # of this kind: a table with more such columns is not read by its headers at all
_CLOCK = r"\s*\d{1,2}(?:[:.h]\d{2}){1,2}(?:\s*(?:[ap]m|hrs?|h|Z|UTC))?\s*|\d{3,4}\s*(?:hrs?|h)"  # “22:00”, “0630 hrs”
LEAVE_OUT = ""  # the answer that a column holds nothing of ours
LABELS = {COORDINATES: "coordinates", YEAR: "years", MONTH: "months", DAY: "days"}


@dataclass(frozen=True)
class ColumnAgreement:
    """The guesses that header and content agree on, a question for each column of which they do not, and findings."""

    guesses: tuple[Guess, ...]
    questions: tuple[Question, ...] = ()
    findings: tuple[Finding, ...] = ()


def check_columns(table: RawTable, guesses: tuple[Guess, ...], options: ImportOptions) -> ColumnAgreement:
    """Return the guesses without those that contradict their header; a person's answers stand."""
    answered = {column for column, _ in options.columns}
    open_guesses = [guess for guess in guesses if guess.column not in answered]
    contradictions = [guess for guess in open_guesses if _contradicts_header(guess) or is_unnamed_place(guess)]
    columns_in_question = {guess.column for guess in contradictions[:MAX_QUESTIONS]}
    questions = tuple(_ask(guess, table) for guess in contradictions[:MAX_QUESTIONS])
    agreed = tuple(_leave_open(guess) if guess.column in columns_in_question else guess for guess in guesses)
    levels = (guess for guess in open_guesses if guess.target == "place_precision" and _is_by_values(guess))
    misfits = (guess for guess in guesses if guess.column not in answered and not guess.target)
    findings = tuple(finding for guess in misfits if (finding := _explain_misfit(guess, table)) is not None)
    return ColumnAgreement(agreed, questions, (*findings, *(_explain_levels(guess, table) for guess in levels)))


def is_unnamed_place(guess: Guess) -> bool:
    """Return whether a column is taken for one of places by its values alone, and has a name that says otherwise."""
    is_by_values = _is_by_values(guess) and guess.target in PLACES
    says_something = sum(map(str.isalpha, guess.column)) >= MIN_NAME_LETTERS and not _NUMBERED.fullmatch(guess.column)
    return is_by_values and says_something and not _header_targets(guess.column)


def _header_targets(column: str) -> frozenset[str]:
    """What a header says by the whole of its name; empty where it says nothing of ours."""
    return frozenset(match.target for match in match_names(column) if match.closeness == 1.0 and match.target)


def _contradicts_header(guess: Guess) -> bool:
    header_targets = _header_targets(guess.column)
    if not guess.target or not header_targets or guess.target in header_targets:
        return False
    is_place_family = bool(header_targets & PLACES) and guess.target in PLACES | {COORDINATES}
    is_text = not (header_targets | {guess.target}) & (CHECKED_TARGETS | PLACES)
    is_same_outcome = {target.partition("_")[0] for target in header_targets} == {guess.target.partition("_")[0]}
    return not (is_place_family or is_text or is_same_outcome)


def _ask(guess: Guess, table: RawTable) -> Question:
    header_targets = sorted(_header_targets(guess.column))
    label = label_of(guess.target)
    name = (
        f"is named like {' or '.join(map(label_of, header_targets))}"
        if header_targets
        else "has no name that is known here"
    )
    text = f"“{guess.column}” {name}, but its values look like {label}. What does it hold?"
    choices = (
        (guess.target, label),
        *((target, label_of(target)) for target in header_targets),
        (LEAVE_OUT, "Nothing of these"),
    )
    n_rows = int(table.cells[guess.column].notna().sum())
    return Question(guess.column, text, guess.examples, COLUMN, choices, guess.target, n_rows)


def _leave_open(guess: Guess) -> Guess:
    return msgspec.structs.replace(
        guess, target="", confidence=0.0, reason="header and values disagree; see the question"
    )


def _is_by_values(guess: Guess) -> bool:
    return guess.reason.endswith(BY_VALUES_ALONE)


def _explain_levels(guess: Guess, table: RawTable) -> Finding:
    """A finding for a column that is read as the precision of places though its header does not say so."""
    text = f"“{guess.column}” is read as the precision of the place, by its values alone."
    return Finding(text, guess.column, table.cells.index[table.cells[guess.column].notna()], guess.examples)


def _explain_misfit(guess: Guess, table: RawTable) -> Finding | None:
    """A finding for a column that is left out because few of its values are what its header says."""
    header_targets = _header_targets(guess.column) & CHECKED_TARGETS
    if not header_targets:
        return None  # before its values are looked at: there may be a thousand such columns
    texts = sample_values(table.cells[guess.column])
    if texts.empty or max(fit_score(target, texts) for target in header_targets) >= MIN_SHARE:
        return None
    if texts.str.fullmatch(_CLOCK).all():
        return None  # a column of times beside one of dates
    label = " or ".join(map(label_of, sorted(header_targets)))
    text = f"“{guess.column}” is named like {label}, but few of its values are; it is left out. Say what it holds."
    return Finding(text, guess.column, table.cells.index[table.cells[guess.column].notna()], guess.examples)


def explain_rival(target: str) -> str:
    """Return why a column means nothing where another one holds its target: “another column holds the place”."""
    return f"another column holds the {'date' if target == 'date_start' else label_of(target)}"


def label_of(target: str) -> str:
    """Return what a target is called in a sentence, such as “date” or “country”."""
    if target in LABELS:
        return LABELS[target]
    return {"date_start": "dates", "date_end": "last dates"}.get(target, SCHEMA_COLUMN[target].title.lower())

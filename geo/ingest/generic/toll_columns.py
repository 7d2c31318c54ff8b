"""Which columns of an unknown table hold its tolls: totals, bounds, and parts that add up to a total.

Names alone do not tell: “Aid workers killed” is the total where “Male aid workers killed” stands beside it, and a part
where “Killed” does. Parts are added up only where they are all of one kind (male and female; civilians, forces and
militants); two kinds (sex and nationality) count everybody twice.
"""

from dataclasses import dataclass, replace
from functools import cached_property

import msgspec
import pandas as pd

from geo.core.formatting import pluralize
from geo.ingest.generic.left_out_numbers import explain_left_out_numbers
from geo.ingest.generic.toll_candidates import (
    AGREEMENT,
    BOUNDS,
    MAX_COLUMNS,
    TollCandidate,
    Tolls,
    correct_typing_errors,
    find_bounds,
    find_toll,
    part_victims_from_attackers,
    strip_common_parts,
)
from geo.ingest.generic.toll_names import BOTH, EITHER, OUTCOMES, parse_toll_name
from geo.ingest.generic.toll_partitions import PARTIES, TOLL_PARTS, Partition, ask_partition, find_partitions
from geo.ingest.import_result import COLUMN, Finding, Guess, Question
from geo.ingest.options import ImportOptions

_FULL_NAME_CONFIDENCE = 0.95  # of a guess by a name of which every word is known, as in `column_inference`
_PARTIAL_NAME_CONFIDENCE = 0.6


@dataclass(frozen=True)
class TollColumns:
    """The guesses of all columns, with those of tolls decided, and what a person must answer or look at."""

    guesses: tuple[Guess, ...]
    questions: tuple[Question, ...] = ()
    findings: tuple[Finding, ...] = ()


def assign_tolls(cells: pd.DataFrame, guesses: tuple[Guess, ...], options: ImportOptions) -> TollColumns:
    """Return the guesses with the columns of tolls decided; columns that a person has answered stay as they are."""
    answered = dict(options.columns)
    unanswered = [guess for guess in guesses if guess.column not in answered]
    toll_guesses = [guess for guess in unanswered if parse_toll_name(guess.column) is not None]
    columns = [
        TollCandidate(guess.column, toll)
        for guess in toll_guesses[:MAX_COLUMNS]
        if (toll := find_toll(cells, guess)) is not None
    ]
    if not columns and (columns := find_bounds(cells, unanswered)):
        result = _Assignment(cells, guesses, options, columns).result
        return replace(result, findings=(*result.findings, _explain_bounds(cells, columns)))
    if not columns:
        return TollColumns(guesses, findings=explain_left_out_numbers(cells, guesses, answered))
    columns = strip_common_parts(part_victims_from_attackers(correct_typing_errors(columns, Tolls(cells))))
    return _Assignment(cells, guesses, options, columns).result


def _explain_bounds(cells: pd.DataFrame, columns: list[TollCandidate]) -> Finding:
    """What to look at where columns of bounds say nothing of whom they count."""
    names = [column.name for column in columns]
    text = f"{', '.join(names)} do not say whom they count: they are taken for the killed"
    return Finding(text, names[0], cells.index[cells[names].notna().any(axis=1)])


class _Assignment:
    """The decision for one table: which columns hold its tolls, with questions and findings."""

    def __init__(
        self, cells: pd.DataFrame, guesses: tuple[Guess, ...], options: ImportOptions, columns: list[TollCandidate]
    ) -> None:
        self.tolls = Tolls(cells)
        self.options = options
        self.columns = columns
        self.questions: list[Question] = []
        self.findings: list[Finding] = []
        self._by_column = {guess.column: guess for guess in guesses}
        self._order = [guess.column for guess in guesses]
        self._answered = {target for _, target in options.columns if target}

    @cached_property
    def result(self) -> TollColumns:
        """The guesses of all columns, the questions and the findings."""
        for column in self.columns:
            self._leave_out(column, "it counts some of the people only, or another column counts them all")
        for outcome in OUTCOMES:
            self._assign_outcome(outcome, [column for column in self.columns if column.toll.outcome == outcome])
        self._explain_joint_counts()
        self._explain_typing_errors()
        guesses = tuple(self._by_column[name] for name in self._order)
        return TollColumns(guesses, tuple(self.questions), tuple(self.findings))

    def _assign_outcome(self, outcome: str, columns: list[TollCandidate]) -> None:
        for bound in BOUNDS:
            if f"{outcome}_{bound}" not in self._answered:
                candidates = [column for column in columns if column.toll.bound == bound and not column.toll.parts]
                total = self._choose_total(candidates, columns)
                if total is not None:
                    self._assign(total, f"{outcome}_{bound}")
                    self._explain_unknown_words(total, outcome)
                    self._compare_totals(total, candidates)
        target = f"{outcome}_best"
        parts = [column for column in columns if column.toll.bound == "best" and not column.is_total]
        parts = [column for column in parts if not column.toll.is_mean or not column.toll.parts]
        partitions = find_partitions(parts)
        total_name = next((name for name, guess in self._by_column.items() if guess.target == target), None)
        if total_name is None and target not in self._answered:
            total_name = self._find_sum(outcome, partitions)
        if total_name is not None:
            self._check_parts(outcome, total_name, partitions)
        elif target not in self._answered:
            self._assign_parts(outcome, parts, partitions)

    def _choose_total(self, candidates: list[TollCandidate], columns: list[TollCandidate]) -> TollCandidate | None:
        """The column that counts everybody: one of which every word is known, “total” before others.

        A column with words that we do not know may count one party: it is the total only where it is the only one,
        and never less than a part.
        """
        known = [column for column in candidates if column.is_total]
        if known:
            return min(known, key=lambda column: (column.toll.is_mean, not column.toll.is_total))
        parts = [column for column in columns if column.toll.parts]
        is_total = len(candidates) == 1 and all(self._is_covered(part, candidates[0]) for part in parts)
        return candidates[0] if is_total else None

    def _is_covered(self, part: TollCandidate, total: TollCandidate) -> bool:
        difference = (self.tolls.numbers(total.name) - self.tolls.numbers(part.name)).dropna()
        return bool(difference.empty or (difference >= 0).mean() >= AGREEMENT)

    def _find_sum(self, outcome: str, partitions: list[Partition]) -> str | None:
        """The column that is only called a total, where it is the sum of the parties beside it, as in SATP's tables."""
        for partition in partitions:
            sums = self.tolls.sum(column.name for column in partition.columns)
            for name, guess in self._by_column.items():
                if guess.target or not _is_called_total(name):
                    continue
                totals = self.tolls.numbers(name)
                is_known = totals.notna() & sums.notna()
                if is_known.any() and (totals == sums)[is_known].mean() >= AGREEMENT:
                    reason = f"it is the sum of {partition.label}"
                    self._by_column[name] = _guess(guess, f"{outcome}_best", reason, _FULL_NAME_CONFIDENCE)
                    return name
        return None

    def _assign_parts(self, outcome: str, parts: list[TollCandidate], partitions: list[Partition]) -> None:
        if not parts:
            self._assign_least_of_part(outcome)
        if len(parts) == 1 and not partitions:
            if not parts[0].toll.is_subset:
                self._assign(parts[0], f"{outcome}_best", is_part=True)
            return
        partition = self._choose_partition(outcome, partitions)
        for column in partition.columns if partition is not None else ():
            self._assign(column, f"{outcome}_best", is_part=True)
        if not partitions and (uncounted := [column for column in parts if not column.toll.is_subset]):
            names = ", ".join(column.name for column in uncounted)
            text = f"{names} count some of the {outcome} each and make no whole, so that the {outcome} are unknown"
            self.findings.append(Finding(text, uncounted[0].name, rows=self._rows_with(uncounted[0].name)))

    def _assign_least_of_part(self, outcome: str) -> None:
        """Take the least of a part for the least of all, where nothing else is stated; its most says nothing of all."""
        columns = [column for column in self.columns if column.toll.outcome == outcome]
        least = [column for column in columns if column.toll.bound == "low" and not column.toll.is_subset]
        targets = {guess.target for guess in self._by_column.values()} | self._answered
        if len(least) == 1 and not any(target.startswith(f"{outcome}_") for target in targets):
            self._assign(least[0], f"{outcome}_low")
            text = f"{least[0].name} counts some of the {outcome}: it is taken for the least of all of them"
            self.findings.append(Finding(text, least[0].name, self._rows_with(least[0].name)))

    def _choose_partition(self, outcome: str, partitions: list[Partition]) -> Partition | None:
        """The partition that makes the toll: the only one, one of several that agree, or the one that is answered."""
        if not partitions:
            return None
        first = partitions[0]
        sums = [self.tolls.sum(column.name for column in partition.columns) for partition in partitions]
        if first.is_certain and all(_agree(sums[0], other) for other in sums[1:]):
            return first
        key = first.columns[0].name
        answer = self.options.answer(TOLL_PARTS, key)
        if answer is None:
            self.questions.append(ask_partition(outcome, key, partitions, sums))
        return next((partition for partition in partitions if partition.dimension == answer), None)

    def _check_parts(self, outcome: str, total_name: str, partitions: list[Partition]) -> None:
        """Say where the parts are more than the total."""
        totals = self.tolls.numbers(total_name)
        for partition in partitions:
            names = [column.name for column in partition.columns]
            if total_name in names or partition.dimension == PARTIES:
                continue
            is_more = (self.tolls.sum(names) > totals).fillna(False)
            if is_more.any():
                rows = totals.index[is_more]
                text = f"{partition.label} are more than {total_name} in {pluralize(len(rows), 'row')}"
                self.findings.append(Finding(f"{text}; {total_name} is taken", total_name, rows=rows))

    def _compare_totals(self, total: TollCandidate, candidates: list[TollCandidate]) -> None:
        """Say where another column that counts everybody has another number."""
        for other in candidates:
            if other is total or not other.is_total or other.toll.is_mean:
                continue
            numbers, others = self.tolls.numbers(total.name), self.tolls.numbers(other.name)
            rows = numbers.index[numbers.notna() & others.notna() & (numbers != others)]
            if len(rows):
                text = f"{total.name} and {other.name} differ in {pluralize(len(rows), 'row')}; {total.name} is taken"
                self.findings.append(Finding(text, total.name, rows))

    def _explain_unknown_words(self, column: TollCandidate, outcome: str) -> None:
        if column.toll.unknown_words:
            words = " ".join(column.toll.unknown_words)
            text = f"{column.name} is taken for all of the {outcome}; “{words}” may mean that it counts some only"
            self.findings.append(Finding(text, column.name, self._rows_with(column.name)))

    def _explain_joint_counts(self) -> None:
        """Say of columns that count killed and injured in one number that they make neither known."""
        has_killed = any(guess.target.startswith("killed_") for guess in self._by_column.values())
        for column in self.columns:
            if self._by_column[column.name].target or has_killed:
                continue
            if column.toll.outcomes == {EITHER} and not column.toll.parts:
                self.questions.append(self._ask_either(column.name))
            elif BOTH in column.toll.outcomes or {*OUTCOMES} <= column.toll.outcomes:
                text = "counts the killed and the injured in one number, so that neither is known"
                rows = self._rows_with(column.name)
                self.findings.append(Finding(f"{column.name} {text}", column.name, rows, self._examples(column.name)))

    def _explain_typing_errors(self) -> None:
        for column in self.columns:
            original = parse_toll_name(column.name)
            target = self._by_column[column.name].target
            if target and original is not None and original.unknown_words and not column.toll.unknown_words:
                meaning = "the most" if target.endswith("_high") else "the least"
                text = f"{column.name} is read as {meaning}, a typing error beside the other bound"
                self.findings.append(Finding(text, column.name, self._rows_with(column.name)))

    def _ask_either(self, name: str) -> Question:
        return Question(
            name,
            f"Does {name} count the killed, the injured, or both in one number?",
            self._examples(name),
            topic=COLUMN,
            choices=(("killed_best", "the killed"), ("injured_best", "the injured"), ("", "both, or something else")),
            n_rows=len(self._rows_with(name)),
        )

    def _assign(self, column: TollCandidate, target: str, *, is_part: bool = False) -> None:
        confidence = _PARTIAL_NAME_CONFIDENCE if column.toll.unknown_words else _FULL_NAME_CONFIDENCE
        reason = f"it is named “{column.toll.words}”"
        self._by_column[column.name] = _guess(self._by_column[column.name], target, reason, confidence, is_part)

    def _leave_out(self, column: TollCandidate, reason: str) -> None:
        self._by_column[column.name] = _guess(self._by_column[column.name], "", reason, 0.0)

    def _rows_with(self, name: str) -> pd.Index:
        texts = self.tolls.cells[name]
        return texts.index[texts.notna()]

    def _examples(self, name: str) -> tuple[str, ...]:
        return self._by_column[name].examples


def _guess(guess: Guess, target: str, reason: str, confidence: float, is_part: bool = False) -> Guess:
    return msgspec.structs.replace(guess, target=target, reason=reason, confidence=confidence, is_part=is_part)


def _is_called_total(name: str) -> bool:
    toll = parse_toll_name(f"{name} killed")
    return toll is not None and toll.is_total and not toll.parts and not toll.unknown_words


def _agree(first: pd.Series, second: pd.Series) -> bool:
    is_known = first.notna() & second.notna()
    return bool(is_known.any() and (first == second)[is_known].all())

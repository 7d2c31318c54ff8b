"""Which columns of an unknown table hold its tolls: totals, bounds, and parts that add up to a total.

Names alone do not tell: “Aid workers killed” is the total where “Male aid workers killed” stands beside it, and a part
where “Killed” does. Parts are added up only where they are all of one kind (male and female; civilians, forces and
militants); two kinds (sex and nationality) count everybody twice.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import msgspec
import numpy as np
import pandas as pd
from rapidfuzz.distance import OSA

from geo.core.formatting import pluralize
from geo.ingest.generic.toll_names import BOTH, EITHER, OUTCOMES, TollName, parse_toll_name
from geo.ingest.generic.value_fit import fit_score, sample_values
from geo.ingest.import_result import COLUMN, Finding, Guess, Question
from geo.ingest.options import ImportOptions
from geo.ingest.parsers.counts import parse_counts

TOLL_PARTS = "toll_parts"  # the topic of a question: which columns add up to a toll
NO_PARTS = "none"  # an answer to it
BOUNDS = ("low", "best", "high")
MAX_COLUMNS = 100  # of tolls that are compared with each other, by judgement
_MIN_FIT = 0.2  # of a column's values that are numbers of people, from which its name is believed; by judgement
_AGREEMENT = 0.9  # of the rows in which columns must bear each other out, by judgement
_NAMED_CONFIDENCE = 0.95  # of a guess by a name of which every word is known, as in `column_inference`
_PARTLY_NAMED_CONFIDENCE = 0.6
_PARTIES = "party"  # the dimension of parts that only words we do not know tell apart: “Israelis killed”
# What must be among the parts of a dimension so that they add up to a whole.
_WHOLES: Mapping[str, tuple[frozenset[str], ...]] = {
    "side": (),
    "sex": (frozenset({"male", "female"}),),
    "person": (frozenset({"man", "woman"}), frozenset({"adult", "child"})),
    "nation": (frozenset({"national", "international"}),),
}
# Parts that another part already counts.
_MEMBERS = {"police": "forces", "army": "forces", "perpetrators": "militants", "boy": "child", "girl": "child"}
_BOUND_WORDS = {"min": "low", "max": "high", "low": "low", "high": "high", "minimum": "low", "maximum": "high"}
_DIMENSION_NAMES = {"side": "side", "sex": "sex", "person": "sex and age", "nation": "nationality", _PARTIES: "party"}


@dataclass(frozen=True)
class TollColumns:
    """The guesses of all columns, with those of tolls decided, and what a person must answer or look at."""

    guesses: tuple[Guess, ...]
    questions: tuple[Question, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class _Column:
    """A column of numbers of people: its name in the file and what the name says."""

    name: str
    toll: TollName

    @property
    def dimensions(self) -> frozenset[str]:
        return frozenset(dimension for dimension, _ in self.toll.parts)

    @property
    def is_total(self) -> bool:
        return not self.toll.parts and not self.toll.unknown_words


@dataclass(frozen=True)
class _Partition:
    """Columns that together make a whole: one dimension of parts."""

    dimension: str
    columns: tuple[_Column, ...]
    is_certain: bool

    @property
    def label(self) -> str:
        return " + ".join(column.name for column in self.columns)


class _Tolls:
    """The numbers of a table's toll columns, parsed when asked for."""

    def __init__(self, cells: pd.DataFrame) -> None:
        self.cells = cells
        self._numbers: dict[str, pd.Series] = {}

    def numbers(self, name: str) -> pd.Series:
        """The numbers of one column (float64), NaN where unknown."""
        if name not in self._numbers:
            self._numbers[name] = parse_counts(self.cells[name]).best.astype("float64")
        return self._numbers[name]

    def sum(self, names: Iterable[str]) -> pd.Series:
        """The sum of columns, NaN where none of them is known."""
        return pd.concat([self.numbers(name) for name in names], axis=1).sum(axis=1, min_count=1)


def assign_tolls(cells: pd.DataFrame, guesses: tuple[Guess, ...], options: ImportOptions) -> TollColumns:
    """Return the guesses with the columns of tolls decided; columns that a person has answered stay as they are."""
    answered = dict(options.columns)
    named = [guess for guess in guesses if guess.column not in answered and parse_toll_name(guess.column) is not None]
    columns = [
        _Column(guess.column, toll) for guess in named[:MAX_COLUMNS] if (toll := _find_toll(cells, guess)) is not None
    ]
    if not columns:
        return TollColumns(guesses)
    columns = _strip_common_parts(_correct_typing_errors(columns, _Tolls(cells)))
    return _Assignment(cells, guesses, options, columns).result


def _find_toll(cells: pd.DataFrame, guess: Guess) -> TollName | None:
    """What a column's name says of a toll; None where it says nothing, or its values or its guess speak against it."""
    toll = parse_toll_name(guess.column)
    if toll is None or not toll.outcomes:
        return None
    outcome, _, bound = guess.target.partition("_")
    is_other = guess.target and not (outcome in OUTCOMES and bound in BOUNDS)
    if is_other and (toll.unknown_words or toll.outcomes & {EITHER}):
        return None
    texts = sample_values(cells[guess.column])
    return toll if texts.empty or fit_score("killed_best", texts) >= _MIN_FIT else None


def _strip_common_parts(columns: Sequence[_Column]) -> list[_Column]:
    """The columns without the parts that all of them have, where some have more: all count aid workers.

    A profession that all have is everybody: the table is about it.
    """
    common = frozenset.intersection(*(column.toll.parts for column in columns))
    has_more = any(column.toll.parts > common for column in columns)
    dropped = common if has_more else frozenset(pair for pair in common if pair[0] == "profession")
    return [replace(column, toll=replace(column.toll, parts=column.toll.parts - dropped)) for column in columns]


def _correct_typing_errors(columns: Sequence[_Column], tolls: _Tolls) -> list[_Column]:
    """The columns with misspelt bounds understood by the column beside: “Killed Mix” beside “Killed Min”."""
    return [_correct_bound(column, columns, tolls) for column in columns]


def _correct_bound(column: _Column, columns: Sequence[_Column], tolls: _Tolls) -> _Column:
    if len(column.toll.unknown_words) != 1 or column.toll.bound != "best":
        return column
    (word,) = column.toll.unknown_words
    if not any(OSA.distance(word, bound, score_cutoff=1) <= 1 for bound in _BOUND_WORDS):
        return column
    words = {*column.toll.words.split()} - {word}
    for other in columns:
        rest = {*other.toll.words.split()} - _BOUND_WORDS.keys()
        if rest == words and other.toll.bound != "best" and other.toll.parts == column.toll.parts:
            bound = "high" if other.toll.bound == "low" else "low"
            low, high = (other, column) if bound == "high" else (column, other)
            difference = (tolls.numbers(high.name) - tolls.numbers(low.name)).dropna()
            if (difference >= 0).mean() >= _AGREEMENT or difference.empty:
                return replace(column, toll=replace(column.toll, bound=bound, unknown_words=()))
    return column


class _Assignment:
    """The decision for one table: which columns hold its tolls, with questions and findings."""

    def __init__(
        self, cells: pd.DataFrame, guesses: tuple[Guess, ...], options: ImportOptions, columns: list[_Column]
    ) -> None:
        self.tolls = _Tolls(cells)
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

    def _assign_outcome(self, outcome: str, columns: list[_Column]) -> None:
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
        partitions = _find_partitions(parts)
        total_name = next((name for name, guess in self._by_column.items() if guess.target == target), None)
        if total_name is None and target not in self._answered:
            total_name = self._find_sum(outcome, partitions)
        if total_name is not None:
            self._check_parts(outcome, total_name, partitions)
        elif target not in self._answered:
            self._assign_parts(outcome, parts, partitions)

    def _choose_total(self, candidates: list[_Column], columns: list[_Column]) -> _Column | None:
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

    def _is_covered(self, part: _Column, total: _Column) -> bool:
        difference = (self.tolls.numbers(total.name) - self.tolls.numbers(part.name)).dropna()
        return bool(difference.empty or (difference >= 0).mean() >= _AGREEMENT)

    def _find_sum(self, outcome: str, partitions: list[_Partition]) -> str | None:
        """The column that is only called a total, where it is the sum of the parties beside it, as in SATP's tables."""
        for partition in partitions:
            sums = self.tolls.sum(column.name for column in partition.columns)
            for name, guess in self._by_column.items():
                if guess.target or not _is_called_total(name):
                    continue
                totals = self.tolls.numbers(name)
                is_known = totals.notna() & sums.notna()
                if is_known.any() and (totals == sums)[is_known].mean() >= _AGREEMENT:
                    reason = f"it is the sum of {partition.label}"
                    self._by_column[name] = _guess(guess, f"{outcome}_best", reason, _NAMED_CONFIDENCE)
                    return name
        return None

    def _assign_parts(self, outcome: str, parts: list[_Column], partitions: list[_Partition]) -> None:
        if len(parts) == 1 and not partitions:
            if not parts[0].toll.is_subset:
                self._assign(parts[0], f"{outcome}_best", is_part=True)
            return
        chosen = self._choose_partition(outcome, partitions)
        for column in chosen.columns if chosen is not None else ():
            self._assign(column, f"{outcome}_best", is_part=True)
        if not partitions and (uncounted := [column for column in parts if not column.toll.is_subset]):
            names = ", ".join(column.name for column in uncounted)
            text = f"{names} count some of the {outcome} each and make no whole, so that the {outcome} are unknown"
            self.findings.append(Finding(text, uncounted[0].name, rows=self._rows_with(uncounted[0].name)))

    def _choose_partition(self, outcome: str, partitions: list[_Partition]) -> _Partition | None:
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
            self.questions.append(_ask_partition(outcome, key, partitions, sums))
        return next((partition for partition in partitions if partition.dimension == answer), None)

    def _check_parts(self, outcome: str, total_name: str, partitions: list[_Partition]) -> None:
        """Say where the parts are more than the total."""
        totals = self.tolls.numbers(total_name)
        for partition in partitions:
            names = [column.name for column in partition.columns]
            if total_name in names or partition.dimension == _PARTIES:
                continue
            is_more = (self.tolls.sum(names) > totals).fillna(False)
            if is_more.any():
                rows = totals.index[is_more]
                text = f"{partition.label} are more than {total_name} in {pluralize(len(rows), 'row')}"
                self.findings.append(Finding(f"{text}; {total_name} is taken", total_name, rows=rows))

    def _compare_totals(self, total: _Column, candidates: list[_Column]) -> None:
        """Say where another column that counts everybody has another number."""
        for other in candidates:
            if other is total or not other.is_total or other.toll.is_mean:
                continue
            numbers, others = self.tolls.numbers(total.name), self.tolls.numbers(other.name)
            rows = numbers.index[numbers.notna() & others.notna() & (numbers != others)]
            if len(rows):
                text = f"{total.name} and {other.name} differ in {pluralize(len(rows), 'row')}; {total.name} is taken"
                self.findings.append(Finding(text, total.name, rows))

    def _explain_unknown_words(self, column: _Column, outcome: str) -> None:
        if column.toll.unknown_words:
            words = " ".join(column.toll.unknown_words)
            text = f"{column.name} is taken for all of the {outcome}; “{words}” may mean that it counts some only"
            self.findings.append(Finding(text, column.name, self._rows_with(column.name)))

    def _explain_joint_counts(self) -> None:
        """Say of columns that count killed and injured in one number that they make neither known."""
        has_killed = any(guess.target.startswith("killed_") for guess in self._by_column.values())
        for column in self.columns:
            if column.toll.parts or self._by_column[column.name].target or has_killed:
                continue
            if column.toll.outcomes == {EITHER}:
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

    def _assign(self, column: _Column, target: str, *, is_part: bool = False) -> None:
        confidence = _PARTLY_NAMED_CONFIDENCE if column.toll.unknown_words else _NAMED_CONFIDENCE
        reason = f"it is named “{column.toll.words}”"
        self._by_column[column.name] = _guess(self._by_column[column.name], target, reason, confidence, is_part)

    def _leave_out(self, column: _Column, reason: str) -> None:
        self._by_column[column.name] = _guess(self._by_column[column.name], "", reason, 0.0)

    def _rows_with(self, name: str) -> pd.Index:
        texts = self.tolls.cells[name]
        return texts.index[texts.notna()]

    def _examples(self, name: str) -> tuple[str, ...]:
        return self._by_column[name].examples


def _guess(guess: Guess, target: str, reason: str, confidence: float, is_part: bool = False) -> Guess:
    return msgspec.structs.replace(guess, target=target, reason=reason, confidence=confidence, is_part=is_part)


def _find_partitions(parts: list[_Column]) -> list[_Partition]:
    """The wholes that the parts make, one a dimension at most; columns of parties with them that we do not know."""
    unknown = [column for column in parts if column.toll.unknown_words and not column.toll.parts]
    found = []
    for dimension, wholes in _WHOLES.items():
        columns = [column for column in parts if column.dimensions == {dimension}]
        columns = _without_members(columns)
        kinds = frozenset().union(*(_kinds(column) for column in columns))
        if columns and dimension == "side":
            columns, unknown = [*columns, *unknown], []
        if len(columns) >= 2 and (not wholes or any(whole <= kinds for whole in wholes)):
            is_disjoint = sum(len(_kinds(column)) for column in columns) == len(kinds)
            has_unknown = any(column.toll.unknown_words for column in columns)
            found.append(_Partition(dimension, tuple(columns), is_certain=is_disjoint and not has_unknown))
    return [*found, _Partition(_PARTIES, tuple(unknown), is_certain=False)] if len(unknown) > 1 else found


def _kinds(column: _Column) -> frozenset[str]:
    return frozenset(kind for _, kind in column.toll.parts)


def _without_members(columns: list[_Column]) -> list[_Column]:
    """The columns without those of people whom another counts too: police beside security forces."""
    kinds = [_kinds(column) for column in columns]
    return [
        column
        for column, own in zip(columns, kinds, strict=True)
        if not all(any(_MEMBERS.get(kind) in other for other in kinds if other is not own) for kind in own)
    ]


def _is_called_total(name: str) -> bool:
    toll = parse_toll_name(f"{name} killed")
    return toll is not None and toll.is_total and not toll.parts and not toll.unknown_words


def _agree(first: pd.Series, second: pd.Series) -> bool:
    is_known = first.notna() & second.notna()
    return bool(is_known.any() and (first == second)[is_known].all())


def _ask_partition(outcome: str, key: str, partitions: list[_Partition], sums: list[pd.Series]) -> Question:
    totals = [float(np.nansum(column_sums)) for column_sums in sums]
    wordings = [f"{partition.label} make {total:,.0f}" for partition, total in zip(partitions, totals, strict=True)]
    largest = partitions[totals.index(max(totals))]
    return Question(
        key,
        f"Which columns add up to all of the {outcome}? {'; '.join(wordings)}.",
        topic=TOLL_PARTS,
        choices=(
            *(
                (partition.dimension, f"by {_DIMENSION_NAMES[partition.dimension]}: {partition.label}")
                for partition in partitions
            ),
            (NO_PARTS, "none: leave the toll unknown"),
        ),
        proposal=largest.dimension,
        n_rows=int(pd.concat(sums, axis=1).notna().any(axis=1).sum()),
    )

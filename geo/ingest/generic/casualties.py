"""Tolls of a table's rows; a number that cannot be read, or is hardly a toll, is unknown, is said, and loses no row."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

import pandas as pd

from geo.core.formatting import pluralize
from geo.ingest.generic.toll_doubts import doubt_numbers
from geo.ingest.generic.toll_names import OUTCOMES
from geo.ingest.generic.values import Columns, note_where
from geo.ingest.import_result import Finding
from geo.ingest.parsers.counts import ParsedCounts, parse_counts

N_EXAMPLES = 3  # of cells that a finding shows
_NEGATIVE_CODE = r"\s*[-−–]\d+(?:\.0+)?\s*"


@dataclass(frozen=True, eq=False)
class Casualties:
    """Killed and injured of rows (low, best, high: Int32), notes on rows, and what a person should look at."""

    cells: Mapping[str, pd.Series]
    row_notes: tuple[pd.Series, ...] = ()
    findings: tuple[Finding, ...] = ()


def parse_casualties(cells: pd.DataFrame, columns: Columns, parts: Collection[str] = ()) -> Casualties:
    """Return killed and injured of rows.

    Several columns for one figure are added up where all of them are known. `parts` are columns of one party: one alone
    is the least that the whole can be.
    """
    figures: dict[str, pd.Series] = {}
    notes: list[pd.Series] = []
    findings: list[Finding] = []
    for outcome in OUTCOMES:
        names = [name for bound in ("best", "low", "high") for name in columns.get(f"{outcome}_{bound}", ())]
        read = {name: _read(cells[name]) for name in names}
        best = [(name, read[name].counts) for name in columns.get(f"{outcome}_best", ())]
        best_figures, best_notes = _best_figures(outcome, best, parts)
        bounds = {bound: columns[bound][0] for bound in (f"{outcome}_low", f"{outcome}_high") if bound in columns}
        stated = {
            bound: read[name].counts.best.fillna(best_figures[bound])
            if bound in best_figures
            else read[name].counts.best
            for bound, name in bounds.items()
        }
        notes += [*best_notes, *(note for column in read.values() for note in column.notes)]
        findings += [finding for column in read.values() for finding in column.findings]
        outcome_figures = best_figures | stated
        figures |= outcome_figures | _best_where_bounds_meet(outcome, outcome_figures)
    return Casualties(figures, tuple(notes), tuple(findings))


@dataclass(frozen=True, eq=False)
class _Read:
    """A column of numbers of people, with the notes on its rows and what to look at."""

    counts: ParsedCounts
    notes: tuple[pd.Series, ...]
    findings: tuple[Finding, ...]


def _read(texts: pd.Series) -> _Read:
    counts = parse_counts(texts)
    name = str(texts.name)
    is_in_digits = texts.astype("str").str.fullmatch(r"[\s\d.,']*").fillna(False).astype(bool)
    is_doubted, doubts = doubt_numbers(name, counts.best.where(is_in_digits))
    notes = (
        f"{name}: " + counts.notes,
        note_where(counts.reasons.notna(), f"{name}, written “", texts, "”, is no number that could be read"),
        note_where(is_doubted, f"{name}, written “", texts, "”, is hardly a toll"),
    )
    findings = (*_explain_unread(texts.astype("str"), counts), *doubts)
    return _Read(replace(counts, best=counts.best.mask(is_doubted)) if is_doubted.any() else counts, notes, findings)


def _explain_unread(texts: pd.Series, counts: ParsedCounts) -> Iterator[Finding]:
    """What a person should look at in a column: codes below zero, cells that are no number, and vague words."""
    is_unread = counts.reasons.notna()
    if is_unread.any():
        is_code = is_unread & texts.str.fullmatch(_NEGATIVE_CODE).fillna(False).astype(bool)
        yield from _explain(texts, is_code, "below zero, as codes for unknown are")
        yield from _explain(texts, is_unread & ~is_code, "no whole number that can be read")
    if counts.notes.notna().any():
        is_known = counts.low.notna() | counts.best.notna() | counts.high.notna()
        yield from _explain(texts, counts.notes.notna() & ~is_known, "in words without a number")


def _explain(texts: pd.Series, mask: pd.Series, what: str) -> Iterator[Finding]:
    if mask.any():
        cells, verb = pluralize(int(mask.sum()), "cell"), "is" if mask.sum() == 1 else "are"
        examples = tuple(texts[mask].drop_duplicates().iloc[:N_EXAMPLES].str.strip())
        yield Finding(
            f"{cells} of {texts.name} {verb} {what}: the toll is unknown there",
            str(texts.name),
            texts.index[mask],
            examples,
        )


def _best_figures(
    outcome: str, best: list[tuple[str, ParsedCounts]], parts: Collection[str]
) -> tuple[dict[str, pd.Series], list[pd.Series]]:
    """The figures of one outcome from its columns, and the notes on how they were made."""
    if not best:
        return {}, []
    name, counts = best[0]
    if len(best) > 1:
        figures = _add_up(outcome, [counts for _, counts in best])
        is_sum = figures[f"{outcome}_best"].notna() | figures[f"{outcome}_low"].notna()
        return figures, [note_where(is_sum, f"{outcome} is the sum of {', '.join(name for name, _ in best)}")]
    if name in parts:
        low = counts.best.fillna(counts.low)
        return {f"{outcome}_low": low}, [note_where(low.notna(), f"of the {outcome} only {name} are stated")]
    return {f"{outcome}_low": counts.low, f"{outcome}_best": counts.best, f"{outcome}_high": counts.high}, []


def _best_where_bounds_meet(outcome: str, figures: Mapping[str, pd.Series]) -> dict[str, pd.Series]:
    """The best figure where the stated least and most are one number."""
    low, best, high = (figures.get(f"{outcome}_{bound}") for bound in ("low", "best", "high"))
    if low is None or high is None:
        return {}
    common = low.where((low == high).fillna(False).astype(bool))
    return {f"{outcome}_best": common if best is None else best.fillna(common)}


def _add_up(outcome: str, parts: list[ParsedCounts]) -> dict[str, pd.Series]:
    """The sum of parts; where one is unknown, the known ones are the least that it can be."""
    best = sum((part.best.astype("Int64") for part in parts[1:]), parts[0].best.astype("Int64"))
    known = pd.concat([part.best.fillna(part.low) for part in parts], axis=1).astype("Int64")
    low = known.sum(axis=1, min_count=1).where(best.isna())
    return {f"{outcome}_best": best.astype("Int32"), f"{outcome}_low": low.astype("Int32")}

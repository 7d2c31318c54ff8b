"""Which actors of a file are known, and under which names; the cells stay as they are written."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pandas as pd

from geo.core import actors
from geo.core.actor import ActorRule
from geo.core.actor_vocabulary import ActorVocabulary
from geo.core.casefold import casefold
from geo.core.formatting import pluralize
from geo.core.schema import LIST_SEPARATOR
from geo.ingest.import_result import Finding

COLUMNS = ("actor_a", "actor_b", "other_actors")
MAX_EXAMPLES = 3


@dataclass(frozen=True)
class ActorRecognition:
    """What is said of the actors of a file: notes that need no look, and findings on spellings of several actors."""

    notes: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()


def recognize_actors(rows: pd.DataFrame) -> ActorRecognition:
    """Tell how many spellings of actors mean whom, and which could mean several; `rows` are accepted incidents."""
    vocabulary = actors.vocabulary()
    spellings = list(dict.fromkeys(_spellings(rows)))
    usual_names = {spelling: _usual_name(vocabulary, spelling) for spelling in spellings}
    known = {spelling: name for spelling, name in usual_names.items() if name}
    shared = [spelling for spelling in spellings if vocabulary.candidates(spelling)]
    findings = [finding for spelling in shared for finding in _undecided(rows, spelling, vocabulary)]
    return ActorRecognition(tuple(_describe_known(len(spellings), known)), tuple(_join(findings)))


def _spellings(rows: pd.DataFrame) -> Iterator[str]:
    for column in COLUMNS:
        for text in rows[column].dropna().unique():
            yield from (item.strip() for item in str(text).split(LIST_SEPARATOR.strip()) if item.strip())


def _usual_name(vocabulary: ActorVocabulary, spelling: str) -> str:
    """The first known actor of a spelling; empty if there is none."""
    return next((mention.name for mention in vocabulary.mentions(spelling) if mention.is_known), "")


def _describe_known(n_spellings: int, known: dict[str, str]) -> Iterator[str]:
    if not known:
        return
    renamed = [f"“{spelling}” as {name}" for spelling, name in known.items() if casefold(spelling) != casefold(name)]
    examples = f": {', '.join(renamed[:MAX_EXAMPLES])}{' …' if len(renamed) > MAX_EXAMPLES else ''}" if renamed else ""
    yield (
        f"Of {pluralize(n_spellings, 'spelling')} of actors, {len(known):,} {'is' if len(known) == 1 else 'are'} known "
        f"to the vocabulary{examples}. Filters take every name of an actor; the cells stay as they are."
    )


def _undecided(rows: pd.DataFrame, spelling: str, vocabulary: ActorVocabulary) -> Iterator[tuple[str, pd.Index]]:
    """The spelling with whom it can mean, and the rows for which no rule decides it."""
    has_spelling = pd.Series(False, index=rows.index)
    identity = vocabulary.identity(spelling)
    for column in COLUMNS:
        texts = rows[column].astype("str")
        matching = [text for text in texts.dropna().unique() if identity in vocabulary.identities(text)]
        has_spelling |= texts.isin(matching)
    candidates = set(vocabulary.candidates(spelling))
    rules = [rule for rule in vocabulary.rules if vocabulary.identity(rule.spelling) == identity]
    undecided = rows.index[has_spelling & ~_is_decided(rows, rules)]
    if len(undecided):
        yield f"“{spelling}” ({' or '.join(sorted(candidates))})", undecided


def _is_decided(rows: pd.DataFrame, rules: Iterable[ActorRule]) -> pd.Series:
    decided = pd.Series(False, index=rows.index)
    countries, years = rows["country"].astype("str").map(casefold, na_action="ignore"), rows["date_start"].dt.year
    for rule in rules:
        matches = countries.isin([casefold(country) for country in rule.countries]) | (not rule.countries)
        if rule.first_year is not None:
            matches &= years >= rule.first_year
        if rule.last_year is not None:
            matches &= years <= rule.last_year
        decided |= matches.fillna(False).astype(bool)
    return decided


def _join(undecided: list[tuple[str, pd.Index]]) -> Iterator[Finding]:
    """One finding on all spellings that stay undecided."""
    if not undecided:
        return
    rows = undecided[0][1]
    for _, more in undecided[1:]:
        rows = rows.union(more)
    described = [text for text, _ in undecided]
    rest = f" and {pluralize(len(described) - MAX_EXAMPLES, 'other')}" if len(described) > MAX_EXAMPLES else ""
    yield Finding(
        f"{'An actor' if len(described) == 1 else 'Actors'} could be another of the same name, and neither country nor "
        f"year tells which: {'; '.join(described[:MAX_EXAMPLES])}{rest}. A filter on either leaves these rows out; "
        "write the name in full to count them.",
        rows=rows,
    )

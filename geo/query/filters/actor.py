"""The filter on actors: by any name of theirs, by one exact spelling, or “not stated”."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from functools import lru_cache, reduce
from itertools import product

import narwhals as nw
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.core import actors
from geo.core.actor import ActorRule
from geo.core.actor_patterns import ActorPatterns, actor_patterns, spelling_of_several_pattern
from geo.core.actor_spelling import (
    ARTICLES_PATTERN,
    REPLACEMENTS,
    STRUCTURE,
    letter_steps,
    normalize_actor,
)
from geo.core.actor_vocabulary import ActorVocabulary
from geo.core.casefold import casefold, casefold_expr
from geo.core.formatting import UNSTATED
from geo.query.filters.actor_choices import (
    OWN,
    actor_choices,
    candidates_of,
    count_mentions,
    exact_text,
    identities_of,
    match_actors,
    read_mention,
    texts_of_actors,
)
from geo.query.filters.categorical import CategoricalFilter, Names, drop_blank
from geo.query.filters.exclusion import excluded_names
from geo.query.filters.expressions import any_of
from geo.query.filters.facet_choice import FacetChoice
from geo.query.filters.filter import Clause, Condition, Reading
from geo.query.filters.list_entries import BLANKS, SEPARATOR

ACTOR_COLUMNS = ("actor_a", "actor_b", "other_actors")
NOT_ASCII = "[^\\x00-\\x7f]"  # few texts have a letter to fold, and an engine folds those alone
WITH_ACTOR = "with a stated actor"


class ActorFilter(CategoricalFilter):
    """Rows that name the actor or one of its bodies: on either side or among the other actors.

    `actor=IRGC` takes every spelling of the Revolutionary Guard; `actor="IRGC"` only what is spelt so, in any case;
    `actor=PLA`, a spelling of several, what is spelt so and every row of any of them; `actor=not stated` the rows
    without an actor.
    """

    accepts_free_text = True

    def __init__(self, key: str, label: str, help: str, *, column: str, phrase: str) -> None:
        super().__init__(key, label, help, column=column, phrase=phrase)
        self.facet_columns = ACTOR_COLUMNS

    def parse_name(self, name: str) -> str:
        return _parse_name(name)

    def clauses(self, value: Names) -> tuple[Clause, ...]:
        return tuple(clause for name in value for clause in _clauses_of(name, actors.vocabulary()))

    def unstated_clauses(self, value: Names) -> Mapping[str, tuple[Clause, ...]]:
        names = excluded_names(value)
        return {self.noun: self.clauses((UNSTATED,))} if names and UNSTATED not in names else {}

    def describe_included(self, names: Names) -> str:
        stated = _without_unstated(names)
        phrases = [super().describe_included(stated)] if stated else []
        return " or ".join([*phrases, *(["without a stated actor"] if UNSTATED in names else [])])

    def describe_excluded(self, names: Names) -> str:
        stated = _without_unstated(names)
        phrases = [super().describe_excluded(stated)] if stated else []
        return " and ".join([*phrases, *([WITH_ACTOR] if UNSTATED in names else [])])

    def describe_exceptions(self, names: Names) -> str:
        stated = _without_unstated(names)
        phrases = [super().describe_exceptions(stated)] if stated else []
        return " and ".join([*phrases, *([WITH_ACTOR] if UNSTATED in names else [])])

    def display(self, choice: str) -> str:
        return choice.capitalize() if choice == UNSTATED else choice

    def facet_texts(self, frame: pd.DataFrame) -> pd.Series:
        return pd.concat([drop_blank(frame[column]) for column in ACTOR_COLUMNS])

    def fold_texts(self, counts: pd.Series) -> pd.Series:
        return count_mentions(counts, actors.vocabulary())

    def facet_choices(self, counts: pd.Series) -> frozenset[FacetChoice]:
        choices = actor_choices(counts)
        return frozenset(choice for choice in choices if casefold(choice.name) != UNSTATED)

    def facet_matches(self, frame: pd.DataFrame, choices: Collection[FacetChoice]) -> pd.Series:
        names = match_actors(self.facet_texts(frame), choices, actors.vocabulary())
        return pd.concat([names, _unstated(frame)])

    def may_match(
        self, frame: pd.DataFrame, choices: Collection[FacetChoice], texts: Iterable[str]
    ) -> NDArray[np.bool_]:
        vocabulary = actors.vocabulary()
        identities = identities_of(choices, vocabulary)
        if identities.isdisjoint(mention.identity for _, mention in map(read_mention, texts)):
            return np.zeros(len(frame), dtype=np.bool_)
        every = pd.concat([drop_blank(frame[column]).drop_duplicates() for column in ACTOR_COLUMNS]).unique()
        members = texts_of_actors(every, identities, vocabulary)
        is_member: NDArray[np.bool_] = frame[list(ACTOR_COLUMNS)].isin(members).to_numpy(dtype=bool).any(axis=1)
        return is_member

    def further_choices(self, texts: Iterable[str]) -> Names:
        """The actors that rows of a spelling of several can belong to: which rows do, only their clauses can tell."""
        vocabulary = actors.vocabulary()
        kinds = {mention: kind for kind, mention in map(read_mention, texts)}
        mentions = [mention for mention, kind in kinds.items() if kind != OWN]
        identities = {mention.identity for mention in kinds}
        used = [rule for rule in vocabulary.rules if vocabulary.identity(rule.spelling) in identities]
        candidates = (name for rule in used for name in (rule.actor, vocabulary.canonical(rule.spelling)))
        names = (name for candidate in candidates for name in vocabulary.lineage(candidate))
        spellings = (mention.name for mention in mentions if len(candidates_of(mention, vocabulary)) > 1)
        return tuple(dict.fromkeys((*names, *spellings)))


def _without_unstated(names: Names) -> Names:
    return tuple(name for name in names if name != UNSTATED)


def _parse_name(name: str) -> str:
    if casefold(name) == UNSTATED:
        return UNSTATED
    exact = exact_text(name)
    candidates = actors.vocabulary().candidates(name)
    return f'"{exact}"' if exact else candidates[0] if len(candidates) == 1 else actors.canonical(name)


def _clauses_of(name: str, vocabulary: ActorVocabulary) -> tuple[Clause, ...]:
    if name == UNSTATED:
        return (Clause(tuple(Condition((column,), _is_unstated(column)) for column in ACTOR_COLUMNS)),)
    exact = exact_text(name) or ("" if normalize_actor(name) else name)  # marks alone have one spelling
    if exact:
        return tuple(Clause((Condition((column,), _has_item(column, exact)),)) for column in ACTOR_COLUMNS)
    meanings = (name, *vocabulary.candidates(name))
    return tuple(clause for each in meanings for clause in mention_clauses(each, vocabulary))


def mention_clauses(name: str, vocabulary: ActorVocabulary) -> tuple[Clause, ...]:
    """The ways for a row to name an actor or one of its bodies, under any name."""
    identity = vocabulary.identity(name)
    patterns = _patterns_of(vocabulary, name)
    exceptions = vocabulary.exceptions_of(identity)
    by_name = (
        clause
        for column in ACTOR_COLUMNS
        for clause in _except(column, _mention(column, patterns, vocabulary, identity), exceptions, vocabulary)
    )
    rules = (_rule_clauses(rule, vocabulary) for rule in vocabulary.rules_for(name))
    return (*by_name, *(clause for clauses in rules for clause in clauses))


def _except(
    column: str, mention: Condition, exceptions: tuple[ActorRule, ...], vocabulary: ActorVocabulary
) -> Iterator[Clause]:
    """The rows of a mention but those in which a rule gives the spelling of the column to another actor."""
    by_spelling: dict[str, list[ActorRule]] = {}
    for rule in exceptions:
        by_spelling.setdefault(normalize_actor(rule.spelling), []).append(rule)
    spelt = {spelling: _spelling(column, spelling, vocabulary) for spelling in by_spelling}
    otherwise = (Condition((column,), ~condition.expression) for condition in spelt.values())
    yield Clause((mention, *otherwise))
    for spelling, rules in by_spelling.items():
        for outside in product(*map(_outside_conditions, rules)):
            yield Clause((mention, spelt[spelling], *outside))


def _outside_conditions(rule: ActorRule) -> tuple[Condition, ...]:
    """The ways for a row not to be one in which a rule applies; an unknown country or date is one."""
    return tuple(
        Condition(condition.columns, ~condition.expression.fill_null(False)) for condition in _rule_conditions(rule)
    )


def _spelling(column: str, spelling: str, vocabulary: ActorVocabulary) -> Condition:
    """Rows with this spelling among the actors of the column, whosever it is."""
    matches = folded_expr(column).str.contains(spelling_of_several_pattern(spelling)).fill_null(False)
    return Condition((column,), matches, reading=Reading(vocabulary.spelling_forms, normalize_actor(spelling)))


@lru_cache(maxsize=256)
def _patterns_of(vocabulary: ActorVocabulary, name: str) -> ActorPatterns:
    return actor_patterns(vocabulary, name)


def _mention(column: str, patterns: ActorPatterns, vocabulary: ActorVocabulary, identity: str) -> Condition:
    """Rows whose column names the actor of this identity, which is what the patterns match."""
    text = folded_expr(column)
    text = reduce(_replace, patterns.excluded, text)
    matches = any_of(text.str.contains(pattern) for pattern in patterns.patterns)
    return Condition((column,), matches.fill_null(False), reading=Reading(vocabulary.identities, identity))


def _rule_clauses(rule: ActorRule, vocabulary: ActorVocabulary) -> tuple[Clause, ...]:
    """Rows of a spelling of several, in the countries and years in which it means the rule's actor."""
    where = _rule_conditions(rule)
    return tuple(Clause((_spelling(column, rule.spelling, vocabulary), *where)) for column in ACTOR_COLUMNS)


def _rule_conditions(rule: ActorRule) -> tuple[Condition, ...]:
    conditions = []
    if rule.countries:
        countries = [casefold(country) for country in rule.countries]
        conditions.append(Condition(("country",), casefold_expr("country").is_in(countries)))
    start = nw.col("date_start")
    if rule.first_year is not None:
        conditions.append(Condition(("date_start",), start >= datetime(rule.first_year, 1, 1)))
    if rule.last_year is not None:
        conditions.append(Condition(("date_start",), start < datetime(rule.last_year + 1, 1, 1)))
    return tuple(conditions)


def folded_expr(column: str) -> nw.Expr:
    """The expression of `fold_spelling` for every text of the column."""
    cleaned = reduce(_replace, REPLACEMENTS, casefold_expr(column))
    folded = nw.when(cleaned.str.contains(NOT_ASCII)).then(reduce(_replace, letter_steps(), cleaned)).otherwise(cleaned)
    for mark in STRUCTURE:
        folded = folded.str.replace_all(f" ?[{mark}]", f"{mark} ")
    return folded.str.replace_all(ARTICLES_PATTERN, " ")


def _replace(text: nw.Expr, step: tuple[str, str]) -> nw.Expr:
    return text.str.replace_all(*step)


def _is_unstated(column: str) -> nw.Expr:
    text = casefold_expr(column)
    return text.is_null() | text.str.contains(f"^{BLANKS}(?:{UNSTATED})?{BLANKS}$").fill_null(True)


def _has_item(column: str, text: str) -> nw.Expr:
    """Rows that have the text, in any case, as one of the actors of the column."""
    pattern = rf"(?:^{BLANKS}|{SEPARATOR})[\"“„]?{re.escape(casefold(text))}[\"”“]?(?:{SEPARATOR}|{BLANKS}$)"
    return casefold_expr(column).str.contains(pattern).fill_null(False)


def _unstated(frame: pd.DataFrame) -> pd.Series:
    """UNSTATED for every row without an actor."""
    blank = np.logical_and.reduce([_say_nothing(frame[column].astype("str")) for column in ACTOR_COLUMNS])
    return pd.Series(UNSTATED, index=frame.index[blank], dtype="str")


def _say_nothing(texts: pd.Series) -> NDArray[np.bool_]:
    """Whether each text is missing, blank or UNSTATED."""
    words = [text for text in texts.dropna().unique() if casefold(text.strip()) in ("", UNSTATED)]
    mask: NDArray[np.bool_] = texts.isna().to_numpy() | texts.isin(words).to_numpy()
    return mask


ACTOR_FILTERS: tuple[CategoricalFilter, ...] = (
    ActorFilter(
        "actor",
        "Actor",
        "An actor by any of its names, with its own bodies: Iran includes the Revolutionary Guard. In quotation marks, "
        f"one exact spelling; “{UNSTATED}” for incidents without an actor",
        column="actor_a",
        phrase="involving",
    ),
)

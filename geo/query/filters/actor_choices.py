"""The actors that a reader can choose in a table, each in one spelling."""

import re
from collections import Counter
from collections.abc import Collection
from functools import lru_cache

import pandas as pd

from geo.core.actor_vocabulary import MAX_CACHED, ActorVocabulary, Mention
from geo.query.filters.facet_choice import FacetChoice

QUOTED = re.compile(r'["“„](?P<text>[^"“”„]+)["”“]')


def exact_text(name: str) -> str:
    """The text that a name in quotation marks asks for as it is spelt; empty for a name without them."""
    match = QUOTED.fullmatch(name)
    return match["text"].strip() if match else ""


def actor_choices(counts: pd.Series, vocabulary: ActorVocabulary) -> list[FacetChoice]:
    """The actors of some texts and those that they are bodies of, in the spelling that most incidents have.

    `counts`: how many incidents have each text.
    """
    names = _commonest_names(counts, vocabulary)
    return [FacetChoice(name, identity) for identity, name in names.items()]


def match_actors(texts: pd.Series, choices: Collection[FacetChoice], vocabulary: ActorVocabulary) -> pd.Series:
    """The names of those choices that are actors of each text, or a spelling that may mean one of them; by label."""
    names_of: dict[str, list[str]] = {}
    for name, identity in choices:
        for other in (identity, *candidates_of(Mention(identity, name), vocabulary)):
            names_of.setdefault(other, []).append(name)
    matches = {}
    for text in texts.unique():
        identities = (mention.identity for mention in mentions_anywhere(text, vocabulary))
        matches[text] = list(dict.fromkeys(name for identity in identities for name in names_of.get(identity, ())))
    exploded = texts.map(matches).explode().dropna()
    pairs = pd.DataFrame({"label": exploded.index, "actor": exploded.array}).drop_duplicates()
    return pairs.set_index("label")["actor"].astype("str")


def _commonest_names(counts: pd.Series, vocabulary: ActorVocabulary) -> dict[str, str]:
    """By what identifies an actor, the name that most incidents have for it, of equally common ones the first."""
    totals: dict[str, Counter[str]] = {}
    for text, count in zip(counts.index, counts.tolist(), strict=True):
        for mention in mentions_anywhere(text, vocabulary):
            totals.setdefault(mention.identity, Counter())[_as_choice(mention.name)] += count
    return {identity: min(names, key=lambda name: (-names[name], name)) for identity, names in totals.items()}


@lru_cache(maxsize=MAX_CACHED)
def mentions_anywhere(text: str, vocabulary: ActorVocabulary) -> tuple[Mention, ...]:
    """The actors of a text that it names whatever its country is, and its spellings of several actors."""
    forms = vocabulary.spelling_forms(text)
    exceptions = {rule for form in forms for rule in vocabulary.exceptions.get(form, ())}
    return tuple(
        mention
        for mention in vocabulary.mentions(text)
        if len(candidates_of(mention, vocabulary)) != 1
        and not (exceptions and exceptions.intersection(vocabulary.exceptions_of(mention.identity)))
    )


def candidates_of(mention: Mention, vocabulary: ActorVocabulary) -> tuple[str, ...]:
    """The actors that an unknown spelling can mean; none for a known actor."""
    return () if mention.is_known else vocabulary.candidates(mention.name)


def _as_choice(name: str) -> str:
    """The name without quotation marks around it, which ask for one exact spelling."""
    return exact_text(name) or name

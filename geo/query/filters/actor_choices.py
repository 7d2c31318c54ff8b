"""The actors that a reader can choose in a table, each in one spelling."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import chain

import pandas as pd

from geo.core.actor_vocabulary import ActorVocabulary, Mention

QUOTED = re.compile(r'["“„](?P<text>[^"“”„]+)["”“]')


def exact_text(name: str) -> str:
    """The text that a name in quotation marks asks for as it is spelt; empty for a name without them."""
    match = QUOTED.fullmatch(name)
    return match["text"].strip() if match else ""


def actor_choices(texts: pd.Series, weights: pd.Series, vocabulary: ActorVocabulary) -> pd.Series:
    """The actors of each text and those that they are bodies of, in the spelling that most incidents have."""
    mentions = {text: _mentions_anywhere(text, vocabulary) for text in texts.unique()}
    names = _commonest_names(mentions, weights.groupby(texts.to_numpy()).sum())
    shared = _shared_spellings(mentions.values(), vocabulary)
    choices = {}
    for text, own_mentions in mentions.items():
        identities = [mention.identity for mention in own_mentions]
        of_several = [mention for mention, candidates in shared.items() if not candidates.isdisjoint(identities)]
        choices[text] = [names[one.identity] for one in (*own_mentions, *of_several)]
    exploded = texts.map(choices).explode().dropna()
    pairs = pd.DataFrame({"label": exploded.index, "actor": exploded.array}).drop_duplicates()
    return pairs.set_index("label")["actor"]


def _commonest_names(mentions: Mapping[str, list[Mention]], weights: pd.Series) -> dict[str, str]:
    """By what identifies an actor, the name that most incidents have for it, of equally common ones the first by name.

    `weights`: how many incidents have each text.
    """
    totals: dict[str, Counter[str]] = {}
    for text, weight in weights.items():
        for mention in mentions[str(text)]:
            totals.setdefault(mention.identity, Counter())[_as_choice(mention.name)] += weight
    return {identity: min(names, key=lambda name: (-names[name], name)) for identity, names in totals.items()}


def _mentions_anywhere(text: str, vocabulary: ActorVocabulary) -> list[Mention]:
    """The actors of a text that it names whatever its country is, and its spellings of several actors."""
    forms = vocabulary.spelling_forms(text)
    exceptions = {rule for form in forms for rule in vocabulary.exceptions.get(form, ())}
    return [
        mention
        for mention in vocabulary.mentions(text)
        if len(candidates_of(mention, vocabulary)) != 1
        and not (exceptions and exceptions.intersection(vocabulary.exceptions_of(mention.identity)))
    ]


def _shared_spellings(mentions: Iterable[list[Mention]], vocabulary: ActorVocabulary) -> dict[Mention, set[str]]:
    """The spellings of several actors in a table, as they come first, each with the actors that it can mean."""
    first: dict[str, Mention] = {}
    for mention in chain.from_iterable(mentions):
        first.setdefault(mention.identity, mention)
    candidates_by_mention = {mention: set(candidates_of(mention, vocabulary)) for mention in first.values()}
    return {mention: candidates for mention, candidates in candidates_by_mention.items() if candidates}


def candidates_of(mention: Mention, vocabulary: ActorVocabulary) -> tuple[str, ...]:
    """The actors that an unknown spelling can mean; none for a known actor."""
    return () if mention.is_known else vocabulary.candidates(mention.name)


def _as_choice(name: str) -> str:
    """The name without quotation marks around it, which ask for one exact spelling."""
    return exact_text(name) or name

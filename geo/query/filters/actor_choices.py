"""The actors that a reader can choose in a table, each in one spelling."""

import re
from collections import Counter
from collections.abc import Collection, Iterable
from functools import lru_cache

import pandas as pd

from geo.core.actor_vocabulary import MAX_CACHED, ActorVocabulary, Mention
from geo.query.filters.facet_choice import FacetChoice

# Kinds of mentions: of one actor; of a spelling of several; of what only the clauses of an actor can tell.
OWN, SHARED, SOMEWHERE = "o", "s", "w"
QUOTED = re.compile(r'["“„](?P<text>[^"“”„]+)["”“]')


def exact_text(name: str) -> str:
    """The text that a name in quotation marks asks for as it is spelt; empty for a name without them."""
    match = QUOTED.fullmatch(name)
    return match["text"].strip() if match else ""


def count_mentions(counts: pd.Series, vocabulary: ActorVocabulary) -> pd.Series:
    """How many incidents have each mention in some texts, by what `write_mention` makes of it, sorted by that.

    `counts`: how many incidents have each text.
    """
    sums: Counter[str] = Counter()
    for text, count in zip(counts.index, counts.tolist(), strict=True):
        anywhere = mentions_anywhere(text, vocabulary)
        for mention in vocabulary.mentions(text):
            kind = SOMEWHERE if mention not in anywhere else SHARED if candidates_of(mention, vocabulary) else OWN
            sums[_write_mention(kind, mention)] += count
    keys = sorted(sums)
    return pd.Series([sums[key] for key in keys], index=pd.Index(keys, dtype="str"), dtype="int64")


def read_mention(key: str) -> tuple[str, Mention]:
    """The kind of a mention, and the mention that `count_mentions` counts under this key."""
    length, _, rest = key[1:].partition(" ")
    return key[0], Mention(rest[: int(length)], rest[int(length) :])


def _write_mention(kind: str, mention: Mention) -> str:
    return f"{kind}{len(mention.identity)} {mention.identity}{mention.name}"


def actor_choices(counts: pd.Series) -> list[FacetChoice]:
    """The actors of some mentions, in the spelling that most incidents have, of equally common ones the first by name.

    `counts`: those of `count_mentions`. The identity of a choice begins with the kind of mention.
    """
    totals: dict[str, Counter[str]] = {}
    kinds: dict[tuple[str, str], str] = {}
    for key, count in zip(counts.index, counts.tolist(), strict=True):
        kind, mention = read_mention(key)
        if kind != SOMEWHERE:
            name = _as_choice(mention.name)
            totals.setdefault(mention.identity, Counter())[name] += count
            kinds[mention.identity, name] = kind
    chosen = ((one, min(names, key=lambda name: (-names[name], name))) for one, names in totals.items())
    return [FacetChoice(name, kinds[identity, name] + identity) for identity, name in chosen]


def identities_of(choices: Collection[FacetChoice], vocabulary: ActorVocabulary) -> set[str]:
    """What identifies the actors that these choices mean or may mean."""
    return set(_names_by_identity(choices, vocabulary))


def texts_of_actors(texts: Iterable[str], identities: Collection[str], vocabulary: ActorVocabulary) -> list[str]:
    """Those of the texts that name one of these actors."""
    return [text for text in texts if any(each.identity in identities for each in mentions_anywhere(text, vocabulary))]


def match_actors(texts: pd.Series, choices: Collection[FacetChoice], vocabulary: ActorVocabulary) -> pd.Series:
    """The names of those choices that are actors of each text, or a spelling that may mean one of them; by label."""
    names_of, matches = _names_by_identity(choices, vocabulary), {}
    for text in texts.unique():
        identities = (mention.identity for mention in mentions_anywhere(text, vocabulary))
        matches[text] = list(dict.fromkeys(name for identity in identities for name in names_of.get(identity, ())))
    exploded = texts.map(matches).explode().dropna()
    pairs = pd.DataFrame({"label": exploded.index, "actor": exploded.array}).drop_duplicates()
    return pairs.set_index("label")["actor"].astype("str")


def _names_by_identity(choices: Collection[FacetChoice], vocabulary: ActorVocabulary) -> dict[str, list[str]]:
    """By what identifies an actor, the names of the choices for it: its own, and those that may mean it."""
    names_of: dict[str, list[str]] = {}
    for name, kind_and_identity in choices:
        kind, identity = kind_and_identity[0], kind_and_identity[1:]
        shared = candidates_of(Mention(identity, name), vocabulary) if kind == SHARED else ()
        for other in (identity, *shared):
            names_of.setdefault(other, []).append(name)
    return names_of


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


@lru_cache(maxsize=MAX_CACHED)
def candidates_of(mention: Mention, vocabulary: ActorVocabulary) -> tuple[str, ...]:
    """The actors that an unknown spelling can mean; none for a known actor."""
    return () if mention.is_known else vocabulary.candidates(mention.name)


def _as_choice(name: str) -> str:
    """The name without quotation marks around it, which ask for one exact spelling."""
    return exact_text(name) or name

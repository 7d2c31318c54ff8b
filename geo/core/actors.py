"""Actors and their names: which spellings mean the same actor, and which bodies belong to it.

The vocabulary is data/actors.csv, with a person's own actors beside the incidents (`use_own_actors`). How a text is
read, and why some spellings are left undecided: docs/decisions/0019.
"""

import csv
import hashlib
from collections.abc import Iterable
from dataclasses import replace
from difflib import get_close_matches
from functools import cache, lru_cache

from geo.core.actor import Actor, ActorRule
from geo.core.actor_spelling import normalize_actor
from geo.core.actor_vocabulary import ActorVocabulary
from geo.core.schema import LIST_SEPARATOR
from geo.settings import data_dir

ACTORS_CSV = data_dir() / "actors.csv"
RULES_CSV = data_dir() / "actor_rules.csv"
SIMILARITY_CUTOFF = 0.6  # of difflib's ratio, which is 1 for equal texts; its own default
MAX_SUGGESTIONS = 3  # chosen by judgement
MAX_MATCHES = 6  # twice as many, since two spellings may belong to one actor
MAX_COMPARED = 200  # characters; difflib takes quadratic time

_own_actors: tuple[Actor, ...] = ()


def vocabulary() -> ActorVocabulary:
    """The vocabulary of this process: the bundled actors and a person's own."""
    return _vocabulary_with(_own_actors)


def use_own_actors(own: Iterable[Actor]) -> None:
    """Add a person's own actors and aliases to the bundled ones, in place of those that were added before."""
    global _own_actors  # one atlas is served at a time, and every filter reads its text by it
    _own_actors = tuple(own)


def own_actors() -> tuple[Actor, ...]:
    """A person's own actors, as they were added last."""
    return _own_actors


def own_actors_state() -> str:
    """A name for a person's own actors as they are now; empty without any."""
    return hashlib.sha256(repr(_own_actors).encode()).hexdigest() if _own_actors else ""


def bundled_vocabulary() -> ActorVocabulary:
    """The vocabulary without anybody's own actors."""
    return _vocabulary_with(())


def all_actors() -> dict[str, Actor]:
    """All actors of the vocabulary by usual name."""
    return vocabulary().actors


def canonical(name: str) -> str:
    """The usual name of an actor, or the name itself if no actor is known by it or more than one is."""
    return vocabulary().canonical(name)


def lineage(name: str) -> tuple[str, ...]:
    """The usual names of the actors in a text and of those that they are bodies of, from the nearest to the highest."""
    return tuple(mention.name for mention in vocabulary().mentions(name))


def suggest(name: str, candidates: Iterable[str]) -> tuple[str, ...]:
    """Up to three of the candidate actors, those with a name spelt most like this one first."""
    spellings = {spelling: candidate for candidate in candidates for spelling in _spellings(candidate)}
    query = normalize_actor(name[:MAX_COMPARED])
    matches = get_close_matches(query, spellings, n=MAX_MATCHES, cutoff=SIMILARITY_CUTOFF)
    return tuple(dict.fromkeys(spellings[match] for match in matches))[:MAX_SUGGESTIONS]


def _spellings(name: str) -> tuple[str, ...]:
    actor = all_actors().get(name)
    return tuple(map(normalize_actor, (actor.name, *actor.aliases) if actor else (name,)))


@lru_cache(maxsize=8)  # the bundled one, the current one, and those of a few tables before
def _vocabulary_with(own: tuple[Actor, ...]) -> ActorVocabulary:
    """The bundled vocabulary and somebody's own, which decides for whom a spelling of both stands."""
    owners = {normalize_actor(name): actor.name for actor in own for name in actor.names}
    bundled = (_without_aliases_of_others(actor, owners) for actor in _bundled_actors())
    rules = (rule for rule in _bundled_rules() if normalize_actor(rule.spelling) not in owners)
    return ActorVocabulary((*bundled, *own), rules)


def _without_aliases_of_others(actor: Actor, owners: dict[str, str]) -> Actor:
    own = tuple(alias for alias in actor.aliases if owners.get(normalize_actor(alias), actor.name) == actor.name)
    return actor if len(own) == len(actor.aliases) else replace(actor, aliases=own)


@cache
def _bundled_actors() -> tuple[Actor, ...]:
    with ACTORS_CSV.open(encoding="utf-8", newline="") as file:
        return tuple(parse_actor(row) for row in csv.DictReader(file))


@cache
def _bundled_rules() -> tuple[ActorRule, ...]:
    with RULES_CSV.open(encoding="utf-8", newline="") as file:
        return tuple(_parse_rule(row) for row in csv.DictReader(file))


def parse_actor(row: dict[str, str]) -> Actor:
    """An actor of a row of texts: name, kind, country, parent, aliases, start_year, end_year; blank where unknown.

    Raises ValueError for a year that is no number.
    """
    names = tuple(alias.strip() for alias in row.get("aliases", "").split(LIST_SEPARATOR.strip()) if alias.strip())
    years = (int(row[column]) if row.get(column) else None for column in ("start_year", "end_year"))
    return Actor(row["name"], row.get("kind", ""), row.get("country", ""), row.get("parent", ""), names, *years)


def _parse_rule(row: dict[str, str]) -> ActorRule:
    countries = tuple(name.strip() for name in row["countries"].split(LIST_SEPARATOR.strip()) if name.strip())
    years = (int(row[column]) if row[column] else None for column in ("first_year", "last_year"))
    return ActorRule(row["spelling"], row["actor"], countries, *years)

"""Actors and their names: which spellings mean the same actor, and which bodies belong to it."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache

from geo.core.casefold import casefold
from geo.core.schema import LIST_SEPARATOR
from geo.settings import data_dir

ACTORS_CSV = data_dir() / "actors.csv"
SIMILARITY_CUTOFF = 0.6  # of difflib's ratio, which is 1 for equal texts; its own default
MAX_SUGGESTIONS = 3  # chosen by judgement
MAX_MATCHES = 6  # twice as many, since two spellings may belong to one actor
MAX_COMPARED = 200  # characters; difflib takes quadratic time


@dataclass(frozen=True)
class Actor:
    """An actor under its usual name; `parent` is the actor that it is a body of, or empty."""

    name: str
    kind: str
    country: str
    parent: str
    aliases: tuple[str, ...]


@cache
def all_actors() -> dict[str, Actor]:
    """All actors of data/actors.csv by usual name."""
    with ACTORS_CSV.open(encoding="utf-8", newline="") as file:
        return {row["name"]: _parse_actor(row) for row in csv.DictReader(file)}


def canonical(name: str) -> str:
    """The usual name of an actor, or the name itself if no actor is known by it."""
    return _canonical_names().get(casefold(name.strip()), name.strip())


def lineage(name: str) -> tuple[str, ...]:
    """The usual names of the actor and of those that it is a body of, from the nearest to the highest."""
    usual_name = canonical(name)
    actor = all_actors().get(usual_name)
    if actor is None or not actor.parent:
        return (usual_name,)
    return (usual_name, *lineage(actor.parent))


def aliases(name: str) -> tuple[str, ...]:
    """Every name of the actor and of its bodies, casefolded."""
    usual_name = canonical(name)
    if usual_name not in all_actors():
        return (casefold(usual_name),)
    bodies = (actor for actor in all_actors().values() if usual_name in lineage(actor.name))
    return tuple(alias for actor in bodies for alias in _names_of(actor))


def suggest(name: str, candidates: Iterable[str]) -> tuple[str, ...]:
    """Up to three of the candidate actors, those with a name spelt most like this one first."""
    spellings = {spelling: candidate for candidate in candidates for spelling in _spellings(candidate)}
    query = casefold(name)[:MAX_COMPARED]
    matches = get_close_matches(query, spellings, n=MAX_MATCHES, cutoff=SIMILARITY_CUTOFF)
    return tuple(dict.fromkeys(spellings[match] for match in matches))[:MAX_SUGGESTIONS]


def _spellings(name: str) -> tuple[str, ...]:
    actor = all_actors().get(name)
    return _names_of(actor) if actor else (casefold(name),)


@cache
def _canonical_names() -> dict[str, str]:
    return {spelling: actor.name for actor in all_actors().values() for spelling in _names_of(actor)}


def _names_of(actor: Actor) -> tuple[str, ...]:
    return tuple(casefold(name) for name in (actor.name, *actor.aliases))


def _parse_actor(row: dict[str, str]) -> Actor:
    names = tuple(alias for alias in row["aliases"].split(LIST_SEPARATOR) if alias)
    return Actor(row["name"], row["kind"], row["country"], row["parent"], names)

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


@dataclass(frozen=True)
class Actor:
    """An actor under its usual name; `parent` is the actor that it is a body of."""

    name: str
    kind: str
    country: str
    parent: str
    aliases: tuple[str, ...]


@cache
def all_actors() -> dict[str, Actor]:
    """All actors of data/actors.csv by usual name."""
    with ACTORS_CSV.open(encoding="utf-8", newline="") as file:
        return {row["name"]: _actor(row) for row in csv.DictReader(file)}


def canonical(name: str) -> str:
    """The usual name of an actor, or the name itself where it is not known."""
    return _usual_names().get(casefold(name.strip()), name.strip())


def lineage(name: str) -> tuple[str, ...]:
    """The usual names of the actor and of those that it is a body of, nearest first."""
    usual = canonical(name)
    actor = all_actors().get(usual)
    if actor is None or not actor.parent:
        return (usual,)
    return (usual, *lineage(actor.parent))


def aliases(name: str) -> tuple[str, ...]:
    """Every name of the actor and of its bodies, folded."""
    usual = canonical(name)
    if usual not in all_actors():
        return (casefold(usual),)
    return tuple(
        spelling for actor in all_actors().values() if usual in lineage(actor.name) for spelling in _names(actor)
    )


def suggest(name: str, among: Iterable[str]) -> tuple[str, ...]:
    """Of some actors, the up to three of which one name or another is spelt most like this one."""
    usual = {spelling: candidate for candidate in among for spelling in _spellings_of(candidate)}
    matches = get_close_matches(casefold(name)[:200], usual, n=6, cutoff=0.6)
    return tuple(dict.fromkeys(usual[match] for match in matches))[:3]


def _spellings_of(name: str) -> tuple[str, ...]:
    actor = all_actors().get(name)
    return _names(actor) if actor else (casefold(name),)


@cache
def _usual_names() -> dict[str, str]:
    return {spelling: actor.name for actor in all_actors().values() for spelling in _names(actor)}


def _names(actor: Actor) -> tuple[str, ...]:
    return tuple(casefold(name) for name in (actor.name, *actor.aliases))


def _actor(row: dict[str, str]) -> Actor:
    aliases = tuple(alias for alias in row["aliases"].split(LIST_SEPARATOR) if alias)
    return Actor(row["name"], row["kind"], row["country"], row["parent"], aliases)

"""An actor under all its names, and the rule that tells which actor an ambiguous spelling means."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Actor:
    """An actor under its usual name; `parent` is the actor that it is a body of, or empty.

    `country`: of its own, empty if there is none or more than one. Years: the first and the last, None where unknown.
    """

    name: str
    kind: str
    country: str
    parent: str
    aliases: tuple[str, ...]
    start_year: int | None = None
    end_year: int | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The usual name and all others."""
        return (self.name, *self.aliases)


@dataclass(frozen=True)
class ActorRule:
    """Whom a spelling of several actors means in these countries and years; None where it does not matter."""

    spelling: str
    actor: str
    countries: tuple[str, ...]
    first_year: int | None = None
    last_year: int | None = None


def merge_actors(actors: Iterable[Actor]) -> dict[str, Actor]:
    """Return the actors by name; a later one of the same name adds to the earlier one."""
    merged: dict[str, Actor] = {}
    for actor in actors:
        first = merged.get(actor.name)
        merged[actor.name] = _merge_two(first, actor) if first else actor
    return merged


def _merge_two(first: Actor, second: Actor) -> Actor:
    """An actor that two files name: with the names of both, and what the second says rather than the first."""
    return Actor(
        first.name,
        second.kind or first.kind,
        second.country or first.country,
        second.parent or first.parent,
        tuple(dict.fromkeys((*first.aliases, *second.aliases))),
        second.start_year or first.start_year,
        second.end_year or first.end_year,
    )

"""A whole text read at once: each mention of a place resolved in the light of all the others.

First the mentions that leave no doubt, countries and provinces above all; then towns by weight and by what was found so
far; then again, with the towns found near each other (Leidner 2007 calls it spatial minimality, and one sense per
discourse: a name means one place throughout a text unless “, Ky.” behind it says otherwise).
"""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import Generic, TypeVar

from geo.places import context, publishers
from geo.places.context import Context
from geo.places.entry import Entry
from geo.places.gazetteer import likelihood
from geo.places.known import explained
from geo.places.mentions import ENOUGH, Span, spans, spans_given
from geo.places.passages import Passage
from geo.places.place import Place
from geo.places.wordings import around

CONTAINER = 10.0  # “Paris, Texas”
SURE, UNSURE = 1.2, 0.5  # what a town found adds to others near it
CLEAR = 1.5  # by how much the best must lead to be sure
MOST_POINTS, ROUNDS = 40, 2
WELL_KNOWN = 4.0  # a town of ten thousand whose name no other bears tells the country
AREAS = ("country", "province", "continent")
FOREIGN_ALIAS = -2.5  # “Nawa” is some language's name of Naha in Japan: not in a text that names no place there
SUPPORT = 2.0  # what the text at most adds to the weight of a small place


@dataclass(frozen=True)
class Mention:
    """Words of a text that name a place: text[start:end], the place in the light of the text, whether a demonym."""

    start: int
    end: int
    text: str
    place: Place
    demonym: bool = False


def find(text: str, *, demonyms: bool = False, publisher: str | None = None) -> list[Mention]:
    """The places that a text names, in order, each in the light of the whole text.

    With `demonyms`, “Pakistani” and the like too, as mentions of their country. `publisher` is the web domain that the
    text was read on, whose country is likelier meant.
    """
    reading = read(text, publisher)
    return [
        Mention(span.start, span.end, span.text, place, span.demonym)
        for span in reading.found
        if (demonyms or not span.demonym) and (place := reading.place(span)) is not None
    ]


def locate(text: str, mentions: Sequence[tuple[int, int]], *, publisher: str | None = None) -> list[Place | None]:
    """What the words text[start:end] mean, each in the light of the others; None for what is known under no name.

    For those who know where the names stand, from a labelled text or another recogniser.
    """
    reading = Reading(text, publisher, sorted(set(mentions)))
    found = {(span.start, span.end): span for span in reading.found}
    return [reading.place(found[each]) if each in found else None for each in mentions]


class Reading:
    """A text with its mentions, and what each name in it means."""

    def __init__(self, text: str, publisher: str | None, given: Sequence[tuple[int, int]] | None = None) -> None:
        passage, self._spans = spans(text) if given is None else spans_given(text, given)
        self._focus = publishers.country(publisher)
        self._holders = _holders(passage, self._spans)
        self._clues = Clues()
        self._points: tuple[tuple[Entry, float], ...] = ()
        self._contexts: dict[tuple[str, str], Context] = {}
        self._chosen: dict[tuple[str, str], list[Entry]] = {}
        self._read([span for span in self._spans if span.weight >= ENOUGH or span.demonym])
        self.found = self._accepted() if given is None else self._spans
        self._read(self.found)

    def place(self, span: Span) -> Place | None:
        """The place that these words mean here."""
        ranked = self._ranked(span)
        place = explained(ranked, context.because(ranked[0], len(ranked), self._context(span)))
        return around(place) if place and span.core else place

    def named(self, form: str) -> Place | None:
        """The place that a name in its normal form means in this text, or None where it is not found in it."""
        span = next((span for span in self.found if span.form == form), None)
        return self.place(span) if span else None

    def context(self, form: str = "", holder: Entry | None = None) -> Context:
        """What the rest of the text says of a name: its own mentions prove nothing."""
        key = (form, holder.place_id if holder else "")
        if key not in self._contexts:
            around = replace(self._clues.context(form, self._focus), points=self._points)
            self._contexts[key] = around if holder is None else _within(around, holder)
        return self._contexts[key]

    def _accepted(self) -> list[Span]:
        """The spans that are places: by weight and cues, with what the text adds, or by another mention of the name."""
        total = {id(span): span.weight + self._support(span) for span in self._spans}
        best: dict[str, float] = {}
        for span in self._spans:
            best[span.form] = max(best.get(span.form, -math.inf), total[id(span)])
        return [
            span
            for span in self._spans
            if span.demonym or total[id(span)] >= ENOUGH or (best[span.form] >= ENOUGH + 0.5 and span.cue > -2.5)
        ]

    def _support(self, span: Span) -> float:
        likely, around = self._ranked(span)[0], self._context(span)
        if not likely.own and likely.kind == "town" and not around.countries.get(likely.country):
            return FOREIGN_ALIAS
        return max(0.0, min(around.score(likely) - likelihood(span.entries[0]), SUPPORT))

    def _read(self, found: Sequence[Span]) -> None:
        self._clues, self._points = Clues(found), ()
        for _ in range(ROUNDS):
            self._contexts, self._chosen = {}, {}
            points: dict[Entry, float] = {}
            towns: Tally[tuple[str, str]] = Tally()
            lands: Tally[str] = Tally()
            for span in found:
                ranked = self._ranked(span)
                if ranked[0].kind not in AREAS and not span.demonym and ranked[0] not in points:
                    clear = self._clear(span, ranked)
                    points[ranked[0]] = SURE if clear else UNSURE
                    if clear and ranked[0].admin1:
                        towns.add(span.form, (ranked[0].country, ranked[0].admin1))
                        lands.add(span.form, ranked[0].country)
            self._points = tuple(Counter(points).most_common(MOST_POINTS))
            self._clues.towns, self._clues.lands = towns, lands
        self._contexts, self._chosen = {}, {}

    def _clear(self, span: Span, ranked: list[Entry]) -> bool:
        here = self._context(span)
        return len(ranked) == 1 or here.score(ranked[0]) - here.score(ranked[1]) >= CLEAR

    def _ranked(self, span: Span) -> list[Entry]:
        """The bearers of a span's name, the likeliest first, worked out once for a name and what contains it."""
        holder = self._holder(span)
        key = (span.form, holder.place_id if holder else "")
        if key not in self._chosen:
            self._chosen[key] = context.choose(span.entries, self._context(span))
        return self._chosen[key]

    def _context(self, span: Span) -> Context:
        return self.context(span.form, self._holder(span))

    def _holder(self, span: Span) -> Entry | None:
        """The province or country behind this mention, or behind another one of the same name."""
        return self._holders.get(span.start) or self._holders.get(span.form)


Area = TypeVar("Area")


@dataclass(frozen=True)
class Scale:
    """What an area named once adds, what each doubling adds to that, and what it adds at most."""

    once: float
    doubling: float
    most: float


COUNTRY, ADMIN1 = Scale(1.0, 0.4, 2.5), Scale(2.2, 0.6, 4.0)
TOWN, LAND = Scale(1.8, 0.4, 2.6), Scale(0.9, 0.3, 1.5)  # what towns add to others of their province and country


class Tally(Generic[Area]):
    """How often areas are named: in all, and by each name."""

    def __init__(self) -> None:
        self.total: Counter[Area] = Counter()
        self.own: dict[str, Counter[Area]] = {}
        self._strengths: dict[Area, float] | None = None

    def add(self, form: str, area: Area) -> None:
        """Count one more."""
        self.total[area] += 1
        self.own.setdefault(form, Counter())[area] += 1

    def strengths(self, scale: Scale) -> dict[Area, float]:
        """What each area adds to the places in it; worked out once, when all are counted."""
        if self._strengths is None:
            self._strengths = {area: _strength(count, scale) for area, count in self.total.items()}
        return self._strengths


class Clues:
    """How often a text names each country and province, by the names that say so."""

    def __init__(self, found: Sequence[Span] = ()) -> None:
        self._countries: Tally[str] = Tally()
        self._admin1s: Tally[tuple[str, str]] = Tally()
        self.towns: Tally[tuple[str, str]] = Tally()
        self.lands: Tally[str] = Tally()
        once: set[str] = set()
        for span in found:
            entry = span.entries[0]
            if not _dominates(span.entries) or not entry.country:
                continue
            if entry.kind in ("country", "province", "county"):
                self._countries.add(span.form, entry.country)
            elif span.form not in once and len(span.entries) == 1 and entry.weight >= WELL_KNOWN:
                self._countries.add(span.form, entry.country)
                once.add(span.form)
            if entry.kind in ("province", "county"):
                self._admin1s.add(span.form, (entry.country, entry.admin1))

    def context(self, form: str, focus: str) -> Context:
        """What they say of the name in this form, the publisher's country added."""
        countries = _without(self.lands, form, LAND) | _without(self._countries, form, COUNTRY)
        if focus:
            countries = countries | {focus: countries.get(focus, 0.0) + publishers.STRENGTH}
        return Context(countries, _without(self.towns, form, TOWN) | _without(self._admin1s, form, ADMIN1))


def _without(tally: "Tally[Area]", form: str, scale: "Scale") -> dict[Area, float]:
    """How strongly each area is named by other names than this form."""
    own: Counter[Area] = tally.own.get(form, Counter())
    changed = {area: _strength(tally.total[area] - count, scale) for area, count in own.items()}
    return tally.strengths(scale) | changed


@lru_cache(maxsize=64)
def read(text: str, publisher: str | None = None) -> Reading:
    """The reading of a text; kept, since one text is asked about many names."""
    return Reading(text, publisher)


def _holders(passage: Passage, found: Sequence[Span]) -> dict[int | str, Entry]:
    """What stands behind mentions as their province or country: by the mention's position, and by its form."""
    holders: dict[int | str, Entry] = {}
    for span, behind in pairwise(found):
        holder = _holder(passage, span, behind)
        if holder is not None:
            holders[span.start] = holder
            holders.setdefault(span.form, holder)
    return holders


def _holder(passage: Passage, span: Span, behind: Span) -> Entry | None:
    """The province or country that stands behind a mention: “Edmonton, Ky.”, “Paris (Texas)”."""
    between = passage.text[span.end : behind.start]
    own, holder = span.entries[0], behind.entries[0]
    if between not in (", ", " (", ",", " in ") or behind.demonym or holder.kind not in ("country", "province"):
        return None
    # “Russia, Iran and Turkey” is a list.
    if own.kind == "country" and (holder.kind == "country" or between == " in "):
        return None
    inside = any(
        holder.country in (each.country, each.claimed)
        and holder.admin1 in ("", each.admin1)
        and each.kind != holder.kind
        for each in span.entries
    )
    return holder if inside else None


def _within(around: Context, holder: Entry) -> Context:
    if holder.kind == "country":
        return replace(around, countries=around.countries | {holder.country: CONTAINER}, given=holder.country)
    admin1s = around.admin1s | {(holder.country, holder.admin1): CONTAINER}
    return replace(around, admin1s=admin1s, given=holder.country)


def _dominates(entries: Sequence[Entry]) -> bool:
    return len(entries) == 1 or likelihood(entries[0]) - likelihood(entries[1]) >= CLEAR


def _strength(count: int, scale: Scale) -> float:
    return min(scale.once + scale.doubling * math.log2(count), scale.most) if count else 0.0

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

from geo.places import disambiguation
from geo.places.disambiguation import Context
from geo.places.gazetteer.entry import Entry
from geo.places.gazetteer.gazetteer import prior
from geo.places.geoparsing import publishers
from geo.places.geoparsing.document import Document
from geo.places.geoparsing.evidence import CLEAR, Evidence, Tally
from geo.places.geoparsing.mentions import ENOUGH, CandidateMention, detect, from_spans
from geo.places.lookup import to_place
from geo.places.place import Place
from geo.places.relative import surroundings_of

CONTAINER = 10.0  # “Paris, Texas”
SURE, UNSURE = 1.2, 0.5  # what a town found adds to others near it
MOST_POINTS, ROUNDS = 40, 2
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
    reading = parse_document(text, publisher)
    return [
        Mention(span.start, span.end, span.text, place, span.demonym)
        for span in reading.mentions
        if (demonyms or not span.demonym) and (place := reading.place(span)) is not None
    ]


def locate_mentions(
    text: str, mentions: Sequence[tuple[int, int]], *, publisher: str | None = None
) -> list[Place | None]:
    """What the words text[start:end] mean, each in the light of the others; None for what is known under no name.

    For those who know where the names stand, from a labelled text or another recogniser.
    """
    reading = ParsedDocument(text, publisher, sorted(set(mentions)))
    found = {(span.start, span.end): span for span in reading.mentions}
    return [reading.place(found[each]) if each in found else None for each in mentions]


class ParsedDocument:
    """A text with its mentions, and what each name in it means."""

    def __init__(self, text: str, publisher: str | None, given: Sequence[tuple[int, int]] | None = None) -> None:
        passage, self._spans = detect(text) if given is None else from_spans(text, given)
        self._focus = publishers.publisher_country(publisher)
        self._holders = _holders(passage, self._spans)
        self._clues = Evidence()
        self._points: tuple[tuple[Entry, float], ...] = ()
        self._contexts: dict[tuple[str, str], Context] = {}
        self._chosen: dict[tuple[str, str], list[Entry]] = {}
        self._read([span for span in self._spans if span.weight >= ENOUGH or span.demonym])
        self.mentions = self._accepted() if given is None else self._spans
        self._read(self.mentions)

    def place(self, span: CandidateMention) -> Place | None:
        """The place that these words mean here."""
        ranked = self._ranked(span)
        place = to_place(ranked, disambiguation.explain(ranked[0], len(ranked), self._context(span)))
        return surroundings_of(place) if place and span.core else place

    def place_by_name(self, form: str) -> Place | None:
        """The place that a name in its normal form means in this text, or None where it is not found in it."""
        span = next((span for span in self.mentions if span.form == form), None)
        return self.place(span) if span else None

    def context(self, form: str = "", holder: Entry | None = None) -> Context:
        """What the rest of the text says of a name: its own mentions prove nothing."""
        key = (form, holder.place_id if holder else "")
        if key not in self._contexts:
            around = replace(self._clues.context(form, self._focus), points=self._points)
            self._contexts[key] = around if holder is None else _within(around, holder)
        return self._contexts[key]

    def _accepted(self) -> list[CandidateMention]:
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

    def _support(self, span: CandidateMention) -> float:
        likely, around = self._ranked(span)[0], self._context(span)
        if not likely.is_preferred_name and likely.kind == "town" and not around.countries.get(likely.country):
            return FOREIGN_ALIAS
        return max(0.0, min(around.score(likely) - prior(span.entries[0]), SUPPORT))

    def _read(self, found: Sequence[CandidateMention]) -> None:
        self._clues, self._points = Evidence(found), ()
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

    def _clear(self, span: CandidateMention, ranked: list[Entry]) -> bool:
        here = self._context(span)
        return len(ranked) == 1 or here.score(ranked[0]) - here.score(ranked[1]) >= CLEAR

    def _ranked(self, span: CandidateMention) -> list[Entry]:
        """The bearers of a span's name, the likeliest first, worked out once for a name and what contains it."""
        holder = self._holder(span)
        key = (span.form, holder.place_id if holder else "")
        if key not in self._chosen:
            self._chosen[key] = disambiguation.rank_by_context(span.entries, self._context(span))
        return self._chosen[key]

    def _context(self, span: CandidateMention) -> Context:
        return self.context(span.form, self._holder(span))

    def _holder(self, span: CandidateMention) -> Entry | None:
        """The province or country behind this mention, or behind another one of the same name."""
        return self._holders.get(span.start) or self._holders.get(span.form)


@lru_cache(maxsize=64)
def parse_document(text: str, publisher: str | None = None) -> ParsedDocument:
    """The reading of a text; kept, since one text is asked about many names."""
    return ParsedDocument(text, publisher)


def _holders(passage: Document, found: Sequence[CandidateMention]) -> dict[int | str, Entry]:
    """What stands behind mentions as their province or country: by the mention's position, and by its form."""
    holders: dict[int | str, Entry] = {}
    for span, behind in pairwise(found):
        holder = _holder(passage, span, behind)
        if holder is not None:
            holders[span.start] = holder
            holders.setdefault(span.form, holder)
    return holders


def _holder(passage: Document, span: CandidateMention, behind: CandidateMention) -> Entry | None:
    """The province or country that stands behind a mention: “Edmonton, Ky.”, “Paris (Texas)”."""
    between = passage.text[span.end : behind.start]
    own, holder = span.entries[0], behind.entries[0]
    if between not in (", ", " (", ",", " in ") or behind.demonym or holder.kind not in ("country", "province"):
        return None
    # “Russia, Iran and Turkey” is a list.
    if own.kind == "country" and (holder.kind == "country" or between == " in "):
        return None
    inside = any(
        holder.country in (each.country, each.geonames_country)
        and holder.admin1 in ("", each.admin1)
        and each.kind != holder.kind
        for each in span.entries
    )
    return holder if inside else None


def _within(around: Context, holder: Entry) -> Context:
    if holder.kind == "country":
        return replace(around, countries=around.countries | {holder.country: CONTAINER}, stated_country=holder.country)
    admin1s = around.admin1s | {(holder.country, holder.admin1): CONTAINER}
    return replace(around, admin1s=admin1s, stated_country=holder.country)

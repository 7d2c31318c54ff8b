"""Find the places that a text names: each mention is resolved in the light of all the others.

First come the mentions that leave no doubt, countries and provinces above all; then towns, by weight and by what was
found so far; then all again, with the towns found near each other. Leidner (2007) calls the last spatial minimality,
and one sense per discourse what holds here too: a name means one place throughout a text, unless “, Ky.” behind it says
otherwise.
"""

import math
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from geo.places import chances, contradictions, disambiguation
from geo.places.area_strengths import AreaStrengths
from geo.places.disambiguation import Context
from geo.places.evidence_kinds import kind_of_evidence
from geo.places.gazetteer.entry import Entry
from geo.places.gazetteer.gazetteer import prior
from geo.places.geoparsing.aliases import is_clear_alias
from geo.places.geoparsing.containers import LARGE_AREA_KINDS, LOCAL_KINDS, find_containers, lies_outside
from geo.places.geoparsing.evidence import CLEAR_LEAD, Evidence, province_of
from geo.places.geoparsing.mentions import ACCEPTED_SCORE, CandidateMention, detect, from_spans
from geo.places.geoparsing.publishers import PublisherHome, publisher_home
from geo.places.geoparsing.recognisers import (
    Recogniser,
    RegistryState,
    registered_recognisers,
    registry_state,
)
from geo.places.geoparsing.tallies import Tally
from geo.places.geoparsing.wordings import Wording, find_wording, place_as_worded
from geo.places.lookup import to_place
from geo.places.namesake_weights import NamesakeWeights, namesake_weights
from geo.places.place import Place
from geo.places.relative import surroundings_of
from geo.places.stated_areas import StatedArea
from geo.places.surrounding_points import Around, SurroundingPoints

# All in the units of Entry.weight. Chosen by judgement and revised on TR-News, not fitted; the independent sets of
# tests/geo/places measure the whole, see docs/decisions/0007.
CONTAINER_WEIGHT = 10.0  # what “, Texas” adds to the Paris in it: more than any namesake weighs
FOREIGN_ALIAS = -2.5  # “Nawa” is some language's name of Naha in Japan: not in a text that names no place there
CLEAR_SUPPORT = 1.0  # unless towns near it do
MAX_SUPPORT = 2.0  # what the text at most adds to the weight of a small place
# Another mention that is accepted with this lead carries a name, unless its own context speaks strongly against it.
REPEATED_LEAD, MIN_REPEATED_CONTEXT = 0.5, -2.5
MAX_TOWNS = 40  # that each name is compared with, the clearest first; bounds the time that a long text takes
MAX_OPENING = 200  # characters of a text in which what it opens with is where it was written
ROUNDS = 2  # in which towns support each other
UNDIVIDED_KINDS = ("continent", "sea")  # “southern Europe” is no two fifths of a shape


def locate_mentions(
    text: str, mentions: Sequence[tuple[int, int]], *, publisher: str | None = None
) -> list[Place | None]:
    """Say what the words text[start:end] mean, each in the light of the others; None for names that are not known.

    For callers who know where the names stand, from a labelled text or from another recogniser.
    """
    document = ParsedDocument(text, publisher, sorted(set(mentions)))
    by_span = {(mention.start, mention.end): mention for mention in document.mentions}
    return [document.place(by_span[span]) if span in by_span else None for span in mentions]


def parse_document(text: str, publisher: str | None = None) -> "ParsedDocument":
    """Find the mentions of a text and what they mean; cached, since one text is asked about many names."""
    return _parse_document(text, publisher, registry_state())


@lru_cache(maxsize=64)
def _parse_document(text: str, publisher: str | None, _: RegistryState) -> "ParsedDocument":
    return ParsedDocument(text, publisher, recognisers=registered_recognisers())


class ParsedDocument:
    """A text with its mentions of places, and what each name in it means."""

    def __init__(
        self,
        text: str,
        publisher: str | None,
        spans: Sequence[tuple[int, int]] | None = None,
        *,
        recognisers: tuple[Recogniser, ...] = (),
    ) -> None:
        document, self._candidates = detect(text, recognisers) if spans is None else from_spans(text, spans)
        self.text = text
        self._publisher = publisher
        self.home = PublisherHome()
        self._containers = find_containers(document, self._candidates)
        self._evidence = Evidence()
        self._towns = SurroundingPoints()
        self._contexts: dict[tuple[str, str], Context] = {}
        self._rankings: dict[tuple[str, str], list[Entry]] = {}
        self._places: dict[tuple[str, str, bool], Place | None] = {}
        self._worded_places: dict[tuple[str, str, Wording], Place] = {}
        self._resolve([item for item in self._candidates if item.score >= ACCEPTED_SCORE or item.is_demonym])
        self.mentions = self._accepted() if spans is None else self._candidates
        self._resolve(self.mentions)

    def place(self, mention: CandidateMention) -> Place | None:
        """The place that these words mean here; worked out once for a name and its container."""
        key = (*self.name_and_area(mention), mention.is_partial)
        if key not in self._places:
            self._places[key] = self._explained_place(mention)
        return self._places[key]

    def _explained_place(self, mention: CandidateMention) -> Place | None:
        """The likeliest bearer of a mention's name with the reasons for it."""
        entries = self._ranked_entries(mention)
        context = self._context(mention)
        evidence = kind_of_evidence(entries, context)
        reasons = disambiguation.supporting_names(entries[0], context)
        because = disambiguation.explain(reasons, len(entries), context)
        place = to_place(entries, because, evidence=evidence, is_supported=bool(reasons))
        container = self.container_of(mention)
        if place and container and self._is_elsewhere(mention):
            place = contradictions.as_elsewhere(place, container.name)
        elif place and container is None and (area := self._containers.doubtful.get(mention.form)):
            place = contradictions.as_contested(place, area.name)
        place = surroundings_of(place) if place and mention.is_partial else place
        return place and chances.with_chance("text", place)

    def place_as_worded(self, mention: CandidateMention) -> Place | None:
        """The place that these words mean together with those around: “northern parts of Kandahar province”."""
        place = self.place(mention)
        if place is None or mention.is_demonym or mention.is_partial or place.kind in UNDIVIDED_KINDS:
            return place
        wording = find_wording(self.text, mention.start, mention.end, is_town=place.kind == "town")
        if wording is None:
            return place
        key = (*self.name_and_area(mention), wording)
        if key not in self._worded_places:
            worded = place_as_worded(wording, place, self._context(mention))
            self._worded_places[key] = place if worded is place else chances.with_chance("text", worded)
        return self._worded_places[key]

    def place_by_name(self, form: str) -> Place | None:
        """The place that a normalized name means in this text; None where the text does not mention it."""
        mention = next((mention for mention in self.mentions if mention.form == form), None)
        return self.place(mention) if mention else None

    def context(self, form: str = "", container: Entry | None = None) -> Context:
        """What the rest of the text says of a normalized name: its own mentions prove nothing.

        `container` is the province or country that stands behind it: “Paris, Texas”.
        """
        key = (form, container.place_id if container else "")
        if key not in self._contexts:
            self._contexts[key] = self.weigh(form, container, namesake_weights())
        return self._contexts[key]

    def weigh(self, form: str, container: Entry | None, weights: NamesakeWeights) -> Context:
        """The same with other weights, as whoever fits them needs it."""
        context = self._evidence.context(form, self.home, weights, self._towns.with_weights(weights))
        return context if container is None else _with_container(context, container)

    def _accepted(self) -> list[CandidateMention]:
        """The candidates that are places: by their score and the text's support, or by another mention of the name."""
        supports: dict[tuple[str, str, bool, int], float] = {}
        scores = []
        for candidate in self._candidates:
            # “Pike county” and “Pike” share their form, but not their bearers.
            key = (*self.name_and_area(candidate), candidate.is_latin, id(candidate.entries))
            supports[key] = supports[key] if key in supports else self._support(candidate)
            scores.append(candidate.score + supports[key])
        best: dict[str, float] = {}
        for candidate, score in zip(self._candidates, scores, strict=True):
            best[candidate.form] = max(best.get(candidate.form, -math.inf), score)
        return [
            candidate
            for candidate, score in zip(self._candidates, scores, strict=True)
            if candidate.is_demonym or score >= ACCEPTED_SCORE or _is_carried(candidate, best[candidate.form])
        ]

    def _support(self, candidate: CandidateMention) -> float:
        """What the text adds to a candidate's own score."""
        likeliest, context = self._ranked_entries(candidate)[0], self._context(candidate)
        is_alias = likeliest.kind == "town" and not likeliest.is_preferred_name
        is_clear = not is_alias or not candidate.is_latin or is_clear_alias(candidate.form, candidate.entries)
        support = context.among(candidate.entries).score(likeliest) - prior(candidate.entries[0])
        if not is_clear and support < CLEAR_SUPPORT and not context.countries.get(likeliest.country):
            return FOREIGN_ALIAS
        return max(0.0, min(support, MAX_SUPPORT))

    def _resolve(self, mentions: Sequence[CandidateMention]) -> None:
        """Count the evidence of these mentions, and let their towns support each other."""
        self._evidence, self._towns, self.home = Evidence.from_mentions(mentions), SurroundingPoints(), PublisherHome()
        for _ in range(ROUNDS):
            self._contexts, self._rankings = {}, {}
            self._support_by_towns(mentions)
            self._find_home()
        self._contexts, self._rankings = {}, {}

    def _support_by_towns(self, mentions: Sequence[CandidateMention]) -> None:
        """Rank the entries of every mention, then make its towns evidence for what is near them or in their area."""
        roles: dict[Entry, Around] = {}
        clear: list[tuple[str, Entry]] = []
        for mention in mentions:
            town = self._ranked_entries(mention)[0]
            if town.kind in LARGE_AREA_KINDS or mention.is_demonym or town in roles or self._is_elsewhere(mention):
                continue
            is_clear = self._is_clear(mention)
            roles[town] = Around.CLEAR if is_clear else Around.UNCLEAR
            if is_clear and town.admin1:
                clear.append((mention.form, town))
        self._towns = SurroundingPoints(sorted(roles.items(), key=lambda item: item[1].value)[:MAX_TOWNS])
        self._evidence = replace(
            self._evidence,
            town_countries=Tally(((form, town.country) for form, town in clear)),
            town_provinces=Tally(((form, province_of(town)) for form, town in clear)),
        )

    def _find_home(self) -> None:
        """Where the publisher is at home, in the light of the text, and the place that the text opens with."""
        names = {mention.form: mention.entries for mention in self._candidates if not mention.is_demonym}
        self.home = publisher_home(self._publisher, self.context(), names)
        opening = next((mention for mention in self._candidates if mention.score >= ACCEPTED_SCORE), None)
        if opening is not None and opening.start < MAX_OPENING and not opening.is_demonym:
            place = self._ranked_entries(opening)[0]
            if place.kind == "town":
                self._towns = self._towns.with_point(place, Around.OPENING)
        if self.home.town is not None:
            self._towns = self._towns.with_point(self.home.town, Around.HOME)
        self._contexts, self._rankings = {}, {}

    def _is_clear(self, mention: CandidateMention) -> bool:
        entries = self._ranked_entries(mention)
        if len(entries) == 1:
            return True
        among = self._context(mention).among(entries)
        return among.score(entries[0]) - among.score(entries[1]) >= CLEAR_LEAD

    def _ranked_entries(self, mention: CandidateMention) -> list[Entry]:
        """The bearers of a mention's name, the likeliest first; worked out once for a name and its container."""
        key = self.name_and_area(mention)
        if key not in self._rankings:
            is_sole = len(mention.entries) == 1  # and so the likeliest, whatever is around
            self._rankings[key] = [*mention.entries] if is_sole else self._rank(mention)
        return self._rankings[key]

    def _rank(self, mention: CandidateMention) -> list[Entry]:
        return disambiguation.rank_by_context(mention.entries, self._context(mention))

    def name_and_area(self, mention: CandidateMention) -> tuple[str, str]:
        """What decides what a mention means in this text: its name, and the area behind it."""
        container = self.container_of(mention)
        return mention.form, container.place_id if container else ""

    def _context(self, mention: CandidateMention) -> Context:
        return self.context(mention.form, self.container_of(mention))

    def _is_elsewhere(self, mention: CandidateMention) -> bool:
        """Whether no bearer of the name is known in what stands behind it: “Memphis, Egypt”."""
        container = self.container_of(mention)
        return container is not None and lies_outside(container, self._ranked_entries(mention)[0])

    def container_of(self, mention: CandidateMention) -> Entry | None:
        """The province or country behind this mention, or behind another one of the same name."""
        return self._containers.of(mention)

    def has_container(self, form: str) -> bool:
        """Whether a province or a country stands behind a mention of this name."""
        return form in self._containers.by_name


def _is_carried(candidate: CandidateMention, best_score: float) -> bool:
    """Whether another mention of the name is so clearly a place that this one is too."""
    return best_score >= ACCEPTED_SCORE + REPEATED_LEAD and candidate.context_score > MIN_REPEATED_CONTEXT


def _with_container(context: Context, container: Entry) -> Context:
    """A context in which a name lies in this province or country."""
    if container.kind == "country":
        countries = AreaStrengths(context.countries, {container.country: CONTAINER_WEIGHT})
        return replace(context, countries=countries, stated_country=container.country)
    if container.kind == "region":
        area = StatedArea(container.name, container.country, container.place_id)
        return replace(context, stated_areas=(area,), stated_country=container.country)
    province = {province_of(container): CONTAINER_WEIGHT}
    return replace(
        context,
        admin1s=AreaStrengths(context.admin1s, province),
        stated_admin1s=province,
        stated_country=container.country,
        implied={**context.implied, **_implied_by(container)},
    )


def _implied_by(container: Entry) -> dict[str, str]:
    """What a county or a town says of its province, which need not be mentioned."""
    is_local = container.kind in LOCAL_KINDS
    return {container.admin1: f"{disambiguation.PLACES_IN}{container.admin1}"} if is_local else {}

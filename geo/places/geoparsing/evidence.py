"""How often a text names countries and provinces, as what that adds to other places in them."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from geo.places.disambiguation import Context
from geo.places.gazetteer.entry import Entry
from geo.places.gazetteer.gazetteer import prior
from geo.places.geoparsing import publishers
from geo.places.geoparsing.mentions import CandidateMention

CLEAR = 1.5  # by how much the best must lead to be sure
WELL_KNOWN = 4.0  # a town of ten thousand whose name no other bears tells the country
Area = TypeVar("Area")


@dataclass(frozen=True)
class EvidenceScale:
    """What an area named once adds, what each doubling adds to that, and what it adds at most."""

    first_mention: float
    per_doubling: float
    maximum: float


COUNTRY, ADMIN1 = EvidenceScale(2.0, 0.4, 3.0), EvidenceScale(2.2, 0.6, 4.0)
TOWN, LAND = (
    EvidenceScale(1.8, 0.4, 2.6),
    EvidenceScale(1.5, 0.3, 2.0),
)  # what towns add to others of their province and country


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

    def strengths(self, scale: EvidenceScale) -> dict[Area, float]:
        """What each area adds to the places in it; worked out once, when all are counted."""
        if self._strengths is None:
            self._strengths = {area: _strength(count, scale) for area, count in self.total.items()}
        return self._strengths


class Evidence:
    """How often a text names each country and province, by the names that say so."""

    def __init__(self, found: Sequence[CandidateMention] = ()) -> None:
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


def _without(tally: "Tally[Area]", form: str, scale: "EvidenceScale") -> dict[Area, float]:
    """How strongly each area is named by other names than this form."""
    own: Counter[Area] = tally.own.get(form, Counter())
    changed = {area: _strength(tally.total[area] - count, scale) for area, count in own.items()}
    return tally.strengths(scale) | changed


def _dominates(entries: Sequence[Entry]) -> bool:
    return len(entries) == 1 or prior(entries[0]) - prior(entries[1]) >= CLEAR


def _strength(count: int, scale: EvidenceScale) -> float:
    return min(scale.first_mention + scale.per_doubling * math.log2(count), scale.maximum) if count else 0.0

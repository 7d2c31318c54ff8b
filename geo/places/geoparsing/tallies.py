"""How often a text names areas, and what each then adds to the places in it."""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, TypeVar

from geo.places.area_strengths import AreaStrengths
from geo.places.namesake_weights import EvidenceScale

Area = TypeVar("Area", bound=Hashable)


class Tally(Generic[Area]):
    """How often areas are named, in all and by each normalized name."""

    def __init__(self, mentions: Iterable[tuple[str, Area]] = ()) -> None:
        self._counts: Counter[Area] = Counter()
        self._counts_by_name: dict[str, Counter[Area]] = {}
        for form, area in mentions:
            self._counts[area] += 1
            self._counts_by_name.setdefault(form, Counter())[area] += 1

    @property
    def areas(self) -> Iterable[Area]:
        """The areas that are named, in the order in which they first are."""
        return self._counts

    def areas_of(self, form: str) -> Iterable[Area]:
        """The areas that one normalized name means somewhere in the text."""
        return self._counts_by_name.get(form, ())

    def strengths(self, scale: EvidenceScale) -> dict[Area, float]:
        """What each area adds to the places in it."""
        return {area: scale.strength(count) for area, count in self._counts.items()}

    def strength_without(self, form: str, area: Area, scale: EvidenceScale) -> float:
        """The same of one area, leaving out one name's own mentions: they prove nothing of it."""
        own_counts = self._counts_by_name.get(form)
        return scale.strength(self._counts[area] - (own_counts[area] if own_counts else 0))


@dataclass(frozen=True)
class LayeredTally(Generic[Area]):
    """Areas that a text names itself, and those that it names by towns in them, where it does not name them."""

    itself: Tally[Area]
    by_towns: Tally[Area]
    scale: EvidenceScale
    town_scale: EvidenceScale
    home: Area | None
    home_strength: float

    @cached_property
    def strengths(self) -> dict[Area, float]:
        """What each area adds, the publisher's own too."""
        strengths = self.by_towns.strengths(self.town_scale) | self.itself.strengths(self.scale)
        return strengths if self.home is None else strengths | {self.home: self._with_home(self.home, strengths)}

    def strengths_without(self, form: str) -> Mapping[Area, float]:
        """The same, leaving out one name's own mentions."""
        areas = dict.fromkeys([*self.by_towns.areas_of(form), *self.itself.areas_of(form)])
        changes = {area: self._strength_without(form, area) for area in areas}
        return AreaStrengths(self.strengths, changes) if changes else self.strengths

    def has_other_mentions(self, form: str, area: Area) -> bool:
        """Whether another name than this one names the area, or a town in it."""
        strength = self.itself.strength_without(form, area, self.scale)
        return bool(strength or self.by_towns.strength_without(form, area, self.town_scale))

    def _strength_without(self, form: str, area: Area) -> float:
        strength = self.itself.strength_without(form, area, self.scale)
        strength = strength or self.by_towns.strength_without(form, area, self.town_scale)
        return self._with_home(area, {area: strength}) if area == self.home else strength

    def _with_home(self, area: Area, strengths: Mapping[Area, float]) -> float:
        return strengths.get(area, 0.0) + self.home_strength

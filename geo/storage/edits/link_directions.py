"""Which incident is later than which by links, so that none becomes later than itself."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from geo.storage.incident_links import RELATION_PHRASES


@dataclass(frozen=True, eq=False)
class Directions:
    """By incident, those that a link calls earlier than it. It grows as links are added."""

    earlier: dict[str, set[str]] = field(default_factory=dict)

    @classmethod
    def from_links(cls, links: Iterable[tuple[str, str, str]]) -> "Directions":
        """Read links of the later incident, the relation and the earlier one; mutual ones have no direction."""
        directions = cls()
        for later, relation, earlier in links:
            if not RELATION_PHRASES[relation].is_mutual:
                directions.add(later, earlier)
        return directions

    def add(self, later: str, earlier: str) -> None:
        """Add a link."""
        self.earlier.setdefault(later, set()).add(earlier)

    def find_way(self, later: str, earlier: str) -> tuple[str, ...]:
        """The incidents by which links lead from one back to an earlier one, both included; empty where none do."""
        origins, waiting = {later: ""}, [later]
        for incident_id in waiting:  # it grows while it is read: the nearest first
            for other in sorted(self.earlier.get(incident_id, ())):
                if other not in origins:
                    origins[other] = incident_id
                    waiting.append(other)
            if earlier in origins:
                break
        if earlier not in origins or earlier == later:
            return ()
        way = [earlier]
        while way[-1] != later:
            way.append(origins[way[-1]])
        return tuple(way[::-1])

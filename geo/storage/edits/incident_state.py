"""What all edits together say of each incident: the last word on each cell, and all that is beside the row."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple


class Stamp(NamedTuple):
    """Which edit a change comes from, and of which incident."""

    edit_id: str
    incident_id: str


class CellState(NamedTuple):
    """The last correction of a cell: what it is now, what the provider's row held, and the edit that says so."""

    value: str
    original: str
    edit_id: str


class Addition(NamedTuple):
    """Cells of a row that an edit adds: an incident, a claim, a publication or a link."""

    cells: Mapping[str, str]
    edit_id: str


@dataclass
class IncidentState:
    """What edits say of one incident, while they are read in order.

    `edit_ids`: all its edits, those that were undone too. `tags`: whether it has a tag and the edit that says so, by
    tag. `deletion`: the edit that takes the row out, or nothing. `notes`: their edits. `links` and `unlinked`: by
    relation and the earlier incident, links that are added and those that do not count, with the edit.
    """

    edit_ids: list[str] = field(default_factory=list)
    cells: dict[str, CellState] = field(default_factory=dict)
    tags: dict[str, tuple[bool, str]] = field(default_factory=dict)
    incident: Addition | None = None
    deletion: str = ""
    notes: list[str] = field(default_factory=list)
    claims: list[Addition] = field(default_factory=list)
    publications: list[Addition] = field(default_factory=list)
    links: dict[tuple[str, str], Addition] = field(default_factory=dict)
    unlinked: dict[tuple[str, str], str] = field(default_factory=dict)

    @property
    def says_something(self) -> bool:
        """Whether any edit of it counts."""
        additions = self.claims or self.publications or self.links or self.incident
        return bool(self.cells or self.tags or self.notes or additions or self.unlinked or self.deletion)

    @property
    def effective_ids(self) -> list[str]:
        """The edits that say something now, each once."""
        additions = [*self.claims, *self.publications, *self.links.values()]
        ids = [cell.edit_id for cell in self.cells.values()] + [edit_id for _, edit_id in self.tags.values()]
        ids += [*self.notes, *(addition.edit_id for addition in additions), *self.unlinked.values()]
        ids += [self.incident.edit_id] if self.incident else []
        return list(dict.fromkeys([*ids, *([self.deletion] if self.deletion else [])]))

    def take_over(self, earlier: "IncidentState") -> None:
        """Add what was said of the identifier that this one succeeds; what is said of this one already counts more."""
        self.edit_ids = [*earlier.edit_ids, *self.edit_ids]
        self.cells = earlier.cells | self.cells
        self.tags = earlier.tags | self.tags
        self.incident = self.incident or earlier.incident
        self.deletion = self.deletion or earlier.deletion
        self.notes = [*earlier.notes, *self.notes]
        self.claims = [*earlier.claims, *self.claims]
        self.publications = [*earlier.publications, *self.publications]
        self.links, self.unlinked = earlier.links | self.links, earlier.unlinked | self.unlinked


class Ledger:
    """The states of all incidents that edits name, filled by the changes in order.

    `successors`: the identifier that stands for another one now, by the other. `effective_ids`: the edits that say
    something, in order.
    """

    def __init__(self) -> None:
        self.states: defaultdict[str, IncidentState] = defaultdict(IncidentState)
        self.successors: dict[str, str] = {}
        self.effective_ids: list[str] = []

    def state(self, incident_id: str) -> IncidentState:
        """What is known of an incident, to be changed."""
        return self.states[incident_id]

    def succeed(self, incident_id: str, to_incident_id: str) -> None:
        """Let what was said of an identifier be said of another one."""
        if incident_id == to_incident_id:
            return
        self.successors[incident_id] = to_incident_id
        self.successors.pop(to_incident_id, None)  # it is in use again, so that no circle can be
        if incident_id in self.states:
            self.states[to_incident_id].take_over(self.states.pop(incident_id))

    def successor(self, incident_id: str) -> str:
        """The identifier that stands for one now, itself where none does."""
        while incident_id in self.successors:
            incident_id = self.successors[incident_id]
        return incident_id

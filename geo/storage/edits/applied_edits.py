"""The edits of an atlas: which count, which wait for their row, and where the provider says something else by now."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from geo.storage.edits.changes import Note
from geo.storage.edits.edit import Edit


@dataclass(frozen=True)
class CellCorrection:
    """A correction that lies over a cell now; `original`: what the provider's row held when it was made."""

    column: str
    value: str
    original: str
    edit: Edit


@dataclass(frozen=True)
class WaitingEdit:
    """An edit that has no effect now, and why, in a sentence."""

    edit: Edit
    reason: str


@dataclass(frozen=True)
class Conflict:
    """A corrected cell that the provider has changed since: what it held, what was made of it, what it holds now."""

    incident_id: str
    column: str
    original: str
    corrected: str
    provider_now: str
    edit: Edit

    @property
    def is_overtaken(self) -> bool:
        """Whether the provider says now what the correction says."""
        return self.provider_now == self.corrected


@dataclass(frozen=True, eq=False)
class AppliedEdits:
    """All edits of a log, the oldest first, and what became of them.

    `ids_of_incident`: the edits of each incident under its identifier of now; `corrections_of_incident`: those in
    force, one a column. `conflicts`: corrected cells that the provider has changed since; `overtaken`: those that hold
    by now what the correction says. `successors`: the identifier that stands for another one now, by the other.
    """

    entries: tuple[Edit, ...] = ()
    ids_of_incident: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    corrections_of_incident: Mapping[str, tuple[CellCorrection, ...]] = field(default_factory=dict)
    waiting: tuple[WaitingEdit, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    overtaken: tuple[Conflict, ...] = ()
    successors: Mapping[str, str] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.entries)

    @cached_property
    def by_id(self) -> dict[str, Edit]:
        """All edits by identifier."""
        return {edit.edit_id: edit for edit in self.entries}

    @cached_property
    def state(self) -> str:
        """A hash of which edits there are, and which of them are undone."""
        marks = (f"{edit.edit_id} {edit.is_undone}\n".encode() for edit in self.entries)
        return hashlib.sha256(b"".join(marks)).hexdigest()

    def of_incident(self, incident_id: str) -> tuple[Edit, ...]:
        """All edits of an incident, those that were undone too, the oldest first."""
        return tuple(self.by_id[edit_id] for edit_id in self.ids_of_incident.get(incident_id, ()))

    def corrections(self, incident_id: str) -> tuple[CellCorrection, ...]:
        """The corrections that lie over the row of an incident now, one a column."""
        return self.corrections_of_incident.get(incident_id, ())

    def notes(self, incident_id: str) -> tuple[Edit, ...]:
        """The notes on an incident that count, the oldest first."""
        return tuple(
            edit for edit in self.of_incident(incident_id) if isinstance(edit.change, Note) and not edit.is_undone
        )


NO_EDITS = AppliedEdits()

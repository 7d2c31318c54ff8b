"""Links between incidents that a person adds or takes out."""

from collections.abc import Sequence
from typing import ClassVar, Self

import msgspec

from geo.core.schema import RELATIONS
from geo.errors import EditRefused
from geo.storage.edits.changes.change import Change, FieldCell, check_length, clean_text, values_by_field
from geo.storage.edits.incident_state import Addition, Ledger, Stamp

FIELDS = ("relation", "to_incident_id", "reference", "paragraph")


class Linking(Change, frozen=True, tag="link"):
    """A link to an earlier incident."""

    title: ClassVar[str] = "Link"

    relation: str
    to_incident_id: str
    reference: str = ""
    paragraph: str = ""

    def describe(self) -> str:
        return f"{self.relation} {self.to_incident_id}"

    def to_cells(self) -> list[FieldCell]:
        return [FieldCell(name, getattr(self, name)) for name in FIELDS]

    @classmethod
    def from_cells(cls, cells: Sequence[FieldCell]) -> Self:
        values = values_by_field(cells, FIELDS)
        return cls(**(dict.fromkeys(FIELDS, "") | values))

    def clean(self, incident_id: str) -> Self:
        texts = {name: check_length(incident_id, name, clean_text(getattr(self, name))) for name in FIELDS}
        check_ends(incident_id, texts["relation"], texts["to_incident_id"])
        return msgspec.structs.replace(self, **texts)

    def enter(self, ledger: Ledger, stamp: Stamp) -> None:
        state, key = ledger.state(stamp.incident_id), (self.relation, self.to_incident_id)
        state.unlinked.pop(key, None)
        state.links[key] = Addition({name: getattr(self, name) for name in FIELDS}, stamp.edit_id)


class Unlinking(Change, frozen=True, tag="unlink"):
    """A link that does not count, whoever made it."""

    title: ClassVar[str] = "Link removed"

    relation: str
    to_incident_id: str

    def describe(self) -> str:
        return f"{self.relation} {self.to_incident_id}"

    def to_cells(self) -> list[FieldCell]:
        return [FieldCell(name, getattr(self, name)) for name in FIELDS[:2]]

    @classmethod
    def from_cells(cls, cells: Sequence[FieldCell]) -> Self:
        values = values_by_field(cells, FIELDS[:2])
        return cls(**(dict.fromkeys(FIELDS[:2], "") | values))

    def clean(self, incident_id: str) -> Self:
        relation, to_incident_id = clean_text(self.relation), clean_text(self.to_incident_id)
        check_ends(incident_id, relation, to_incident_id)
        return type(self)(relation, to_incident_id)

    def enter(self, ledger: Ledger, stamp: Stamp) -> None:
        state, key = ledger.state(stamp.incident_id), (self.relation, self.to_incident_id)
        state.links.pop(key, None)
        state.unlinked[key] = stamp.edit_id


def check_ends(incident_id: str, relation: str, to_incident_id: str) -> None:
    """Raise EditRefused where a link cannot be, whatever incidents there are."""
    if relation not in RELATIONS:
        raise EditRefused(incident_id, "relation", relation, "is no relation", accepted=", ".join(RELATIONS))
    if to_incident_id in ("", incident_id):
        raise EditRefused(
            incident_id, "to_incident_id", to_incident_id, "is no other incident", accepted="its identifier"
        )

"""What a person writes beside a row: notes and tags."""

from collections.abc import Sequence
from typing import ClassVar, Self

from geo.core.schema import LIST_SEPARATOR
from geo.errors import EditRefused
from geo.storage.edits.changes.change import Change, FieldCell, check_length, clean_text, single_value
from geo.storage.edits.incident_state import Ledger, Stamp

MAX_TAG_LENGTH = 60  # characters: it must fit a line of the filter; chosen by judgement
TAG_ACCEPTED = f"up to {MAX_TAG_LENGTH} characters without “{LIST_SEPARATOR.strip()}”"


class Note(Change, frozen=True, tag="note"):
    """A text beside an incident."""

    title: ClassVar[str] = "Note"

    text: str

    def describe(self) -> str:
        return self.text

    def to_cells(self) -> list[FieldCell]:
        return [FieldCell("text", self.text)]

    @classmethod
    def from_cells(cls, cells: Sequence[FieldCell]) -> Self:
        return cls(single_value(cells, "text"))

    def clean(self, incident_id: str) -> Self:
        text = check_length(incident_id, self.title, clean_text(self.text))
        if not text:
            raise EditRefused(incident_id, "text", text, "is blank", accepted="some words")
        return type(self)(text)

    def enter(self, ledger: Ledger, stamp: Stamp) -> None:
        ledger.state(stamp.incident_id).notes.append(stamp.edit_id)


class Tagging(Change, frozen=True, tag="tag"):
    """A tag more."""

    title: ClassVar[str] = "Tag"

    tag: str

    def describe(self) -> str:
        return self.tag

    def to_cells(self) -> list[FieldCell]:
        return [FieldCell("tag", self.tag)]

    @classmethod
    def from_cells(cls, cells: Sequence[FieldCell]) -> Self:
        return cls(single_value(cells, "tag"))

    def clean(self, incident_id: str) -> Self:
        return type(self)(_clean_tag(incident_id, self.tag))

    def enter(self, ledger: Ledger, stamp: Stamp) -> None:
        ledger.state(stamp.incident_id).tags[self.tag] = (True, stamp.edit_id)


class Untagging(Tagging, frozen=True, tag="untag"):
    """A tag less."""

    title: ClassVar[str] = "Tag removed"

    def enter(self, ledger: Ledger, stamp: Stamp) -> None:
        ledger.state(stamp.incident_id).tags[self.tag] = (False, stamp.edit_id)


def _clean_tag(incident_id: str, text: str) -> str:
    """A tag on one line, as it is stored."""
    tag = " ".join("".join(letter if letter.isprintable() else " " for letter in clean_text(text)).split())
    if not tag or len(tag) > MAX_TAG_LENGTH or LIST_SEPARATOR.strip() in tag:
        raise EditRefused(incident_id, "tag", text, "is no tag", accepted=TAG_ACCEPTED)
    return tag

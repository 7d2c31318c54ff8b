"""What every kind of change answers: what it does in words, its cells in a file, and what it does to an incident."""

from abc import abstractmethod
from collections.abc import Iterable, Sequence
from typing import ClassVar, NamedTuple, Self

import msgspec

from geo.core.schema import Column
from geo.errors import EditRefused
from geo.storage.edits.incident_state import Ledger, Stamp

MAX_TEXT = 10_000  # characters of one cell, which are two pages; chosen by judgement


class FieldCell(NamedTuple):
    """One cell of a change in a file: the field, what it holds, and what the provider's row held there."""

    field: str
    value: str
    original: str = ""


class Change(msgspec.Struct, frozen=True, tag_field="kind", forbid_unknown_fields=True):
    """One kind of change of one incident. All cells are text, “” where blank.

    `title`: the kind in a word; `needs_reason`: whether a change of the table must say why it was made.
    """

    title: ClassVar[str] = ""
    needs_reason: ClassVar[bool] = False

    @property
    def kind(self) -> str:
        """The code of the kind, as in files."""
        return str(self.__struct_config__.tag)

    @abstractmethod
    def describe(self) -> str:
        """What it does, in a line; as hostile as what was typed."""

    @abstractmethod
    def to_cells(self) -> list[FieldCell]:
        """Its cells in a file, at least one."""

    @classmethod
    @abstractmethod
    def from_cells(cls, cells: Sequence[FieldCell]) -> Self:
        """Read what `to_cells` wrote; raises ValueError."""

    @abstractmethod
    def clean(self, incident_id: str) -> Self:
        """The same with its texts as they are stored; raises EditRefused where one cannot be used anywhere."""

    @abstractmethod
    def enter(self, ledger: Ledger, stamp: Stamp) -> None:
        """Enter it into what is known of an incident; later changes count more than earlier ones."""


def clean_text(text: str) -> str:
    """A text that every database and file can hold: without what is no character, and without outer blanks."""
    return text.encode("utf-8", errors="replace").decode().replace("\x00", "").strip()


def clean_cells(incident_id: str, cells: Iterable[tuple[str, str]], columns: Sequence[Column]) -> dict[str, str]:
    """The cells that hold something; raises EditRefused for a column that is none of these, and for too long a text."""
    known = {column.name: column for column in columns}
    cleaned = {}
    for name, text in cells:
        if name not in known:
            raise EditRefused(incident_id, "column", name, "is no column that can be filled", accepted=", ".join(known))
        cleaned[name] = check_length(incident_id, known[name].title, clean_text(text))
    return {name: text for name, text in cleaned.items() if text}


def check_length(incident_id: str, title: str, text: str) -> str:
    """The text; raises EditRefused where it is too long."""
    if len(text) > MAX_TEXT:
        raise EditRefused(incident_id, title, text, "is too long", accepted=f"up to {MAX_TEXT:,} characters")
    return text


def single_value(cells: Sequence[FieldCell], field: str) -> str:
    """The value of the only cell of a change; raises ValueError where there is another."""
    if [cell.field for cell in cells] != [field]:
        raise ValueError(field)
    return cells[0].value


def values_by_field(cells: Sequence[FieldCell], fields: Sequence[str]) -> dict[str, str]:
    """Values by field; raises ValueError where a field is none of these or comes twice."""
    values = {cell.field: cell.value for cell in cells}
    if len(values) != len(cells) or not values.keys() <= set(fields):
        raise ValueError(", ".join(values))
    return values

"""An edit: one change of one incident, with when it was made, by whom and why."""

import secrets
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Annotated

import msgspec

from geo.errors import EditRefused
from geo.storage.edits.changes import Change, decode_change
from geo.storage.edits.changes.change import clean_text

MAX_NAME = 100  # characters of who made it; chosen by judgement
MAX_REASON = 2_000  # characters of why; chosen by judgement
MAX_BATCH = 10_000  # edits in one transaction, which are five seconds' work; chosen by judgement
MAX_PAYLOAD = 40_000  # characters of a change as JSON: no row that is typed has more; chosen by judgement
ID_BYTES = 8  # 64 bits, so that two alike among a million are less likely than one in 10⁷

Time = Annotated[datetime, msgspec.Meta(tz=True)]


class Draft(msgspec.Struct, frozen=True):
    """A change of an incident that has not been made yet."""

    incident_id: str
    change: Change


class Edit(msgspec.Struct, frozen=True):
    """A change that was made. `at` and `undone_at` are in UTC; edits of one `batch` were made at once.

    `who`, `why` and `undone_by` are as a person typed them, perhaps nothing; `undone_at`: None where the edit counts.
    """

    edit_id: str
    at: datetime
    who: str
    why: str
    incident_id: str
    change: Change
    batch: str
    undone_at: datetime | None = None
    undone_by: str = ""

    @property
    def kind(self) -> str:
        """The code of its kind."""
        return self.change.kind

    @property
    def is_undone(self) -> bool:
        """Whether it does not count."""
        return self.undone_at is not None

    def to_json(self) -> str:
        """Return JSON that `from_json` reads back."""
        return msgspec.json.encode(self).decode()

    @classmethod
    def from_json(cls, content: str) -> "Edit":
        """Read what `to_json` wrote; raises ValueError where it is anything else."""
        record = msgspec.json.decode(content, type=_Record)
        fields = {name: getattr(record, name) for name in record.__struct_fields__}
        return cls(**fields | {"change": decode_change(bytes(record.change))})


class _Record(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An edit whose change is not read yet: its kind says as what."""

    edit_id: str
    at: Time
    who: str
    why: str
    incident_id: str
    change: msgspec.Raw
    batch: str
    undone_at: Time | None = None
    undone_by: str = ""


def make_edits(drafts: Iterable[Draft], *, who: str, why: str) -> tuple[Edit, ...]:
    """The drafts as one batch made now, in this order; raises EditRefused for too long a name or reason."""
    at, batch = datetime.now(UTC), new_id()
    name, reason = clean_line(who), clean_text(why)
    for column, text, limit in (("who", name, MAX_NAME), ("why", reason, MAX_REASON)):
        if len(text) > limit:
            raise EditRefused("", column, text, "is too long", accepted=f"up to {limit:,} characters")
    return tuple(Edit(new_id(), at, name, reason, draft.incident_id, draft.change, batch) for draft in drafts)


def new_id() -> str:
    """An identifier that no other edit has."""
    return secrets.token_hex(ID_BYTES)


def clean_line(text: str) -> str:
    """A text fit to be shown in a line: without control characters and direction marks."""
    return "".join(letter for letter in clean_text(text) if letter.isprintable()).strip()

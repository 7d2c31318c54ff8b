"""A selection that was saved under a name, and the visits to it."""

import json
import secrets
from datetime import datetime

import msgspec

from geo.query.selection import Selection

ID_BYTES = 8  # 64 bits: two alike will not occur
MAX_NAME = 100  # characters; chosen by judgement, for a line of a list
UNNAMED = "Unnamed selection"


class Visit(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """When a selection was looked at, in UTC, in which data version, and how many incidents it had then.

    `is_listed`: which ones they were is stored too; there may be too many for that.
    """

    at: datetime
    version: str
    n_incidents: int
    is_listed: bool


class SavedSelection(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A selection under a name. `earlier`: the visit before the last one, where that can still be taken back."""

    saved_id: str
    name: str
    query: str
    created: datetime
    visit: Visit
    earlier: Visit | None = None
    is_deleted: bool = False

    @property
    def selection(self) -> Selection:
        """The selection; what a later version of the code does not read any more is among its problems."""
        return Selection.from_query(self.query)

    def to_json(self) -> str:
        """Return JSON that `from_json` reads back."""
        return json.dumps(msgspec.to_builtins(self), ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_json(cls, content: str) -> "SavedSelection":
        """Read what `to_json` wrote; raises ValueError where it is anything else."""
        return msgspec.json.decode(content, type=cls)


def new_id() -> str:
    """An identifier for a new saved selection."""
    return secrets.token_hex(ID_BYTES)


def clean_name(name: str) -> str:
    """A name fit to be shown: without control characters and direction marks, and not too long; never blank."""
    printable = "".join(letter for letter in name if letter.isprintable()).strip()
    return printable[:MAX_NAME].strip() or UNNAMED

"""The kinds of changes. To add one, write its class in the file that fits, and put it into KINDS."""

from typing import Union

import msgspec

from geo.storage.edits.changes.additions import ClaimAddition, IncidentAddition, PublicationAddition, RowAddition
from geo.storage.edits.changes.change import Change, FieldCell
from geo.storage.edits.changes.correction import CORRECTABLE, Acceptance, CellChange, Correction
from geo.storage.edits.changes.identity import Deletion, Succession
from geo.storage.edits.changes.linking import Linking, Unlinking
from geo.storage.edits.changes.remarks import Note, Tagging, Untagging

__all__ = [
    "CORRECTABLE",
    "KIND",
    "KINDS",
    "Acceptance",
    "CellChange",
    "Change",
    "ClaimAddition",
    "Correction",
    "Deletion",
    "FieldCell",
    "IncidentAddition",
    "Linking",
    "Note",
    "PublicationAddition",
    "RowAddition",
    "Succession",
    "Tagging",
    "Unlinking",
    "Untagging",
    "decode_change",
]

# In the order in which they are listed and explained. A code outlives the name of its class: it is in every log.
KINDS: tuple[type[Change], ...] = (
    Correction,
    Note,
    Tagging,
    Untagging,
    Linking,
    Unlinking,
    ClaimAddition,
    PublicationAddition,
    IncidentAddition,
    Deletion,
    Acceptance,
    Succession,
)
KIND: dict[str, type[Change]] = {str(kind.__struct_config__.tag): kind for kind in KINDS}

_decoder = msgspec.json.Decoder(Union[KINDS])  # noqa: UP007  # of a tuple, which | cannot join


def decode_change(content: bytes | str) -> Change:
    """The change of its JSON; raises msgspec.DecodeError, a ValueError."""
    change: Change = _decoder.decode(content)
    return change

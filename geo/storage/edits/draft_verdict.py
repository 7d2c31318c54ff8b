"""What a check of drafts gives: those that pass, and why others do not."""

from typing import TypeAlias

from geo.errors import EditRefused
from geo.storage.edits.edit import Draft

Drafts: TypeAlias = dict[int, Draft]  # by position among those that were handed in
Refusals: TypeAlias = dict[int, tuple[EditRefused, bool]]  # by position; whether the table says so already


def split_drafts(drafts: Drafts, refusals: Refusals) -> tuple[Drafts, Refusals]:
    """The drafts that are not refused, and the refusals."""
    return {position: draft for position, draft in drafts.items() if position not in refusals}, refusals


def refuse_repeated(draft: Draft, column: str, value: str) -> tuple[EditRefused, bool]:
    """The refusal of what the table says already."""
    return EditRefused(draft.incident_id, column, value, "is there already", accepted="something new"), True

"""Whether changes can be made now: each against the table as it is, a kind at a time for there may be thousands."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from geo.errors import EditRefused, ReasonMissing
from geo.query.engine import NO_ROW
from geo.storage.atlas import Atlas
from geo.storage.edits.changes import (
    Acceptance,
    Change,
    Correction,
    IncidentAddition,
    Linking,
    Note,
    RowAddition,
    Succession,
    Tagging,
    Unlinking,
    Untagging,
)
from geo.storage.edits.draft_additions import check_additions, check_incidents
from geo.storage.edits.draft_corrections import complete_corrections
from geo.storage.edits.draft_remarks import check_acceptances, check_links, check_notes, check_tags, check_unlinks
from geo.storage.edits.draft_verdict import Drafts, Refusals
from geo.storage.edits.edit import Draft, new_id

KNOWN = "the identifier of an incident that is shown"
OWN_PREFIX = "own-"  # of identifiers that are made here


def accept_all(_: Atlas, drafts: Drafts) -> tuple[Drafts, Refusals]:
    """Refuse nothing."""
    return drafts, {}


Check = Callable[[Atlas, Drafts], tuple[Drafts, Refusals]]

# By the class of a change, the first that fits; a deletion and a succession need only that the incident is there.
CHECKS: tuple[tuple[type[Change], Check], ...] = (
    (Correction, complete_corrections),
    (IncidentAddition, check_incidents),
    (RowAddition, check_additions),
    (Linking, check_links),
    (Unlinking, check_unlinks),
    (Untagging, check_tags),
    (Tagging, check_tags),
    (Note, check_notes),
    (Acceptance, check_acceptances),
    (Change, accept_all),
)


@dataclass(frozen=True)
class Refusal:
    """A draft that cannot be made: its position among those that were handed in, and why.

    `is_duplicate`: the table says so already, so that nothing is lost.
    """

    position: int
    error: EditRefused
    is_duplicate: bool = False


@dataclass(frozen=True)
class CheckedDrafts:
    """The drafts that can be made by their positions, with what follows from them filled in, and the others."""

    drafts: Mapping[int, Draft]
    refusals: tuple[Refusal, ...]


def check_drafts(atlas: Atlas, drafts: Sequence[Draft], why: str | Sequence[str] = "") -> CheckedDrafts:
    """Which drafts can be made now; values come out as the table writes them, originals and what follows filled in.

    `why`: the reason for all of them, or one for each.
    """
    cleaned, refusals = _clean(drafts, [why] * len(drafts) if isinstance(why, str) else why)
    absent = _find_absent(atlas, cleaned)
    refusals |= absent
    waiting = {position: draft for position, draft in cleaned.items() if position not in absent}
    accepted: Drafts = {}
    for kind, check in CHECKS:
        of_kind = {position: draft for position, draft in waiting.items() if isinstance(draft.change, kind)}
        waiting = {position: draft for position, draft in waiting.items() if position not in of_kind}
        if of_kind:
            good, bad = check(atlas, of_kind)
            accepted |= good
            refusals |= bad
    in_order = (Refusal(position, *refusals[position]) for position in sorted(refusals))
    return CheckedDrafts(dict(sorted(accepted.items())), tuple(in_order))


def _clean(drafts: Iterable[Draft], reasons: Iterable[str]) -> tuple[Drafts, Refusals]:
    """The drafts with clean texts, and a new identifier for each incident that has none; those that cannot be."""
    cleaned: Drafts = {}
    refusals: Refusals = {}
    for position, (draft, why) in enumerate(zip(drafts, reasons, strict=True)):
        incident_id = draft.incident_id.strip()
        if not incident_id and isinstance(draft.change, IncidentAddition):
            incident_id = f"{OWN_PREFIX}{new_id()}"
        try:
            if draft.change.needs_reason and not why.strip():
                raise ReasonMissing(incident_id)
            cleaned[position] = Draft(incident_id, draft.change.clean(incident_id))
        except EditRefused as error:
            refusals[position] = (error, False)
    return cleaned, refusals


def _find_absent(atlas: Atlas, drafts: Drafts) -> Refusals:
    """The drafts about incidents that are neither in the table nor added among them, or that lead to such."""
    added = {draft.incident_id for draft in drafts.values() if isinstance(draft.change, IncidentAddition)}
    names = {position: _names(draft) for position, draft in drafts.items()}
    outside = sorted({name for of_draft in names.values() for _, name in of_draft} - added)
    absent = {name for name, row in zip(outside, atlas.engine.find(outside).tolist(), strict=True) if row == NO_ROW}
    return {
        position: (
            EditRefused(drafts[position].incident_id, column, name, "is not in the table", accepted=KNOWN),
            False,
        )
        for position, of_draft in names.items()
        for column, name in reversed(of_draft)
        if name in absent
    }


def _names(draft: Draft) -> list[tuple[str, str]]:
    """The incidents that must be there for a draft, with the column that names each."""
    if isinstance(draft.change, IncidentAddition):
        return []
    names = [] if isinstance(draft.change, Succession) else [("incident_id", draft.incident_id)]
    if isinstance(draft.change, Linking | Succession):
        names.append(("to_incident_id", draft.change.to_incident_id))
    return names

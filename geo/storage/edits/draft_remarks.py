"""Whether notes, tags, links and acceptances can be made now."""

import pandas as pd

from geo.core.schema import LIST_SEPARATOR
from geo.errors import EditRefused
from geo.query.engine import NO_ROW
from geo.storage.atlas import Atlas
from geo.storage.edits.changes import Acceptance, Linking, Note, Tagging, Unlinking, Untagging
from geo.storage.edits.draft_verdict import Drafts, Refusals, refuse_repeated, split_drafts
from geo.storage.edits.link_directions import Directions
from geo.storage.incident_links import RELATION_PHRASES

LATER = "is the later of the two by another link"
EARLIER = "an earlier incident; or remove the other link first"
MAX_SHOWN = 5  # incidents of a way that a message names, by judgement
LINK_KEY = ["incident_id", "relation", "to_incident_id"]


def check_notes(atlas: Atlas, drafts: Drafts) -> tuple[Drafts, Refusals]:
    """Refuse a note that is there word for word."""
    refusals: Refusals = {}
    keys: set[tuple[str, str]] = set()
    for position, draft in drafts.items():
        assert isinstance(draft.change, Note)
        key = (draft.incident_id, draft.change.text)
        texts = {edit.change.text for edit in atlas.edits.notes(draft.incident_id) if isinstance(edit.change, Note)}
        if key in keys or draft.change.text in texts:
            refusals[position] = refuse_repeated(draft, "text", draft.change.text)
        keys.add(key)
    return split_drafts(drafts, refusals)


def check_tags(atlas: Atlas, drafts: Drafts) -> tuple[Drafts, Refusals]:
    """Refuse a tag that the row has already, and the removal of one that it has not."""
    tags = _read_tags(atlas, {draft.incident_id for draft in drafts.values()})
    refusals: Refusals = {}
    for position, draft in drafts.items():
        assert isinstance(draft.change, Tagging)
        tag, of_row = draft.change.tag, tags.setdefault(draft.incident_id, set())
        if isinstance(draft.change, Untagging):
            if tag not in of_row:
                accepted = LIST_SEPARATOR.join(sorted(of_row)) or "nothing, for the row has no tags"
                refusals[position] = (
                    EditRefused(draft.incident_id, "tag", tag, "is not there", accepted=accepted),
                    False,
                )
            of_row.discard(tag)
        elif tag in of_row:
            refusals[position] = refuse_repeated(draft, "tag", tag)
        else:
            of_row.add(tag)
    return split_drafts(drafts, refusals)


def check_links(atlas: Atlas, drafts: Drafts) -> tuple[Drafts, Refusals]:
    """Refuse a link that is there already, from either end, and one by which an incident would be later than itself."""
    existing = _existing_links(atlas)
    directions = Directions.from_links(existing)
    refusals: Refusals = {}
    for position, draft in drafts.items():
        assert isinstance(draft.change, Linking)
        relation, ends = draft.change.relation, (draft.incident_id, draft.change.to_incident_id)
        is_mutual, key, opposite = RELATION_PHRASES[relation].is_mutual, (ends[0], relation, ends[1]), ends[::-1]
        way = () if is_mutual else directions.find_way(ends[1], ends[0])
        if key in existing or (is_mutual and (opposite[0], relation, opposite[1]) in existing):
            refusals[position] = refuse_repeated(draft, "to_incident_id", ends[1])
        elif way:
            refusals[position] = (
                EditRefused(ends[0], "to_incident_id", ends[1], _reason(way), accepted=EARLIER),
                False,
            )
        else:
            existing.add(key)
            if not is_mutual:
                directions.add(*ends)
    return split_drafts(drafts, refusals)


def _reason(way: tuple[str, ...]) -> str:
    """Why a link cannot be that leads from the end of a way to its beginning."""
    if len(way) == 2:
        return LATER
    shown = [*way[:MAX_SHOWN], "…", way[-1]] if len(way) > MAX_SHOWN + 1 else list(way)
    return f"is the later of the two by other links: {' → '.join(shown)}"


def check_unlinks(atlas: Atlas, drafts: Drafts) -> tuple[Drafts, Refusals]:
    """Refuse the removal of a link that is not there."""
    existing = _existing_links(atlas)
    refusals: Refusals = {}
    for position, draft in drafts.items():
        assert isinstance(draft.change, Unlinking)
        key = (draft.incident_id, draft.change.relation, draft.change.to_incident_id)
        if key not in existing:
            error = EditRefused(draft.incident_id, "to_incident_id", key[2], "has no such link", accepted="a link")
            refusals[position] = (error, False)
        existing.discard(key)
    return split_drafts(drafts, refusals)


def check_acceptances(atlas: Atlas, drafts: Drafts) -> tuple[Drafts, Refusals]:
    """Refuse to take the provider's value of a column that nobody has corrected."""
    refusals: Refusals = {}
    for position, draft in drafts.items():
        assert isinstance(draft.change, Acceptance)
        columns = [correction.column for correction in atlas.edits.corrections(draft.incident_id)]
        if draft.change.column not in columns:
            accepted = ", ".join(columns) or "nothing, for the row is not corrected"
            error = EditRefused(draft.incident_id, "column", draft.change.column, "is not corrected", accepted=accepted)
            refusals[position] = (error, False)
    return split_drafts(drafts, refusals)


def _read_tags(atlas: Atlas, incident_ids: set[str]) -> dict[str, set[str]]:
    """The tags of incidents of the table."""
    rows = atlas.engine.find(sorted(incident_ids))
    table = pd.DataFrame(atlas.engine.take(rows[rows != NO_ROW], ["incident_id", "tags"])).astype("str")
    with_tags = table.dropna(subset="tags")
    return {
        str(id_): set(text.split(LIST_SEPARATOR))
        for id_, text in zip(with_tags["incident_id"], with_tags["tags"], strict=True)
    }


def _existing_links(atlas: Atlas) -> set[tuple[str, str, str]]:
    return set(atlas.links[LINK_KEY].astype("str").itertuples(index=False, name=None))

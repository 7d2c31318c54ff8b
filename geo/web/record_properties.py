"""The fields of an incident's record that scripts read, on the map and on the pages: JSON values, user text as data."""

from dataclasses import asdict
from typing import Any

from geo.core.formatting import format_day
from geo.mapping.symbols import colour_of
from geo.storage.edits.edit import Edit
from geo.storage.incident_chain import ChainEntry
from geo.storage.incident_claims import Claim
from geo.storage.incident_links import MUTUAL_PHRASES
from geo.storage.incident_record import IncidentRecord, Link
from geo.storage.publications import Publication

MAX_CHANGES = 50  # of one incident, by judgement: all are on the page of changes
CHAIN_NOTE = "Only the incidents with the fewest links to this one are shown; there are more."


def describe_record(record: IncidentRecord) -> dict[str, Any]:
    """An incident in full. Unknown texts are empty; labels and phrases are words for readers, not codes."""
    return {
        "id": record.incident_id,
        "title": record.title,
        "summary": _text_or_empty(record.row["summary"]),
        "notes": _text_or_empty(record.row["notes"]),
        "contested": record.is_contested,
        "facts": record.facts,
        "corrected": record.corrected,
        "contested_on": _text_or_empty(record.row["contested_on"]),
        "positions": [asdict(position) for position in record.positions],
        "toll_axes": [asdict(axis) for axis in record.toll_axes],
        "claims": [_describe_claim(claim) for claim in record.claims],
        "claims_note": _note_claims(record),
        "changes": [_describe_change(edit) for edit in record.changes[:MAX_CHANGES]],
        "publications": [_describe_publication(publication) for publication in record.publications],
        "publications_note": record.publications_note,
        "answers": [_describe_link(link) for link in record.earlier],
        "answered_by": [_describe_link(link) for link in record.later],
        "chain": [_describe_entry(entry) for entry in record.chain.entries],
        "chain_id": _text_or_empty(record.row["chain"]),
        "chain_note": "" if record.chain.is_complete else CHAIN_NOTE,
    }


def _note_claims(record: IncidentRecord) -> str:
    """What to say of claims that are not listed, and of a contest that a person typed; empty where it is nothing."""
    n_more = record.n_claims - len(record.claims)
    if n_more > 0:
        return f"{n_more:,} more {'claim is' if n_more == 1 else 'claims are'} in the evidence bundle."
    is_typed = record.is_contested and not record.claims
    return "The table says that it is contested; no claim is recorded." if is_typed else ""


def _describe_change(edit: Edit) -> dict[str, str]:
    """A change of the incident: what, by whom, when and why; as hostile as what was typed."""
    return {
        "kind": edit.change.title,
        "text": edit.change.describe(),
        "when": format_day(edit.at),
        "who": edit.who,
        "why": edit.why,
    }


def _describe_claim(claim: Claim) -> dict[str, str]:
    return {
        "claimant": claim.claimant,
        "who": claim.who,
        "stance": claim.stance,
        "claim": claim.claim,
        "actor": claim.actor,
        "target": claim.target,
        "killed": claim.killed,
        "injured": claim.injured,
        "source": claim.source,
    }


def _describe_publication(publication: Publication) -> dict[str, str]:
    """`address` is a link that is safe to open, with its host; empty where the reference is none."""
    address = publication.address
    return {
        "publisher": publication.publisher,
        "date": publication.date,
        "title": publication.title or publication.quoted,
        "reference": publication.reference,
        "paragraph": publication.paragraph,
        "citation": publication.citation,
        "address": address.href if address else "",
        "host": address.host if address else "",
    }


def _describe_link(link: Link) -> dict[str, str]:
    return {"phrase": link.phrase, "incident_id": link.incident_id, "title": link.title}


def _describe_entry(entry: ChainEntry) -> dict[str, Any]:
    return {
        "id": entry.incident_id,
        "title": entry.title,
        "date": entry.date,
        "days": list(entry.days),
        "type": colour_of(entry.event_type).key,
        "relation": entry.relation,
        "links": [
            {"id": other, "phrase": phrase, "is_mutual": phrase in MUTUAL_PHRASES} for other, phrase in entry.links
        ],
        "is_current": entry.is_current,
    }


def _text_or_empty(value: object) -> str:
    return value if isinstance(value, str) else ""

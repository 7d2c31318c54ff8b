"""The fields of an incident's record that scripts read, on the map and on the pages: JSON values, user text as data."""

from typing import Any

from geo.mapping.symbols import colour_of
from geo.storage.incident_chain import ChainEntry
from geo.storage.incident_claims import Claim
from geo.storage.incident_record import IncidentRecord, Link
from geo.storage.publications import Publication

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
        "claims": [_describe_claim(claim) for claim in record.claims],
        "publications": [_describe_publication(publication) for publication in record.publications],
        "publications_note": record.publications_note,
        "answers": [_describe_link(link) for link in record.earlier],
        "answered_by": [_describe_link(link) for link in record.later],
        "chain": [_describe_entry(entry) for entry in record.chain.entries],
        "chain_id": _text_or_empty(record.row["chain"]),
        "chain_note": "" if record.chain.is_complete else CHAIN_NOTE,
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
        "links": [{"id": other, "phrase": phrase} for other, phrase in entry.links],
        "is_current": entry.is_current,
    }


def _text_or_empty(value: object) -> str:
    return value if isinstance(value, str) else ""

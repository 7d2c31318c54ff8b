"""The fields of chains that the page's script reads to draw lanes: JSON values, user text as data."""

from typing import Any

from geo.core.formatting import pluralize
from geo.mapping.link_styles import LINK_STYLE, LINK_STYLES
from geo.mapping.symbols import colour_of
from geo.storage.chain_lanes import Lane, Lanes


def describe_lanes(lanes: Lanes) -> list[dict[str, Any]]:
    """Each lane: its incidents with days in ISO format, empty where unknown, and the links by their numbers from 0."""
    return [_describe_lane(lane) for lane in lanes.lanes]


def describe_drawn_relations(lanes: Lanes) -> list[dict[str, Any]]:
    """The relations that occur in the lanes, for their legend."""
    present = {link.relation for lane in lanes.lanes for link in lane.links}
    return [
        {"key": style.key, "label": style.label, "is_directed": style.is_directed}
        for style in LINK_STYLES
        if style.relation in present
    ]


def _title(lane: Lane) -> str:
    """The title of the incident whose identifier names the chain, as the filter says it; else of the first one."""
    titles = {entry.incident_id: entry.title for entry in lane.entries}
    return titles.get(lane.chain, lane.entries[0].title)


def _describe_lane(lane: Lane) -> dict[str, Any]:
    return {
        "chain": lane.chain,
        "title": _title(lane),
        "count": pluralize(lane.n_incidents, "incident"),
        "entries": [
            {
                "id": entry.incident_id,
                "title": entry.title,
                "date": entry.date,
                "days": list(entry.days),
                "type": colour_of(entry.event_type).key,
                "relation": describe_relations(lane, number),
            }
            for number, entry in enumerate(lane.entries)
        ],
        "links": [
            {"earlier": link.earlier, "later": link.later, "relation": LINK_STYLE[link.relation].key}
            for link in lane.links
        ],
    }


def describe_relations(lane: Lane, number: int) -> str:
    """How an incident stands to earlier ones of its lane, by their numbers from 1: “in response to 4; follows 2”."""
    return "; ".join(f"{link.phrase} {link.earlier + 1}" for link in lane.links if link.later == number)

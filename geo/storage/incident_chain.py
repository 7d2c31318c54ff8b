"""The chain of an incident: what it is linked to, directly or through others, in order of date."""

from dataclasses import dataclass
from functools import partial

import pandas as pd

from geo.core.excerpts import shorten
from geo.core.formatting import format_date
from geo.query.engine import NO_ROW
from geo.storage.atlas import Atlas
from geo.storage.chain_order import order_chain
from geo.storage.incident_links import RELATION_PHRASES

MAX_CHAIN = 60  # incidents; by judgement: more points than a strip of a screen's width can tell apart
MAX_RELATIONS = 3  # that an entry spells out, by judgement: a line
COLUMNS = ["incident_id", "title", "date_start", "date_end", "date_precision", "event_type"]
THIS = "this incident"


@dataclass(frozen=True)
class ChainEntry:
    """An incident of a chain.

    `days`: its first and last day in ISO format, both empty where the date is unknown. `links`: the identifiers of what
    it refers to, each with the relation in words. `relation`: how it stands to others of the chain, in words; titles in
    it are as hostile as the rows.
    """

    incident_id: str
    title: str
    date: str
    days: tuple[str, str]
    event_type: str
    links: tuple[tuple[str, str], ...]
    relation: str
    is_current: bool


@dataclass(frozen=True)
class Chain:
    """The entries in the order of geo/storage/chain_order.py; none where nothing is linked.

    `is_complete`: whether there is no further one.
    """

    entries: tuple[ChainEntry, ...]
    is_complete: bool = True


def build_chain(atlas: Atlas, incident_id: str, *, limit: int = MAX_CHAIN) -> Chain:
    """The chain of an incident of the atlas: up to `limit` incidents, those with the fewest links between first."""
    graph = atlas.link_graph
    if not len(graph.sources):
        return Chain(())
    nearest = graph.nearest(incident_id, limit + 1, partial(_are_known, atlas))
    if len(nearest) < 2:
        return Chain(())
    chain_ids = nearest[:limit]
    links = _ChainLinks(graph.among(chain_ids), incident_id)
    rows = _read_rows(atlas, chain_ids)
    ordered = rows.loc[order_chain(rows, links.links)]
    entries = tuple(_make_entry(id_, ordered, links) for id_ in ordered.index)
    return Chain(entries, is_complete=len(nearest) <= limit)


def _are_known(atlas: Atlas, incident_ids: list[str]) -> list[bool]:
    known: list[bool] = (atlas.engine.find(incident_ids) != NO_ROW).tolist()
    return known


@dataclass(frozen=True)
class _ChainLinks:
    """The links of a chain as source, target and relation; `current`: the incident that the chain is of."""

    links: list[tuple[str, str, str]]
    current: str

    def referred(self, id_: str) -> list[tuple[str, str]]:
        """What an incident refers to, each with the relation in words."""
        return [(target, _phrase(relation, False)) for source, target, relation in self.links if source == id_]

    def referring(self, id_: str) -> list[tuple[str, str]]:
        """What refers to an incident, each with the relation in words as seen from it."""
        return [(source, _phrase(relation, True)) for source, target, relation in self.links if target == id_]

    def telling(self, id_: str) -> list[tuple[str, str]]:
        """What is said of an incident: its relation to the current one first, else what it refers to, or what to it."""
        if id_ == self.current:
            return []
        every = [*self.referred(id_), *self.referring(id_)]
        to_current = [pair for pair in every if pair[0] == self.current]
        return to_current or self.referred(id_) or self.referring(id_)


def _phrase(relation: str, is_backward: bool) -> str:
    return RELATION_PHRASES[relation].phrase(is_backward=is_backward)


def _read_rows(atlas: Atlas, incident_ids: list[str]) -> pd.DataFrame:
    """These incidents, which the atlas has, by identifier."""
    table = pd.DataFrame(atlas.engine.take(atlas.engine.find(incident_ids), COLUMNS)).set_axis(incident_ids)
    return table.assign(title=table["title"].fillna(table["incident_id"]))


def _make_entry(id_: str, table: pd.DataFrame, links: _ChainLinks) -> ChainEntry:
    incident = table.loc[id_]
    return ChainEntry(
        incident_id=id_,
        title=str(incident["title"]),
        date=format_date(incident["date_start"], incident["date_end"], incident["date_precision"]),
        days=(_iso_day(incident["date_start"]), _iso_day(incident["date_end"])),
        event_type=incident["event_type"] if isinstance(incident["event_type"], str) else "",
        links=tuple(links.referred(id_)),
        relation=_describe_relations(id_, table["title"], links),
        is_current=id_ == links.current,
    )


def _describe_relations(id_: str, titles: pd.Series, links: _ChainLinks) -> str:
    """Such as “in response to “A strike”; follows this incident”; empty for the current one."""
    pairs = links.telling(id_)
    relations = [f"{phrase} {_name(other, titles, links.current)}" for other, phrase in pairs[:MAX_RELATIONS]]
    rest = [f"and {len(pairs) - MAX_RELATIONS} more"] if len(pairs) > MAX_RELATIONS else []
    return "; ".join([*relations, *rest])


def _name(id_: str, titles: pd.Series, current: str) -> str:
    return THIS if id_ == current else f"“{shorten(titles[id_])}”"


def _iso_day(day: pd.Timestamp) -> str:
    return "" if pd.isna(day) else day.date().isoformat()

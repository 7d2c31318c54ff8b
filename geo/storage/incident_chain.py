"""The chain of an incident: what it is linked to, directly or through others, in order of date."""

from dataclasses import dataclass

import pandas as pd

from geo.core.excerpts import shorten
from geo.core.formatting import format_date
from geo.storage.atlas import Atlas
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
    """The entries in order of date, those without a date last; none where nothing is linked.

    `is_complete`: whether there is no further one.
    """

    entries: tuple[ChainEntry, ...]
    is_complete: bool = True


def build_chain(atlas: Atlas, incident_id: str, *, limit: int = MAX_CHAIN) -> Chain:
    """The chain of an incident of the atlas: up to `limit` incidents, those with the fewest links between first."""
    graph = atlas.link_graph
    if not len(graph.sources):
        return Chain(())
    current = int((atlas.incidents["incident_id"] == incident_id).to_numpy().argmax())
    rows = graph.nearest(current, limit + 1)
    if len(rows) < 2:
        return Chain(())
    chain_rows = rows[:limit]
    links = _ChainLinks(graph.among(chain_rows), current)
    ordered = _order(_read_rows(atlas, chain_rows), links)
    entries = tuple(_make_entry(row, ordered, links) for row in ordered.index)
    return Chain(entries, is_complete=len(rows) <= limit)


@dataclass(frozen=True)
class _ChainLinks:
    """The links of a chain as source row, target row and relation; `current`: the row that the chain is of."""

    links: list[tuple[int, int, str]]
    current: int

    def referred(self, row: int) -> list[tuple[int, str]]:
        """What a row refers to, each with the relation in words."""
        return [(target, _phrase(relation, False)) for source, target, relation in self.links if source == row]

    def referring(self, row: int) -> list[tuple[int, str]]:
        """What refers to a row, each with the relation in words as seen from the row."""
        return [(source, _phrase(relation, True)) for source, target, relation in self.links if target == row]

    def telling(self, row: int) -> list[tuple[int, str]]:
        """What is said of a row: its relation to the current one first, then what it refers to, else what to it."""
        if row == self.current:
            return []
        every = [*self.referred(row), *self.referring(row)]
        to_current = [pair for pair in every if pair[0] == self.current]
        return to_current or self.referred(row) or self.referring(row)


def _phrase(relation: str, is_backward: bool) -> str:
    return RELATION_PHRASES[relation].phrase(is_backward=is_backward)


def _read_rows(atlas: Atlas, rows: list[int]) -> pd.DataFrame:
    """The incidents at these positions, by position."""
    table = pd.DataFrame(atlas.incidents[COLUMNS].iloc[rows]).set_axis(rows)
    return table.assign(title=table["title"].fillna(table["incident_id"]))


def _order(table: pd.DataFrame, links: _ChainLinks) -> pd.DataFrame:
    """The rows by date; of one day, what others of that day refer to comes first, if no cycle forbids it."""
    remaining = list(table.sort_values(["date_start", "date_end", "incident_id"]).index)
    order: list[int] = []
    while remaining:
        first = table.at[remaining[0], "date_start"]
        same_day = [row for row in remaining if table.at[row, "date_start"] == first] or remaining[:1]
        waiting = (row for row in same_day if not any(target in same_day for target, _ in links.referred(row)))
        order.append(next(waiting, same_day[0]))
        remaining.remove(order[-1])
    return table.loc[order]


def _make_entry(row: int, table: pd.DataFrame, links: _ChainLinks) -> ChainEntry:
    incident = table.loc[row]
    ids = table["incident_id"]
    return ChainEntry(
        incident_id=str(incident["incident_id"]),
        title=str(incident["title"]),
        date=format_date(incident["date_start"], incident["date_end"], incident["date_precision"]),
        days=(_iso_day(incident["date_start"]), _iso_day(incident["date_end"])),
        event_type=incident["event_type"] if isinstance(incident["event_type"], str) else "",
        links=tuple((str(ids[target]), phrase) for target, phrase in links.referred(row)),
        relation=_describe_relations(row, table["title"], links),
        is_current=row == links.current,
    )


def _describe_relations(row: int, titles: pd.Series, links: _ChainLinks) -> str:
    """Such as “in response to “A strike”; follows this incident”; empty for the current one."""
    pairs = links.telling(row)
    relations = [f"{phrase} {_name(other, titles, links.current)}" for other, phrase in pairs[:MAX_RELATIONS]]
    rest = [f"and {len(pairs) - MAX_RELATIONS} more"] if len(pairs) > MAX_RELATIONS else []
    return "; ".join([*relations, *rest])


def _name(row: int, titles: pd.Series, current: int) -> str:
    return THIS if row == current else f"“{shorten(titles[row])}”"


def _iso_day(day: pd.Timestamp) -> str:
    return "" if pd.isna(day) else day.date().isoformat()

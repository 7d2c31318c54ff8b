"""One incident in full: its row, the claims about it, its publications, and the incidents it is linked to."""

from dataclasses import dataclass, field

import pandas as pd

from geo.ingest.publications.row_sources import read_sources
from geo.query.engine import NO_ROW
from geo.storage.atlas import Atlas
from geo.storage.edits.edit import Edit
from geo.storage.incident_chain import Chain, build_chain
from geo.storage.incident_claims import Claim, list_claims
from geo.storage.incident_facts import CorrectedFacts, corrected_facts, describe_facts
from geo.storage.incident_links import RELATION_PHRASES
from geo.storage.positions import Position, list_positions
from geo.storage.provider_claims import add_provider_claims
from geo.storage.publications import Publication, complete_publications, describe_sources, list_publications
from geo.storage.toll_ranges import TollAxis, list_toll_axes

MAX_CLAIMS = 200  # of one incident, by judgement: ten screens of a table; the bundle has all of them


@dataclass(frozen=True)
class Link:
    """A link as seen from one incident: what that one is to the other in words, and the other one."""

    phrase: str
    incident_id: str
    title: str


Links = dict[str, tuple[Link, ...]]


@dataclass(frozen=True, eq=False)
class IncidentRecord:
    """An incident with its companions; `earlier` are the incidents it refers to, `later` those that refer to it.

    `publications_note` says where there is no publication, and what else the row says of its sources. `claims`: up to
    MAX_CLAIMS, and `n_claims` how many there are; `positions` and `toll_axes` are of those. `changes`: what a person
    changed, the latest first; `corrected`: the facts that a correction lies over, and what the source has.
    """

    row: pd.Series
    claims: tuple[Claim, ...]
    publications: tuple[Publication, ...]
    publications_note: str
    earlier: tuple[Link, ...]
    later: tuple[Link, ...]
    chain: Chain
    n_claims: int = 0
    positions: tuple[Position, ...] = ()
    toll_axes: tuple[TollAxis, ...] = ()
    changes: tuple[Edit, ...] = ()
    corrected: CorrectedFacts = field(default_factory=dict)

    @property
    def incident_id(self) -> str:
        """The identifier."""
        return str(self.row["incident_id"])

    @property
    def title(self) -> str:
        """The title, or the identifier where there is none; as hostile as the row."""
        title = self.row["title"]
        return title if isinstance(title, str) else self.incident_id

    @property
    def is_contested(self) -> bool:
        """Whether the parties disagree; False where that is unknown."""
        contested = self.row["contested"]
        return bool(pd.notna(contested) and contested)

    @property
    def facts(self) -> dict[str, str]:
        """What is known, in words, by label; every text is as hostile as the row."""
        return describe_facts(self.row)


def find_record(atlas: Atlas, incident_id: str) -> IncidentRecord | None:
    """The incident of an identifier in full, or None where the atlas has none."""
    rows = atlas.engine.find([incident_id])
    return None if rows[0] == NO_ROW else build_record(atlas, atlas.engine.take(rows).iloc[0])


def build_record(atlas: Atlas, row: pd.Series) -> IncidentRecord:
    """The incident of one row of the atlas's table in full."""
    incident_id = str(row["incident_id"])
    every_claim = add_provider_claims(_rows_of_incident(atlas.claims, incident_id), row)
    claims = complete_publications(every_claim.head(MAX_CLAIMS), atlas.publications)
    linked = complete_publications(_rows_of_incident(atlas.publications, incident_id), atlas.publications)
    earlier, later = find_links(atlas, [incident_id])
    reading = read_sources(row.to_dict())
    publications = list_publications(reading, linked)
    return IncidentRecord(
        row=row,
        claims=list_claims(claims),
        publications=publications,
        publications_note=describe_sources(row, reading, len(publications)),
        earlier=earlier.get(incident_id, ()),
        later=later.get(incident_id, ()),
        chain=build_chain(atlas, incident_id),
        n_claims=len(every_claim),
        positions=list_positions(claims, row["contested_on"]),
        toll_axes=list_toll_axes(row, claims),
        changes=tuple(edit for edit in atlas.edits.of_incident(incident_id)[::-1] if not edit.is_undone),
        corrected=corrected_facts(atlas, [incident_id]).get(incident_id, {}),
    )


def find_links(atlas: Atlas, incident_ids: list[str], *, limit: int | None = None) -> tuple[Links, Links]:
    """By incident, up to `limit` links to what it refers to, and up to `limit` to what refers to it."""
    forward, backward = ("incident_id", "to_incident_id"), ("to_incident_id", "incident_id")
    return _links_from(atlas, incident_ids, forward, limit), _links_from(atlas, incident_ids, backward, limit)


def _rows_of_incident(table: pd.DataFrame, incident_id: str) -> pd.DataFrame:
    return table[table["incident_id"] == incident_id].reset_index(drop=True)


def _links_from(atlas: Atlas, incident_ids: list[str], ends: tuple[str, str], limit: int | None) -> Links:
    """The links of incidents at one of their ends, with the titles of what is at the other one."""
    here, there = ends
    rows = atlas.links[atlas.links[here].isin(incident_ids)]
    rows = rows if limit is None else rows.groupby(here, sort=False).head(limit)
    if rows.empty:
        return {}
    titles = _titles(atlas, rows[there].drop_duplicates().tolist())
    links: dict[str, list[Link]] = {}
    for id_, relation, other in zip(rows[here], rows["relation"], rows[there], strict=True):
        phrase = RELATION_PHRASES[relation].phrase(is_backward=here == "to_incident_id")
        links.setdefault(id_, []).append(Link(phrase, other, titles.get(other, other)))
    return {id_: tuple(of_incident) for id_, of_incident in links.items()}


def _titles(atlas: Atlas, incident_ids: list[str]) -> dict[str, str]:
    """The titles of those of these incidents that the atlas has and that have one, by identifier."""
    rows = atlas.engine.find(incident_ids)
    others = atlas.engine.take(rows[rows != NO_ROW], ["incident_id", "title"]).dropna()
    return dict(zip(others["incident_id"], others["title"], strict=True))

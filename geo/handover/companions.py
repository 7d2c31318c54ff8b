"""What lies beside many incidents at once: their claims, their publications and their links, as JSON values."""

from dataclasses import asdict
from typing import Any, cast

import pandas as pd

from geo.core.formatting import UNSTATED, format_count
from geo.core.schema import COLUMN, INJURED, KILLED
from geo.ingest.publications.row_sources import read_sources
from geo.ingest.publications.source_readers import SourceReading
from geo.storage.atlas import Atlas
from geo.storage.incident_claims import STANCE_PHRASES
from geo.storage.incident_links import MUTUAL_PHRASES
from geo.storage.incident_record import MAX_CLAIMS, Link, find_links
from geo.storage.positions import ESTIMATE, list_positions
from geo.storage.provider_claims import add_claims_of_rows
from geo.storage.publications import (
    MAX_PUBLICATIONS,
    Publication,
    complete_publications,
    describe_sources,
    read_publication,
)

ByIncident = dict[str, list[dict[str, Any]]]
Cells = dict[str, Any]
NEEDED = ("incident_id", "n_publications")  # of our own columns


def read_own_cells(table: pd.DataFrame) -> list[Cells]:
    """Of each row of an incident table, the cells of the columns that it has beside ours, with its identifier."""
    own = [name for name in table.columns if name not in COLUMN and not _is_number(table[name])]
    rows = table[[*NEEDED, *own]].to_dict("records")
    return [{str(name): cell for name, cell in row.items()} for row in rows]


def claims_by_incident(atlas: Atlas, rows_of_table: list[Cells]) -> ByIncident:
    """The claims about these incidents in the order of the table, those of one claimant together."""
    rows = complete_publications(_every_claim(atlas, rows_of_table), atlas.publications)
    claims: ByIncident = {}
    for row in rows.to_dict("records"):
        claims.setdefault(str(row["incident_id"]), []).append(_describe_claim(row))
    return {incident_id: _claimants_together(some) for incident_id, some in claims.items()}


def positions_by_incident(atlas: Atlas, rows_of_table: list[Cells], contested_on: pd.Series) -> ByIncident:
    """What the parties to these incidents agree on and what not; nothing of those about which no party speaks."""
    topics = dict(zip((str(row["incident_id"]) for row in rows_of_table), contested_on.tolist(), strict=True))
    claims = _every_claim(atlas, rows_of_table)
    is_spoken = claims["incident_id"].isin(claims["incident_id"][(claims["stance"] != ESTIMATE).fillna(True)])
    return {
        str(id_): [asdict(position) for position in list_positions(some.head(MAX_CLAIMS), topics[str(id_)])]
        for id_, some in claims[is_spoken].groupby("incident_id", sort=False)
    }


def _every_claim(atlas: Atlas, rows_of_table: list[Cells]) -> pd.DataFrame:
    return add_claims_of_rows(_rows_of(atlas.claims, [str(row["incident_id"]) for row in rows_of_table]), rows_of_table)


def _claimants_together(claims: list[dict[str, Any]]) -> list[dict[str, Any]]:
    by_claimant: dict[str, list[dict[str, Any]]] = {}
    for claim in claims:
        by_claimant.setdefault(claim["claimant"], []).append(claim)
    return [claim for some in by_claimant.values() for claim in some]


def _describe_claim(row: dict[str, Any]) -> dict[str, Any]:
    """A claim without what is unknown of it; `killed_bounds` and `injured_bounds`: low, best and high."""
    publication = read_publication(row)
    texts = {
        "claimant": str(row["claimant"]),
        "stance": STANCE_PHRASES.get(str(row["stance"]), ""),
        "source": publication.citation,
        **{name: _text_or_empty(row.get(name)) for name in ("claim", "actor", "target", "place")},
    }
    claim: dict[str, Any] = {name: text for name, text in texts.items() if text}
    for outcome, columns in (("killed", KILLED), ("injured", INJURED)):
        bounds = [None if pd.isna(row[name]) else int(row[name]) for name in columns]
        phrase = format_count(*bounds)
        if phrase != UNSTATED:
            claim |= {outcome: phrase, f"{outcome}_bounds": bounds}
    return claim


def publications_by_incident(atlas: Atlas, rows_of_table: list[Cells]) -> tuple[ByIncident, dict[str, str]]:
    """The publications that each of these incidents rests on, and what else is to be said of its sources."""
    incident_ids = [str(row["incident_id"]) for row in rows_of_table]
    rows = complete_publications(_rows_of(atlas.publications, incident_ids), atlas.publications)
    by_incident: dict[str, list[Publication]] = {}
    for row in rows.to_dict("records"):
        by_incident.setdefault(str(row["incident_id"]), []).append(read_publication(row))
    publications: ByIncident = {}
    notes: dict[str, str] = {}
    for row in rows_of_table:
        incident_id, reading = str(row["incident_id"]), read_sources(row)
        every = _join_publications(by_incident.get(incident_id, []), reading)
        if every:
            publications[incident_id] = [_describe_publication(publication) for publication in every]
        # A dictionary does for a Series here, of which five thousand would take seconds.
        if note := describe_sources(cast(pd.Series, row), reading, len(every)):
            notes[incident_id] = note
    return publications, notes


def _join_publications(own: list[Publication], reading: SourceReading) -> list[Publication]:
    """The same as `list_publications` of geo/storage/publications.py gives, without a table for each incident."""
    every = dict.fromkeys([*own, *reading.publications])
    return list(every)[: max(MAX_PUBLICATIONS, len(own))]


def _describe_publication(publication: Publication) -> dict[str, str]:
    """Its citation, and an address that is safe to open where it has one."""
    address = publication.address
    return {"citation": publication.citation} | ({"address": address.href} if address else {})


def links_by_incident(atlas: Atlas, incident_ids: list[str]) -> ByIncident:
    """The links of each incident: what it is to the other in words, which that is, whether that is earlier, and whether
    neither is the later one.
    """
    described: ByIncident = {}
    for is_earlier, of_end in zip((True, False), find_links(atlas, incident_ids), strict=True):
        for incident_id, links in of_end.items():
            described.setdefault(incident_id, []).extend(_describe_link(link, is_earlier) for link in links)
    return described


def _describe_link(link: Link, is_earlier: bool) -> dict[str, Any]:
    return {
        "phrase": link.phrase,
        "id": link.incident_id,
        "title": link.title,
        "is_earlier": is_earlier,
        "is_mutual": link.phrase in MUTUAL_PHRASES,
    }


def _is_number(values: pd.Series) -> bool:
    return bool(pd.api.types.is_numeric_dtype(values)) or values.name == "geometry"


def _rows_of(table: pd.DataFrame, incident_ids: list[str]) -> pd.DataFrame:
    return table[table["incident_id"].isin(incident_ids)].reset_index(drop=True)


def _text_or_empty(value: object) -> str:
    return value if isinstance(value, str) else ""

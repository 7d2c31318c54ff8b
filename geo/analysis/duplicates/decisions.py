"""What a person decided about pairs of incidents, as `duplicate_of`: every event keeps one representative."""

from collections.abc import Iterable

import geopandas as gpd
import pandas as pd

from geo.errors import ValueRefused

VERDICTS = ("same", "different")


def apply_decisions(incidents: gpd.GeoDataFrame, decisions: pd.DataFrame) -> gpd.GeoDataFrame:
    """Fill in `duplicate_of` for every pair decided to be the “same”; of several decisions on a pair the last counts.

    All incidents of a chain point to its last one. If that is not in the table, the first incident that is takes its
    place. `decisions`: incident_id, duplicate_of, verdict. Raises ValueRefused for links that form a cycle and for an
    unknown verdict.
    """
    unknown = decisions.loc[~decisions["verdict"].isin(VERDICTS), "verdict"]
    if len(unknown):
        raise ValueRefused(str(unknown.iloc[0]), accepted=" or ".join(VERDICTS))
    ids = incidents["incident_id"].astype("str").tolist()
    duplicate_of = incidents["duplicate_of"].astype("str")
    has_link = duplicate_of.notna()
    links = dict(zip(incidents["incident_id"][has_link], duplicate_of[has_link], strict=True))
    columns = (decisions[name] for name in ("incident_id", "duplicate_of", "verdict"))
    for incident_id, original_id, verdict in zip(*columns, strict=True):
        if verdict == "same":
            links[incident_id] = original_id
        elif links.get(incident_id) == original_id:
            del links[incident_id]
    links = _links_in_table(ids, _chain_ends(links))
    return incidents.assign(duplicate_of=pd.Series(map(links.get, ids), index=incidents.index, dtype="str"))


def representatives(decisions: pd.DataFrame) -> dict[str, str]:
    """The representative of each incident that was decided to be the same as another.

    Raises ValueRefused for links that form a cycle.
    """
    same = decisions[decisions["verdict"] == "same"]
    return _chain_ends(dict(zip(same["incident_id"], same["duplicate_of"], strict=True)))


def link_to_representative(decisions: pd.DataFrame, duplicate_id: str, original_id: str) -> tuple[str, str] | None:
    """The link (incident_id, duplicate_of) that makes two incidents, and all linked to either, one event.

    The representative of the original then stands for all of them; no incident gets a second link, and no circle
    closes. None where they are one event already. Raises ValueRefused where the decisions form a cycle.
    """
    ends = representatives(decisions)
    duplicate, original = ends.get(duplicate_id, duplicate_id), ends.get(original_id, original_id)
    return None if duplicate == original else (duplicate, original)


def _chain_ends(links: dict[str, str]) -> dict[str, str]:
    """The last incident of the chain that each linked incident is in."""
    ends: dict[str, str] = {}
    for start in links:
        chain, visited = [start], {start}
        while chain[-1] in links and chain[-1] not in ends:
            chain.append(links[chain[-1]])
            if chain[-1] in visited:
                raise ValueRefused(" → ".join(chain), accepted="links that do not form a cycle")
            visited.add(chain[-1])
        end = ends.get(chain[-1], chain[-1])
        ends.update(dict.fromkeys(chain[:-1], end))
    return ends


def _links_in_table(ids: Iterable[str], ends: dict[str, str]) -> dict[str, str]:
    """The same links between incidents of the table: its first incident of a chain replaces an end that it lacks."""
    present = set(ids)
    substitutes: dict[str, str] = {}
    for incident_id in ids:
        end = ends.get(incident_id)
        if end is not None and end not in present:
            substitutes.setdefault(end, incident_id)
    links = {incident_id: substitutes.get(end, end) for incident_id, end in ends.items() if incident_id in present}
    return {incident_id: original_id for incident_id, original_id in links.items() if incident_id != original_id}

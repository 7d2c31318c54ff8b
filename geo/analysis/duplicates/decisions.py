"""What a person decided on pairs of incidents, as `duplicate_of`: every event keeps one row that stands for it."""

from collections.abc import Iterable

import geopandas as gpd
import pandas as pd

from geo.errors import ValueRefused

VERDICTS = ("same", "different")


def apply_decisions(incidents: gpd.GeoDataFrame, decisions: pd.DataFrame) -> gpd.GeoDataFrame:
    """The incidents with `duplicate_of` filled in for every pair decided to be the “same”, by the last word on each.

    Of a chain all name its last incident; one that is not in the table leaves its place to the first that is.
    Raises ValueRefused for a circle, and for a verdict that is none.
    """
    strange = decisions.loc[~decisions["verdict"].isin(VERDICTS), "verdict"]
    if len(strange):
        raise ValueRefused(str(strange.iloc[0]), accepted=" or ".join(VERDICTS))
    ids = incidents["incident_id"].astype("str").tolist()
    linked = incidents["duplicate_of"].astype("str")
    links = dict(zip(incidents["incident_id"][linked.notna()], linked.dropna(), strict=True))
    for each, of, verdict in zip(
        decisions["incident_id"], decisions["duplicate_of"], decisions["verdict"], strict=True
    ):
        if verdict == "same":
            links[each] = of
        elif links.get(each) == of:
            del links[each]
    heads = _heads(links)
    present = _present(ids, heads)
    return incidents.assign(duplicate_of=pd.Series(map(present.get, ids), index=incidents.index, dtype="str"))


def representatives(decisions: pd.DataFrame) -> dict[str, str]:
    """By incident, the one that stands for its event, for all that were called the same as another."""
    same = decisions[decisions["verdict"] == "same"]
    return _heads(dict(zip(same["incident_id"], same["duplicate_of"], strict=True)))


def link_to_representative(decisions: pd.DataFrame, repeat: str, kept: str) -> tuple[str, str] | None:
    """The link (incident, duplicate of) that makes two incidents and all that either is linked to one event.

    What stands for `kept` stands for all then; no incident gets a second link and none runs in a circle. None where
    they are one event already.
    """
    heads = representatives(decisions)
    one, other = heads.get(repeat, repeat), heads.get(kept, kept)
    return None if one == other else (one, other)


def _heads(links: dict[str, str]) -> dict[str, str]:
    """The last of each chain, for all that are in one."""
    heads: dict[str, str] = {}
    for start in links:
        chain, met = [start], {start}
        while chain[-1] in links and chain[-1] not in heads:
            chain.append(links[chain[-1]])
            if chain[-1] in met:
                raise ValueRefused(" → ".join(chain), accepted="links to one incident, not round in a circle")
            met.add(chain[-1])
        head = heads.get(chain[-1], chain[-1])
        heads.update(dict.fromkeys(chain[:-1], head))
    return heads


def _present(ids: Iterable[str], heads: dict[str, str]) -> dict[str, str]:
    """What each incident of the table repeats: another one of the table."""
    known = set(ids)
    instead: dict[str, str] = {}
    for each in ids:
        head = heads.get(each)
        if head is not None and head not in known:
            instead.setdefault(head, each)
    return {
        each: instead.get(head, head)
        for each, head in heads.items()
        if each in known and instead.get(head, head) != each
    }

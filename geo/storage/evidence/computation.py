"""The columns of evidence of some rows: `contested`, `contested_on`, `killed_claimed` and `chain`."""

from collections.abc import Collection

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.core.schema import FLAG, KILLED_CLAIMED, TEXT
from geo.core.text_lists import join_list
from geo.storage.evidence.chains import chain_names
from geo.storage.evidence.claimed_tolls import claimed_ranges
from geo.storage.evidence.disagreements import DISAGREEMENTS
from geo.storage.evidence.membership import is_among
from geo.storage.evidence.statements import of_parties, read_statements

EVIDENCE_COLUMNS = ("contested", "contested_on", KILLED_CLAIMED, "chain")


def compute_evidence(
    incident_ids: Collection[str], rows: pd.DataFrame, claims: pd.DataFrame, links: pd.DataFrame
) -> pd.DataFrame:
    """The columns of EVIDENCE_COLUMNS for some rows, by their index.

    `incident_ids`: the incidents that there are, or at least those at the ends of links; a link to any other is none.
    `rows`: `incident_id` and EVIDENCE_COLUMNS as their table has them, which stand where no party claims anything, and
    for the chain where nothing is linked.
    """
    ids = rows["incident_id"].astype("str")
    party_claims = of_parties(claims)
    party_claims = party_claims[is_among(party_claims["incident_id"], ids)]
    statements = read_statements(party_claims)
    lists, ranges = _contested_on(statements), claimed_ranges(statements)
    is_claimed = is_among(ids, party_claims["incident_id"])
    contested_on = rows["contested_on"].astype(TEXT).mask(is_claimed, ids.map(lists).astype(TEXT))
    killed = rows[KILLED_CLAIMED].astype(TEXT).mask(is_claimed, ids.map(ranges).astype(TEXT))
    contested = rows["contested"].astype(FLAG).mask(is_claimed, is_among(ids, lists.index))
    chains = ids.map(chain_names(links, incident_ids)).astype(TEXT)
    return pd.DataFrame(
        {
            "contested": contested.astype(FLAG),
            "contested_on": contested_on,
            KILLED_CLAIMED: killed,
            "chain": chains.where(chains.notna(), rows["chain"].astype(TEXT)),
        }
    )


def with_evidence(
    rows: pd.DataFrame, claims: pd.DataFrame, links: pd.DataFrame, incident_ids: Collection[str] | None = None
) -> pd.DataFrame:
    """Rows with the columns of evidence as claims and links have them; the same frame where these name none of them.

    `incident_ids`: the incidents that there are; by default those of the rows.
    """
    mentions = pd.Index(pd.concat([claims["incident_id"], links["incident_id"], links["to_incident_id"]]).unique())
    positions = np.flatnonzero(is_among(rows["incident_id"], mentions)) if len(mentions) else np.zeros(0, dtype=np.intp)
    if not len(positions):
        return rows
    part = rows[["incident_id", *EVIDENCE_COLUMNS]].iloc[positions]
    existing_ids = part["incident_id"] if incident_ids is None else incident_ids
    columns = compute_evidence(existing_ids, part, claims, links)
    return rows.assign(**{name: _put(rows[name], positions, columns[name]) for name in EVIDENCE_COLUMNS})


def _put(values: pd.Series, positions: NDArray[np.intp], computed: pd.Series) -> pd.Series:
    """A column with the computed values at some positions."""
    plain = values.astype(computed.dtype).array.copy()
    plain[positions] = computed.array
    return pd.Series(plain, index=values.index)


def _contested_on(statements: pd.DataFrame) -> pd.Series:
    """By incident that is contested, what it is contested on."""
    ids_by_kind = {kind.name: pd.Index(kind.find(statements), dtype="str") for kind in DISAGREEMENTS}
    ids = pd.Index([], dtype="str").append(list(ids_by_kind.values())).unique()
    marks = [(name, is_among(ids, of_kind)) for name, of_kind in ids_by_kind.items()]
    lists = [join_list(name for name, mask in marks if mask[place]) for place in range(len(ids))]
    return pd.Series(lists, index=ids, dtype="str")

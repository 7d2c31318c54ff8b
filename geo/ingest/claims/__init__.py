"""Who states what, as providers' columns have it: write a ProviderClaims for a further provider and list it here."""

from collections.abc import Iterable, Mapping

import pandas as pd

from geo.core.incidents import check_companion
from geo.core.schema import CLAIM_COLUMNS
from geo.ingest.claims.estimates import ACLEDClaims, UCDPClaims
from geo.ingest.claims.provider_claims import REPORTS, Claim, ProviderClaims
from geo.ingest.claims.responsibility import GTDClaims
from geo.ingest.row_cells import RowCells, columns_by_own_name, split_row

PROVIDER_CLAIMS: tuple[ProviderClaims, ...] = (UCDPClaims(), ACLEDClaims(), GTDClaims())
BY_PREFIX = {claims.prefix: claims for claims in PROVIDER_CLAIMS}


def list_row_claims(row: Mapping[str, object]) -> pd.DataFrame:
    """The claims in the provider's own columns of a row of our table, as checked CLAIM_COLUMNS."""
    return list_claims_of_rows([row])


def list_claims_of_rows(rows: Iterable[Mapping[str, object]]) -> pd.DataFrame:
    """The same of many rows, in their order."""
    return _tabulate([(str(row["incident_id"]), claim) for row in rows for claim in _read_row(row)])


def _read_row(row: Mapping[str, object]) -> list[Claim]:
    cells = split_row(row, BY_PREFIX).items()
    return [
        claim
        for prefix, texts in cells
        if prefix in BY_PREFIX
        for claim in BY_PREFIX[prefix].list_claims(RowCells(texts))
    ]


def list_claim_columns(names: Iterable[str]) -> dict[str, list[str]]:
    """The columns of our table that claims which can contest are read from, by the provider's prefix."""
    names = list(names)
    return {
        claims.prefix: columns for claims in PROVIDER_CLAIMS if (columns := list(_columns_of(claims, names).values()))
    }


def build_claims(rows: pd.DataFrame, prefix: str) -> pd.DataFrame:
    """The claims of rows of one provider that may contradict each other, as checked CLAIM_COLUMNS; to be stored.

    Only rows in which a column says that there is one are looked at one by one.
    """
    claims = BY_PREFIX.get(prefix)
    own = _columns_of(claims, [str(name) for name in rows.columns]) if claims else {}
    if claims is None or not own:
        return _tabulate([])
    candidates = rows[_may_claim(rows, own, claims)]
    cells = candidates[list(own.values())].rename(columns={column: name for name, column in own.items()})
    contesting = [
        (str(incident_id), claim)
        for incident_id, texts in zip(candidates["incident_id"], cells.to_dict("records"), strict=True)
        for claim in _list_contesting(claims, _keep_texts(texts))
    ]
    return _tabulate(contesting)


def _columns_of(claims: ProviderClaims, names: list[str]) -> dict[str, str]:
    """The columns of our table that a provider's claims are read from, by their names in its file."""
    own = columns_by_own_name(names, claims.prefix) if claims.can_contest else {}
    cells = RowCells(dict.fromkeys(own, ""))
    return {name: own[name] for name in map(cells.name_of, claims.columns) if name is not None}


def _list_contesting(claims: ProviderClaims, texts: Mapping[str, str]) -> list[Claim]:
    """The claims of a row; none where all of them only report."""
    every = claims.list_claims(RowCells(texts))
    return every if any(claim["stance"] != REPORTS for claim in every) else []


def _may_claim(rows: pd.DataFrame, own: Mapping[str, str], claims: ProviderClaims) -> pd.Series:
    """Whether one of a row's flags says that there is a claim (bool)."""
    cells = RowCells(dict.fromkeys(own, ""))
    may_claim = pd.Series(False, index=rows.index)
    for name in filter(None, map(cells.name_of, claims.flags)):
        texts = rows[own[name]].astype("str").str.strip().str.replace(r"\.0*$", "", regex=True)
        may_claim |= texts.str.casefold().isin(claims.accepted).astype(bool)
    return may_claim


def _keep_texts(cells: Mapping[object, object]) -> dict[str, str]:
    return {str(name): text for name, text in cells.items() if isinstance(text, str) and text.strip()}


def _tabulate(claims: list[tuple[str, Claim]]) -> pd.DataFrame:
    rows = [{"incident_id": incident_id, **claim} for incident_id, claim in claims]
    return check_companion(pd.DataFrame(rows, dtype="str"), CLAIM_COLUMNS).accepted

"""The evidence of rows that are packed: claims and links are read first, and each chunk gets what they say of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pyarrow as pa

from geo.core.schema import CLAIM_COLUMNS, COMPANION_TABLES
from geo.storage.companions_beside import CompanionsBeside, load_companions
from geo.storage.evidence import with_evidence
from geo.storage.packing.plan import PackPlan
from geo.storage.packing.staging import Staging
from geo.storage.provider_claims import add_table_claims


@dataclass(frozen=True, eq=False)
class ChunkEvidence:
    """Some of the rows with their columns of evidence, and the claims in their providers' own columns."""

    rows: pd.DataFrame
    claims: pd.DataFrame


@dataclass(frozen=True, eq=False)
class PackedEvidence:
    """The companions of all files."""

    beside: CompanionsBeside

    @classmethod
    def of_plan(cls, plan: PackPlan) -> "PackedEvidence":
        """Read the companions of a plan; raises IncidentsInvalid."""
        return cls(
            load_companions({kind: [Path(file.path) for file in plan.companions[kind]] for kind in COMPANION_TABLES})
        )

    def complete(self, rows: pd.DataFrame) -> ChunkEvidence:
        """What is to be packed of some of the rows.

        A chunk does not know which incidents the others have, so that what is linked counts as being there.
        """
        claims, links = self.beside.tables["claims"], self.beside.tables["links"]
        ends = pd.concat([links["incident_id"], links["to_incident_id"]]).unique()
        stored = claims[claims["incident_id"].isin(rows["incident_id"])]
        every = add_table_claims(stored, rows)
        return ChunkEvidence(with_evidence(rows, every, links, ends), every.iloc[len(stored) :])

    def tables(self, staging: Staging, chunks: Iterable[str]) -> dict[str, pd.DataFrame]:
        """The companions that the folder gets: those of the files, and behind its claims those staged with chunks."""
        names = [name for name in map(_claims_name, chunks) if staging.has(name)]
        dtypes = {column.name: column.dtype for column in CLAIM_COLUMNS}
        staged = [staging.read_table(name).to_pandas().astype(dtypes) for name in names]
        claims = pd.concat([self.beside.tables["claims"], *staged], ignore_index=True)
        return self.beside.tables | {"claims": claims}


def write_chunk_claims(staging: Staging, chunk: str, claims: pd.DataFrame) -> None:
    """Stage the claims of a chunk's own columns; of most chunks there are none."""
    if len(claims):
        staging.write_table(_claims_name(chunk), pa.Table.from_pandas(claims, preserve_index=False))


def _claims_name(chunk: str) -> str:
    return f"claims/{chunk}.arrow"

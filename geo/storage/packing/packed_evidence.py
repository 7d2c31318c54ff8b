"""The evidence of rows that are packed: claims and links are read first, and each chunk gets what they say of it."""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from geo.core.schema import COMPANION_TABLES
from geo.storage import atlas_loader
from geo.storage.evidence import with_evidence
from geo.storage.packing.plan import PackPlan


@dataclass(frozen=True, eq=False)
class PackedEvidence:
    """The claims and links of all files."""

    claims: pd.DataFrame
    links: pd.DataFrame

    @classmethod
    def of_plan(cls, plan: PackPlan) -> "PackedEvidence":
        """Read the companions of a plan; raises IncidentsInvalid."""
        return cls(read_companion(plan, "claims"), read_companion(plan, "links"))

    def complete(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Some of the rows with their columns of evidence.

        A chunk does not know which incidents the others have, so that what is linked counts as being there.
        """
        ends = pd.concat([self.links["incident_id"], self.links["to_incident_id"]]).unique()
        return with_evidence(rows, self.claims, self.links, ends)


def read_companion(plan: PackPlan, kind: str) -> pd.DataFrame:
    """A kind of companion of all files, checked; raises IncidentsInvalid."""
    columns = COMPANION_TABLES[kind]
    files = [Path(file.path) for file in plan.companions[kind]]
    return atlas_loader.concat_companions([atlas_loader.load_companion(file, columns) for file in files], columns)

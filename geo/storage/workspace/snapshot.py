"""What a workspace shows at one moment."""

from dataclasses import dataclass

import pandas as pd

from geo.storage.edits.edit import Edit
from geo.storage.workspace.stored_import import StoredImport

VERDICTS = ("same", "different")
DECISION_COLUMNS = ("incident_id", "duplicate_of", "verdict")


@dataclass(frozen=True, eq=False)
class Snapshot:
    """What a workspace shows at one moment: its revision, the visible imports in the order added, decisions and edits.

    `decisions`: incident_id, duplicate_of, verdict; all text. `digests`: of the accepted rows of each import. `edits`:
    all of them, those that were undone too, the oldest first.
    """

    revision: str
    imports: tuple[StoredImport, ...]
    decisions: pd.DataFrame
    digests: tuple[str, ...] = ()
    edits: tuple[Edit, ...] = ()


def decisions_table(decisions: list[tuple[str, ...]]) -> pd.DataFrame:
    """Decisions as a table: incident_id, duplicate_of, verdict; all text."""
    return pd.DataFrame(decisions, columns=list(DECISION_COLUMNS), dtype="str")

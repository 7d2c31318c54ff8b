"""The history of a workspace as a table for readers, and as CSV."""

from collections.abc import Iterable, Mapping

import pandas as pd

from geo.core.csv_table import to_csv_bytes
from geo.storage.workspace.history import Entry
from geo.storage.workspace.workspace import Workspace

COLUMNS = ("at", "person", "action", "number", "subject")


def read_history(workspace: Workspace) -> pd.DataFrame:
    """Who changed what, the latest first: COLUMNS; raises WorkspaceFailed.

    `at`: in UTC; `person`: blank where nobody was asked; `number`: of the things that were changed; `subject`: what
    the thing is called now, blank for several and for what was deleted for good.
    """
    entries, titles = workspace.history.read(), _titles(workspace)
    return _to_table(reversed(entries), titles)


def export_history(table: pd.DataFrame) -> bytes:
    """The table as CSV that runs no formula, with times as ISO 8601 has them."""
    rows = [
        [f"{at:%Y-%m-%dT%H:%M:%SZ}", person, action, str(number), subject]
        for at, person, action, number, subject in table.itertuples(index=False, name=None)
    ]
    return to_csv_bytes([list(COLUMNS), *rows])


def _titles(workspace: Workspace) -> dict[str, str]:
    imports = {stored.import_id: stored.label for stored in (*workspace.imports(), *workspace.deleted())}
    return imports | {saved.saved_id: saved.name for saved in workspace.saved.all()}


def _to_table(entries: Iterable[Entry], titles: Mapping[str, str]) -> pd.DataFrame:
    rows = [
        (entry.at, entry.person, entry.action.value, entry.number, titles.get(entry.subject, "")) for entry in entries
    ]
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    return table.astype({"at": "datetime64[us, UTC]", "number": "int64"})

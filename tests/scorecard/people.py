"""People of a shared server, each with a workspace of their own, whose rows have a text that nobody else's have."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from geo.core.csv_table import to_csv_bytes
from geo.ingest import importing
from geo.ingest.import_result import Import
from geo.ingest.options import ImportOptions
from geo.storage.workspace import sessions
from geo.storage.workspace.workspace import Workspace

HEADER = ["incident_id", "date_start", "latitude", "longitude", "place_precision", "title", "actor_a", "country"]
MARK = "CANARY"


@dataclass(frozen=True)
class Person:
    """Somebody by the key of their data; `mark` is in each of their rows."""

    key: str
    mark: str

    @property
    def workspace(self) -> Workspace:
        """Their workspace."""
        return sessions.open_workspace(self.key)


def shared_settings(folder: Path) -> Mapping[str, str]:
    """The settings of a shared server with its workspaces in a folder."""
    return {"WORKSPACE": str(folder), "SHARED": "1"}


@contextmanager
def shared_server(folder: Path) -> Iterator[None]:
    """This process reads workspaces as a shared server does."""
    with patch.dict(os.environ, shared_settings(folder)):
        yield


def make_people(number: int, n_rows: int = 3, *, padding: int = 0) -> list[Person]:
    """So many people with their data imported; each title is longer by `padding` letters."""
    return [_make_person(person, n_rows, padding) for person in range(number)]


def _make_person(number: int, n_rows: int, padding: int) -> Person:
    person = Person(sessions.new_key(), f"{MARK}-{number:05}-{os.urandom(4).hex()}")
    content, imported = _import_rows(person.mark, n_rows, padding)
    workspace = person.workspace
    workspace.save_import(workspace.add_upload(content, f"{person.mark}.csv"), imported, ImportOptions())
    return person


def _import_rows(mark: str, n_rows: int, padding: int) -> tuple[bytes, Import]:
    rows = [
        [
            f"own{row}",
            "2024-01-16",
            "33",
            "65",
            "exact",
            f"{mark} {row:05} {'x' * padding}".strip(),
            mark,
            "Afghanistan",
        ]
        for row in range(n_rows)
    ]
    content = to_csv_bytes([HEADER, *rows])
    return content, importing.read(content)

"""Hits a workspace from many processes; run as a process of its own, for it forks: `python hammer.py WAY FOLDER N`.

Workspaces lie in the folder, or in the PostgreSQL database of the variable HAMMERED where it is set.
"""

import json
import os
import random
import resource
import signal
import sqlite3
import sys
import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path

from geo.errors import WorkspaceFailed
from geo.ingest import importing
from geo.ingest.import_result import Import
from geo.ingest.options import ImportOptions
from geo.storage.edits.changes import Note
from geo.storage.edits.edit import Draft, make_edits
from geo.storage.workspace.workspace import Workspace
from tests.geo.storage.workspace.stores import FolderStore, PostgresStore, Store

HEADER = "incident_id,date_start,latitude,longitude,title\n"
RENAMED = "renamed"
# A kill comes within so many times what a first import takes: later ones are quicker, so that some are stored by then.
TIMES_A_FIRST_IMPORT = 2.0


def open_store(folder: Path) -> Store:
    address = os.environ.get("HAMMERED")
    return PostgresStore(address, folder) if address else FolderStore(folder)


def make_file(name: str) -> bytes:
    rows = "".join(f"{name}-{number},2024-01-16,27,{number},Row {number} of {name}\n" for number in range(3))
    return (HEADER + rows).encode()


def save(workspace: Workspace, name: str, imported: Import) -> str:
    upload = workspace.add_upload(make_file(name), name)
    return workspace.save_import(upload, imported, ImportOptions(), label=name).import_id


def check_all(workspace: Workspace, expected: Import) -> list[str]:
    """The names of all imports, each of which must read as it was stored."""
    names = []
    for stored in (*workspace.imports(), *workspace.deleted()):
        read = workspace.read(stored.import_id)
        assert read.accepted.equals(expected.accepted)
        assert stored.rows_in == read.rows_in == 3
        assert workspace._blobs.read(stored.digest) == make_file(stored.file_name)
        assert stored.label in (stored.file_name, RENAMED)
        names.append(stored.file_name)
    return names


def fork(work: Callable[[], object]) -> int:
    child = os.fork()
    if child == 0:
        work()
        os._exit(0)
    return child


def hammer_with_kills(folder: Path, times: int) -> dict[str, int]:
    """Kill a process that imports at a random moment, many times; what it logged as stored must be there, whole."""
    chance, imported, lost, store = random.Random(times), importing.read(make_file("any")), 0, open_store(folder)
    longest = 0.0
    for number in range(times):
        if number % 10 == 0:  # the machine may be busier by now
            longest = TIMES_A_FIRST_IMPORT * _seconds_of_an_import(store.workspace("measured"), imported)
        workspace = store.workspace(str(number // 10))  # ten on one workspace; the first of them makes it
        log = folder / f"{number // 10}.log"
        child = fork(partial(_import_on, workspace, log, number, imported))
        time.sleep(chance.uniform(0.0, longest))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        logged = log.read_text().split() if log.exists() else []
        names = check_all(workspace, imported)
        lost += len(set(logged) - set(names))
        path = workspace.folder / "workspace.sqlite"
        assert not path.exists() or sqlite3.connect(path).execute("PRAGMA integrity_check").fetchone() == ("ok",)
    stored = sum(len(store.workspace(str(number)).imports()) for number in range((times + 9) // 10))
    return {"lost": lost, "stored": stored}


def _seconds_of_an_import(workspace: Workspace, imported: Import) -> float:
    """What a process of its own takes, with its first connection, on this machine as busy as it is."""
    start = time.perf_counter()
    ended = os.waitpid(fork(partial(save, workspace, "measured", imported)), 0)[1]
    assert ended == 0
    return time.perf_counter() - start


def _import_on(workspace: Workspace, log: Path, number: int, imported: Import) -> None:
    """Import and change without end, and log each import once it is stored."""
    with log.open("a") as file:
        for turn in range(1_000):
            name = f"{number}.{turn}"
            import_id = save(workspace, name, imported)
            file.write(f"{name}\n")
            file.flush()
            (workspace.rename if turn % 2 else lambda import_id, _: workspace.hide(import_id))(import_id, RENAMED)
            workspace.decide(name, "other", "same")


def hammer_edits(folder: Path, times: int) -> dict[str, int]:
    """Kill a process that adds, undoes and makes edits again, while another adds; each batch is whole or not there."""
    chance, store, size = random.Random(times), open_store(folder), 5
    workspace, log = store.workspace(), folder / "edits.log"
    longest = 0.25 if isinstance(store, FolderStore) else 0.8

    def work(number: int, turns: int) -> None:
        with log.open("a") as file:
            for turn in range(turns):
                drafts = [Draft(f"{number}.{turn}", Note(str(place))) for place in range(size)]
                edits = workspace.edits.insert(make_edits(drafts, who="", why=""))
                file.write(f"{edits[0].batch}\n")
                file.flush()
                workspace.edits.undo_batch(edits[0].batch)
                workspace.edits.redo_batch(edits[0].batch)

    work(-1, 1)
    other = fork(partial(work, -2, 20))
    for number in range(times):
        child = fork(partial(work, number, 1_000))
        time.sleep(chance.uniform(0.0, longest))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    failed = os.waitpid(other, 0)[1]
    batches = Counter(edit.batch for edit in workspace.edits.read())
    lost = set(log.read_text().split()) - batches.keys()
    return {
        "lost": len(lost),
        "broken": sum(n != size for n in batches.values()),
        "failed": failed,
        "stored": len(batches),
    }


def hammer_at_once(folder: Path, turns: int) -> dict[str, int]:
    """Eight processes import at once, one file of their own a turn and one that all share."""
    imported, workspace = importing.read(make_file("any")), open_store(folder).workspace()

    def work(number: int) -> None:
        for turn in range(turns):
            save(workspace, f"{number}.{turn}", imported)
            save(workspace, f"shared.{turn}", imported)

    children = [fork(partial(work, number)) for number in range(8)]
    ended = [os.waitpid(child, 0)[1] for child in children]
    names = check_all(workspace, imported)
    return {"failed": sum(map(bool, ended)), "stored": len(names), "different": len(set(names))}


def hammer_full_disk(folder: Path, points: int) -> dict[str, int]:
    """Let files grow no further at many points, as a full disk does; nothing may be half stored."""
    imported, workspace, refused = importing.read(make_file("any")), Workspace(folder), 0
    save(workspace, "before", imported)

    def work(max_bytes: int) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (max_bytes, max_bytes))
        try:
            save(workspace, f"file.{max_bytes}", imported)
        except WorkspaceFailed:
            os._exit(3)

    for point in range(points):
        status = os.waitpid(fork(partial(work, point * 2_000)), 0)[1]
        assert os.waitstatus_to_exitcode(status) in (0, 3)
        refused += os.waitstatus_to_exitcode(status) == 3
        assert len(check_all(workspace, imported)) == 1 + point + 1 - refused
    left = [path.name for path in (folder / "files").iterdir() if path.name.startswith("being-written")]
    return {"refused": refused, "left": len(left)}


if __name__ == "__main__":
    ways: dict[str, Callable[[Path, int], dict[str, int]]] = {
        "killed": hammer_with_kills,
        "at once": hammer_at_once,
        "edits": hammer_edits,
        "full": hammer_full_disk,
    }
    print(json.dumps(ways[sys.argv[1]](Path(sys.argv[2]), int(sys.argv[3]))))

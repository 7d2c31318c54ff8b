"""Hits a workspace from many processes; run as a process of its own, for it forks: `python hammer.py WAY FOLDER N`."""

import json
import os
import random
import resource
import signal
import sqlite3
import sys
import time
from collections.abc import Callable
from pathlib import Path

from geo.errors import WorkspaceFailed
from geo.ingest import importing
from geo.ingest.import_result import Import
from geo.ingest.options import ImportOptions
from geo.storage.workspace.access import Workspace

HEADER = "incident_id,date_start,latitude,longitude,title\n"
RENAMED = "renamed"


def file_of(name: str) -> bytes:
    rows = "".join(f"{name}-{number},2024-01-16,27,{number},Row {number} of {name}\n" for number in range(3))
    return (HEADER + rows).encode()


def kept(workspace: Workspace, name: str, imported: Import) -> str:
    received = workspace.add_upload(file_of(name), name)
    return workspace.save_import(received, imported, ImportOptions(), label=name).import_id


def whole(workspace: Workspace, expected: Import) -> list[str]:
    """The names of all imports, each of which must read as it was kept."""
    names = []
    for stored in (*workspace.imports(), *workspace.deleted()):
        read = workspace.read(stored.import_id)
        assert read.accepted.equals(expected.accepted)
        assert stored.rows_in == read.rows_in == 3
        assert (workspace.folder / "files" / stored.digest).read_bytes() == file_of(stored.file_name)
        assert stored.label in (stored.file_name, RENAMED)
        names.append(stored.file_name)
    return names


def forked(work: Callable[[], None]) -> int:
    child = os.fork()
    if child == 0:
        work()
        os._exit(0)
    return child


def killed(folder: Path, times: int) -> dict[str, int]:
    """Kill a process that imports at a random moment, many times; what it said was stored must be there, whole."""
    chance, imported, lost = random.Random(times), importing.read(file_of("any")), 0
    for number in range(times):
        place = folder / str(number // 10)  # ten on one workspace; the first of them makes it
        log = place.with_suffix(".log")
        child = forked(lambda place=place, log=log, number=number: _import_on(place, log, number, imported))
        time.sleep(chance.uniform(0.0, 0.25))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        said = log.read_text().split() if log.exists() else []
        workspace = Workspace(place)
        names = whole(workspace, imported)
        lost += len(set(said) - set(names))
        if workspace.folder.is_dir() and (place / "workspace.sqlite").exists():
            checked = sqlite3.connect(place / "workspace.sqlite").execute("PRAGMA integrity_check").fetchone()
            assert checked == ("ok",)
    stored = sum(len(Workspace(folder / str(number)).imports()) for number in range((times + 9) // 10))
    return {"lost": lost, "stored": stored}


def _import_on(place: Path, log: Path, number: int, imported: Import) -> None:
    """Import and change without end, and say of each import when it is stored."""
    workspace = Workspace(place)
    with log.open("a") as said:
        for turn in range(1_000):
            name = f"{number}.{turn}"
            import_id = kept(workspace, name, imported)
            said.write(f"{name}\n")
            said.flush()
            (workspace.rename if turn % 2 else lambda each, _: workspace.hide(each))(import_id, RENAMED)
            workspace.decide(name, "other", "same")


def at_once(folder: Path, each: int) -> dict[str, int]:
    """Eight processes import at once, one file of their own a turn and one that all share."""
    imported, workspace = importing.read(file_of("any")), Workspace(folder)

    def work(number: int) -> None:
        for turn in range(each):
            kept(workspace, f"{number}.{turn}", imported)
            kept(workspace, f"shared.{turn}", imported)

    children = [forked(lambda number=number: work(number)) for number in range(8)]
    ended = [os.waitpid(child, 0)[1] for child in children]
    names = whole(workspace, imported)
    return {"failed": sum(map(bool, ended)), "stored": len(names), "different": len(set(names))}


def full(folder: Path, points: int) -> dict[str, int]:
    """Let files grow no further at many points, as a full disk does; nothing may be half stored."""
    imported, workspace, refused = importing.read(file_of("any")), Workspace(folder), 0
    kept(workspace, "before", imported)

    def work(most_bytes: int) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes))
        try:
            kept(workspace, f"file.{most_bytes}", imported)
        except WorkspaceFailed:
            os._exit(3)

    for point in range(points):
        status = os.waitpid(forked(lambda point=point: work(point * 2_000)), 0)[1]
        assert os.waitstatus_to_exitcode(status) in (0, 3)
        refused += os.waitstatus_to_exitcode(status) == 3
        assert len(whole(workspace, imported)) == 1 + point + 1 - refused
    left = [path.name for path in (folder / "files").iterdir() if path.name.startswith("being-written")]
    return {"refused": refused, "left": len(left)}


if __name__ == "__main__":
    ways: dict[str, Callable[[Path, int], dict[str, int]]] = {"killed": killed, "at once": at_once, "full": full}
    print(json.dumps(ways[sys.argv[1]](Path(sys.argv[2]), int(sys.argv[3]))))

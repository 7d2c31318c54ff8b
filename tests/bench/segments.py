"""How soon a change of one's own rows is visible over three million: `python -m tests.bench.segments [ROWS]`.

The cold start of the base is the peer, and two seconds are the limit. After each change the same is asked: how many
incidents there are, the first page, the map of the world, the strip of time, and the choices of all filters. Seconds
are of the processor, all threads together: machines are shared.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import process_time

from geo.ingest import importing
from geo.ingest.options import ImportOptions
from geo.query import facets
from geo.query.map_view import MapView
from geo.query.selection import Selection
from geo.storage import atlas_cache, index_cache
from geo.storage.atlas import Atlas
from geo.storage.edits.changes import Correction, Deletion, IncidentAddition, Linking, Tagging
from geo.storage.edits.edit import Draft
from geo.storage.edits.editing import add_edits
from geo.storage.workspace import sessions
from geo.storage.workspace.workspace import Workspace
from tests.bench.figures import Figure
from tests.bench.generator import incidents_file

ROWS = 3_000_000
MAX_SECONDS = 2.0
HEADER = "incident_id,date_start,latitude,longitude,title,event_type,actor_a,country,admin1,place_name,place_precision"
LINE = "{},2024-01-16,33.3,44.4,A strike,Battles,A new group,Iraq,Baghdad,A new place,exact"
WORLD = MapView.parse("-180,-85,180,85")


def lines(rows: int = ROWS) -> Iterator[str]:
    """The figures as lines of the report."""
    path = incidents_file(rows)
    with tempfile.TemporaryDirectory() as folder, _environment(path, Path(folder) / "workspace"):
        cold_start = _start_cold(path)
        yield f"-- {rows:,} incidents; a cold start takes {cold_start:.1f} s"
        _ask(atlas_cache.base_atlas())
        workspace = sessions.open_workspace()
        for name, change in _changes(workspace):
            start = process_time()
            change()
            yield f"-- {name}: the change itself takes {process_time() - start:.2f} s"
            yield from _measure(name, cold_start)


def _changes(workspace: Workspace) -> list[tuple[str, Callable[[], object]]]:
    """Changes of what is shown, in order."""
    known = str(atlas_cache.base_atlas().select(Selection()).rows(0, 1)["incident_id"].iloc[0])
    others = [str(id_) for id_ in atlas_cache.base_atlas().select(Selection()).rows(1_000, 1_100)["incident_id"]]
    imports: list[str] = []
    return [
        ("one row is added", lambda: imports.append(_add(workspace, "own-1"))),
        ("one row replaces another", lambda: imports.append(_add(workspace, known))),
        ("an import is hidden", lambda: workspace.hide(imports[0])),
        ("it is shown again", lambda: workspace.show(imports[0])),
        ("two incidents are decided to be one", lambda: workspace.decide("own-1", known, "same")),
        ("an import is deleted", lambda: workspace.delete(imports[1])),
        ("a row is corrected", lambda: _edit(workspace, Draft(others[0], Correction.of({"title": "Another"})))),
        ("the correction is undone", lambda: workspace.edits.undo(workspace.edits.read()[-1].edit_id)),
        ("a hundred rows are tagged", lambda: _edit(workspace, *(Draft(id_, Tagging("mine")) for id_ in others))),
        ("two rows are linked", lambda: _edit(workspace, Draft(others[1], Linking("response to", others[2])))),
        ("a row is taken out", lambda: _edit(workspace, Draft(others[3], Deletion()))),
        ("an incident is added", lambda: _edit(workspace, Draft("", IncidentAddition({"date_start": "2024-01-16"})))),
    ]


def _edit(workspace: Workspace, *drafts: Draft) -> None:
    add_edits(workspace, atlas_cache.current_atlas(), drafts, why="measured")


def _add(workspace: Workspace, incident_id: str) -> str:
    content = f"{HEADER}\n{LINE.format(incident_id)}\n".encode()
    upload = workspace.add_upload(content, f"{incident_id}.csv")
    return workspace.save_import(upload, importing.read(content), ImportOptions()).import_id


def _measure(name: str, cold_start: float) -> Iterator[str]:
    start = process_time()
    atlas = atlas_cache.current_atlas()
    len(atlas.select(Selection()).rows(0, 50))
    seen = process_time() - start
    steps = _ask(atlas)
    elapsed = process_time() - start
    for what, seconds in (("a page of rows", seen), ("everything", elapsed)):
        yield Figure(f"{name}: {what}, of two seconds", seconds, "s", seconds / MAX_SECONDS, 1.0).format()
    yield Figure(f"{name}: everything, of a cold start", elapsed, "s", elapsed / cold_start, None).format()
    yield "   " + ", ".join(f"{what} {seconds:.2f} s" for what, seconds in steps.items())


def _ask(atlas: Atlas) -> dict[str, float]:
    """What a page asks of an atlas, and how long each takes."""
    results = atlas.select(Selection())
    questions: dict[str, Callable[[], object]] = {
        "count": lambda: len(results),
        "first page": lambda: results.rows(0, 500),
        "map": lambda: results.marks_in_view(WORLD, 2.0),
        "strip": lambda: results.time_strip(),
        "facets": lambda: facets.all_facet_counts(atlas.engine, Selection()),
    }
    seconds = {}
    for what, ask in questions.items():
        start = process_time()
        ask()
        seconds[what] = process_time() - start
    return seconds


def _start_cold(path: Path) -> float:
    """Seconds until the base is loaded and its facets are counted, without a cache on the disk."""
    for folder in (path.parent / index_cache.FOLDER).glob(f"{path.name}.*"):
        folder.rename(folder.with_name(f"{index_cache.TEMPORARY_PREFIX}{time.time_ns()}"))
    start = process_time()
    facets.all_facet_counts(atlas_cache.base_atlas().engine, Selection())
    return process_time() - start


@contextmanager
def _environment(incidents: Path, workspace: Path) -> Iterator[None]:
    before = dict(os.environ)
    os.environ.update({"INCIDENTS": str(incidents), "WORKSPACE": str(workspace)})
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


if __name__ == "__main__":
    for line in lines(*map(int, sys.argv[1:])):
        print(line, flush=True)

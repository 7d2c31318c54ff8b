"""A person's own actors and aliases: `<stem>.actors.csv` beside the incidents, with what of it could not be used."""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from geo.core.actor import Actor
from geo.core.actor_spelling import normalize_actor
from geo.core.actors import bundled_vocabulary, parse_actor
from geo.core.formatting import pluralize

SUFFIX = ".actors.csv"
COLUMNS = ("name", "kind", "country", "parent", "aliases", "start_year", "end_year")
MAX_ACTORS = 10_000  # of one file: twenty times the bundled ones, so that every filter stays quick
MAX_NAME = 300  # characters of a name; a filter takes no longer ones
MAX_NOTES = 5  # rows that are named one by one


def own_actors_paths(incident_paths: Iterable[Path]) -> list[Path]:
    """The files of own actors that lie beside these incidents."""
    beside = dict.fromkeys(path.with_name(f"{path.stem}{SUFFIX}") for path in incident_paths)
    return [path for path in beside if path.is_file()]


def read_own_actors(content: bytes, file_name: str) -> tuple[tuple[Actor, ...], tuple[str, ...]]:
    """The actors of a CSV with the column `name` and any of COLUMNS, and notes on what was left out of it.

    Aliases are separated by semicolons. Nothing in the file is an error: what cannot be used is left out and told.
    """
    text = content.decode("utf-8-sig", errors="replace").replace("\x00", "")
    reader = csv.DictReader(io.StringIO(text, newline=""))
    try:
        columns = [(name or "").strip().lower() for name in reader.fieldnames or ()]
        reader.fieldnames = columns
        rows = [row for _, row in zip(range(MAX_ACTORS), reader, strict=False)]
        is_cut = next(reader, None) is not None
    except csv.Error:
        return (), (f"{file_name}: is no CSV that can be read, so that your own actors are not used.",)
    if "name" not in columns:
        return (), (f"{file_name}: has no column “name”, so that your own actors are not used.",)
    actors, faults = _parse_rows(rows)
    actors, lost = _check_parents(actors)
    cut = [f"{file_name}: has more than {MAX_ACTORS:,} actors; the rest was left out."] if is_cut else []
    return tuple(actors), (*_list_faults(file_name, [*faults, *lost]), *cut)


def _parse_rows(rows: list[dict[str, str]]) -> tuple[list[Actor], list[str]]:
    actors: list[Actor] = []
    faults: list[str] = []
    for number, row in enumerate(rows, start=2):
        cells = {column: str(row.get(column) or "").strip() for column in COLUMNS}
        fault = _fault_of(cells)
        if fault:
            faults.append(f"row {number}: {fault}")
        else:
            actors.append(_adopt(parse_actor(cells)))
    return actors, faults


def _fault_of(cells: dict[str, str]) -> str:
    """Why a row is no actor; empty if it is one."""
    if not normalize_actor(cells["name"]):
        return "has no name"
    if len(cells["name"]) > MAX_NAME:
        return f"has a name of more than {MAX_NAME} characters"
    years = [cells[column] for column in ("start_year", "end_year") if cells[column]]
    if not all(year.isascii() and year.isdigit() and len(year) <= 4 for year in years):
        return "has a year that is no number such as 2012"
    return "ends before it starts" if len(years) == 2 and int(years[0]) > int(years[1]) else ""


def _adopt(actor: Actor) -> Actor:
    """The actor under the usual name of the bundled one that it is, if it is one."""
    usual_name = bundled_vocabulary().canonical(actor.name)
    if usual_name == actor.name or usual_name not in bundled_vocabulary().actors:
        return actor
    return replace(actor, name=usual_name, aliases=(actor.name, *actor.aliases))


def _check_parents(actors: list[Actor]) -> tuple[list[Actor], list[str]]:
    """The actors without parents that are not known or that come back to the actor itself, and those faults."""
    bundled = bundled_vocabulary()
    parents = {actor.name: bundled.canonical(actor.parent) for actor in actors if actor.parent}
    known = {*bundled.actors, *(actor.name for actor in actors)}
    checked, faults = [], []
    for actor in actors:
        parent = parents.get(actor.name, "")
        if parent and (parent not in known or _comes_back(actor.name, parents)):
            faults.append(f"the parent “{actor.parent}” of “{actor.name}” is not known, or is its own body")
            parent = ""
        checked.append(replace(actor, parent=parent))
    return checked, faults


def _comes_back(name: str, parents: dict[str, str]) -> bool:
    bundled = bundled_vocabulary()
    above, ancestors = parents.get(name, ""), set()
    while above and above not in ancestors:
        if above == name:
            return True
        ancestors.add(above)
        above = parents.get(above) or (bundled.actors[above].parent if above in bundled.actors else "")
    return False


def _list_faults(file_name: str, faults: list[str]) -> Iterator[str]:
    if not faults:
        return
    rest = len(faults) - MAX_NOTES
    listed = "; ".join(faults[:MAX_NOTES]) + (f"; and {rest:,} more" if rest > 0 else "")
    yield f"{file_name}: {pluralize(len(faults), 'fault')} in your own actors, which are left out: {listed}."

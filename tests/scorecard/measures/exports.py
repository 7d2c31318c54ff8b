"""S10: every download is of the rows as they are at that moment, whoever else downloads files of the same length."""

import csv
import io
import tempfile
from pathlib import Path

from geo.query.selection import Selection
from geo.storage import atlas_cache
from geo.storage.edits.changes import Correction
from geo.storage.edits.edit import Draft
from geo.storage.edits.editing import add_edits
from tests.geo.web.addresses import make_client
from tests.scorecard.inputs import Inputs
from tests.scorecard.people import Person, make_people, shared_server
from tests.scorecard.row import Measurement

MIN_BYTES, MIN_EDITS, MIN_PEOPLE = 1 << 20, 100, 50
N_ROWS, PADDING = 2_500, 300
OWN = "actor=CANARY"


def measure_exports(inputs: Inputs) -> Measurement:
    """S10: people correct a title of theirs in turn; the address that the page leads to gives all as corrected."""
    with tempfile.TemporaryDirectory() as folder, shared_server(Path(folder)):
        people = make_people(inputs.people, N_ROWS, padding=PADDING)
        titles = {person.key: {f"own{row}": "" for row in range(N_ROWS)} for person in people}
        checks = [
            check_download(people[number % len(people)], number, titles[people[number % len(people)].key])
            for number in range(inputs.edits)
        ]
    wrong = [fault for fault, _ in checks if fault]
    smallest = min(size for _, size in checks)
    text = (
        f"{len(wrong)} wrong of {len(checks)} downloads after {len(checks)} edits by {len(people)} people, at "
        f"least {smallest / MIN_BYTES:.2f} MiB each{': ' + '; '.join(wrong[:3]) if wrong else ''}"
    )
    is_enough = len(checks) >= MIN_EDITS and len(people) >= MIN_PEOPLE and smallest > MIN_BYTES
    return Measurement(text, not wrong and is_enough)


def check_download(person: Person, number: int, titles: dict[str, str]) -> tuple[str, int]:
    """What is wrong after an edit, "" where nothing is, and the size of the download; notes the edit in `titles`."""
    row = f"own{number * 37 % N_ROWS}"
    titles[row] = f"{number % 10}"
    title = f"{person.mark} {row.removeprefix('own'):0>5} {'x' * (PADDING - 1)}{titles[row]}"  # of the same length
    atlas = atlas_cache.current_atlas(person.key)
    add_edits(person.workspace, atlas, [Draft(row, Correction.of({"title": title}))], why="a check")
    selection = Selection.from_query(f"actor={person.mark}")
    content = make_client().get(f"/api/incidents.csv?{selection.to_query()}&data={person.key}").content
    return _compare(content, person, titles, number), len(content)


def _compare(content: bytes, person: Person, titles: dict[str, str], number: int) -> str:
    lines = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    shown = {line["incident_id"]: line["title"] for line in lines}
    expected = {
        row: f"{person.mark} {row.removeprefix('own'):0>5} {'x' * (PADDING - len(end))}{end}"
        for row, end in titles.items()
    }
    return (
        "" if shown == expected else f"edit {number}: {len(expected.items() - shown.items())} rows are not as they are"
    )

"""Evidence bundles among the files of `faultline import`: checked by their hashes, and read with all that they hold."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from geo.analysis.comparable_values import values_to_text
from geo.bundle.contents import BundleContents, read_contents
from geo.bundle.members import END_BYTES, MAX_LIST_BYTES
from geo.bundle.reader import FileState, is_bundle, read_bundle
from geo.commands.companion_output import companion_target
from geo.commands.output import STANDARD_OUTPUT, check_target, say, write
from geo.core.coercion import coerce
from geo.core.csv_table import to_csv_bytes
from geo.core.formatting import pluralize
from geo.core.schema import COLUMN
from geo.errors import ValueRefused
from geo.storage.edits.companion_file import CompanionFile
from geo.storage.edits.companion_header import CORRECTION_COLUMNS

CORRECTIONS = "corrections"
MAX_LISTED = 5  # cells in a message; chosen by judgement
BLANK = "blank"
ONLY_TO_BE_READ = (
    "An atlas of the table does not read this file; where its records should say who corrected them, when and why, "
    "import the bundle on the page Data."
)
BY_HASH = {
    FileState.CHANGED: " since the bundle was made: its SHA-256 hash is another one",
    FileState.MISSING: ", although the bundle lists its hash",
    FileState.ADDITIONAL: " since the bundle was made, which lists no hash of it",
    FileState.INTACT: "",
}
END_OF_FILE_BYTES = MAX_LIST_BYTES + END_BYTES


@dataclass(frozen=True, eq=False)
class BundleInput:
    """A bundle by the name of its file, and whether every file in it is as it was made."""

    name: str
    contents: BundleContents
    is_intact: bool

    @property
    def files(self) -> list[CompanionFile]:
        """Its claims, publications and links, named so that messages tell them from other files."""
        companions = self.contents.companions.values()
        return [replace(file, name=f"{self.name}, {file.name}") for file in companions]


def read_bundles(names: Iterable[str], out: str) -> dict[str, BundleInput]:
    """The bundles among some files, by their paths; raises FaultlineError for one that cannot be read."""
    bundles = {name: _read(Path(name)) for name in names if is_bundle(_read_end(Path(name)))}
    if bundles and out == STANDARD_OUTPUT:
        raise ValueRefused("--out -", accepted="a file, where there is a bundle with files to write beside it")
    kinds = {kind for bundle in bundles.values() for kind in bundle.contents.companions}
    for kind in (*kinds, *([CORRECTIONS] if any(_has_corrections(bundle) for bundle in bundles.values()) else [])):
        check_target(companion_target(out, kind))
    return bundles


def write_corrections(bundles: Iterable[BundleInput], table: pd.DataFrame, out: str) -> bool:
    """Write who corrected what in the bundles beside the table; whether the table holds all that was corrected.

    A later file may have replaced a corrected row, or somebody changed it by hand.
    """
    corrections = [bundle.contents.changes.corrections.accepted for bundle in bundles if _has_corrections(bundle)]
    if not corrections:
        return True
    lines = pd.concat(corrections)[list(CORRECTION_COLUMNS)].drop_duplicates().reset_index(drop=True)
    target = companion_target(out, CORRECTIONS)
    write(target, [to_csv_bytes([list(CORRECTION_COLUMNS), *lines.to_numpy().tolist()])])
    overridden = _find_overridden(lines, table)
    verdict = _describe_overridden(overridden) if overridden else "the table holds the corrected values."
    say(f"{pluralize(len(lines), 'correction')} written to {target}; {verdict} {ONLY_TO_BE_READ}")
    return not overridden


def _find_overridden(corrections: pd.DataFrame, table: pd.DataFrame) -> list[str]:
    """The corrected cells that the table has otherwise, in words; of several corrections of one the last counts."""
    cells = corrections.assign(
        incident_id=corrections["incident_id"].str.strip(), column=corrections["column"].str.strip()
    )
    last = cells.drop_duplicates(["incident_id", "column"], keep="last")
    rows = table[table["incident_id"].isin(set(last["incident_id"]))].set_index("incident_id")
    overridden = []
    for column, of_column in last.groupby("column", sort=False):
        now = dict(zip(rows.index.astype("str"), values_to_text(rows[str(column)]), strict=True))
        wanted = values_to_text(coerce(of_column["value"], COLUMN[str(column)])[0])
        overridden += [
            f"{id_}, column {column}: {now[id_] or BLANK} instead of {text or BLANK}"
            for id_, text in zip(of_column["incident_id"], wanted, strict=True)
            if id_ in now and now[id_] != text
        ]
    return overridden


def _describe_overridden(cells: Sequence[str]) -> str:
    verb = "does" if len(cells) == 1 else "do"
    n_more = len(cells) - MAX_LISTED
    more = f"; and {n_more:,} more" if n_more > 0 else ""
    listed = "; ".join(cells[:MAX_LISTED])
    return (
        f"{pluralize(len(cells), 'corrected value')} {verb} not stand in the table, whose row is another file’s or was "
        f"changed by hand: {listed}{more}."
    )


def _read_end(path: Path) -> bytes:
    """The end of a file, where an archive lists what it holds."""
    with path.open("rb") as file:
        file.seek(max(path.stat().st_size - END_OF_FILE_BYTES, 0))
        return file.read()


def _read(path: Path) -> BundleInput:
    name, content = path.name, path.read_bytes()
    check = read_bundle(content)
    for file in check.altered:
        say(f"{name}: {file.name} {file.state}{BY_HASH[file.state]}.")
    contents = read_contents(content)
    for note in contents.notes:
        say(f"{name}: {note}")
    return BundleInput(name, contents, check.is_intact)


def _has_corrections(bundle: BundleInput) -> bool:
    return bool(len(bundle.contents.changes.corrections.accepted))

"""Evidence bundles among the files of `faultline import`: checked by their hashes, and read with all that they hold."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from geo.bundle.contents import BundleContents, read_contents
from geo.bundle.members import END_BYTES, MAX_LIST_BYTES
from geo.bundle.reader import is_bundle, read_bundle
from geo.commands.companion_output import companion_target
from geo.commands.output import STANDARD_OUTPUT, check_target, say, write
from geo.core.csv_table import to_csv_bytes
from geo.core.formatting import pluralize
from geo.errors import ValueRefused
from geo.storage.edits.companion_file import CompanionFile
from geo.storage.edits.companion_header import CORRECTION_COLUMNS

CORRECTIONS = "corrections"
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


def write_corrections(bundles: Iterable[BundleInput], out: str) -> None:
    """Write who corrected what in the bundles beside the table, whose rows hold what was corrected."""
    corrections = [bundle.contents.changes.corrections.accepted for bundle in bundles if _has_corrections(bundle)]
    if corrections:
        lines = pd.concat(corrections)[list(CORRECTION_COLUMNS)].drop_duplicates().to_numpy().tolist()
        target = companion_target(out, CORRECTIONS)
        write(target, [to_csv_bytes([list(CORRECTION_COLUMNS), *lines])])
        say(f"{pluralize(len(lines), 'correction')} written to {target}; the table holds the corrected values.")


def _read_end(path: Path) -> bytes:
    """The end of a file, where an archive lists what it holds."""
    with path.open("rb") as file:
        file.seek(max(path.stat().st_size - END_OF_FILE_BYTES, 0))
        return file.read()


def _read(path: Path) -> BundleInput:
    name, content = path.name, path.read_bytes()
    check = read_bundle(content)
    for file in check.altered:
        say(f"{name}: {file.name} {file.state}.")
    contents = read_contents(content)
    for note in contents.notes:
        say(f"{name}: {note}")
    return BundleInput(name, contents, check.is_intact)


def _has_corrections(bundle: BundleInput) -> bool:
    return bool(len(bundle.contents.changes.corrections.accepted))

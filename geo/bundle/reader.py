"""Reads an evidence bundle and finds out which of its files are as they were made."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import msgspec

from geo.bundle import checksums, data_package, statement
from geo.bundle.members import AS_DOWNLOADED, BEGINNING, END, END_BYTES, MAX_LIST_BYTES, Members
from geo.bundle.statement import Statement, read_statement
from geo.errors import BundleInvalid

INCIDENTS = "incidents.csv"
ESSENTIAL = (statement.NAME, checksums.NAME)  # by which a bundle is known
TYPICAL = (INCIDENTS, data_package.NAME)
MAX_TEXT_BYTES = 2_000_000  # of each file that is read as a whole; the largest of ours, the package, has some 50 kB


class FileState(StrEnum):
    """What has become of a file since the bundle was made; the value is how a reader is told."""

    INTACT = "as it was made"
    CHANGED = "was changed"
    MISSING = "is missing"
    ADDITIONAL = "was added"


@dataclass(frozen=True)
class FileCheck:
    """A file of a bundle; its name is as hostile as the bundle."""

    name: str
    state: FileState


@dataclass(frozen=True)
class BundleCheck:
    """What a bundle states, and the state of each file that it has or should have.

    `incidents_sha256` is the hash of incidents.csv as it is now; blank where it is missing.
    """

    statement: Statement
    files: tuple[FileCheck, ...]
    incidents_sha256: str

    @property
    def altered(self) -> tuple[FileCheck, ...]:
        """The files that are not as they were made."""
        return tuple(file for file in self.files if file.state is not FileState.INTACT)

    @property
    def is_intact(self) -> bool:
        """Whether every file is as it was made."""
        return not self.altered


class _Resource(msgspec.Struct, frozen=True):
    path: str = ""
    hash: str = ""


class _Package(msgspec.Struct, frozen=True):
    resources: tuple[_Resource, ...] = ()


def is_bundle(content: bytes) -> bool:
    """Whether a file is meant to be a bundle, whole or not, by the names in the list at the end of the archive.

    Of its two essential files one may have been removed, so long as others tell it from an archive of tables.
    """
    end = content[-MAX_LIST_BYTES - END_BYTES :]
    is_archive = content.startswith(BEGINNING) or end[-END_BYTES:].startswith(END)
    has_essential = [name.encode() in end for name in ESSENTIAL]
    return is_archive and (all(has_essential) or (any(has_essential) and all(name.encode() in end for name in TYPICAL)))


def read_bundle(content: bytes) -> BundleCheck:
    """Check a bundle in memory; raises BundleInvalid where it is none or cannot be read."""
    members = Members(content)
    gaps = [name for name in ESSENTIAL if name not in members.names]
    if gaps:
        raise BundleInvalid(f"it has no {' and no '.join(gaps)}. {AS_DOWNLOADED}")
    facts = read_statement(members.read(statement.NAME, MAX_TEXT_BYTES))
    sums = checksums.read_checksums(members.read(checksums.NAME, MAX_TEXT_BYTES))
    packaged = _read_package(members)
    hashes = {name: _hash(members, name) for name in members.names}
    names = {**dict.fromkeys(packaged), **dict.fromkeys(sums), **dict.fromkeys(members.names)}
    del names[checksums.NAME]  # which cannot list itself
    files = tuple(FileCheck(name, _judge(name, hashes, sums, packaged)) for name in names)
    rows = hashes.get(INCIDENTS, "")
    if rows and rows != facts.incidents_sha256:
        files = _doubt(files)
    return BundleCheck(facts, files, rows)


def read_incidents(content: bytes) -> bytes:
    """The rows of a bundle, to be read as any file; raises BundleInvalid."""
    members = Members(content)
    if INCIDENTS not in members.names:
        raise BundleInvalid(f"it has no {INCIDENTS}. {AS_DOWNLOADED}")
    return b"".join(members.iter_content(INCIDENTS))


def _hash(members: Members, name: str) -> str:
    digest = hashlib.sha256()
    for chunk in members.iter_content(name):
        digest.update(chunk)
    return digest.hexdigest()


def _judge(name: str, hashes: Mapping[str, str], sums: Mapping[str, str], packaged: Mapping[str, str]) -> FileState:
    """The state of a file by both lists of hashes; one that only one of them has is judged by that one."""
    digests = {hashes_by_name[name] for hashes_by_name in (sums, packaged) if name in hashes_by_name}
    if name not in hashes:
        return FileState.MISSING
    if not digests:
        return FileState.ADDITIONAL
    return FileState.INTACT if digests == {hashes[name]} else FileState.CHANGED


def _doubt(files: tuple[FileCheck, ...]) -> tuple[FileCheck, ...]:
    """The files where the statement has another hash of the rows than the rows have.

    One of the two was changed; where neither is by the lists, these were written anew, and both are doubtful.
    """
    pair = [file for file in files if file.name in (INCIDENTS, statement.NAME)]
    if any(file.state is FileState.CHANGED for file in pair):
        return files
    return tuple(FileCheck(file.name, FileState.CHANGED) if file in pair else file for file in files)


def _read_package(members: Members) -> dict[str, str]:
    """The hashes of datapackage.json; none where it is missing or cannot be read, which its own hash then shows."""
    if data_package.NAME not in members.names:
        return {}
    try:
        package = msgspec.json.decode(members.read(data_package.NAME, MAX_TEXT_BYTES), type=_Package)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return {}
    return {resource.path: resource.hash.removeprefix("sha256:") for resource in package.resources}

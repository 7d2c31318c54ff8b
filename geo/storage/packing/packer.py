"""Packs files into a folder, step by step; each step finds what an earlier run has finished of it."""

import errno
import fcntl
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import msgspec

from geo.core import actors
from geo.core.schema import COLUMN, INCIDENT_COLUMNS, TEXT
from geo.errors import IncidentsInvalid, PackInvalid
from geo.query.combinations import COLUMN_GROUPS
from geo.query.packed.columns import ARROW_TYPE, CATEGORICAL, stored_names
from geo.query.packed.file_states import file_digest
from geo.query.packed.folder import PackedFolder
from geo.query.packed.manifest import IdentifierPart, Manifest, PackedColumn, PackedFile, Partition, encode_manifest
from geo.query.packed.names import AREAS, EXTENT_AREAS, MANIFEST, STAGING
from geo.storage.packing import finishing, further_rows
from geo.storage.packing.area_codes import code_areas
from geo.storage.packing.chunks import ChunkHead, Chunks, write_chunk
from geo.storage.packing.combination_keys import number_combinations
from geo.storage.packing.cubes import write_sums
from geo.storage.packing.dictionaries import number_texts
from geo.storage.packing.facet_files import PackedFacets, use_own_actors, write_facets
from geo.storage.packing.further_rows import FurtherChoices
from geo.storage.packing.gathered_rows import Numbering, gather
from geo.storage.packing.packed_evidence import PackedEvidence, write_chunk_claims
from geo.storage.packing.partition_plan import Piece, plan_partitions
from geo.storage.packing.plan import PackPlan, make_plan
from geo.storage.packing.progress import Progress, Say
from geo.storage.packing.row_files import own_columns, write_rows
from geo.storage.packing.row_order import order_rows
from geo.storage.packing.staged_rows import CODED, stage_rows
from geo.storage.packing.staging import Staging, write_whole
from geo.storage.packing.threads import run_in_threads
from geo.storage.packing.units import Chunk, Unit, check_chunk, list_units, read_unit

RELEASED_ROWS = 1_000_000  # written rows after which their staged files, some 300 bytes a row, are let go
# What a folder may hold before it is packed: what an interrupted run left.
OURS = (STAGING, "rows", "dictionaries", "groups", "identifiers", "further", "companions", "cubes", "facets")


def pack(patterns: Sequence[str], folder: Path, memory: int, say: Say) -> Manifest:
    """Pack files and globs into a folder within so many bytes of memory; `say` is called with what is done.

    Raises IncidentsInvalid where a file cannot be used, with file, row, column and reason, and PackInvalid where the
    folder holds something else.
    """
    _check_folder(folder)
    with locked(folder):
        staging = Staging(folder)
        known = staging.known_plan()
        say("Looking at the files …")
        plan = make_plan(patterns, memory, known.files if known else ())
        if (folder / MANIFEST).exists():
            staging.remove()
            return _packed_already(folder, plan, say)
        staging.begin(plan)
        with _explained(folder):
            manifest = _Packing(folder, staging, plan, say).run()
        staging.remove()
        return manifest


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep other processes from packing into the same folder; a process that dies gives it free."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise PackInvalid(str(folder), "another process is packing into it", remedy="Wait until it is done.") from None
    finally:
        os.close(descriptor)


@contextmanager
def _explained(folder: Path) -> Iterator[None]:
    """Say of a full disk what can be done: all that was finished is of use."""
    try:
        yield
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        remedy = "Make room and give the same command again: it goes on where it stopped."
        raise PackInvalid(str(folder), "the disk is full", remedy=remedy) from error


def _check_folder(folder: Path) -> None:
    """Refuse a folder with other files in it, which would get mixed up with the packed ones."""
    folder.mkdir(parents=True, exist_ok=True)
    ours = (*OURS, MANIFEST, "areas.parquet", "extent_areas.parquet")
    others = sorted(path.name for path in folder.iterdir() if path.name.removesuffix(".partial") not in ours)
    if others:
        raise PackInvalid(str(folder), f"it holds {others[0]!r} already", remedy="Name a new or an empty folder.")


def _packed_already(folder: Path, plan: PackPlan, say: Say) -> Manifest:
    manifest = PackedFolder.open(folder).manifest
    if manifest.version != plan.version or manifest.code != plan.code:
        reason = "it holds a table that was packed of other files, or by another version"
        raise PackInvalid(str(folder), reason, remedy="Name another folder, or remove this one first.")
    say("These files are packed there already.")
    return manifest


class _Packing:
    """One run over one plan."""

    def __init__(self, folder: Path, staging: Staging, plan: PackPlan, say: Say) -> None:
        self.folder, self.staging, self.plan, self.say = folder, staging, plan, say
        self.unreleased_rows = 0
        use_own_actors(plan)  # claims are compared by them
        self.evidence = PackedEvidence.of_plan(plan)

    def run(self) -> Manifest:
        """Do all steps; return the manifest, which is written last."""
        chunks = Chunks(self.staging, self._stage())
        if not chunks.n_rows:
            raise IncidentsInvalid("The files have no incidents to be packed.")
        self.say("Numbering texts and combinations …")
        keys = number_combinations(chunks, number_texts(chunks))
        chunks.release()
        self.say("Putting rows in order …")
        order = order_rows(chunks, self.plan)
        numbering = Numbering(chunks, keys, order, code_areas(chunks, keys, order, self.folder))
        columns = _columns(chunks)
        self.say("Listing the choices of filters …")
        facets = write_facets(self.folder, self.plan, keys, self.staging)
        pieces = plan_partitions(chunks, self.plan.partition_rows)
        partitions = self._write_partitions(pieces, numbering, columns, further_rows.further_choices(facets))
        self.say("Writing dictionaries, sums and the index of identifiers …")
        return self._finish(pieces, partitions, numbering, columns, facets)

    def _stage(self) -> tuple[ChunkHead, ...]:
        """Read, check and stage all units that are not staged yet."""
        units = list_units(self.plan)
        progress = Progress(self.say, "Reading and checking", sum(unit.n_rows for unit in units))
        heads: dict[str, list[ChunkHead]] = {}
        for unit in units:
            staged = self.staging.read_json(f"units/{unit.name}.json", list[ChunkHead])
            if staged is not None:
                heads[unit.name] = staged
                progress.skip(sum(head.n_rows for head in staged))
        # Files that are read whole are read one after the other.
        waiting = [unit for unit in units if unit.name not in heads]
        for unit in [unit for unit in waiting if not unit.groups]:
            heads[unit.name] = self._stage_unit(unit, progress)
        streamed = [unit for unit in waiting if unit.groups]
        for unit, staged in run_in_threads(lambda unit: self._stage_unit(unit, progress), streamed):
            heads[unit.name] = staged
        progress.finish()
        return tuple(head for unit in units for head in heads[unit.name])

    def _stage_unit(self, unit: Unit, progress: Progress) -> list[ChunkHead]:
        heads = []
        for chunk in read_unit(self.plan, unit):
            if len(chunk.cells):
                heads.append(self._stage_chunk(chunk))
                progress.add(heads[-1].n_rows)
        self.staging.write_json(f"units/{unit.name}.json", heads)
        return heads

    def _stage_chunk(self, chunk: Chunk) -> ChunkHead:
        rows = check_chunk(self.plan.sources[chunk.unit.source], chunk)
        extra = tuple(str(name) for name in rows.columns if name not in COLUMN)
        name = f"{chunk.unit.name}-{chunk.number:06}"
        evidence = self.evidence.complete(rows)
        write_chunk_claims(self.staging, name, evidence.claims)
        return write_chunk(self.staging, name, chunk.unit.source, stage_rows(evidence.rows), extra)

    def _write_partitions(
        self,
        pieces: Sequence[Piece],
        numbering: Numbering,
        columns: tuple[PackedColumn, ...],
        choices: FurtherChoices,
    ) -> tuple[Partition, ...]:
        progress = Progress(self.say, "Writing rows", numbering.chunks.n_rows)
        partitions: dict[str, Partition] = {}
        for piece in pieces:
            partition = self.staging.read_json(f"partitions/{piece.name}.json", Partition)
            if partition is not None:
                partitions[piece.name] = partition
                progress.skip(piece.n_rows)
        types = {column.name: ARROW_TYPE[column.dtype] for column in columns if column.name not in CODED}
        sizes = {group: numbering.keys.count(group) for group in COLUMN_GROUPS}

        def write(piece: Piece) -> Partition:
            rows = gather(piece, numbering, types)
            own = own_columns(rows)
            write_sums(self.staging, piece.name, rows, own, sizes)
            self.staging.write_table(further_rows.further_name(piece.name), choices.find(rows))
            partition = write_rows(self.folder, piece, rows, columns, own)
            self.staging.write_json(f"partitions/{piece.name}.json", partition)
            progress.add(piece.n_rows)
            self._release(numbering, piece.n_rows)
            return partition

        waiting = [piece for piece in pieces if piece.name not in partitions]
        for piece, partition in run_in_threads(write, waiting):
            partitions[piece.name] = partition
        progress.finish()
        return tuple(partitions[piece.name] for piece in pieces)

    def _release(self, numbering: Numbering, n_rows: int) -> None:
        """Let go of mapped files once many rows are written; two threads at once may do so twice, which is no harm."""
        self.unreleased_rows += n_rows
        if self.unreleased_rows >= RELEASED_ROWS:
            self.unreleased_rows = 0
            numbering.release()

    def _finish(
        self,
        pieces: Sequence[Piece],
        partitions: tuple[Partition, ...],
        numbering: Numbering,
        columns: tuple[PackedColumn, ...],
        facets: PackedFacets,
    ) -> Manifest:
        keys, chunks = numbering.keys, numbering.chunks
        finishing.write_dictionaries(self.folder, keys.dictionaries)
        finishing.write_groups(self.folder, self.staging, pieces, keys)
        cubed = finishing.write_cubes(self.folder, self.staging, pieces)
        identifiers = finishing.write_identifiers(self.folder, numbering.order)
        tables = self.evidence.tables(self.staging, (head.name for head in chunks.heads))
        finishing.write_companions(self.folder, self.plan, tables)
        days = [head.last_modified for head in chunks.heads if head.last_modified is not None]
        manifest = Manifest(
            version=self.plan.version,
            file_names=tuple(file.name for file in self.plan.sources),
            code=self.plan.code,
            columns=columns,
            n_rows=chunks.n_rows,
            partitions=partitions,
            categories={name: keys.dictionaries.size(name) for name in CATEGORICAL},
            groups={group: keys.count(group) for group in COLUMN_GROUPS},
            cubed_groups=cubed,
            n_areas=finishing.count_rows(self.folder / AREAS),
            n_extent_areas=finishing.count_rows(self.folder / EXTENT_AREAS),
            identifiers=identifiers,
            further=further_rows.write_further(self.folder, self.staging, pieces, facets),
            files={},
            facets=facets.groups,
            own_actors=actors.own_actors_state(),
            last_modified=max(days, default=None),
            notes=self._note_companions(identifiers),
        )
        manifest = msgspec.structs.replace(manifest, files=_describe_files(self.folder, manifest))
        self._check_sources()
        write_whole(self.folder / MANIFEST, lambda path: _write(path, encode_manifest(manifest)))
        return manifest

    def _note_companions(self, identifiers: tuple[IdentifierPart, ...]) -> tuple[str, ...]:
        """Say what is to be known of claims, publications and links; the server says it too."""
        beside = self.evidence.beside
        known = finishing.find_identifiers(self.folder, identifiers, beside.incident_ids)
        notes = (*beside.notes, *beside.describe_unknown(known))
        for note in notes:
            self.say(note)
        return notes

    def _check_sources(self) -> None:
        """Raise IncidentsInvalid where a file was replaced meanwhile, so that parts of both may be packed."""
        for file in self.plan.files:
            if not file.is_unchanged():
                raise IncidentsInvalid(f"{file.name}: was changed while it was packed. Run the command again.")


def _write(path: Path, content: bytes) -> None:
    path.write_bytes(content)


def _columns(chunks: Chunks) -> tuple[PackedColumn, ...]:
    """The columns of the table: those of the dictionary, then all others in the order in which they come."""
    extra = dict.fromkeys(name for head in chunks.heads for name in head.extra_columns)
    dtypes = {column.name: column.dtype for column in INCIDENT_COLUMNS} | dict.fromkeys(extra, TEXT)
    stored = stored_names(dtypes)
    return tuple(PackedColumn(*each) for each in zip(dtypes, dtypes.values(), stored, strict=True))


def _describe_files(folder: Path, manifest: Manifest) -> dict[str, PackedFile]:
    """Size and digest of all files but those of rows."""
    partitions = {partition.path for partition in manifest.partitions}
    files = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()}
    return {
        name: PackedFile(path.stat().st_size, file_digest(path))
        for name, path in files.items()
        if name not in partitions and name != MANIFEST and not name.startswith(f"{STAGING}/")
    }

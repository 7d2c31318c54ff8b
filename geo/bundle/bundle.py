"""Makes an evidence bundle: its files one after another, while they are sent."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from urllib.parse import urlencode

import msgspec
import pandas as pd

from geo import exports
from geo.bundle import checksums, data_package, statement
from geo.bundle.companions import Companions, CompanionTable, select_companions
from geo.bundle.corrections import list_corrections
from geo.bundle.counts import count_generalised, count_rows
from geo.bundle.dictionary import TableColumn, describe_columns, write_dictionary, write_dictionary_page
from geo.bundle.pictures import draw_pictures
from geo.bundle.readme import Facts, write_readme
from geo.bundle.source_files import BundleSource, list_sources, write_citations, write_sources
from geo.bundle.stamp import Stamp
from geo.bundle.statement import Counts, Statement
from geo.bundle.tables import iter_csv
from geo.bundle.zip_stream import ZipStream
from geo.core import clock
from geo.core.csv_table import to_csv_bytes
from geo.exports.csv_file import CSV
from geo.exports.exporter import ExportJob
from geo.exports.generalisation import EXACT, Generalisation
from geo.query.caveats import describe_caveats
from geo.query.engine import ResultSet
from geo.query.parameters import BUNDLE
from geo.query.selection import Selection
from geo.storage.atlas import Atlas

EXTENSION, MEDIA_TYPE = "zip", "application/zip"
INCIDENTS, README = "incidents.csv", "README.md"
HUGE_ROWS = 500_000  # of more, incidents.csv may be larger than 2 GB; by judgement: a row would have 4 kB
LEFT_OUT = (
    "Claims, publications, links, corrections and pictures are left out, for they may say more of the places than the "
    "generalised coordinates do."
)
PAGE = "map"  # that shows a selection


@dataclass(frozen=True, eq=False)
class BundleJob:
    """The selection to make a bundle of; `origin`: the server's address with a slash behind it, blank if there is none.

    `created`: when it is made, in UTC. The link of a bundle never carries the key of anybody's own data. Where
    coordinates are generalised, all is left out that may say more of the places: the tables beside the rows, and the
    pictures.
    """

    atlas: Atlas
    results: ResultSet
    origin: str = ""
    generalisation: Generalisation = EXACT
    created: datetime = field(default_factory=lambda: clock.utc_now())  # looked up then, so that a test can stop it

    @property
    def is_coarse(self) -> bool:
        """Whether coordinates are generalised."""
        return self.generalisation.is_coarse

    @property
    def selection(self) -> Selection:
        """The selection as far as it may be stated."""
        return self.generalisation.restrict(self.results.selection)

    @property
    def is_whole(self) -> bool:
        """Whether all of the selection may be stated."""
        return self.generalisation.is_public(self.results.selection)

    @cached_property
    def companions(self) -> Companions:
        """The tables beside the incidents."""
        return select_companions(self.atlas, self.results)

    @cached_property
    def corrections(self) -> pd.DataFrame:
        """What people changed."""
        return list_corrections(self.atlas, self.results)

    @cached_property
    def sources(self) -> tuple[BundleSource, ...]:
        """The datasets."""
        return list_sources(self.atlas, self.results, self.selection, self.created.date())

    @cached_property
    def rows(self) -> ExportJob:
        """The incidents, to be written."""
        return exports.build_job(self.results, data_version=self.atlas.version, generalisation=self.generalisation)


def stream_bundle(job: BundleJob) -> exports.Stream:
    """The bundle as a file that is made while it is sent."""
    return exports.Stream(bundle_file_name(job), MEDIA_TYPE, _iter_bundle(job))


def bundle_file_name(job: BundleJob) -> str:
    """The name of the file, known before its first byte is made; it says nothing of the time."""
    version, code = job.atlas.version, job.generalisation.code
    source = "/".join((version, job.selection.to_query(), job.origin, code, EXTENSION)).encode(errors="replace")
    more, is_whole = f"coordinates-{code}" if job.is_coarse else "", job.is_whole
    return exports.build_file_name("evidence", job.selection, version, source, EXTENSION, more=more, is_whole=is_whole)


def _iter_bundle(job: BundleJob) -> Iterator[bytes]:
    archive = ZipStream()
    is_huge = len(job.results) > HUGE_ROWS
    yield from archive.add(INCIDENTS, CSV().iter_chunks(job.rows), is_huge=is_huge)
    tables = {} if job.is_coarse else _list_tables(job)
    for name, table in tables.items():
        yield from archive.add(name, iter_csv(table.head, table.iter_batches()), is_huge=is_huge)
    columns = _describe_tables(job, tables)
    yield from _add_pages(archive, job, columns)
    reasons: list[str] = []
    if not job.is_coarse:
        yield from _add_pictures(archive, job, reasons)
    facts = _state(job, archive.files[0].sha256)
    yield from archive.add(statement.NAME, [statement.write_statement(facts)])
    yield from archive.add(README, [_write_readme(job, facts, archive, reasons)])
    package = data_package.write_data_package(facts, archive.files, columns, job.sources)
    yield from archive.add(data_package.NAME, [package])
    yield from archive.add(checksums.NAME, [checksums.write_checksums(archive.files)])
    yield archive.close()


def _list_tables(job: BundleJob) -> dict[str, CompanionTable]:
    """The tables beside the incidents by the names of their files."""
    companions = {f"{name}.csv": table for name, table in job.companions.tables.items()}
    return companions | {"corrections.csv": CompanionTable(job.corrections)}


def _describe_tables(job: BundleJob, tables: dict[str, CompanionTable]) -> tuple[TableColumn, ...]:
    heads = {INCIDENTS: job.rows.head} | {name: table.head for name, table in tables.items()}
    return tuple(column for name, table in heads.items() for column in describe_columns(name, table))


def _add_pages(archive: ZipStream, job: BundleJob, columns: tuple[TableColumn, ...]) -> Iterator[bytes]:
    """The dictionary and the sources, each as a table and as a page."""
    pages: dict[str, bytes] = {
        "dictionary.csv": to_csv_bytes(write_dictionary(columns)),
        "dictionary.md": _encode(write_dictionary_page(columns)),
        "sources.csv": to_csv_bytes(write_sources(job.sources)),
        "CITATIONS.md": _encode(write_citations(job.sources)),
    }
    for name, content in pages.items():
        yield from archive.add(name, [content])


def _add_pictures(archive: ZipStream, job: BundleJob, reasons: list[str]) -> Iterator[bytes]:
    """The pictures; `reasons` gets why some are missing."""
    for picture in draw_pictures(job.atlas, job.results.selection, _page_address(job)):
        if picture.reason:
            reasons.append(f"{picture.name} is missing. {picture.reason}")
        else:
            yield from archive.add(picture.name, [picture.content])


def _state(job: BundleJob, incidents_sha256: str) -> Statement:
    """The statement; its link bears the stamp, which is made of all else, unless the rows were generalised."""
    facts = Statement(
        query=job.selection.to_query(),
        words=job.generalisation.describe_selection(job.results.selection),
        link=_page_address(job) or f"/{PAGE}{_question(job.selection.to_query())}",
        counts=_count(job),
        data_version=job.atlas.version,
        created=clock.format_time(job.created),
        incidents_sha256=incidents_sha256,
        coordinates=job.generalisation.code,
        is_whole=job.is_whole,
    )
    if job.is_coarse:
        return facts
    stamp = urlencode({BUNDLE: Stamp.of(facts).to_text()})
    return msgspec.structs.replace(facts, link=f"{facts.link}{'&' if '?' in facts.link else '?'}{stamp}")


def _count(job: BundleJob) -> Counts:
    if job.is_coarse:
        return count_generalised(job.rows)
    return count_rows(job.results, job.companions, len(job.corrections))


def _page_address(job: BundleJob) -> str:
    """The address of the page with this selection; blank where no server is known."""
    return f"{job.origin}{PAGE}{_question(job.selection.to_query())}" if job.origin else ""


def _question(query: str) -> str:
    return f"?{query}" if query else ""


def _write_readme(job: BundleJob, facts: Statement, archive: ZipStream, reasons: Sequence[str]) -> bytes:
    names = [*(file.name for file in archive.files), README]
    if job.is_coarse:
        notes = [job.generalisation.describe(), LEFT_OUT]
    else:
        notes = [*describe_caveats(job.results.engine, job.results.selection), *reasons]
    return _encode(write_readme(Facts(facts, job.sources, names, notes)))


def _encode(text: str) -> bytes:
    return text.encode("utf-8", errors="replace")

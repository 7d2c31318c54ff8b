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
from geo.bundle.companions import Companions, select_companions
from geo.bundle.corrections import list_corrections
from geo.bundle.dictionary import TableColumn, describe_columns, write_dictionary, write_dictionary_page
from geo.bundle.pictures import draw_pictures
from geo.bundle.readme import UNSTATED, Facts, write_readme
from geo.bundle.source_files import BundleSource, list_sources, write_citations, write_sources
from geo.bundle.stamp import Stamp
from geo.bundle.statement import Counts, Statement
from geo.bundle.tables import iter_csv
from geo.bundle.zip_stream import ZipStream
from geo.core import clock
from geo.core.csv_table import to_csv_bytes
from geo.exports.csv_file import CSV
from geo.exports.exporter import ExportJob
from geo.exports.rows import SelectedRows
from geo.query.caveats import describe_caveats
from geo.query.engine import ResultSet
from geo.query.parameters import BUNDLE
from geo.storage.atlas import Atlas

EXTENSION, MEDIA_TYPE = "zip", "application/zip"
INCIDENTS, README = "incidents.csv", "README.md"
HUGE_ROWS = 500_000  # of more, incidents.csv may be larger than 2 GB; by judgement: a row would have 4 kB
PAGE = "map"  # that shows a selection


@dataclass(frozen=True, eq=False)
class BundleJob:
    """The selection to make a bundle of; `origin`: the server's address with a slash behind it, blank if there is none.

    `created`: when it is made, in UTC. The link of a bundle never carries the key of anybody's own data.
    """

    atlas: Atlas
    results: ResultSet
    origin: str = ""
    created: datetime = field(default_factory=lambda: clock.utc_now())  # looked up then, so that a test can stop it

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
        return list_sources(self.atlas, self.results, self.created.date())

    @cached_property
    def rows(self) -> ExportJob:
        """The incidents, to be written."""
        return ExportJob(SelectedRows(self.results), self.results.selection, self.atlas.version)


def stream_bundle(job: BundleJob) -> exports.Stream:
    """The bundle as a file that is made while it is sent."""
    return exports.Stream(bundle_file_name(job), MEDIA_TYPE, _iter_bundle(job))


def bundle_file_name(job: BundleJob) -> str:
    """The name of the file, known before its first byte is made; it says nothing of the time."""
    selection, version = job.results.selection, job.atlas.version
    source = "/".join((version, selection.to_query(), job.origin, EXTENSION)).encode(errors="replace")
    return exports.build_file_name("evidence", selection, version, source, EXTENSION)


def _iter_bundle(job: BundleJob) -> Iterator[bytes]:
    archive = ZipStream()
    yield from archive.add(INCIDENTS, CSV().iter_chunks(job.rows), is_huge=len(job.results) > HUGE_ROWS)
    tables = {f"{name}.csv": table for name, table in job.companions.tables.items()}
    tables["corrections.csv"] = job.corrections
    for name, table in tables.items():
        yield from archive.add(name, iter_csv(table))
    columns = _describe_tables(job, tables)
    yield from _add_pages(archive, job, columns)
    reasons: list[str] = []
    yield from _add_pictures(archive, job, reasons)
    stated = _state(job, archive.files[0].sha256)
    yield from archive.add(statement.NAME, [statement.write_statement(stated)])
    yield from archive.add(README, [_write_readme(job, stated, archive, reasons)])
    package = data_package.write_data_package(stated, archive.files, columns, job.sources)
    yield from archive.add(data_package.NAME, [package])
    yield from archive.add(checksums.NAME, [checksums.write_checksums(archive.files)])
    yield archive.close()


def _describe_tables(job: BundleJob, tables: dict[str, pd.DataFrame]) -> tuple[TableColumn, ...]:
    heads = {INCIDENTS: job.rows.head} | tables
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
    """The statement; its link bears the stamp, which is made of all else."""
    selection = job.results.selection
    stated = Statement(
        query=selection.to_query(),
        words=selection.describe(),
        link="",
        counts=_count(job),
        data_version=job.atlas.version,
        created=clock.format_time(job.created),
        incidents_sha256=incidents_sha256,
    )
    address = _page_address(job) or f"/{PAGE}{_question(stated.query)}"
    stamp = urlencode({BUNDLE: Stamp.of(stated).to_text()})
    return msgspec.structs.replace(stated, link=f"{address}{'&' if '?' in address else '?'}{stamp}")


def _page_address(job: BundleJob) -> str:
    """The address of the page with this selection; blank where no server is known."""
    return f"{job.origin}{PAGE}{_question(job.results.selection.to_query())}" if job.origin else ""


def _question(query: str) -> str:
    return f"?{query}" if query else ""


def _count(job: BundleJob) -> Counts:
    results, companions = job.results, job.companions
    return Counts(
        incidents=len(results),
        by_place_precision=_count_values(results, "place_precision"),
        by_date_precision=_count_values(results, "date_precision"),
        without_coordinates=results.spot_counts().without_coordinates,
        claims=len(companions.claims),
        publications=len(companions.publications),
        links=len(companions.links),
        corrections=len(job.corrections),
    )


def _count_values(results: ResultSet, column: str) -> dict[str, int]:
    """How many rows have each value that occurs, the commonest first."""
    counts = results.value_counts(column)
    counts = counts[counts > 0].sort_values(ascending=False, kind="stable")
    return {value if isinstance(value, str) else UNSTATED: int(number) for value, number in counts.items()}


def _write_readme(job: BundleJob, stated: Statement, archive: ZipStream, reasons: Sequence[str]) -> bytes:
    names = [*(file.name for file in archive.files), README]
    caveats = describe_caveats(job.results.engine, job.results.selection)
    return _encode(write_readme(Facts(stated, job.sources, names, caveats, reasons)))


def _encode(text: str) -> bytes:
    return text.encode("utf-8", errors="replace")

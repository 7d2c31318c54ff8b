"""How each provider's columns name publications: one SourceReader a provider, in SOURCE_READERS."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from geo.ingest.publications.article_texts import parse_articles, parse_citation
from geo.ingest.publications.own_sources import read_own_sources
from geo.ingest.publications.publication import Publication, parse_iso_date
from geo.ingest.publications.source_lists import MAX_PUBLICATIONS, quote_text, read_item, read_list, split_cell
from geo.ingest.publications.source_names import list_source_columns
from geo.ingest.row_cells import MAX_CELL, RowCells


@dataclass(frozen=True)
class SourceReading:
    """The publications that a row names, and in `notes` what else it says of its sources, in sentences.

    `n_publications`: how many there are; None where a text that is quoted whole may hold several.
    """

    publications: tuple[Publication, ...] = ()
    notes: tuple[str, ...] = ()
    is_countable: bool = True

    @property
    def n_publications(self) -> int | None:
        """How many publications the row names; None where that is unknown."""
        return len(self.publications) or None if self.is_countable else None


@dataclass(frozen=True)
class SourceReader(ABC):
    """A provider's columns of sources; `prefix` is that of its columns in our table, `columns` those it knows."""

    prefix: str
    columns: tuple[str, ...] = field(default=())

    @abstractmethod
    def read(self, cells: RowCells) -> SourceReading:
        """What the provider's own columns say."""

    def columns_among(self, names: Iterable[str]) -> list[str]:
        """The columns of a file that are read: the provider's own, and any other that is named as one of sources."""
        names = list(names)
        cells = RowCells(dict.fromkeys(names, ""))
        own = {name for name in map(cells.name_of, self.columns) if name is not None}
        others = list_source_columns(name for name in names if name not in own)
        return [name for name in names if name in own or name in others]

    def read_row(self, texts: Mapping[str, str]) -> SourceReading:
        """What a row says: the provider's own columns, then what else is named as a column of sources."""
        cells = RowCells(texts)
        own = {cells.name_of(column) for column in self.columns}
        others = list_source_columns(name for name in texts if name not in own)
        reading = self.read(cells)
        further = read_own_sources({name: texts[name][:MAX_CELL] for name in others}, others)
        every = tuple(dict.fromkeys((*reading.publications, *further)))
        cell_texts = [texts[name] for name in texts if name in own or name in others]
        notes = (*reading.notes, *_note_limits(len(every), cell_texts))
        return replace(reading, publications=every[:MAX_PUBLICATIONS], notes=notes)


class ACLEDSources(SourceReader):
    """Names between semicolons, and the scale that their reach has."""

    def read(self, cells: RowCells) -> SourceReading:
        publications, scale = tuple(read_list(cells.text("source"))), cells.text("source_scale")
        notes = (f"ACLED codes the scale of these sources as “{scale}”.",) if publications and scale else ()
        return SourceReading(publications, notes)


class UCDPSources(SourceReader):
    """A list of articles in a form of its own, or in words; since 2013 also office, date and headline, in parallel."""

    def read(self, cells: RowCells) -> SourceReading:
        article, original = cells.text("source_article"), cells.text("source_original")
        publications = parse_articles(article) or _read_parallel(cells)
        whole = [quote_text(" ".join(article.split()))] if article and not publications else []
        notes = (f"Original source, as UCDP names it: {original}.",) if original else ()
        return SourceReading(tuple(publications or whole or _read_one_by_one(cells)), notes, is_countable=not whole)


class GTDSources(SourceReader):
    """One citation a cell, and the collection from which GTD has the row."""

    def read(self, cells: RowCells) -> SourceReading:
        texts = filter(None, map(cells.text, ("scite1", "scite2", "scite3")))
        collection = cells.text("dbsource")
        notes = (f"GTD has this row from its collection “{collection}”.",) if collection else ()
        return SourceReading(tuple(parse_citation(" ".join(text.split())) for text in texts), notes)


class GDELTSources(SourceReader):
    """The address of the first report, or the name of who carried it."""

    def read(self, cells: RowCells) -> SourceReading:
        return SourceReading(tuple(read_item(" ".join(cells.text("SOURCEURL").split()))))


class ICEWSSources(SourceReader):
    """The publisher, with ICEWS' number of the story and of its sentence."""

    def read(self, cells: RowCells) -> SourceReading:
        publisher, story, sentence = map(cells.text, ("Publisher", "Story ID", "Sentence Number"))
        if not publisher and not story:
            return SourceReading()
        reference = f"ICEWS story {story}" if story else ""
        return SourceReading((Publication(publisher, "", "", reference, f"sentence {sentence}" if sentence else ""),))


class AWSDSources(SourceReader):
    """The kind of source, which is no publication."""

    def read(self, cells: RowCells) -> SourceReading:
        kind, verified = cells.text("Source"), cells.text("Verified")
        notes = [f"AWSD states the kind of source: {kind}."] if kind else []
        return SourceReading((), (*notes, *([f"AWSD states “Verified: {verified}”."] if verified else [])))


class OwnSources(SourceReader):
    """A table of no provider: what its columns are named says which they are."""

    def read(self, cells: RowCells) -> SourceReading:
        return SourceReading()


_PARALLEL = ("source_office", "source_date", "source_headline")  # of UCDP: as many items in each
SOURCE_READERS: tuple[SourceReader, ...] = (
    ACLEDSources("acled", ("source", "source_scale")),
    UCDPSources("ucdp", ("source_article", *_PARALLEL, "source_original")),
    GTDSources("gtd", ("scite1", "scite2", "scite3", "dbsource")),
    GDELTSources("gdelt", ("SOURCEURL",)),
    ICEWSSources("icews", ("Publisher", "Story ID", "Sentence Number", "Source Name")),
    AWSDSources("awsd", ("Source", "Verified")),
    OwnSources("table"),
    OwnSources(""),
)
SOURCE_READER = {reader.prefix: reader for reader in SOURCE_READERS}


def _read_parallel(cells: RowCells) -> list[Publication]:
    """UCDP's offices, dates and headlines; none where there are not as many of each."""
    offices, dates, titles = (
        split_cell(cells.text(name)) for name in ("source_office", "source_date", "source_headline")
    )
    if not offices or len({len(offices), len(dates), len(titles)}) > 1:
        return []
    days = [parse_iso_date(text) for text in dates]
    return [
        Publication(office, words, title, day=day)
        for office, (words, day), title in zip(offices, days, titles, strict=True)
    ]


def _read_one_by_one(cells: RowCells) -> list[Publication]:
    """What UCDP's columns hold where they do not match: the names, or all of it in one text."""
    offices, dates, titles = map(cells.text, _PARALLEL)
    if not dates and not titles:
        return read_list(offices)
    return [Publication(quoted=", ".join(" ".join(text.split()) for text in (offices, titles, dates) if text))]


def _note_limits(n_publications: int, texts: Iterable[str]) -> list[str]:
    notes = [f"Only the first {MAX_PUBLICATIONS} publications are listed."] if n_publications > MAX_PUBLICATIONS else []
    is_cut = any(len(text) > MAX_CELL for text in texts)
    return notes + ([f"Only the first {MAX_CELL:,} letters of a cell are read."] if is_cut else [])

"""The publications that an incident rests on: those linked to it, and those that a provider's own columns name."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from geo.core.formatting import format_day

MAX_PUBLICATIONS = 50  # publications read from one cell, by judgement: more than any reader checks
MAX_CELL = 20_000  # letters of a cell that are read; fifty citations of 400
ADDRESS = ("https://", "http://")


@dataclass(frozen=True)
class Publication:
    """What is known of a publication; an empty text is unknown. Every text is as hostile as the row.

    `paragraph`: where in it, such as “1–8; 11–13”. `quoted`: the whole citation in the provider's words, instead of its
    parts.
    """

    publisher: str = ""
    date: str = ""
    title: str = ""
    reference: str = ""
    paragraph: str = ""
    quoted: str = ""

    @property
    def name(self) -> str:
        """What readers call it: publisher, title and date as far as they are known, else its reference."""
        parts = (self.publisher, self.title and f"“{self.title}”", self.date)
        known = self.quoted or ", ".join(filter(None, parts))
        return known or (f"{self.reference} (publisher and title not stated)" if self.reference else "")

    @property
    def place(self) -> str:
        """Which paragraphs: “paragraph 1” or “paragraphs 1–8; 11–13”; empty where that is unknown."""
        noun = "paragraph" if self.paragraph.isdigit() else "paragraphs"
        return f"{noun} {self.paragraph}" if self.paragraph else ""

    @property
    def citation(self) -> str:
        """Its name and the paragraphs."""
        return ", ".join(filter(None, (self.name, self.place)))


class SourceColumns(ABC):
    """A way in which a provider's own columns name publications."""

    @abstractmethod
    def read(self, cells: Mapping[str, str]) -> list[Publication]:
        """The publications that cells name, which are given by the names of their columns in lower case."""


@dataclass(frozen=True)
class NameList(SourceColumns):
    """Publishers in one cell, with a sign between them; an address among them is a reference."""

    columns: tuple[str, ...]
    separator: str = ";"

    def read(self, cells: Mapping[str, str]) -> list[Publication]:
        names = (name for column in self.columns for name in _split(cells.get(column, ""), self.separator))
        return [Publication(reference=name) if _is_address(name) else Publication(publisher=name) for name in names]


@dataclass(frozen=True)
class Citations(SourceColumns):
    """One publication a cell, cited in full."""

    columns: tuple[str, ...]

    def read(self, cells: Mapping[str, str]) -> list[Publication]:
        texts = (cells.get(column, "")[:MAX_CELL].strip() for column in self.columns)
        return [Publication(quoted=text) for text in texts if text]


@dataclass(frozen=True)
class Addresses(SourceColumns):
    """One address a cell; other texts are passed over."""

    columns: tuple[str, ...]

    def read(self, cells: Mapping[str, str]) -> list[Publication]:
        texts = (cells.get(column, "")[:MAX_CELL].strip() for column in self.columns)
        return [Publication(reference=text) for text in texts if _is_address(text)]


@dataclass(frozen=True)
class Parallel(SourceColumns):
    """Offices, dates and headlines, each in a cell with a sign between them; the article where they do not match."""

    publisher: str
    date: str
    title: str
    article: str
    separator: str = ";"

    def read(self, cells: Mapping[str, str]) -> list[Publication]:
        lists = [_split(cells.get(name, ""), self.separator) for name in (self.publisher, self.date, self.title)]
        if lists[0] and len({len(texts) for texts in lists}) == 1:
            return [
                Publication(publisher, _read_date(date), title) for publisher, date, title in zip(*lists, strict=True)
            ]
        return Citations((self.article,)).read(cells) or NameList((self.publisher,), self.separator).read(cells)


# ACLED and tables of any kind have a source, ICEWS a publisher, GDELT an address, GTD citations and UCDP four columns.
SOURCE_COLUMNS: tuple[SourceColumns, ...] = (
    NameList(("source", "sources", "publisher", "publishers", "news source")),
    Addresses(("sourceurl", "source_url", "source url", "url")),
    Citations(("scite1", "scite2", "scite3")),
    Parallel("source_office", "source_date", "source_headline", "source_article"),
)


def list_publications(row: pd.Series, linked: pd.DataFrame) -> tuple[Publication, ...]:
    """The publications of an incident: the `linked` ones (complete_publications), then those that its row names."""
    cells = {name.partition(".")[2].lower(): cell for name, cell in row.items() if "." in name and _is_text(cell)}
    from_cells = (publication for columns in SOURCE_COLUMNS for publication in columns.read(cells))
    every = dict.fromkeys([*map(read_publication, linked.to_dict("records")), *from_cells])
    return tuple(every)[: max(MAX_PUBLICATIONS, len(linked))]


def describe_absence(row: pd.Series) -> str:
    """What to say where no publication is known."""
    number = row["n_publications"]
    if pd.isna(number) or number < 1:
        return "No publication is given."
    noun = "1 publication, but does not name it" if number == 1 else f"{number:,} publications, but does not name them"
    return f"The dataset counts {noun}."


def complete_publications(rows: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """Rows that refer to publications, with what `known` rows say of the same references where they are blank."""
    names = ["publisher", "date", "title"]
    same = known[known["reference"].isin(rows["reference"])].groupby("reference")[names].first()
    filled = {name: same[name].reindex(rows["reference"]).set_axis(rows.index) for name in names}
    own = {name: rows[name] for name in names if name in rows}
    return rows.assign(**{name: own[name].fillna(filled[name]) if name in own else filled[name] for name in names})


def read_publication(row: Mapping[str, object]) -> Publication:
    """The publication of a row with publisher, date, title, reference and paragraph."""
    date = row["date"]
    texts = {name: str(row[name]) for name in ("publisher", "title", "reference", "paragraph") if _is_text(row[name])}
    return Publication(date=format_day(date) if isinstance(date, pd.Timestamp) and pd.notna(date) else "", **texts)


def _split(cell: str, separator: str) -> list[str]:
    parts = cell[:MAX_CELL].split(separator, MAX_PUBLICATIONS)[:MAX_PUBLICATIONS]
    return [part.strip() for part in parts if part.strip()]


def _read_date(text: str) -> str:
    """An ISO date in words; any other text as it is."""
    date = pd.to_datetime(text, format="%Y-%m-%d", errors="coerce")
    return text if pd.isna(date) else format_day(date)


def _is_address(text: str) -> bool:
    return text.lower().startswith(ADDRESS)


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())

"""The base class of readers: how a kind of file is recognised, and how it becomes a RawTable."""

from abc import ABC, abstractmethod

from geo.ingest.options import ImportOptions
from geo.ingest.readers.raw_table import RawTable


class Reader(ABC):
    """One kind of file: how it is recognised by its content, and how it is read."""

    name: str
    extensions: tuple[str, ...]

    @abstractmethod
    def matches(self, content: bytes) -> bool:
        """Whether the bytes are of this format, judged by themselves and never by the file's name."""

    @abstractmethod
    def read(self, content: bytes, options: ImportOptions) -> RawTable:
        """The file as a raw table; raises IncidentsInvalid where it cannot be read at all."""

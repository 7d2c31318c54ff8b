"""The text of a companion file in whatever encoding it is written, and which of its cells are lost."""

import re
from dataclasses import dataclass

from geo.errors import IncidentsInvalid
from geo.ingest.options import ImportOptions
from geo.ingest.readers.code_pages import decode_stray_bytes
from geo.ingest.readers.encodings import Encoding, decode_head, detect_encoding

STRAY_BYTE = re.compile("[\udc80-\udcff]")  # what stands in a text for a byte that its encoding refuses
NUL = b"\0"


@dataclass(frozen=True)
class CompanionText:
    """A file as text, in which bytes that its encoding refuses stand as surrogates, and how it is encoded."""

    text: str
    encoding: Encoding

    @property
    def notes(self) -> tuple[str, ...]:
        """How it is read where that is not certain, in sentences."""
        doubts = tuple(
            f"The encoding is not certain; the text may be {'; or '.join(question.examples)}. "
            "Where it is read wrongly, save the file as CSV UTF-8."
            for question in self.encoding.questions
        )
        return (*self.encoding.notes, *doubts)

    def read_cell(self, cell: str) -> str | None:
        """The cell with its stray bytes in the likeliest code page; None where one is no letter in it."""
        if cell.isascii() or not (stray := STRAY_BYTE.findall(cell)):
            return cell
        is_lost = "\ufffd" in decode_stray_bytes("".join(stray), self.encoding.stray_codec)
        return None if is_lost else decode_stray_bytes(cell, self.encoding.stray_codec)


def decode_companion(content: bytes, name: str) -> CompanionText:
    """The file as text; raises IncidentsInvalid where it is none."""
    try:
        encoding = detect_encoding(content, ImportOptions())
    except IncidentsInvalid as error:
        raise IncidentsInvalid(f"{name}: {error}") from None
    return CompanionText(content[encoding.mark_length :].decode(encoding.name, encoding.errors), encoding)


def decode_header(head: bytes) -> str:
    """The beginning of any file as text in which names of columns can be found; empty where there is none."""
    if NUL not in head:  # no UTF-16: the names that we look for are ASCII in every encoding
        return head.decode("utf-8-sig", errors="replace")
    try:
        return decode_head(head, detect_encoding(head, ImportOptions()))
    except IncidentsInvalid:
        return ""

"""A polluted file: its bytes, the rows that it has beneath the damage, and what is stated about it."""

from dataclasses import dataclass

Rows = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Parameters:
    """What a system is told of a file; `preamble_lines` stand above its header."""

    encoding: str = "utf-8"
    delimiter: str = ","
    header_lines: int = 1
    preamble_lines: int = 0


@dataclass(frozen=True)
class PollutedFile:
    """One file; `clean` begins with the header. `weight`: how often such a file was met in the wild.

    `is_ragged`: one of its rows cannot be read like the others, which are to be read all the same.
    """

    name: str
    content: bytes
    clean: Rows
    parameters: Parameters = Parameters()
    weight: float = 1.0
    is_ragged: bool = False

"""How much a workspace may hold."""

from dataclasses import dataclass

# Chosen by judgement: a person's work of years. All of them are read at each change, which takes a third of a second.
MAX_EDITS = 50_000


@dataclass(frozen=True)
class Quota:
    """How much a workspace may hold: uploads that were imported, bytes of all files, and edits."""

    max_files: int
    max_bytes: int
    max_edits: int = MAX_EDITS

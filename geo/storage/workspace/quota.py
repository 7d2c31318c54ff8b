"""How much a workspace may hold."""

from dataclasses import dataclass

# Chosen by judgement: a person's work of years. All of them are read at each change (docs/decisions/0048 has the time).
MAX_EDITS = 50_000
MAX_LOG_CHARACTERS = 50_000_000  # of all edits together: a thousand for each; chosen by judgement


@dataclass(frozen=True)
class Quota:
    """How much a workspace may hold: uploads that were imported, bytes of all files, and edits."""

    max_files: int
    max_bytes: int
    max_edits: int = MAX_EDITS

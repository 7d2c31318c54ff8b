"""How much is measured, and what others bring of their own; docs/trust.md lists the variables."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Inputs:
    """The numbers are those of the bars; each is a variable of the environment in capitals, such as MUTATIONS=50.

    `hostile_texts` is a file of texts, one a line or as a list in JSON; `hostile_files`, `csv_pairs` and `pollock` are
    folders. Where they are None, the inputs of the repository alone are used.
    """

    seed: int = 0
    mutations: int = 2_000
    queries: int = 10_000
    kills: int = 200
    imports_at_once: int = 50
    edits: int = 100
    pairs: int = 50
    pair_rows: int = 60_000
    people: int = 50
    actions: int = 100
    tables: int = 60
    polluted_step: int = 1  # every so manieth of the polluted files
    load_sessions: int = 50
    more_load_sessions: int = 200
    load_seconds: float = 120.0
    load_incidents: int = 1_000_000
    import_rows: int = 1_000_000
    hostile_texts: Path | None = None
    hostile_files: Path | None = None
    csv_pairs: Path | None = None
    pollock: Path | None = None

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Inputs":
        """The inputs that the variables name; raises ValueError where a number is none or a path leads nowhere."""
        chosen = {
            field.name: _read(field.name, text, cls.__dict__[field.name])
            for field in fields(cls)
            if (text := environment.get(field.name.upper(), ""))
        }
        return cls(**chosen)


QUICK = Inputs(
    mutations=3, queries=8, kills=3, imports_at_once=1, edits=2, pairs=1, pair_rows=500, people=2, actions=6,
    tables=1, polluted_step=41, load_sessions=2, more_load_sessions=3, load_seconds=1.0, load_incidents=2_000,
    import_rows=2_000,
)  # fmt: skip


def _read(name: str, text: str, default: object) -> Any:
    if isinstance(default, int | float):
        try:
            return type(default)(text)
        except ValueError:
            raise ValueError(f"{name.upper()}: {text!r} is no number.") from None
    path = Path(text)
    if not path.exists():
        raise ValueError(f"{name.upper()}: {text} does not exist.")
    return path

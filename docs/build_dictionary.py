"""Write docs/data-dictionary.md from geo/core/schema.py and the filters; a test says when it is out of date."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from geo.core.schema import (
    COMPANION_TABLES,
    DATE_PRECISIONS,
    EVENT_TYPES,
    EXPORT_COLUMNS,
    GENERALISED_COLUMN,
    INCIDENT_COLUMNS,
    PLACE_PRECISIONS,
    RELATIONS,
    STANCES,
    Column,
)
from geo.query.filters import FILTERS

TARGET = Path(__file__).parent / "data-dictionary.md"


def build_page() -> str:
    """The whole page."""
    parts = ["# Data dictionary", "Generated from `geo/core/schema.py` by `docs/build_dictionary.py`; do not edit."]
    for name, columns in (
        {"incidents": INCIDENT_COLUMNS, "only in downloads": (*EXPORT_COLUMNS, GENERALISED_COLUMN)} | COMPANION_TABLES
    ).items():
        parts += [f"## {name.capitalize()}", _table(columns)]
    for heading, words in (
        ("Date precision", DATE_PRECISIONS),
        ("Place precision", PLACE_PRECISIONS),
        ("Stances", STANCES),
        ("Relations", RELATIONS),
    ):
        parts += [f"## {heading}", "\n".join(f"- **{word}**: {meaning}" for word, meaning in words.items())]
    parts += ["## Event types", "\n".join(f"- **{kind}**: {', '.join(subs)}" for kind, subs in EVENT_TYPES.items())]
    parts += [
        "## Query parameters",
        "\n".join(f"- `{row.key}`{' (repeatable)' if row.repeatable else ''}: {row.help}" for row in FILTERS),
    ]
    return "\n\n".join(parts) + "\n"


def _table(columns: tuple[Column, ...]) -> str:
    rows = ["| column | name | type | meaning | values |", "|---|---|---|---|---|"]
    for column in columns:
        values = ", ".join(column.allowed) if len(column.allowed) < 10 else "see below"
        required = " (required)" if column.required else ""
        rows.append(f"| `{column.name}`{required} | {column.title} | {column.dtype} | {column.tooltip} | {values} |")
    return "\n".join(rows)


if __name__ == "__main__":
    TARGET.write_text(build_page(), encoding="utf-8")

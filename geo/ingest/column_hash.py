"""One hash for the columns of a table, by which later files with the same columns are recognised."""

import hashlib
import json
from collections.abc import Iterable

LENGTH = 16  # hex digits: 64 bits


def hash_columns(names: Iterable[str], *, in_order: bool) -> str:
    """Return 16 hex digits that stand for the names of a table's columns.

    `in_order=True` hashes the names in their order, stripped: identifiers of rows are derived from it, and a reordered
    table must not produce the same ones. `in_order=False` hashes the sorted names, so that options apply whatever the
    order. Both must match version 0.4, whose workspaces store them.
    """
    texts = [name.strip() for name in names] if in_order else sorted(names)
    return hashlib.sha256(json.dumps(texts).encode()).hexdigest()[:LENGTH]

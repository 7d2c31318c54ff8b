"""How long a browser may reuse an answer, and whether it has the current one already."""

import hashlib
import re

from starlette.datastructures import Headers
from starlette.responses import Response

YEAR_SECONDS = 31_536_000
IMMUTABLE = f"max-age={YEAR_SECONDS}, immutable"  # only for addresses that change whenever their content does
REVALIDATE = "max-age=0, must-revalidate"
ETAG_LENGTH = 20  # hex digits: 80 bits, so that no two answers of one address ever share one

# RFC 9110 §8.8.3: an entity tag is quoted, may hold commas, and is weak after W/.
ENTITY_TAG = re.compile(r'(?:W/)?("[\x21\x23-\x7e\x80-\xff]*")')


def cache_control(*, immutable: bool, public: bool = False) -> str:
    """The Cache-Control of an answer; a `public` one, the same for everybody, may be stored by proxies too."""
    return f"{'public' if public else 'private'}, {IMMUTABLE if immutable else REVALIDATE}"


def make_etag(content: bytes) -> str:
    """A strong entity tag: a hash of the content, or of whatever determines it."""
    return f'"{hashlib.sha256(content).hexdigest()[:ETAG_LENGTH]}"'


def weaken_etag(etag: str) -> str:
    """The weak form of an entity tag, for answers that are the same but not byte for byte; blank stays blank."""
    return f"W/{etag}" if etag.startswith('"') else etag


def caching_headers(parts: tuple[object, ...], *, immutable: bool, public: bool = False) -> dict[str, str]:
    """The ETag of an answer that these parts determine, and its Cache-Control."""
    etag = make_etag("/".join(map(str, parts)).encode(errors="replace"))
    return {"ETag": etag, "Cache-Control": cache_control(immutable=immutable, public=public)}


def is_not_modified(headers: Headers, etag: str) -> bool:
    """Whether a client has the answer of this strong entity tag: If-None-Match by RFC 9110 §13.1.2.

    The comparison is weak, so that a tag that a proxy has weakened while packing still matches; `*` matches any.
    """
    field = ", ".join(headers.getlist("if-none-match"))
    return field.strip() == "*" or etag in ENTITY_TAG.findall(field)


def not_modified(headers: dict[str, str]) -> Response:
    """The answer 304, with the headers that the whole answer would have."""
    return Response(status_code=304, headers=headers)


def attachment_headers(name: str) -> dict[str, str]:
    """The headers of a file that a browser saves under a name and asks for again each time."""
    return {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": cache_control(immutable=False)}

"""Pictures known by their first bytes: what a file says of its tiles may be wrong, and a browser must not guess."""

import zlib
from dataclasses import dataclass

MAX_TILE_BYTES = 4_000_000  # by judgement: a tile of 512 pixels without compression has 1 MB
GZIP = b"\x1f\x8b"
# Where the signature stands and what it is: PNG 3rd edition §5.2, JFIF 1.02, RFC 9649 §2.3, AVIF 1.1 §7.
SIGNATURES = (
    ("image/png", 0, b"\x89PNG\r\n\x1a\n"),
    ("image/jpeg", 0, b"\xff\xd8\xff"),
    ("image/webp", 8, b"WEBP"),
    ("image/avif", 4, b"ftypavif"),
)


@dataclass(frozen=True)
class Picture:
    """A picture as it is served."""

    media_type: str
    content: bytes


def identify_picture(content: bytes) -> Picture | None:
    """The picture that begins like one of the types that browsers draw; None for anything else, scripts among it."""
    for media_type, start, signature in SIGNATURES:
        if content.startswith(signature, start):
            return Picture(media_type, content)
    return None


def unpack(content: bytes) -> bytes:
    """The content of a tile that is packed by gzip; any other, or a damaged or too large one, as it is."""
    if not content.startswith(GZIP):
        return content
    return unpack_at_most(content, MAX_TILE_BYTES) or content


def unpack_at_most(content: bytes, limit: int) -> bytes | None:
    """Unpack gzip (RFC 1952); None where it is damaged, cut off or would have more bytes than the limit."""
    unpacker = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    try:
        unpacked = unpacker.decompress(content, limit + 1)
    except zlib.error:
        return None
    return unpacked if unpacker.eof and len(unpacked) <= limit else None

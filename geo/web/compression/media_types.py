"""Which media types compress well: text of any kind, and a few others."""

STREAM_OF_EVENTS = "text/event-stream"  # each event must leave at once
TEXT_SUFFIXES = ("+json", "+xml")  # RFC 6839
TYPES = frozenset(
    {
        "application/geopackage+sqlite3",
        "application/javascript",
        "application/json",
        "application/manifest+json",
        "application/wasm",
        "application/x-faultline-cube",
        "application/x-javascript",
        "application/x-ndjson",
        "application/xml",
        "font/otf",
        "font/ttf",
        "image/bmp",
        "image/vnd.microsoft.icon",
        "image/x-icon",
    }
)


def is_compressible(content_type: str) -> bool:
    """Whether a Content-Type names something that is not compressed already, as PNG, WOFF2 and Parquet are."""
    media_type = content_type.partition(";")[0].strip().lower()
    if media_type == STREAM_OF_EVENTS:
        return False
    return media_type.startswith("text/") or media_type in TYPES or media_type.endswith(TEXT_SUFFIXES)

"""Addresses of the web in the data: which of them may become a link, and the host that a reader is led to."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

MAX_ADDRESS = 2_000  # characters; browsers and servers take no longer ones for certain
SCHEMES = ("http", "https")
# Blanks, controls, marks of direction and what a browser reads as another character or as the end of an attribute.
UNSAFE = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\\<>\"`{}|^]")
SCHEMELESS = re.compile(r"www\.[^\s./]+\.[^\s]+", re.IGNORECASE)
HOST = re.compile(r"(?=.{1,253}$)[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*\.?")


@dataclass(frozen=True)
class WebAddress:
    """An address that may be a link. `host` is in ASCII, so that letters of another script cannot feign a name."""

    href: str
    host: str


def parse_address(text: str) -> WebAddress | None:
    """The address of the web that a text is; None for any other text, for scripts, and for one with a user's name.

    An address that begins with “www.” is taken for one by https.
    """
    if len(text) > MAX_ADDRESS or UNSAFE.search(text):
        return None
    href = f"https://{text}" if SCHEMELESS.fullmatch(text) else text
    try:
        parts = urlsplit(href)
        host = (parts.hostname or "").encode("idna").decode("ascii")
        is_plain = parts.scheme in SCHEMES and "@" not in parts.netloc and (parts.port or 1) > 0
    except (ValueError, UnicodeError):  # a port that is no number, a bracket left open, a label that is too long
        return None
    is_host = HOST.fullmatch(host) is not None or ":" in host  # a colon: an address of IPv6, as urlsplit accepts it
    return WebAddress(href, host) if is_plain and is_host else None

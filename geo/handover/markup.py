"""HTML that is written without a script, from texts that may be hostile: every text is escaped here."""

from collections.abc import Iterable
from html import escape
from urllib.parse import urlsplit

from geo.core.excerpts import make_visible

WEB = ("http", "https")
SAFE_LINK = 'rel="noopener noreferrer nofollow" target="_blank"'


def element(tag: str, text: str, **attributes: str) -> str:
    """An element with a text; its direction is that of the text's first letters."""
    return f"<{tag}{_attributes(attributes)}>{escape(make_visible(text))}</{tag}>"


def wrap(tag: str, parts: Iterable[str], **attributes: str) -> str:
    """An element around others."""
    return f"<{tag}{_attributes(attributes)}>{''.join(parts)}</{tag}>"


def link(address: str, text: str = "") -> str:
    """A link to an address of the web with its host behind it; any other address as text."""
    host = _host(address)
    if not host:
        return element("span", text or address)
    anchor = f'<a href="{escape(address)}" {SAFE_LINK}>{escape(make_visible(text or address))}</a>'
    return f"{anchor} {element('span', f'({host})', **{'class': 'host'})}" if text else anchor


def table(caption: str, heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """A plain table."""
    head = wrap("tr", (element("th", name, scope="col") for name in heads))
    body = (wrap("tr", (element("td", cell, dir="auto") for cell in row)) for row in rows)
    return wrap("table", (element("caption", caption), wrap("thead", (head,)), wrap("tbody", body)))


def _host(address: str) -> str:
    try:
        parts = urlsplit(address)
        return (parts.hostname or "") if parts.scheme.lower() in WEB else ""
    except ValueError:
        return ""


def _attributes(attributes: dict[str, str]) -> str:
    return "".join(f' {name}="{escape(value)}"' for name, value in attributes.items())

"""Atom (RFC 4287). All text is of the type “text”, so that no reader takes it for markup."""

import re
from xml.etree import ElementTree

from geo.web.feeds.feed import Feed, FeedEntry, format_time

NAMESPACE = "http://www.w3.org/2005/Atom"
# What XML 1.0 (section 2.2) cannot hold, not even escaped.
ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
REPLACEMENT = "\ufffd"


class Atom:
    """An Atom feed."""

    media_type = "application/atom+xml; charset=utf-8"

    @staticmethod
    def write(feed: Feed) -> bytes:
        """The feed as a document."""
        root = ElementTree.Element("feed", {"xmlns": NAMESPACE, "xml:lang": "en"})
        _add(root, "id", feed.feed_id)
        _add(root, "title", feed.title, type="text")
        _add(root, "subtitle", feed.subtitle, type="text")
        _add(root, "updated", format_time(feed.updated))
        _add(_add(root, "author", ""), "name", "Faultline")
        _add(root, "link", "", rel="self", type="application/atom+xml", href=feed.addresses.feed)
        _add(root, "link", "", rel="alternate", type="text/html", href=feed.addresses.page)
        for entry in feed.entries:
            _add_entry(root, entry)
        document: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
        return document


def _add_entry(root: ElementTree.Element, entry: FeedEntry) -> None:
    element = _add(root, "entry", "")
    _add(element, "id", entry.entry_id)
    _add(element, "title", entry.title, type="text")
    _add(element, "updated", format_time(entry.updated))
    if entry.published is not None:
        _add(element, "published", format_time(entry.published))
    _add(element, "link", "", rel="alternate", type="text/html", href=entry.url)
    _add(element, "category", "", term=entry.event_type)
    if entry.licence:
        _add(element, "rights", entry.licence, type="text")
    _add(element, "summary", entry.text, type="text")


def _add(parent: ElementTree.Element, tag: str, text: str, **attributes: str) -> ElementTree.Element:
    legal = {name: _legal_text(value) for name, value in attributes.items()}
    element = ElementTree.SubElement(parent, tag, legal)
    element.text = _legal_text(text) or None
    return element


def _legal_text(text: str) -> str:
    return ILLEGAL.sub(REPLACEMENT, text)

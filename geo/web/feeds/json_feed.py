"""JSON Feed 1.1 (jsonfeed.org): the same entries for programs that rather read JSON."""

import json
from typing import Any

from geo.web.feeds.feed import Feed, FeedEntry, format_time

VERSION = "https://jsonfeed.org/version/1.1"


class JSONFeed:
    """A JSON Feed."""

    media_type = "application/feed+json"

    @staticmethod
    def write(feed: Feed) -> bytes:
        """The feed as a document; text is plain, under `content_text`."""
        document = {
            "version": VERSION,
            "title": feed.title,
            "description": feed.subtitle,
            "language": "en",
            "home_page_url": feed.addresses.page,
            "feed_url": feed.addresses.feed,
            "authors": [{"name": "Faultline"}],
            "items": [_describe_entry(entry) for entry in feed.entries],
        }
        return json.dumps(document, ensure_ascii=False).encode(errors="replace")


def _describe_entry(entry: FeedEntry) -> dict[str, Any]:
    published = {} if entry.published is None else {"date_published": format_time(entry.published)}
    return {
        "id": entry.entry_id,
        "url": entry.url,
        "title": entry.title,
        "content_text": entry.text,
        "tags": [entry.event_type],
        **published,
        "date_modified": format_time(entry.updated),
    }

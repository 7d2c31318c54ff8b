"""What a feed says, in whatever form: the latest incidents of a selection as entries of plain text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any
from urllib.parse import quote, urlencode

import pandas as pd
from starlette.requests import Request

from geo.core.formatting import pluralize
from geo.exports.generalisation import EXACT, Generalisation, with_words
from geo.query.engine import NO_ROW
from geo.query.feature_parameters import OGC_ITEMS
from geo.query.parameters import COORDINATES, DATA
from geo.query.selection import Selection
from geo.storage.atlas import Atlas
from geo.storage.atlas_cache import base_atlas
from geo.web.incident_lines import describe_lines

MAX_ENTRIES = 50  # by judgement: what a feed reader keeps of one feed
DATE_ORDER, CHANGE_ORDER = "date", "changed"
ORDERS: Mapping[str, str] = MappingProxyType({DATE_ORDER: "-date_start", CHANGE_ORDER: "-last_modified"})
ORDER_WORDS: Mapping[str, str] = MappingProxyType(
    {DATE_ORDER: "the latest first", CHANGE_ORDER: "the last changed first"}
)
# RFC 4151. Identifiers outlive hosts and ports, so that the authority is none of them; `.invalid` belongs to nobody.
TAG = "tag:faultline.invalid,2026:"
UNDATED = pd.Timestamp(0)  # of feeds and entries of which nothing is dated: both forms must have a time


@dataclass(frozen=True)
class FeedAddresses:
    """Where the feed itself is, and the page of its selection; an incident's identifier is behind `incident`.

    Behind it comes `public_end` for an incident that everybody may see, and `own_end` for one that only the key of a
    session opens: what a reader passes on of a feed should give no more away than it must.
    """

    feed: str
    page: str
    incident: str
    public_end: str = ""
    own_end: str = ""

    @classmethod
    def from_request(cls, request: Request, generalisation: Generalisation) -> "FeedAddresses":
        """The addresses, where it must be with the key of the request's data.

        The page of an incident shows where it lies: with generalised coordinates, the incident is that of OGC API –
        Features, which generalises too.
        """
        pairs = [pair for pair in request.query_params.multi_items() if pair[0] not in ("order", COORDINATES)]
        keys = [pair for pair in pairs if pair[0] == DATA]
        page = f"{request.base_url}map"
        query = urlencode(pairs, safe=",/!")
        address = f"{page}{'?' if query else ''}{query}"
        own = urlencode(keys)
        if generalisation.is_coarse:
            items = f"{str(request.base_url).rstrip('/')}{OGC_ITEMS}/"
            end = urlencode([(COORDINATES, generalisation.code)])
            return cls(str(request.url), address, items, f"?{end}", f"?{'&'.join(filter(None, (own, end)))}")
        return cls(str(request.url), address, f"{page}?incident=", "", f"&{own}" if own else "")

    def of_incidents(self, incident_ids: Sequence[str]) -> list[str]:
        """The address of each incident; the incidents of the base are everybody's."""
        if self.own_end == self.public_end:
            are_public = [True] * len(incident_ids)
        else:
            are_public = (base_atlas().engine.find(incident_ids) != NO_ROW).tolist()
        return [
            f"{self.incident}{quote(incident_id, safe='')}{self.public_end if is_public else self.own_end}"
            for incident_id, is_public in zip(incident_ids, are_public, strict=True)
        ]


@dataclass(frozen=True)
class FeedEntry:
    """One incident: texts are plain and as hostile as the row; `published` is the day of the incident."""

    entry_id: str
    title: str
    text: str
    event_type: str
    licence: str
    url: str
    published: pd.Timestamp | None
    updated: pd.Timestamp


@dataclass(frozen=True)
class Feed:
    """The latest incidents of a selection."""

    feed_id: str
    title: str
    subtitle: str
    addresses: FeedAddresses
    updated: pd.Timestamp
    entries: tuple[FeedEntry, ...]

    @classmethod
    def of_selection(
        cls,
        atlas: Atlas,
        selection: Selection,
        order: str,
        addresses: FeedAddresses,
        generalisation: Generalisation = EXACT,
    ) -> "Feed":
        """The first MAX_ENTRIES in one of ORDERS; all engines sort, none reads more rows than these."""
        results = atlas.select(selection)
        rows = atlas.engine.take(results.page(0, MAX_ENTRIES, ORDERS[order]))
        if generalisation.is_coarse:
            rows = with_words(generalisation.generalise(rows))
        lines = describe_lines(atlas, rows)
        urls = addresses.of_incidents(rows["incident_id"].astype("str").tolist())
        entries = tuple(
            _make_entry(row, line, url) for row, line, url in zip(rows.to_dict("records"), lines, urls, strict=True)
        )
        query = "&".join(filter(None, (selection.to_query(), *_coordinates_query(generalisation))))
        note = f" {generalisation.describe()}" if generalisation.is_coarse else ""
        return cls(
            f"{TAG}selection/{order}{'?' if query else ''}{query}",
            f"Faultline: {selection.describe().rstrip('.')}",
            f"{_describe_count(len(entries), len(results))}, {ORDER_WORDS[order]}.{note}",
            addresses,
            max((entry.updated for entry in entries), default=UNDATED),
            entries,
        )


def _coordinates_query(generalisation: Generalisation) -> list[str]:
    return [f"{COORDINATES}={generalisation.code}"] if generalisation.is_coarse else []


def _describe_count(n_entries: int, n_incidents: int) -> str:
    if n_entries == n_incidents:
        return f"All {pluralize(n_incidents, 'incident')} of the selection" if n_incidents else "No incident"
    return f"{n_entries} of {pluralize(n_incidents, 'incident')}"


def _make_entry(row: dict[str, Any], line: dict[str, Any], url: str) -> FeedEntry:
    incident_id = str(row["incident_id"])
    sentences = (line["date"], line["type_label"], line["place"], line["killed"])
    head = "; ".join(sentence for sentence in sentences if sentence)
    summary = row["summary"] if isinstance(row["summary"], str) else ""
    licence = row.get("licence")
    published = None if pd.isna(row["date_start"]) else row["date_start"]
    last_change = next((row[name] for name in ("last_modified", "date_end") if not pd.isna(row[name])), UNDATED)
    return FeedEntry(
        f"{TAG}incident/{quote(incident_id, safe='')}",
        line["title"],
        f"{head}.\n{summary}".strip(),
        line["type_label"],
        licence if isinstance(licence, str) else "",
        url,
        published,
        last_change,
    )


def format_time(day: pd.Timestamp) -> str:
    """A day as RFC 3339 wants it: incidents have no hours."""
    return f"{day:%Y-%m-%d}T00:00:00Z"

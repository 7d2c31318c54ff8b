"""What the page says of itself without a script: the selection, counts, what is not shown, sources, versions."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from geo.core.formatting import format_day, pluralize
from geo.handover.content import Content
from geo.handover.generalised_records import LEFT_OUT
from geo.handover.markup import element, link, table, wrap
from geo.mapping.folium_map import CREDIT
from geo.mapping.payload import DrawCounts
from geo.settings import __version__
from geo.storage.sources import Source, describe_sources

MAX_SOURCES = 40  # datasets described one by one; a selection of more is rare, and each takes half a kilobyte
BORDERS = (
    f"{CREDIT}. Towns: GeoNames (CC BY 4.0). Disputed borders are shown as Natural Earth has them; no border is our "
    "opinion."
)
NO_SCRIPT = "The map, the list and the records of this page need JavaScript, which is turned off here."


@dataclass(frozen=True)
class Stamp:
    """When a page was made (UTC), and the address of the view it shows; blank where there is none to pass on."""

    made_at: datetime
    address: str = ""


def describe_number(content: Content) -> str:
    """How many incidents the page holds."""
    return pluralize(content.n_incidents, "incident")


def write_about(content: Content, stamp: Stamp) -> str:
    """The sections at the foot of the page."""
    return "".join(
        (
            _section("What this file shows", _facts(content, stamp)),
            _section("What the map shows, and what it does not", _list(_not_on_map(content.counts))),
            _section("What was left out", _list(_left_out(content)), id="left-out" if content.left_out else "complete"),
            _section("Sources and terms", _write_sources(content, stamp)),
        )
    )


def write_without_script(content: Content) -> str:
    """The first incidents as a plain table."""
    number, total = len(content.plain_rows), describe_number(content)
    caption = f"The first {number:,} of {total}" if content.n_incidents > number else total
    heads = ("Date", "What happened", "Place", "Incident")
    return wrap("noscript", (element("p", NO_SCRIPT), table(caption, heads, content.plain_rows)))


def _section(title: str, content: str, **attributes: str) -> str:
    return wrap("section", (element("h2", title), content), **attributes)


def _facts(content: Content, stamp: Stamp) -> str:
    day = f"{format_day(stamp.made_at)}, {stamp.made_at:%H:%M:%S} UTC"
    facts = [
        ("Selection", element("dd", content.words, dir="auto")),
        ("Incidents", element("dd", f"{content.n_incidents:,}, in the order of the selection’s downloads")),
        *([("This view", wrap("dd", (link(stamp.address),)))] if stamp.address else []),
        ("Query", element("dd", content.selection.to_query() or "none: all incidents", dir="auto")),
        ("Made", wrap("dd", (element("time", day, datetime=stamp.made_at.isoformat()),))),
        ("Version of the data", element("dd", content.data_version)),
        ("Version of Faultline", element("dd", __version__)),
        ("SHA-256 of the data in this file", wrap("dd", (element("code", content.data.sha256, id="sha256"),))),
    ]
    pairs = (part for label, value in facts for part in (element("dt", label), value))
    check = element("p", "", id="check", **{"class": "quiet"})
    return wrap("dl", pairs) + check


def _not_on_map(counts: DrawCounts) -> list[str]:
    """How the incidents stand on the map, and how many do not."""
    kinds = (
        (counts.exact, "at a named town or site: a dot"),
        (counts.near, "near a named place: a dot with a hole, in the circle that it lies in"),
        (counts.vague, "in a district without an outline here, at sea, in the air or no more precisely: an open dot"),
        (
            counts.areas,
            "known only to a district, a province or a wider area: the area is hatched, and no point stands",
        ),
        (counts.without_coordinates, "without a place that can be drawn: in the list alone"),
    )
    return [f"{pluralize(number, 'incident')} {text}." for number, text in kinds if number] or ["Nothing to draw."]


def _left_out(content: Content) -> list[str]:
    if content.generalisation.is_coarse:
        return [*content.left_out, content.generalisation.describe(), LEFT_OUT]
    others = "The columns that a dataset has of its own are not in this file. The downloads have them."
    if not content.left_out:
        return [f"No text was cut. {others}"]
    return [*content.left_out, f"So that the file stays below 3 MB. The downloads have the whole texts. {others}"]


def _list(lines: list[str]) -> str:
    return wrap("ul", (element("li", line) for line in lines))


def _write_sources(content: Content, stamp: Stamp) -> str:
    names = content.datasets
    sources = [_find_source(content, name, stamp) for name in names[:MAX_SOURCES]]
    rest = len(names) - len(sources)
    more = [element("p", f"And {pluralize(rest, 'other dataset')}.")] if rest > 0 else []
    borders = f"Map: {BORDERS} {content.outline_credits}".strip()
    return "".join((*map(_write_source, sources), *more, element("p", borders, **{"class": "quiet"})))


def _find_source(content: Content, dataset: str, stamp: Stamp) -> Source:
    """The dataset, cited with the day on which it was added here; that of the page where it was not."""
    accessed = content.days_of_access.get(dataset, stamp.made_at.date())
    (source,) = describe_sources([dataset], selection=content.selection, accessed=accessed)
    return source


def _write_source(source: Source) -> str:
    return wrap("article", _lines_of(source))


def _lines_of(source: Source) -> Iterator[str]:
    yield element("h3", source.dataset or "Rows without a dataset", dir="auto")
    yield element("p", source.citation, dir="auto", **{"class": "citation"})
    address = (" ", link(source.address, "Terms")) if source.address else ()
    yield wrap("p", (element("b", f"{source.licence}. "), element("span", source.terms), *address))

"""README.md: what a bundle is, in plain words, for whoever was sent it and has never seen Faultline."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from geo.bundle import markdown
from geo.bundle.source_files import BundleSource
from geo.bundle.statement import Statement, created_at
from geo.core.formatting import format_day, pluralize
from geo.core.schema import PLACE_PRECISION_LABELS

FILES: Mapping[str, str] = {
    "incidents.csv": "the incidents, one a row",
    "claims.csv": "who says what of them, and in which publication",
    "publications.csv": "the publications that they rest on",
    "links.csv": "which incident answers or follows which; one of the two may lie outside this selection",
    "corrections.csv": "what people changed in these rows: the old value, the new one, when, who and why",
    "dictionary.csv": "what each column of these tables means",
    "dictionary.md": "the same as a page",
    "sources.csv": "the datasets, their terms and how each is cited",
    "CITATIONS.md": "the same as a page; copy the citations from there",
    "map.png": "the map",
    "map.svg": "the map, to be enlarged without loss",
    "timeline.png": "the timeline",
    "timeline.svg": "the timeline, to be enlarged without loss",
    "selection.json": "what was selected, when and from which version of the data, for programs",
    "datapackage.json": "the same and all columns, as a Frictionless Data Package, for programs",
    "SHA256SUMS": "the hash of each file",
}
UNSTATED = "not stated"
CHECKING = """## Has anything been changed?

Unpack the file and, in its folder, run `sha256sum -c SHA256SUMS` (on a Mac `shasum -a 256 -c SHA256SUMS`). It names
each file that is not as it was made. Or drop the file, as it is, on the page Data of Faultline, or run
`faultline check` with its name.

The bundle is not signed. The hashes show every accident and every careless change; whoever changes a file and its hash
too is not noticed. Who must be sure compares SHA256SUMS with whoever sent it."""
WIDER_VIEW = """## No way back to this view

The conditions of the selection that would say more of the places than the coordinates do are not in this bundle, so
that its query and its link select more incidents than it holds."""
NO_LINK = "Drop this file on the page Data of Faultline: it shows the same selection, and says what has changed since."


@dataclass(frozen=True)
class Facts:
    """What the page says beside the statement; `notes` are sentences."""

    statement: Statement
    sources: Sequence[BundleSource]
    file_names: Sequence[str]
    notes: Sequence[str]


def write_readme(facts: Facts) -> str:
    """The page, in Markdown; texts of rows and of the selection are escaped."""
    parts = (
        _opening(facts),
        _describe_counts(facts),
        _describe_files(facts),
        _describe_sources(facts.sources),
        _describe_restoring(facts.statement),
        CHECKING,
    )
    return "\n\n".join(parts) + "\n"


def _opening(facts: Facts) -> str:
    statement = facts.statement
    moment = created_at(statement)
    number = pluralize(statement.counts.incidents, "incident")
    return f"""# Evidence bundle

**{number}.** Selected: {markdown.escape(statement.words)}

These are rows of an atlas of incidents, with what is needed to check and to cite them. They were downloaded from
Faultline {statement.faultline_version} on {format_day(moment)} at {moment:%H:%M:%S} UTC, from the version
`{markdown.on_one_line(statement.data_version).replace("`", "")}` of its data."""


def _describe_counts(facts: Facts) -> str:
    counts = facts.statement.counts
    labels = PLACE_PRECISION_LABELS | {UNSTATED: UNSTATED}
    rows = [(labels.get(code, code), f"{number:,}") for code, number in counts.by_place_precision.items()]
    parts = ["## How precisely the places are known"]
    parts += [markdown.table(("place", "incidents"), rows)] if rows else ["There is no incident in this selection."]
    sentences = [*_describe_map(facts), *facts.notes]
    parts += ["\n".join(f"- {markdown.escape(sentence)}" for sentence in sentences)] if sentences else []
    parts += ["A blank number of people is unknown, never zero."]
    return "\n\n".join(parts)


def _describe_map(facts: Facts) -> list[str]:
    counts = facts.statement.counts
    if not counts.incidents:
        return []
    n_unplaced = counts.without_coordinates
    if not n_unplaced:
        return ["All of them have coordinates. Those known to a district or a wider area are no points on the map."]
    verb = "is" if n_unplaced == 1 else "are"
    have = "has" if n_unplaced == 1 else "have"
    return [
        f"{pluralize(n_unplaced, 'incident')} {verb} not on the map: no source names a place that can be drawn, so "
        f"that the row {have if n_unplaced == 1 else 'has'} no coordinates.",
        "Those known to a district or a wider area are drawn as the area, never as a point.",
    ]


def _describe_files(facts: Facts) -> str:
    names = [*facts.file_names, "datapackage.json", "SHA256SUMS"]
    lines = [f"- `{name}`: {FILES[name]}" for name in names if name in FILES]
    return "\n".join(["## The files", "", *lines])


def _describe_sources(sources: Sequence[BundleSource]) -> str:
    lines = [
        f"- {markdown.escape(source.name)} ({pluralize(source.n_incidents, 'incident')}): "
        f"{markdown.escape(source.source.terms)}"
        for source in sources
    ]
    parts = ["## Whose data these are, and what you may do with them", ""]
    parts += [*lines, "", "How each is cited is in CITATIONS.md."] if lines else ["There are no rows."]
    return "\n".join(parts)


def _describe_restoring(statement: Statement) -> str:
    if not statement.is_whole:
        return WIDER_VIEW
    parts = ["## The same view again", ""]
    if statement.link.startswith("http"):
        parts += [f"Open <{statement.link}>. It says whether the data have changed since. Or:", ""]
    return "\n".join([*parts, NO_LINK])

"""Whose data the rows are, what a recipient may do with them and how they are cited: sources.csv and CITATIONS.md."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from geo.bundle import markdown
from geo.core.formatting import pluralize
from geo.query.engine import ResultSet
from geo.query.selection import Selection
from geo.storage.atlas import Atlas
from geo.storage.sources import Source, describe_sources

HEADER = ("dataset", "incidents", "provider", "licence", "licence_of_rows", "terms", "terms_address", "citation")
WITHOUT_DATASET = "not stated"
INTRODUCTION = """# How to cite these incidents

Each dataset has terms of its own, and they hold for its rows here too. Terms change: read them where they stand before
you pass rows on. Cite the publications that an incident rests on (publications.csv) beside its dataset."""


@dataclass(frozen=True)
class BundleSource:
    """A dataset with the number of its incidents in the bundle and the licences that its rows state."""

    source: Source
    n_incidents: int
    licences: tuple[str, ...]

    @property
    def name(self) -> str:
        """What the dataset is called."""
        return self.source.dataset or WITHOUT_DATASET

    @property
    def cells(self) -> tuple[str, ...]:
        """A line of sources.csv, by HEADER."""
        source = self.source
        licences = "; ".join(self.licences)
        return (
            *(self.name, str(self.n_incidents), source.provider, source.licence, licences),
            *(source.terms, source.address, source.citation),
        )


def list_sources(atlas: Atlas, results: ResultSet, selection: Selection, today: date) -> tuple[BundleSource, ...]:
    """The datasets of the selected rows, the largest first, cited with the filters of `selection`.

    One without a name stands for the rows without one.
    """
    counts = results.value_counts("dataset")
    counts = counts[counts > 0].sort_values(ascending=False, kind="stable")
    licences, days = _licences(results), atlas.days_of_access
    sources = []
    for value, number in counts.items():
        dataset = value if isinstance(value, str) else ""
        accessed = days.get(dataset, today)
        (source,) = describe_sources([dataset], selection=selection, accessed=accessed)
        sources.append(BundleSource(source, int(number), licences.get(dataset, ())))
    return tuple(sources)


def write_sources(sources: tuple[BundleSource, ...]) -> list[list[str]]:
    """The lines of sources.csv, the header first."""
    return [list(HEADER), *(list(source.cells) for source in sources)]


def write_citations(sources: tuple[BundleSource, ...]) -> str:
    """The page CITATIONS.md: each citation stands by itself, exactly as it is to be copied."""
    return "\n\n".join([INTRODUCTION, *map(_describe, sources)]) + "\n"


def _describe(source: BundleSource) -> str:
    name = markdown.escape(source.name)
    terms = [f"- Provider: {markdown.escape(source.source.provider)}"]
    terms += [f"- Licence: {markdown.escape(source.source.licence)}"] if source.source.licence else []
    terms += [f"- Licence stated in the rows: {markdown.escape('; '.join(source.licences))}"] if source.licences else []
    terms += [f"- What you may do: {markdown.escape(source.source.terms)}"]
    terms += [f"- The terms: <{source.source.address}>"] if source.source.address else []
    heading = f"## {name}: {pluralize(source.n_incidents, 'incident')}"
    return "\n\n".join([heading, "\n".join(terms), "Cite as:", f"    {markdown.on_one_line(source.source.citation)}"])


def _licences(results: ResultSet) -> Mapping[str, tuple[str, ...]]:
    """The licences that rows of each dataset state; the rows without a dataset are under a blank name."""
    datasets = (*results.engine.categories("dataset"), "")
    licences = results.engine.categories("licence")
    counts = results.pair_counts("dataset", "licence")[:, :-1]
    return {
        dataset: tuple(licence for licence, number in zip(licences, row.tolist(), strict=True) if number)
        for dataset, row in zip(datasets, counts, strict=True)
    }

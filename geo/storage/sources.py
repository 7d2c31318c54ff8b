"""The datasets that rows come from: their terms, and the citation that each provider asks for.

Where the facts come from, and what was not verified:
- ACLED: its attribution policy and content usage terms of 8 July 2025, as stored copies and projects that follow them
  quote them; the licence agreement (acleddata.com/eula) was not read in full. The policy asks for the name, the access
  date, the filters and what was changed.
- UCDP: its pages of downloads, as quoted on 2 October 2026 (26.1), in 2025 (25.1) and in January 2025 (24.1), and the
  titles of codebooks. The papers of 19.1 to 23.1 are from general knowledge and were not verified; neither was whether
  CC BY 4.0 was stated for releases before 25.1.
- GTD: its page “Citing GTD”, and the restrictions of its agreement as the European Commission's catalogue quotes them;
  later releases than 1970–2020 were not verified.
- GDELT: gdeltproject.org/about.html, as quoted by several projects. ICEWS: the record of Harvard Dataverse, version
  37; its terms were not read. AWSD: the attribution that users of it write; a licence was not found.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from geo.core.formatting import format_day
from geo.ingest.providers import acled, awsd, gdelt, gtd, icews, ucdp
from geo.query.selection import Selection

BUNDLED = "Faultline seeds"  # the dataset of the incidents in data/
CHANGES = "Faultline renamed and coded the columns"


@dataclass(frozen=True)
class Source:
    """A dataset as whoever receives its rows must know it; the dataset and the citation are as hostile as the rows.

    `terms`: what a recipient may do, in a sentence or two. `address`: where the terms are; empty where there is none.
    """

    dataset: str
    provider: str
    citation: str
    licence: str
    terms: str
    address: str


class DatasetSource(ABC):
    """What is known of the datasets of one provider."""

    provider: str
    licence: str
    terms: str
    address: str = ""

    @abstractmethod
    def matches(self, dataset: str) -> bool:
        """Whether a dataset, by its name in the table, is this provider's."""

    @abstractmethod
    def cite(self, dataset: str, selection: Selection, accessed: date) -> str:
        """The citation that the provider asks for, with the day of access and the filters where it asks for these."""

    def describe(self, dataset: str, selection: Selection, accessed: date) -> Source:
        """The dataset with its terms and citation."""
        citation = self.cite(dataset, selection, accessed)
        return Source(dataset, self.provider, citation, self.licence, self.terms, self.address)


class NamedDataset(DatasetSource):
    """Datasets that are called by a name, with or without a release behind it."""

    name: str

    def matches(self, dataset: str) -> bool:
        return dataset == self.name or dataset.startswith(f"{self.name} ")

    def release(self, dataset: str) -> str:
        """The release that the dataset's name ends with, such as “25.1”; empty where it names none."""
        return dataset.removeprefix(self.name).strip()


class ACLEDSource(NamedDataset):
    """ACLED, which asks for the day of access, the filters and what was changed."""

    name = "ACLED"
    provider = "Armed Conflict Location & Event Data (ACLED)"
    licence = acled.LICENCE
    terms = (
        "Use by whoever has an account with ACLED, and not for commerce without its licence. Its rows may not be "
        "passed on or published; charts, maps and counts from which they cannot be restored may, with the citation."
    )
    address = "https://acleddata.com/contentusage"

    def cite(self, dataset: str, selection: Selection, accessed: date) -> str:
        return (
            f"Source: ACLED (Armed Conflict Location & Event Data), accessed on {format_day(accessed)}. "
            f"www.acleddata.com. Filters: {_describe_filters(selection)}. Changes: {CHANGES}. Clionadh Raleigh, "
            "Roudabeh Kishi, and Andrew Linke, “Political instability patterns are obscured by conflict dataset scope "
            "conditions, sources, and coding choices,” Humanities and Social Sciences Communications, 25 February "
            "2023. https://doi.org/10.1057/s41599-023-01559-4"
        )


class UCDPSource(NamedDataset):
    """What the two datasets of UCDP share."""

    provider = "Uppsala Conflict Data Program (UCDP), Uppsala University"
    licence = ucdp.LICENCE
    terms = (
        "Any use and passing on, changed or not, under CC BY 4.0: cite the release and its papers, link to the licence "
        f"and say what was changed ({CHANGES})."
    )
    address = "https://ucdp.uu.se/downloads/"


# The paper of each yearly release, by its number.
UCDP_PAPERS = {
    "26.1": "Davies, S., Pettersson, T., & Öberg, M. (2026). Organized violence 1989–2025, and violent political "
    "protests. Journal of Peace Research, 63(4). https://doi.org/10.1093/jopres/xjag046",
    "25.1": "Davies, S., Pettersson, T., Sollenberg, M., & Öberg, M. (2025). Organized violence 1989–2024, and the "
    "challenges of identifying civilian victims. Journal of Peace Research, 62(4).",
    "24.1": "Davies, Shawn, Garoun Engström, Therese Pettersson & Magnus Öberg (2024). Organized violence 1989–2023, "
    "and the prevalence of organized crime groups. Journal of Peace Research 61(4).",
    "23.1": "Davies, Shawn, Therese Pettersson & Magnus Öberg (2023). Organized violence 1989–2022, and the return of "
    "conflict between states. Journal of Peace Research 60(4).",
    "22.1": "Davies, Shawn, Therese Pettersson & Magnus Öberg (2022). Organized violence 1989–2021 and drone warfare. "
    "Journal of Peace Research 59(4).",
    "21.1": "Pettersson, Therese, et al. (2021). Organized violence 1989–2020, with a special emphasis on Syria. "
    "Journal of Peace Research 58(4).",
    "20.1": "Pettersson, Therese & Magnus Öberg (2020). Organized violence, 1989–2019. Journal of Peace Research "
    "57(4).",
    "19.1": "Pettersson, Therese, Stina Högbladh & Magnus Öberg (2019). Organized violence, 1989–2018 and peace "
    "agreements. Journal of Peace Research 56(4).",
}


class UCDPGEDSource(UCDPSource):
    """The Georeferenced Event Dataset: its article, and the paper of its release."""

    name = "UCDP GED"

    def cite(self, dataset: str, selection: Selection, accessed: date) -> str:
        release = self.release(dataset)
        paper = UCDP_PAPERS.get(release, "And the paper that UCDP lists for this release.")
        return (
            f"{_describe_release('UCDP Georeferenced Event Dataset (GED)', release)} Sundberg, Ralph, and Erik "
            "Melander (2013). Introducing the UCDP Georeferenced Event Dataset. Journal of Peace Research 50(4), "
            f"523–532. https://doi.org/10.1177/0022343313484347. {paper}"
        )


class UCDPCandidateSource(UCDPSource):
    """The monthly Candidate Events Dataset, whose events may change or go in the yearly release."""

    name = "UCDP Candidate"

    def cite(self, dataset: str, selection: Selection, accessed: date) -> str:
        return (
            f"{_describe_release('UCDP Candidate Events Dataset', self.release(dataset))} Hegre, Håvard, Mihai Croicu, "
            "Kristine Eck, and Stina Högbladh (2020). Introducing the UCDP Candidate Events Dataset. Research & "
            f"Politics. Accessed on {format_day(accessed)}."
        )


class GTDSource(NamedDataset):
    """The Global Terrorism Database."""

    name = "GTD"
    provider = "START, University of Maryland: Global Terrorism Database (GTD)"
    licence = gtd.LICENCE
    terms = (
        "Research of one's own after START's agreement, and not for commerce. Its rows may not be published, shown "
        "or passed on without written permission; analyses and pictures of them may, with the citation."
    )
    address = "https://www.start.umd.edu/gtd/terms-of-use/"

    def cite(self, dataset: str, selection: Selection, accessed: date) -> str:
        return (
            "START (National Consortium for the Study of Terrorism and Responses to Terrorism). (2022). Global "
            "Terrorism Database 1970–2020 [data file]. https://www.start.umd.edu/gtd. If your file is of another "
            "release, state its years instead."
        )


class GDELTSource(NamedDataset):
    """The events of the GDELT Project, of any version."""

    name = "GDELT"
    provider = "The GDELT Project"
    licence = gdelt.LICENCE
    terms = "Any use and passing on, for commerce too, with a citation of the GDELT Project and a link to its site."
    address = "https://www.gdeltproject.org/about.html"

    def cite(self, dataset: str, selection: Selection, accessed: date) -> str:
        events = f"{dataset} Events" if self.release(dataset) else "GDELT Events"
        return f"The GDELT Project, {events}, accessed on {format_day(accessed)}. https://www.gdeltproject.org/"


class ICEWSSource(NamedDataset):
    """The Integrated Crisis Early Warning System's coded events, which ended in April 2023."""

    name = "ICEWS"
    provider = "Integrated Crisis Early Warning System (ICEWS), Harvard Dataverse"
    licence = icews.LICENCE
    terms = "As the terms of its record at Harvard Dataverse say: read them before you pass rows on."
    address = "https://doi.org/10.7910/DVN/28075"

    def cite(self, dataset: str, selection: Selection, accessed: date) -> str:
        return (
            "Boschee, Elizabeth; Lautenschlager, Jennifer; O'Brien, Sean; Shellman, Steve; Starz, James; Ward, "
            f"Michael, 2015, “ICEWS Coded Event Data”, {self.address}, Harvard Dataverse. Accessed on "
            f"{format_day(accessed)}."
        )


class AWSDSource(NamedDataset):
    """The Aid Worker Security Database, a living one."""

    name = "AWSD"
    provider = "Humanitarian Outcomes: Aid Worker Security Database (AWSD)"
    licence = awsd.LICENCE
    terms = "Open for search and download; no licence is known to us. Cite it, and ask before you pass many rows on."
    address = "https://www.aidworkersecurity.org/"

    def cite(self, dataset: str, selection: Selection, accessed: date) -> str:
        return (
            f"Humanitarian Outcomes ({accessed.year}), Aid Worker Security Database, www.aidworkersecurity.org, "
            f"accessed on {format_day(accessed)}."
        )


class BundledSource(NamedDataset):
    """The incidents that come with Faultline."""

    name = BUNDLED
    provider = "Faultline"
    licence = "CC BY 4.0"
    terms = (
        "Any use and passing on, changed or not, with a citation. It covers our words and not the publications that "
        "the incidents rest on: cite those too."
    )
    address = "https://creativecommons.org/licenses/by/4.0/"

    def cite(self, dataset: str, selection: Selection, accessed: date) -> str:
        return f"Faultline, atlas of incidents: the bundled incidents. Accessed on {format_day(accessed)}."


class OwnTableSource(DatasetSource):
    """Any other table: whoever added it knows where it comes from."""

    provider = "not stated"
    licence = "not stated"
    terms = "Not known to Faultline: ask whoever added the table, and see the column “licence” of its rows."

    def matches(self, dataset: str) -> bool:
        return True

    def cite(self, dataset: str, selection: Selection, accessed: date) -> str:
        return f"“{dataset}”, a table that was added to this atlas, accessed on {format_day(accessed)}."


# The first that matches counts; any table is the last one's.
SOURCES: tuple[DatasetSource, ...] = (
    ACLEDSource(),
    UCDPGEDSource(),
    UCDPCandidateSource(),
    GTDSource(),
    GDELTSource(),
    ICEWSSource(),
    AWSDSource(),
    BundledSource(),
    OwnTableSource(),
)


def describe_sources(dataset_names: Iterable[str], *, selection: Selection, accessed: date) -> tuple[Source, ...]:
    """The sources of datasets, by their names in the table, in their order and each once.

    `accessed`: the day on which the provider's data were fetched; where that is unknown, the day that they were added.
    The filters in a citation are those of the selection, for what a person chose at the provider is not in the rows.
    """
    return tuple(_describe_source(name, selection, accessed) for name in dict.fromkeys(dataset_names))


def _describe_source(dataset: str, selection: Selection, accessed: date) -> Source:
    if not dataset.strip():
        return replace(OwnTableSource().describe("rows without a dataset", selection, accessed), dataset=dataset)
    source = next(source for source in SOURCES if source.matches(dataset))
    return source.describe(dataset, selection, accessed)


def _describe_filters(selection: Selection) -> str:
    return selection.describe_filters() or "none"


def _describe_release(dataset: str, release: str) -> str:
    """The dataset with its release, which UCDP asks for."""
    return f"{dataset}, version {release}." if release else f"{dataset}; the rows do not name its version: add it."

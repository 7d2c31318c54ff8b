"""What a picture rests on: datasets with their terms, publications, the date of the data, and the page's address."""

from dataclasses import dataclass

import pandas as pd

from geo.core.formatting import format_day, pluralize
from geo.mapping.folium_map import CREDIT
from geo.query.engine import ResultSet
from geo.storage.atlas import Atlas

MAX_DATASETS = 4  # named; as many as fit into two lines
BORDERS = (
    f"{CREDIT}. Towns: GeoNames (CC BY 4.0). Disputed borders are shown as Natural Earth has them; no border is our "
    "opinion."
)
VERSION_CHARACTERS = 12


@dataclass(frozen=True)
class Sources:
    """The lines at the foot of a picture, as hostile as the data, and the same in one for its metadata."""

    datasets: str
    data: str
    address: str

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines that are not blank."""
        return tuple(filter(None, (self.datasets, self.data, self.address)))

    @property
    def summary(self) -> str:
        """All in one line."""
        return " ".join(self.lines)


def describe_selection(results: ResultSet) -> str:
    """The selection as a sentence with the number of its incidents; as hostile as its values."""
    number = len(results)
    if not results.selection.filters:
        return f"All {pluralize(number, 'incident')}." if number != 1 else "The only incident."
    return f"{results.selection.describe()} {pluralize(number, 'incident')}."


def describe_sources(atlas: Atlas, results: ResultSet, address: str) -> Sources:
    """What the incidents of a selection rest on."""
    version = atlas.version[:VERSION_CHARACTERS]
    parts = (_describe_changes(results), f"Version of the data: {version}.")
    return Sources(
        " ".join(filter(None, (_describe_datasets(results), _describe_publications(atlas, results)))),
        " ".join(filter(None, parts)),
        f"This view: {address}" if address else "",
    )


def _describe_datasets(results: ResultSet) -> str:
    """The datasets by size, each with its terms."""
    counts = results.value_counts("dataset")
    counts = counts[counts > 0].sort_values(ascending=False, kind="stable")
    if counts.empty:
        return ""
    licences = _licences(results)
    names = [_with_terms(name, licences) for name in counts.index[:MAX_DATASETS]]
    rest = len(counts) - MAX_DATASETS
    more = f" and {pluralize(rest, 'other')}" if rest > 0 else ""
    return f"Source{'' if len(counts) == 1 else 's'}: {'; '.join(names)}{more}."


def _with_terms(name: object, licences: dict[str, str]) -> str:
    if not isinstance(name, str):
        return "dataset not stated"
    licence = licences.get(name)
    return f"{name} ({licence})" if licence else name


def _licences(results: ResultSet) -> dict[str, str]:
    """The licence of each dataset: the commonest among the selected rows, the first by alphabet of several."""
    datasets, licences = (results.engine.categories(name) for name in ("dataset", "licence"))
    counts = results.pair_counts("dataset", "licence")[:-1, :-1]
    if not counts.size:
        return {}
    commonest = counts.argmax(axis=1)
    return {
        name: licences[code]
        for name, code, number in zip(datasets, commonest, counts.max(axis=1), strict=True)
        if number
    }


def _describe_publications(atlas: Atlas, results: ResultSet) -> str:
    """How many publications the incidents rest on; nothing where none is listed."""
    publications = atlas.publications
    if publications.empty:
        return ""
    if len(results) < len(results.engine):
        publications = publications[results.contains(results.engine.find(publications["incident_id"].tolist()))]
    number = publications["reference"].fillna(publications["title"]).fillna(publications["publisher"]).nunique()
    return f"{pluralize(number, 'publication')} cited." if number else ""


def _describe_changes(results: ResultSet) -> str:
    """When the rows were last changed, as far as they say so."""
    latest = results.latest("last_modified")
    return "" if pd.isna(latest) else f"Data last changed on {format_day(latest)}."

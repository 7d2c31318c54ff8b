"""The places of one dataset: a frozen table of names with the points where its rows have them."""

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import shapely
from numpy.typing import NDArray

from geo.core import boundaries
from geo.core.prepared_shape import PreparedShape
from geo.core.schema import LIST_SEPARATOR
from geo.places.gazetteer.name_normalization import normalize_name
from geo.places.own_places.clusters import cluster_points
from geo.places.own_places.point_counts import PRECISIONS
from geo.places.province_changes import NEAR_DEGREES
from geo.places.words.placeless_words import is_placeless_form

MAX_PLACES = 300_000  # of a table, those with the most rows; 30 MB (docs/decisions/0072)
MAX_POINTS = 20  # of a name, in all countries, the commonest; by judgement, for time
BLOCK = 64  # rows; the first form of each is a Python string, for reading one from Arrow takes a microsecond
MIN_LETTERS = 2  # of a normalized name
MAX_SOURCES = 3  # datasets that are named as the source of a place
# As UCDP's coders write them; “Cape Town” has another letter, and “city” is part of too many names.
CLASS_WORD = re.compile(r"(?<=.) (?:town|village)$")
# More names at one point are no places there: it stands for a province, or for what was not known. By judgement; of
# 8,902 places of ACLED, known to a hundredth of a degree, no point has more than 9 names.
MAX_NAMES_AT_POINT = 30
DAYS = ("mon", "tues", "wednes", "thurs", "fri", "satur", "sun")
# What tables have in place of a name beside the words of data/placeless_words.csv; days are names of places elsewhere.
NO_NAMES = frozenset(
    map(
        normalize_name,
        ["no data", "null", "nan", "urban", "countryside", *(f"{day}day" for day in DAYS)],
    )
)
SCHEMA = pa.schema(
    {
        "form": pa.string(),
        "name": pa.string(),
        "country": pa.dictionary(pa.int32(), pa.string()),
        "longitude": pa.float64(),
        "latitude": pa.float64(),
        "n_rows": pa.int32(),
        "spread_km": pa.float32(),
        "precision": pa.dictionary(pa.int8(), pa.string()),
        "sources": pa.dictionary(pa.int32(), pa.string()),
    }
)


@dataclass(frozen=True)
class OwnPoint:
    """A name at a point: the commonest of those within 25 km, how many rows have it there, and how far they lie apart.

    `precision` is the finest that a row states, `sources` names the datasets.
    """

    form: str
    name: str
    country: str
    longitude: float
    latitude: float
    n_rows: int
    spread_km: float
    precision: str
    sources: str


@dataclass(frozen=True, eq=False)
class OwnTable:
    """Names with points, in order of the normalized name, those with the most rows first (SCHEMA)."""

    rows: pa.Table = field(repr=False)  # names of a person's data belong into no log

    @classmethod
    def from_counts(cls, counts: pa.Table, *, source: str = "") -> "OwnTable":
        """The places of counted points (see `count_points`), which are of `source` where they name no dataset."""
        points = _usable_points(counts)
        if points.empty:
            return NO_OWN_TABLE
        columns = ["group", "longitude", "latitude"]
        groups, longitude, latitude = (points[name].to_numpy() for name in columns)
        leaders, km = cluster_points(groups, longitude, latitude)
        clustered = points.assign(leader=leaders, km=km)[leaders >= 0]
        places = _sum_up(clustered, source)
        places = places.sort_values(["n_rows", "form", "longitude", "latitude"], ascending=[False, True, True, True])
        places = places.groupby("form", sort=False).head(MAX_POINTS)[:MAX_PLACES]
        places = places.sort_values(["form", "n_rows", "longitude", "latitude"], ascending=[True, False, True, True])
        return cls(pa.Table.from_pandas(places[SCHEMA.names], SCHEMA, preserve_index=False).combine_chunks())

    @classmethod
    def load(cls, path: Path) -> "OwnTable":
        """The table of a file that `save` wrote; its pages are the file's, not copies."""
        with pa.memory_map(str(path)) as file:
            return cls(pa.ipc.open_file(file).read_all())

    def save(self, path: Path) -> None:
        """Write the table; `load` reads it."""
        with pa.OSFile(str(path), "wb") as file, pa.ipc.new_file(file, SCHEMA) as writer:
            writer.write_table(self.rows)

    def __len__(self) -> int:
        return int(self.rows.num_rows)

    @property
    def size_bytes(self) -> int:
        """The memory that the table takes."""
        return int(self.rows.nbytes)

    def has_form(self, form: str) -> bool:
        """Whether a row has this normalized name."""
        first = self._find(form)
        return first < len(self) and self._forms[first].as_py() == form

    def points_of(self, form: str) -> list[OwnPoint]:
        """Where rows have this normalized name, the commonest point first."""
        first = self._find(form)
        points: list[OwnPoint] = []
        for row in range(first, min(first + MAX_POINTS, len(self))):
            if self._forms[row].as_py() != form:
                break
            points.append(OwnPoint(**{name: column[row].as_py() for name, column in self._columns.items()}))
        return points

    def _find(self, form: str) -> int:
        """The first row of this normalized name, or where it would be."""
        block = max(0, bisect_left(self._firsts, form) - 1) * BLOCK
        return bisect_left(self._forms, form, block, min(block + BLOCK, len(self)), key=pa.StringScalar.as_py)

    @cached_property
    def _firsts(self) -> list[str]:
        firsts: list[str] = self._forms.take(pa.array(range(0, len(self), BLOCK), pa.int64())).to_pylist()
        return firsts

    @cached_property
    def _columns(self) -> dict[str, pa.Array]:
        return {name: _whole(self.rows[name]) for name in SCHEMA.names}

    @cached_property
    def _forms(self) -> pa.StringArray:
        return self._columns["form"]


NO_OWN_TABLE = OwnTable(SCHEMA.empty_table())


def _whole(column: pa.ChunkedArray) -> pa.Array:
    return column.combine_chunks() if column.num_chunks != 1 else column.chunk(0)


def _usable_points(counts: pa.Table) -> pd.DataFrame:
    """Counted points with a normalized name and a country, each group of these in one piece, its commonest first.

    A point of the finest precision goes before others: what lies near a place is no better known for being frequent.
    """
    names = pc.unique(counts["place_name"]).to_pylist()
    forms = {name: form_of(name) for name in names}
    points = counts.to_pandas()
    points = points.assign(form=points["place_name"].map(forms), country=_countries(points))
    points = points[(points["form"] != "") & _lie_in_country(points)]
    n_names = points.groupby(["longitude", "latitude"])["form"].transform("nunique")
    points = points[n_names <= MAX_NAMES_AT_POINT]
    rank = points["place_precision"].map({name: number for number, name in enumerate(PRECISIONS)})
    totals = points.groupby(["form", "country", "longitude", "latitude"], sort=False)["n_rows"].transform("sum")
    points = points.assign(rank=rank, total=totals)
    order = ["form", "country", "rank", "total", "longitude", "latitude", "n_rows", "place_name", "dataset"]
    points = points.sort_values(
        order, ascending=[*(True,) * 3, False, True, True, False, True, True], ignore_index=True
    )
    return points.assign(group=points.groupby(["form", "country"], sort=False).ngroup().astype(np.int64))


def _lie_in_country(points: pd.DataFrame) -> NDArray[np.bool_]:
    """Whether each point lies in the country of its row or near it; true where we have no outline of that."""
    lie_in = np.ones(len(points), dtype=bool)
    longitude, latitude = points["longitude"].to_numpy(), points["latitude"].to_numpy()
    for country, rows in points.reset_index(drop=True).groupby("country").indices.items():
        shape = boundaries.country_shape(str(country)) if country else None
        if shape is not None:
            outline = PreparedShape(shape).for_thread()
            outside = rows[~shapely.intersects_xy(outline, longitude[rows], latitude[rows])]
            near = shapely.dwithin(outline, shapely.points(longitude[outside], latitude[outside]), NEAR_DEGREES)
            lie_in[outside] = near
    return lie_in


def form_of(name: str) -> str:
    """The normalized name without a class that a coder put behind it: “Rami village”; empty for what is no name."""
    form = normalize_name(CLASS_WORD.sub("", name))
    is_name = sum(map(str.isalpha, form)) >= MIN_LETTERS and form not in NO_NAMES and not is_placeless_form(form)
    return form if is_name else ""


def _countries(points: pd.DataFrame) -> pd.Series:
    """The country of each point: its row's, or else the one that holds it."""
    is_blank = points["country"] == ""
    if not is_blank.any():
        return points["country"]
    located = boundaries.locate_admin(points.loc[is_blank, "longitude"], points.loc[is_blank, "latitude"])
    return points["country"].mask(is_blank, located["country"].astype("str").fillna("").reindex(points.index))


def _sum_up(points: pd.DataFrame, source: str) -> pd.DataFrame:
    """One row a cluster: the leader's name, point and precision, the sum of rows, the spread and the datasets."""
    clusters = points.groupby("leader", sort=True)
    numbers = clusters.agg(n_rows=("n_rows", "sum"), spread_km=("km", "max"))
    leaders = points.loc[numbers.index, ["form", "place_name", "country", "longitude", "latitude", "place_precision"]]
    renamed = leaders.rename(columns={"place_name": "name", "place_precision": "precision"})
    names = renamed["name"].map(_printable)
    columns = {"n_rows": numbers["n_rows"], "spread_km": numbers["spread_km"], "sources": _sources(points, source)}
    return renamed.assign(name=names, **columns)


def _printable(name: str) -> str:
    """The name without what no reader can see."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in name).split())


def _sources(points: pd.DataFrame, source: str) -> pd.Series:
    """The datasets of each cluster, those with the most rows first."""
    datasets = points["dataset"].mask(points["dataset"] == "", source)
    counts = points.assign(dataset=datasets).groupby(["leader", "dataset"], sort=True)["n_rows"].sum().reset_index()
    counts = counts.sort_values(["leader", "n_rows", "dataset"], ascending=[True, False, True])
    numbers: NDArray[np.int64] = counts.groupby("leader").cumcount().to_numpy()
    listed = counts[numbers < MAX_SOURCES].groupby("leader")["dataset"]
    return listed.first() if numbers.max(initial=0) == 0 else listed.agg(LIST_SEPARATOR.join)

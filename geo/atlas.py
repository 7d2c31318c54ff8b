"""The one table that this process serves, with its companions, by data version."""

import glob
import os
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path

import geopandas as gpd
import pandas as pd

from geo import incidents, sources
from geo.errors import IncidentsInvalid
from geo.index import Chosen, Index
from geo.schema import COMPANION_TABLES, Column
from geo.selection import Selection
from geo.sources.delimited import Delimited

BUNDLED = Path(__file__).parent.parent / "data" / "incidents.csv"
SHOWN_FAILURES = 10


@dataclass(frozen=True, eq=False)
class Atlas:
    """Incidents and what lies beside them; `version` changes with every byte of their files."""

    incidents: gpd.GeoDataFrame
    claims: pd.DataFrame
    publications: pd.DataFrame
    links: pd.DataFrame
    version: str
    files: tuple[str, ...] = field(default=())

    @cached_property
    def index(self) -> Index:
        """The incidents made quick to ask."""
        return Index.of(self.incidents)

    def chosen(self, selection: Selection) -> Chosen:
        """The incidents of a selection."""
        return self.index.chosen(selection)


def load_incidents(path: str | Path | None = None) -> gpd.GeoDataFrame:
    """The incident table of a file or glob; by default that of INCIDENTS, else the bundled one.

    Raises IncidentsInvalid with file, row, column and reason.
    """
    return load(path).incidents


def load(path: str | Path | None = None) -> Atlas:
    """The atlas of a file or glob with the companions beside it; raises IncidentsInvalid with file, row and column."""
    paths = _paths(path or os.environ.get("INCIDENTS") or BUNDLED)
    contents: list[bytes] = []
    rows = pd.concat([_rows(each, contents) for each in paths])
    _check_unique(rows, paths)
    table = incidents.as_incidents(rows.drop(columns="_file").reset_index(drop=True))
    companions = {kind: _companions(kind, columns, paths, contents) for kind, columns in COMPANION_TABLES.items()}
    return Atlas(table, version=incidents.version(contents), files=tuple(each.name for each in paths), **companions)


@cache
def current() -> Atlas:
    """The atlas that this process serves."""
    return load()


def _paths(pattern: str | Path) -> list[Path]:
    found = [Path(pattern)] if Path(pattern).is_file() else [Path(name) for name in sorted(glob.glob(str(pattern)))]
    beside = tuple(f".{kind}.csv" for kind in COMPANION_TABLES)
    files = [path for path in found if path.is_file() and not path.name.endswith(beside)]
    if not files:
        raise IncidentsInvalid(
            f"{pattern}: no such file. INCIDENTS names a {', '.join(sources.EXTENSIONS)} file or a glob."
        )
    return files


def _rows(path: Path, contents: list[bytes]) -> pd.DataFrame:
    contents.append(path.read_bytes())
    read = sources.read(contents[-1], name=path.name)
    failures = pd.concat([read.rejected, read.duplicates])
    if len(failures):
        raise IncidentsInvalid(_told(path.name, failures))
    return read.accepted.assign(_file=path.name)


def _companions(kind: str, columns: tuple[Column, ...], paths: list[Path], contents: list[bytes]) -> pd.DataFrame:
    # one.csv and one.geojson have the same companions.
    beside = dict.fromkeys(path.with_name(f"{path.stem}.{kind}.csv") for path in paths)
    tables = [_companion(path, columns, contents) for path in beside if path.is_file()]
    return pd.concat(tables or [incidents.check(pd.DataFrame(), columns).accepted], ignore_index=True)


def _companion(path: Path, columns: tuple[Column, ...], contents: list[bytes]) -> pd.DataFrame:
    contents.append(path.read_bytes())
    try:
        checked = incidents.check_companion(Delimited().cells(contents[-1]), columns)
    except IncidentsInvalid as error:
        raise IncidentsInvalid(f"{path.name}: {error}") from None
    if len(checked.rejected):
        raise IncidentsInvalid(_told(path.name, checked.rejected))
    return checked.accepted


def _check_unique(rows: pd.DataFrame, paths: list[Path]) -> None:
    repeated = rows[rows.duplicated("incident_id")]
    if len(repeated):
        first = repeated.iloc[0]
        raise IncidentsInvalid(
            f"{first['_file']}: row {repeated.index[0]}, column incident_id: {first['incident_id']!r} "
            f"stands in another of the {len(paths)} files too."
        )


def _told(name: str, failures: pd.DataFrame) -> str:
    lines = [
        f"{name}: row {row.row}, column {row.column}: {row.value!r} {row.reason}."
        for row in failures.head(SHOWN_FAILURES).itertuples()
    ]
    more = len(failures) - SHOWN_FAILURES
    return "\n".join(lines + ([f"{name}: and {more} more."] if more > 0 else []))

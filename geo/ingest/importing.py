"""Tables to incidents. To add a provider, write its Provider in a file of its own and put it into PROVIDERS."""

from pathlib import Path

import pandas as pd

from geo.core.coercion import filter_rows
from geo.core.incidents import check_incidents
from geo.core.schema import REQUIRED
from geo.errors import IncidentsInvalid
from geo.ingest.checks.geocoding import located
from geo.ingest.generic.generic_table import GenericTable
from geo.ingest.import_result import Import, Question
from geo.ingest.options import ImportOptions
from geo.ingest.provider import Crosswalk, Provider
from geo.ingest.providers.acled import ACLED
from geo.ingest.providers.faultline import Faultline
from geo.ingest.providers.gdelt import GDELT
from geo.ingest.providers.gtd import GTD
from geo.ingest.providers.ucdp import UCDP
from geo.ingest.readers import EXTENSIONS, RawTable, read_table
from geo.ingest.readers.raw_table import build_rejections

PROVIDERS: tuple[Provider, ...] = (Faultline(), ACLED(), UCDP(), GTD(), GDELT(), GenericTable())

__all__ = ["EXTENSIONS", "PROVIDERS", "Import", "ImportOptions", "Provider", "Question", "read"]


def read(path_or_bytes: str | Path | bytes, *, name: str | None = None, options: ImportOptions | None = None) -> Import:
    """Read one file of incidents, recognised by its content; `name` is what errors call it. Raises IncidentsInvalid."""
    options = options or ImportOptions()
    content = path_or_bytes if isinstance(path_or_bytes, bytes) else Path(path_or_bytes).read_bytes()
    name = name or ("the file" if isinstance(path_or_bytes, bytes) else Path(path_or_bytes).name)
    try:
        sheet = read_table(content, options)
        del content  # there may be much of it
        return build_import(sheet, find_provider(sheet, options), options)
    except IncidentsInvalid as error:
        raise IncidentsInvalid(f"{name}: {error}") from None


def find_provider(sheet: RawTable, options: ImportOptions) -> Provider:
    """Whose table it is; raises IncidentsInvalid."""
    for provider in PROVIDERS:
        if options.provider == provider.name or (not options.provider and provider.recognises(sheet)):
            return provider
    missing = ", ".join(name for name in REQUIRED if name not in sheet.column_names)
    found = ", ".join(sheet.column_names[:40]) or "none"
    raise IncidentsInvalid(f"has no column {missing}. Found: {found}. Add the column, blank where unknown.")


def build_import(sheet: RawTable, provider: Provider, options: ImportOptions) -> Import:
    """The rows of a sheet as this provider tells them: each accepted, rejected or a duplicate."""
    crosswalk, doubtful = located(provider.crosswalk(sheet, options), options, own=not provider.prefix)
    refused = pd.concat([sheet.rejected, crosswalk.rejected], ignore_index=True)
    apart = crosswalk.cells.index.isin([*refused["row"], *crosswalk.duplicates["row"]])
    checked = check_incidents(filter_rows(crosswalk.cells, ~apart) if apart.any() else crosswalk.cells)
    repeated = checked.accepted.duplicated("incident_id")
    rejected = pd.concat([refused, _as_in_the_file(checked.rejected, crosswalk, sheet)], ignore_index=True)
    duplicates = pd.concat([crosswalk.duplicates, _repeats(checked.accepted[repeated])], ignore_index=True)
    return Import(
        provider.name,
        sheet.header_row,
        filter_rows(checked.accepted, ~repeated.to_numpy()) if repeated.any() else checked.accepted,
        rejected.sort_values("row", kind="stable", ignore_index=True),
        duplicates,
        doubtful,
        questions=crosswalk.questions,
        notes=(*sheet.notes, *crosswalk.notes),
        names=sheet.column_names,
        guesses=crosswalk.guesses,
    )


def _repeats(rows: pd.DataFrame) -> pd.DataFrame:
    reason = "stands in an earlier row too"
    return build_rejections((row, "incident_id", value, reason) for row, value in rows["incident_id"].items())


def _as_in_the_file(rejected: pd.DataFrame, crosswalk: Crosswalk, sheet: RawTable) -> pd.DataFrame:
    """The failing cells by the file's own column names and values."""
    columns = rejected["column"].map(lambda name: crosswalk.origin.get(name, name))
    values = [
        str(sheet.cells.at[row, column]) if column in sheet.cells.columns and column != own else value
        for row, column, own, value in zip(rejected["row"], columns, rejected["column"], rejected["value"], strict=True)
    ]
    return rejected.assign(column=columns, value=values)

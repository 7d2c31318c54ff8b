"""Read a file into an import. To add a provider, write its Provider in a file of its own and list it in PROVIDERS."""

from pathlib import Path

import pandas as pd

from geo.core.coercion import filter_rows
from geo.core.failure_log import log_failure
from geo.core.incidents import CheckResult, check_incidents
from geo.errors import FaultlineError, IncidentsInvalid, ReadingFailed
from geo.ingest.cell_cleaning import clean_cells, restore_originals
from geo.ingest.checks.actor_names import ActorRecognition, recognize_actors
from geo.ingest.checks.coordinate_checks import check_coordinates
from geo.ingest.checks.filled_countries import find_filled_countries
from geo.ingest.checks.geocoding import geocode_missing
from geo.ingest.checks.place_distances import check_place_distances
from geo.ingest.checks.precision_checks import cap_precision
from geo.ingest.checks.province_checks import find_equal_coordinates, find_other_provinces
from geo.ingest.checks.shape_precision import apply_shapes
from geo.ingest.checks.shifted_rows import reject_shifted_rows
from geo.ingest.checks.toll_bounds import clear_contradictory_tolls
from geo.ingest.checks.unknown_countries import find_unknown_countries
from geo.ingest.claims import build_claims
from geo.ingest.concerns import group_warnings, rank_findings, rank_questions
from geo.ingest.generic.column_targets import holds_counts
from geo.ingest.generic.generic_table import GenericTable
from geo.ingest.import_result import Finding, Import, Question, make_warnings
from geo.ingest.options import ImportOptions
from geo.ingest.provider import Crosswalk, Provider
from geo.ingest.providers.acled import ACLED
from geo.ingest.providers.awsd import AWSD
from geo.ingest.providers.faultline import Faultline
from geo.ingest.providers.gdelt import GDELT
from geo.ingest.providers.gtd import GTD
from geo.ingest.providers.icews import ICEWS
from geo.ingest.providers.ucdp import UCDP
from geo.ingest.publications.row_sources import fill_publication_counts
from geo.ingest.readers import EXTENSIONS, RawTable, read_table
from geo.ingest.readers.raw_table import build_rejections
from geo.ingest.readers.table_cache import read_once
from geo.places.own_places import NO_OWN_PLACES, OwnPlaces

PROVIDERS: tuple[Provider, ...] = (
    Faultline(),
    ACLED(),
    UCDP(),
    GTD(),
    GDELT(),
    ICEWS(),
    AWSD(),
    GenericTable(),
)

OUT_OF_MEMORY = "needs more memory than this machine has. Split the file, or save it as CSV."

__all__ = ["EXTENSIONS", "PROVIDERS", "Import", "ImportOptions", "Provider", "Question", "read"]


def read(path_or_bytes: str | Path | bytes, *, name: str | None = None, options: ImportOptions | None = None) -> Import:
    """Read one file of incidents, recognised by its content; `name` is what errors call it.

    Raises IncidentsInvalid where the file cannot be used, OSError where it cannot be opened, and ReadingFailed where
    our own code fails: then the log has exception types and frames under an identifier, and no cell of the file.
    """
    try:
        return read_file(path_or_bytes, name=name, options=options or ImportOptions())
    except FaultlineError:
        raise
    except MemoryError:
        raise IncidentsInvalid(f"{_name_of(path_or_bytes, name)}: {OUT_OF_MEMORY}") from None
    except Exception as error:
        if isinstance(error, OSError) and error.filename is not None:
            raise  # the file itself cannot be opened
        failure_id = log_failure(error, doing="reading a file")
        raise ReadingFailed(_name_of(path_or_bytes, name), failure_id) from None


def read_file(
    path_or_bytes: str | Path | bytes,
    *,
    name: str | None = None,
    options: ImportOptions,
    cache_folder: Path | None = None,
    own_places: OwnPlaces = NO_OWN_PLACES,
) -> Import:
    """Read one file as `read` does, but let a failure of our own code through as it is; raises IncidentsInvalid too.

    A file in a path is parsed once for all answers that leave its cells as they are, where there is a `cache_folder`.
    `own_places`: what the data of whoever reads it know of places.
    """
    try:
        table = _read_table(path_or_bytes, options, cache_folder)
        return build_import(table, find_provider(table, options), options, own_places)
    except IncidentsInvalid as error:
        raise IncidentsInvalid(f"{_name_of(path_or_bytes, name)}: {error}") from None


def _read_table(path_or_bytes: str | Path | bytes, options: ImportOptions, cache_folder: Path | None) -> RawTable:
    if isinstance(path_or_bytes, bytes):
        return read_table(path_or_bytes, options)
    path = Path(path_or_bytes)
    if cache_folder is None:
        return read_table(path.read_bytes(), options)
    return read_once(path, options, cache_folder, read_table)


def _name_of(path_or_bytes: str | Path | bytes, name: str | None) -> str:
    return name or ("the file" if isinstance(path_or_bytes, bytes) else Path(path_or_bytes).name)


def find_provider(table: RawTable, options: ImportOptions) -> Provider:
    """Return the provider named in the options, else the first that recognises the table; raises IncidentsInvalid."""
    for provider in PROVIDERS:
        if options.provider == provider.name or (not options.provider and _recognises(provider, table, options)):
            return provider
    names = ", ".join(provider.name for provider in PROVIDERS)
    raise IncidentsInvalid(f"Unknown provider {options.provider[:60]!r}. Accepted: {names}.")


def _recognises(provider: Provider, table: RawTable, options: ImportOptions) -> bool:
    """Whether a provider recognises a table; one that counts events is nobody's but that of unknown tables."""
    if not provider.recognises(table):
        return False
    return not provider.prefix or provider.name == GenericTable.name or not holds_counts(table, options)


def build_import(
    table: RawTable, provider: Provider, options: ImportOptions, own_places: OwnPlaces = NO_OWN_PLACES
) -> Import:
    """Turn a table into an import by a provider's crosswalk: each row is accepted, rejected or a duplicate."""
    is_own_format = not provider.prefix
    table = reject_shifted_rows(table)
    clean = clean_cells(table, is_own_format=is_own_format)
    crosswalk = restore_originals(provider.crosswalk(clean.table, options), clean.originals, provider.prefix)
    crosswalk = clear_contradictory_tolls(apply_shapes(crosswalk, table.shapes))
    crosswalk, coordinate_warnings, position_findings = _check_positions(crosswalk, options, is_own_format)
    crosswalk = cap_precision(crosswalk, is_own_format=is_own_format)
    as_read = crosswalk
    crosswalk, place_warnings = geocode_missing(crosswalk, options, own_places, is_own_format=is_own_format)
    refused = pd.concat([table.rejected, crosswalk.rejected], ignore_index=True)
    checked = _check_others(crosswalk, refused)
    accepted = checked.accepted if is_own_format else fill_publication_counts(checked.accepted, provider.prefix)
    repeated = accepted.duplicated("incident_id")
    rejected = pd.concat([refused, _with_file_columns(checked.rejected, crosswalk, table)], ignore_index=True)
    duplicates = _list_duplicates(crosswalk, refused, accepted[repeated])
    warnings = _concat_warnings(coordinate_warnings, place_warnings)
    recognition = ActorRecognition() if is_own_format else recognize_actors(accepted)
    findings = (
        *table.findings, *crosswalk.findings, *position_findings,
        *find_unknown_countries(crosswalk), *find_filled_countries(as_read, accepted),
        *recognition.findings, *group_warnings(warnings),
    )  # fmt: skip
    accepted = filter_rows(accepted, ~repeated.to_numpy()) if repeated.any() else accepted
    return Import(
        provider=provider.name,
        header_row=table.header_row,
        accepted=accepted,
        rejected=rejected.sort_values("row", kind="stable", ignore_index=True),
        duplicates=duplicates,
        warnings=warnings,
        questions=rank_questions((*table.questions, *crosswalk.questions)),
        notes=(*clean.table.notes, *crosswalk.notes, *recognition.notes),
        names=table.column_names,
        guesses=crosswalk.guesses,
        concerns=rank_findings(findings, accepted),
        claims=build_claims(accepted, provider.prefix),
    )


def _check_positions(
    crosswalk: Crosswalk, options: ImportOptions, is_own_format: bool
) -> tuple[Crosswalk, pd.DataFrame, tuple[Finding, ...]]:
    """The rows with the positions that may stand, the warnings about single ones, and the findings."""
    crosswalk, warnings = check_coordinates(crosswalk, options, is_own_format=is_own_format)
    if not is_own_format:
        crosswalk = check_place_distances(crosswalk, options, warnings["row"])
    findings = (*find_other_provinces(crosswalk, warnings["row"]), *find_equal_coordinates(crosswalk))
    return crosswalk, warnings, findings


def _concat_warnings(*tables: pd.DataFrame) -> pd.DataFrame:
    filled = [table for table in tables if len(table)]  # empty ones would change the dtypes
    return pd.concat(filled, ignore_index=True) if filled else make_warnings()


def _check_others(crosswalk: Crosswalk, refused: pd.DataFrame) -> CheckResult:
    """The checked rows that are neither refused nor duplicates."""
    left_out = crosswalk.cells.index.isin([*refused["row"], *crosswalk.duplicates["row"]])
    return check_incidents(filter_rows(crosswalk.cells, ~left_out) if left_out.any() else crosswalk.cells)


def _list_duplicates(crosswalk: Crosswalk, refused: pd.DataFrame, repeats: pd.DataFrame) -> pd.DataFrame:
    """The rows that repeat another: those that a provider names, if they are not refused, and later ones of an id."""
    known = crosswalk.duplicates[~crosswalk.duplicates["row"].isin(refused["row"])]
    return pd.concat([known, _list_repeats(repeats)], ignore_index=True)


def _list_repeats(rows: pd.DataFrame) -> pd.DataFrame:
    reason = "is already in an earlier row"
    return build_rejections((row, "incident_id", value, reason) for row, value in rows["incident_id"].items())


def _with_file_columns(rejected: pd.DataFrame, crosswalk: Crosswalk, table: RawTable) -> pd.DataFrame:
    """The failing cells by the file's own column names and values."""
    columns = rejected["column"].map(lambda name: crosswalk.origin.get(name, name))
    values = [
        str(table.cells.at[row, column]) if column in table.cells.columns and column != own else value
        for row, column, own, value in zip(rejected["row"], columns, rejected["column"], rejected["value"], strict=True)
    ]
    return rejected.assign(column=columns, value=values)

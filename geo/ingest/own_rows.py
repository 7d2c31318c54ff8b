"""Rows of a table of our own columns, checked as an import of it is, a part of the table at a time.

What a reading of the whole file also gives, warnings and findings for a person, is left out: a table that is packed is
either accepted as it stands or refused.
"""

import pandas as pd

from geo.core.coercion import filter_rows
from geo.core.incidents import CheckResult, check_incidents
from geo.ingest.cell_cleaning import clean_cells
from geo.ingest.checks.geocoding import geocode_missing
from geo.ingest.checks.shape_precision import apply_shapes
from geo.ingest.checks.shifted_rows import reject_shifted_rows
from geo.ingest.checks.toll_bounds import clear_contradictory_tolls
from geo.ingest.options import ImportOptions
from geo.ingest.providers.faultline import Faultline
from geo.ingest.readers import RawTable


def check_rows(table: RawTable) -> CheckResult:
    """The accepted rows of a part of one of our own tables, and the cells for which others are rejected."""
    options = ImportOptions()
    table = reject_shifted_rows(table)
    clean = clean_cells(table, is_own_format=True)
    crosswalk = apply_shapes(Faultline().crosswalk(clean.table, options), table.shapes)
    crosswalk, _ = geocode_missing(clear_contradictory_tolls(crosswalk), options, is_own_format=True)
    refused = pd.concat([table.rejected, crosswalk.rejected], ignore_index=True)
    left_out = crosswalk.cells.index.isin(refused["row"])
    checked = check_incidents(filter_rows(crosswalk.cells, ~left_out) if left_out.any() else crosswalk.cells)
    return CheckResult(checked.accepted, pd.concat([refused, checked.rejected], ignore_index=True))

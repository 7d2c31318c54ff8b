"""What became of every row of a file, in a line and as a CSV that spreadsheets open safely."""

import hashlib

import pandas as pd

from geo.answers import Answers
from geo.exports.delimited import written
from geo.sources.base import Import

COLUMNS = ("row", "status", "column", "value", "reason")
ACCEPTED, REJECTED, DUPLICATE, DOUBTFUL = "accepted", "rejected", "duplicate", "accepted, in doubt"


def accounting(rows_in: int, accepted: int, rejected: int, duplicates: int) -> str:
    """The numbers of rows as the sum that they are."""
    return f"{rows_in:,} rows in = {accepted:,} accepted + {rejected:,} rejected + {duplicates:,} duplicate"


def accounting_of(imported: Import) -> str:
    """The sum of an import."""
    refused = int(imported.rejected["row"].nunique())
    return accounting(imported.rows_in, len(imported.accepted), refused, len(imported.duplicates))


def report(imported: Import) -> bytes:
    """Every row of the file as CSV, what needs a person first: rejected cells, duplicates, doubts, then all the others.

    Row is the number in the file; a rejected row has a line for each failing cell, an accepted one none of these.
    """
    table = lines(imported)
    return written([list(COLUMNS), *table.astype("str").to_numpy().tolist()])


def lines(imported: Import) -> pd.DataFrame:
    """The lines of the report: row, status, column, value, reason; every row of the file has at least one."""
    doubts = imported.doubts[imported.doubts["row"].isin(imported.accepted.index)]
    plain = imported.accepted.index.difference(doubts["row"].unique())
    parts = [
        _told(imported.rejected, REJECTED),
        _told(imported.duplicates, DUPLICATE),
        _told(doubts, DOUBTFUL),
        pd.DataFrame({"row": plain, "status": ACCEPTED, "column": "", "value": "", "reason": ""}),
    ]
    return pd.concat([part for part in parts if len(part)] or parts[-1:], ignore_index=True)


def report_name(digest: str, answers: Answers) -> str:
    """The name of the report's file: another one for other content and for other answers."""
    known = hashlib.sha256(f"{digest} {answers.to_json()}".encode()).hexdigest()
    return f"faultline-import-report-{known[:12]}.csv"


def _told(rows: pd.DataFrame, status: str) -> pd.DataFrame:
    ordered = rows.sort_values("row", kind="stable").assign(status=status)
    return pd.DataFrame(ordered[list(COLUMNS)].fillna(""))

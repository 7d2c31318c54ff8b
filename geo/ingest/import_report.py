"""What became of every row of a file, in one line and as a CSV that spreadsheets open safely."""

import hashlib

import pandas as pd

from geo.core.csv_table import to_csv_bytes
from geo.core.formatting import pluralize
from geo.ingest.import_result import Import
from geo.ingest.options import ImportOptions
from geo.ingest.readers import hxl

COLUMNS = ("row", "status", "column", "value", "reason", "what_to_do")
ACCEPTED, REJECTED, DUPLICATE, DOUBTFUL = "accepted", "rejected", "duplicate", "accepted, in doubt"
WHAT_TO_DO = {
    REJECTED: "Correct the cell in the file, or leave it blank if it is unknown, and add the file again.",
    DUPLICATE: "Nothing, if it is the same incident; if it is another one, give it an identifier of its own.",
    DOUBTFUL: "Check it before you store: accept the proposal, choose another place, or leave it as it is.",
    ACCEPTED: "",
}
ACCEPTED_LINE = f'"{{}}","{ACCEPTED}","","","",""\r\n'
NOTHING_TO_DO = "Nothing."
ANSWER = "Answer the question about this column on the page; one answer holds for all of its rows."
HASH_LENGTH = 12  # hex digits of a file's name: enough to tell the files of one download folder apart


def format_row_accounting(rows_in: int, accepted: int, rejected: int, duplicates: int) -> str:
    """Return the counts of rows as a sum: “5 rows in = 2 accepted + 2 rejected + 1 duplicate”."""
    rows = pluralize(rows_in, "row")
    return f"{rows} in = {accepted:,} accepted + {rejected:,} rejected + {pluralize(duplicates, 'duplicate')}"


def row_accounting(imported: Import) -> str:
    """Return the counts of rows of an import as a sum."""
    n_rejected = int(imported.rejected["row"].nunique())
    return format_row_accounting(imported.rows_in, len(imported.accepted), n_rejected, len(imported.duplicates))


def write_report(imported: Import) -> bytes:
    """Return every row of the file as CSV, first what needs a person: rejected cells, duplicates, rows in doubt.

    `row` is the number in the file; a rejected row has a line for each failing cell, an accepted one an empty reason.
    """
    lines = report_lines(imported)
    is_accepted = lines["status"] == ACCEPTED
    table = to_csv_bytes([list(COLUMNS), *lines[~is_accepted].astype("str").to_numpy().tolist()])
    # There may be millions of accepted rows, and their lines differ only in the number.
    return table + "".join(ACCEPTED_LINE.format(row) for row in lines.loc[is_accepted, "row"]).encode()


def report_lines(imported: Import) -> pd.DataFrame:
    """Return the lines of the report, with COLUMNS; every row of the file has at least one."""
    doubtful = imported.warnings[imported.warnings["row"].isin(imported.accepted.index)]
    accepted = imported.accepted.index.difference(doubtful["row"].unique())
    parts = [
        _with_status(imported.rejected, REJECTED),
        _with_status(imported.duplicates, DUPLICATE),
        _with_status(_with_proposals(doubtful), DOUBTFUL),
        pd.DataFrame({"row": accepted, "status": ACCEPTED, "column": "", "value": "", "reason": ""}),
    ]
    lines = pd.concat([part for part in parts if len(part)] or parts[-1:], ignore_index=True)
    columns = [question.column for question in imported.questions]
    has_question = lines["column"].isin(columns) & (lines["status"] == REJECTED)
    what_to_do = lines["status"].map(WHAT_TO_DO).mask(has_question, ANSWER)
    return lines.assign(what_to_do=what_to_do.mask(lines["reason"] == hxl.REASON, NOTHING_TO_DO))


def report_file_name(digest: str, options: ImportOptions) -> str:
    """Return the name of the report's file, which differs for other content and other options."""
    return f"faultline-import-report-{_hash(digest, options)}.csv"


def options_file_name(digest: str, options: ImportOptions) -> str:
    """Return the name of the file with the options, which the command line takes as --answers."""
    return f"faultline-import-answers-{_hash(digest, options)}.json"


def _hash(digest: str, options: ImportOptions) -> str:
    return hashlib.sha256(f"{digest} {options.to_json()}".encode()).hexdigest()[:HASH_LENGTH]


def _with_status(rows: pd.DataFrame, status: str) -> pd.DataFrame:
    lines = rows.sort_values("row", kind="stable").assign(status=status)
    return pd.DataFrame(lines[list(COLUMNS[:-1])].fillna(""))


def _with_proposals(warnings: pd.DataFrame) -> pd.DataFrame:
    """The warnings with the proposals behind the reasons."""
    proposals = " (proposed: " + warnings["proposal"].astype("str") + ")"
    return warnings.assign(reason=warnings["reason"].astype("str") + proposals.where(warnings["proposal"] != "", ""))

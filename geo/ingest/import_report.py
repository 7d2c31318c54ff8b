"""What became of every row of a file, in a line and as a CSV that spreadsheets open safely."""

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
    REJECTED: "Mend the cell in the file, or leave it blank where it is unknown, and add the file again.",
    DUPLICATE: "Nothing, if it is the same incident; if it is another one, give it an identifier of its own.",
    DOUBTFUL: "Look at it before you store: take what is proposed, choose another place, or leave it as it stands.",
    ACCEPTED: "",
}
PLAIN = f'"{{}}","{ACCEPTED}","","","",""\r\n'
NOTHING = "Nothing."
ANSWER = "Say on the page how the column is written; it is asked once for all of its rows."


def format_row_accounting(rows_in: int, accepted: int, rejected: int, duplicates: int) -> str:
    """The numbers of rows as the sum that they are."""
    rows = pluralize(rows_in, "row")
    return f"{rows} in = {accepted:,} accepted + {rejected:,} rejected + {duplicates:,} duplicate"


def row_accounting(imported: Import) -> str:
    """The sum of an import."""
    refused = int(imported.rejected["row"].nunique())
    return format_row_accounting(imported.rows_in, len(imported.accepted), refused, len(imported.duplicates))


def write_report(imported: Import) -> bytes:
    """Every row of the file as CSV, what needs a person first: rejected cells, duplicates, doubts, then all others.

    Row is the number in the file; a rejected row has a line for each failing cell, an accepted one none of these.
    """
    table = report_lines(imported)
    plain = table["status"] == ACCEPTED
    told = to_csv_bytes([list(COLUMNS), *table[~plain].astype("str").to_numpy().tolist()])
    # There may be millions, and all say the same.
    return told + "".join(PLAIN.format(row) for row in table.loc[plain, "row"]).encode()


def report_lines(imported: Import) -> pd.DataFrame:
    """The lines of the report, by COLUMNS; every row of the file has at least one."""
    doubts = imported.warnings[imported.warnings["row"].isin(imported.accepted.index)]
    plain = imported.accepted.index.difference(doubts["row"].unique())
    parts = [
        _told(imported.rejected, REJECTED),
        _told(imported.duplicates, DUPLICATE),
        _told(_proposing(doubts), DOUBTFUL),
        pd.DataFrame({"row": plain, "status": ACCEPTED, "column": "", "value": "", "reason": ""}),
    ]
    table = pd.concat([part for part in parts if len(part)] or parts[-1:], ignore_index=True)
    asked = table["column"].isin([each.column for each in imported.questions]) & (table["status"] == REJECTED)
    told = table["status"].map(WHAT_TO_DO).mask(asked, ANSWER)
    return table.assign(what_to_do=told.mask(table["reason"] == hxl.REASON, NOTHING))


def report_file_name(digest: str, options: ImportOptions) -> str:
    """The name of the report's file: another one for other content and for other answers."""
    return f"faultline-import-report-{_known(digest, options)}.csv"


def options_file_name(digest: str, options: ImportOptions) -> str:
    """The name of the file that holds the answers, which the command line takes too."""
    return f"faultline-import-answers-{_known(digest, options)}.json"


def _known(digest: str, options: ImportOptions) -> str:
    return hashlib.sha256(f"{digest} {options.to_json()}".encode()).hexdigest()[:12]


def _told(rows: pd.DataFrame, status: str) -> pd.DataFrame:
    ordered = rows.sort_values("row", kind="stable").assign(status=status)
    return pd.DataFrame(ordered[list(COLUMNS[:-1])].fillna(""))


def _proposing(doubts: pd.DataFrame) -> pd.DataFrame:
    """The doubts with what is proposed behind the reason."""
    proposed = " (proposed: " + doubts["proposal"].astype("str") + ")"
    return doubts.assign(reason=doubts["reason"].astype("str") + proposed.where(doubts["proposal"] != "", ""))

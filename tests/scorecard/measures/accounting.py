"""S18: every row of a file is accepted, rejected or a duplicate, under its own number."""

from collections import Counter

from geo.errors import FaultlineError
from geo.ingest import importing
from geo.ingest.import_report import format_row_accounting
from geo.ingest.import_result import Import
from geo.ingest.readers import READERS
from tests.geo.ingest.readers.format_writers import write_table
from tests.scorecard.generated_tables import NAMES, generate_table
from tests.scorecard.inputs import Inputs
from tests.scorecard.row import Measurement

RAGGED = "ragged CSV"


def measure_accounting(inputs: Inputs) -> Measurement:
    """S18: generated tables in the format of every reader, and CSV whose rows are too short or too long."""
    totals, wrong = Counter[str](), list[str]()
    for seed in range(inputs.seed, inputs.seed + inputs.tables):
        for name in (*(reader.name for reader in READERS), RAGGED):
            fault = check_table(name, seed, totals)
            wrong += [f"{name} {seed}: {fault}"] if fault else []
    text = (
        f"{len(wrong)} of {totals['files']:,} files not accounted for; {totals['in']:,} rows in = "
        f"{totals['accepted']:,} accepted + {totals['rejected']:,} rejected + {totals['duplicate']:,} duplicates; "
        f"{totals['refused']} files refused whole{': ' + '; '.join(wrong[:3]) if wrong else ''}"
    )
    return Measurement(text, not wrong and totals["accepted"] > 0)


def check_table(name: str, seed: int, totals: Counter[str]) -> str:
    """What is wrong with the accounting of a generated file, "" where nothing is; adds to the totals."""
    table = generate_table(seed)
    if name == RAGGED:
        content, n_rows = table.ragged_csv(seed)
    else:
        content, n_rows = write_table(name, NAMES, table.rows), len(table.rows)
    totals["files"] += 1
    try:
        imported = importing.read(content, name="file")
    except FaultlineError as error:
        totals["refused"] += 1
        return "" if str(error).startswith("file") and len(str(error)) > len("file: ") else f"refused as {error}"
    return _check(imported, n_rows, totals)


def _check(imported: Import, n_rows: int, totals: Counter[str]) -> str:
    accepted = imported.accepted.index.tolist()
    rejected = imported.rejected["row"].unique().tolist()
    duplicates = imported.duplicates["row"].tolist()
    numbers = [*accepted, *rejected, *duplicates]
    totals.update({"in": n_rows, "accepted": len(accepted), "rejected": len(rejected), "duplicate": len(duplicates)})
    shown = format_row_accounting(imported.rows_in, len(accepted), len(rejected), len(duplicates))
    if len(numbers) != n_rows:
        return f"{n_rows} rows in the file, but {shown}"
    if len(set(numbers)) < len(numbers):
        return "a row is in two of the lists"
    return "" if imported.rejected["reason"].astype("str").str.len().gt(0).all() else "a rejected row without a reason"

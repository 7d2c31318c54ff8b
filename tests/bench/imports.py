"""How long a million rows of an ACLED-like CSV take to import: `python -m tests.bench.imports [ROWS]`.

The rows are made up, with ACLED's 31 columns. Beside it run our reader alone, pandas and DuckDB, each in a process of
its own, so that peak memory is measured for each.
"""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from tests.bench.generator import GROUP_ROWS, NOTES, Generator

ROWS = 1_000_000
LIMIT_S, LIMIT_MB = 60.0, 2_000.0
INTER = ("State forces", "Rebel group", "Political militia", "Identity militia", "Rioters", "Protesters", "Civilians")
READERS = {
    "geo.read": "from geo.ingest import importing; rows = importing.read(path).rows_in",
    "geo.ingest.readers.read_table": "from pathlib import Path; from geo.ingest.readers import read_table; "
    "rows = read_table(Path(path).read_bytes()).n_rows",
    "pandas.read_csv": "import pandas; rows = len(pandas.read_csv(path, dtype='str', keep_default_na=False))",
    "DuckDB": "import duckdb; rows = duckdb.read_csv(path, all_varchar=True).to_arrow_table().num_rows",
}
SCRIPT = """
import resource, sys, time
path = sys.argv[1]
start = time.perf_counter()
{code}
print(rows, time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6)
"""


def lines(rows: int = ROWS) -> Iterator[str]:
    """Seconds and peak memory of every reader; ours also beside its limits and the other readers."""
    path = acled_file(rows)
    yield f"-- {rows:,} rows of CSV, {path.stat().st_size / 1e6:,.0f} MB"
    figures = {name: _measure(code, path, rows) for name, code in READERS.items()}
    for name, (seconds, peak) in figures.items():
        yield f"{name:<55} {seconds:8.1f} s   {peak:8,.0f} MB"
    seconds, peak = figures["geo.read"]
    for peer in ("pandas.read_csv", "DuckDB"):
        yield f"{f'ours beside {peer}':<55} {seconds / figures[peer][0]:8.1f} times the time"
    for value, limit, unit in ((seconds, LIMIT_S, "s"), (peak, LIMIT_MB, "MB")):
        verdict = "reached" if value <= limit else "MISSED"
        yield f"{f'ours beside {limit:,.0f} {unit}':<55} {value / limit:8.2f}  {verdict}"


def acled_file(rows: int) -> Path:
    """A made-up CSV with ACLED's columns, written once."""
    path = Path(tempfile.gettempdir()) / f"faultline-bench-acled-{rows}.csv"
    if not path.exists():
        partial = path.with_suffix(".partial")
        for start in range(0, rows, GROUP_ROWS):
            table = acled_table(Generator(), start, min(GROUP_ROWS, rows - start))
            table.to_csv(partial, mode="a" if start else "w", header=not start, index=False)
        partial.rename(path)
    return path


def acled_table(generator: Generator, start: int, rows: int) -> pd.DataFrame:
    """`rows` made-up events with ACLED's columns, the first with the number `start`."""
    random = np.random.default_rng([generator.seed, start, 31])
    table = generator.table(start, rows)
    incidents = pa.table(
        [
            pc.cast(column, column.type.value_type) if pa.types.is_dictionary(column.type) else column
            for column in table.columns
        ],
        table.column_names,
    ).to_pandas()
    day = pd.to_datetime(incidents["date_start"]).fillna(pd.Timestamp("2020-01-01"))
    inter = [pd.Series(random.choice(INTER, rows)) for _ in range(2)]
    notes = pd.Series(random.choice(NOTES, rows))
    return pd.DataFrame(
        {
            "event_id_cnty": "XYZ" + pd.Series(np.arange(start, start + rows)).astype("str"),
            "event_date": day.dt.strftime("%Y-%m-%d"),
            "year": day.dt.year,
            "time_precision": random.choice((1, 2, 3), rows, p=(0.9, 0.07, 0.03)),
            "disorder_type": random.choice(("Political violence", "Demonstrations"), rows),
            "event_type": incidents["event_type"].astype("str").replace("Diplomatic", "Battles"),
            "sub_event_type": incidents["sub_event_type"],
            "actor1": incidents["actor_a"],
            "assoc_actor_1": incidents["other_actors"],
            "inter1": inter[0],
            "actor2": incidents["actor_b"],
            "assoc_actor_2": "",
            "inter2": inter[1],
            "interaction": inter[0] + "-" + inter[1],
            "civilian_targeting": random.choice(("", "Civilians targeted"), rows),
            "iso": random.integers(4, 894, rows),
            "region": "South Asia",
            "country": incidents["country"],
            "admin1": incidents["admin1"],
            "admin2": incidents["place_name"],
            "admin3": "",
            "location": incidents["place_name"],
            "latitude": incidents["latitude"].fillna(34.5).round(4),
            "longitude": incidents["longitude"].fillna(69.2).round(4),
            "geo_precision": random.choice((1, 2, 3), rows, p=(0.7, 0.2, 0.1)),
            "source": "Local Paper; National Agency",
            "source_scale": "Local partner-National",
            "notes": incidents["title"] + notes,
            "fatalities": incidents["killed_best"].fillna(0).astype(int),
            "tags": random.choice(("", "crowd size=no report"), rows),
            "timestamp": random.integers(1_500_000_000, 1_790_000_000, rows),
        }
    )


def _measure(code: str, path: Path, rows: int) -> tuple[float, float]:
    """Seconds and peak memory in MB; raises RuntimeError where not all rows were read."""
    script = SCRIPT.format(code=code)
    output = subprocess.run(
        [sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=True
    ).stdout
    n_read, seconds, peak = map(float, output.split()[-3:])  # after what DuckDB prints of its progress
    if n_read != rows:
        raise RuntimeError(f"{n_read:.0f} of {rows} rows were read by: {code}")
    return seconds, peak


if __name__ == "__main__":
    for line in lines(*(int(argument.replace("_", "")) for argument in sys.argv[1:])):
        print(line, flush=True)

"""A million rows of an ACLED-like CSV read in: `python -m tests.bench.imports [ROWS]`, beside bare readers.

The rows are made up; they have ACLED's 31 columns. Each reader runs in a process of its own, so that its peak memory is
its own.
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

from tests.bench.generator import GROUP, NOTED, Generator

ROWS = 1_000_000
LIMIT_S, LIMIT_MB = 60.0, 2_000.0
INTER = ("State forces", "Rebel group", "Political militia", "Identity militia", "Rioters", "Protesters", "Civilians")
READERS = {
    "geo.read": "from geo.ingest import importing; got = importing.read(path); rows = got.rows_in",
    "geo.ingest.readers.sheet_of": "from pathlib import Path; from geo.ingest.readers import sheet_of; "
    "rows = sheet_of(Path(path).read_bytes()).rows_in",
    "pandas.read_csv": "import pandas; rows = len(pandas.read_csv(path, dtype='str', keep_default_na=False))",
    "DuckDB": "import duckdb; rows = duckdb.read_csv(path, all_varchar=True).to_arrow_table().num_rows",
}
MEASURED = """
import resource, sys, time
path = sys.argv[1]
start = time.perf_counter()
{code}
print(rows, time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6)
"""


def lines(rows: int = ROWS) -> Iterator[str]:
    """Every reader's seconds and peak memory, ours beside the limits and the bare readers."""
    path = acled_file(rows)
    yield f"-- {rows:,} rows of CSV, {path.stat().st_size / 1e6:,.0f} MB"
    figures = {name: _measured(code, path, rows) for name, code in READERS.items()}
    for name, (took, peak) in figures.items():
        yield f"{name:<55} {took:8.1f} s   {peak:8,.0f} MB"
    took, peak = figures["geo.read"]
    for bare in ("pandas.read_csv", "DuckDB"):
        yield f"{f'ours beside {bare}':<55} {took / figures[bare][0]:8.1f} times the time"
    for value, limit, unit in ((took, LIMIT_S, "s"), (peak, LIMIT_MB, "MB")):
        verdict = "reached" if value <= limit else "MISSED"
        yield f"{f'ours beside {limit:,.0f} {unit}':<55} {value / limit:8.2f}  {verdict}"


def acled_file(rows: int) -> Path:
    """A made-up CSV with ACLED's columns, made once."""
    path = Path(tempfile.gettempdir()) / f"faultline-bench-acled-{rows}.csv"
    if not path.exists():
        being_made = path.with_suffix(".being-made")
        for start in range(0, rows, GROUP):
            table = acled(Generator(), start, min(GROUP, rows - start))
            table.to_csv(being_made, mode="a" if start else "w", header=not start, index=False)
        being_made.rename(path)
    return path


def acled(generator: Generator, start: int, rows: int) -> pd.DataFrame:
    """Made-up events from number `start` on, in ACLED's columns."""
    random = np.random.default_rng([generator.seed, start, 31])
    held = generator.table(start, rows)
    made = pa.table(
        [pc.cast(each, each.type.value_type) if pa.types.is_dictionary(each.type) else each for each in held.columns],
        held.column_names,
    ).to_pandas()
    day = pd.to_datetime(made["date_start"]).fillna(pd.Timestamp("2020-01-01"))
    inter = [pd.Series(random.choice(INTER, rows)) for _ in range(2)]
    notes = pd.Series(random.choice(NOTED, rows))
    return pd.DataFrame(
        {
            "event_id_cnty": "XYZ" + pd.Series(np.arange(start, start + rows)).astype("str"),
            "event_date": day.dt.strftime("%Y-%m-%d"),
            "year": day.dt.year,
            "time_precision": random.choice((1, 2, 3), rows, p=(0.9, 0.07, 0.03)),
            "disorder_type": random.choice(("Political violence", "Demonstrations"), rows),
            "event_type": made["event_type"].astype("str").replace("Diplomatic", "Battles"),
            "sub_event_type": made["sub_event_type"],
            "actor1": made["actor_a"],
            "assoc_actor_1": made["other_actors"],
            "inter1": inter[0],
            "actor2": made["actor_b"],
            "assoc_actor_2": "",
            "inter2": inter[1],
            "interaction": inter[0] + "-" + inter[1],
            "civilian_targeting": random.choice(("", "Civilians targeted"), rows),
            "iso": random.integers(4, 894, rows),
            "region": "South Asia",
            "country": made["country"],
            "admin1": made["admin1"],
            "admin2": made["place_name"],
            "admin3": "",
            "location": made["place_name"],
            "latitude": made["latitude"].fillna(34.5).round(4),
            "longitude": made["longitude"].fillna(69.2).round(4),
            "geo_precision": random.choice((1, 2, 3), rows, p=(0.7, 0.2, 0.1)),
            "source": "Local Paper; National Agency",
            "source_scale": "Local partner-National",
            "notes": made["title"] + notes,
            "fatalities": made["killed_best"].fillna(0).astype(int),
            "tags": random.choice(("", "crowd size=no report"), rows),
            "timestamp": random.integers(1_500_000_000, 1_790_000_000, rows),
        }
    )


def _measured(code: str, path: Path, rows: int) -> tuple[float, float]:
    script = MEASURED.format(code=code)
    told = subprocess.run([sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=True).stdout
    read, took, peak = map(float, told.split()[-3:])  # DuckDB draws its progress before them
    if read != rows:
        raise RuntimeError(f"{read:.0f} of {rows} rows were read by: {code}")
    return took, peak


if __name__ == "__main__":
    for line in lines(*(int(each.replace("_", "")) for each in sys.argv[1:])):
        print(line, flush=True)

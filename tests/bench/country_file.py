"""A country's GeoNames file of full size beside the bundled gazetteer: what it costs to read, to keep and to look up.

Both are measured in processes of their own, since a gazetteer is read once.
"""

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.bench.figures import Figure
from tests.bench.geonames_file import write_geonames
from tests.bench.names import _drop_letter, _memory_mb, _names, _seconds_per_name

N_ROWS = 500_000  # as many as the largest countries have of populated places
N_EXACT, N_MISSPELT = 6_000, 300
MAX_FIRST_SECONDS, MAX_MEMORY_MB = 40.0, 200.0  # by judgement
MAX_RATIO = 2.0  # to the same without the file, of a start and of a name; a guess has more names to be compared with
COMMAND = "from tests.bench.country_file import main; main()"


def figures() -> Iterator[Figure]:
    """Seconds and megabytes with the file; the ratio is to the limit, or to the same names without the file."""
    with tempfile.TemporaryDirectory() as folder:
        empty, full = Path(folder, "empty"), Path(folder, "full")
        for path in (empty, full):
            path.mkdir()
        names = list(dict.fromkeys(write_geonames(full / "PK.txt", N_ROWS)))
        random.Random(2).shuffle(names)
        Path(folder, "names.json").write_text(json.dumps(names[: N_EXACT + N_MISSPELT]))
        without, first, later = (_measure(path, Path(folder, "names.json")) for path in (empty, full, full))
    size = f"{N_ROWS:,} places of a country"
    yield Figure(f"{size}, read", first["load"], "s", first["load"] / MAX_FIRST_SECONDS, 1.0)
    yield Figure("  the same at the next start", later["load"], "s", later["load"] / without["load"], MAX_RATIO)
    more_mb = later["memory"] - without["memory"]
    yield Figure("  memory that it takes", more_mb, "MB", more_mb / MAX_MEMORY_MB, 1.0)
    for kind in ("exact", "misspelt"):
        bundled = without[f"bundled {kind}"]
        for whose in ("bundled", "own"):
            seconds = later[f"{whose} {kind}"]
            yield Figure(f"  {kind} name, {whose}, beside the file", seconds * 1e6, "µs", seconds / bundled, MAX_RATIO)


def _measure(folder: Path, names: Path) -> dict[str, float]:
    environment = {**os.environ, "GAZETTEER": str(folder), "NAMES": str(names)}
    child = subprocess.run([sys.executable, "-c", COMMAND], env=environment, check=True, capture_output=True, text=True)
    measured: dict[str, float] = json.loads(child.stdout.splitlines()[-1])
    return measured


def main() -> None:
    """Measure this process's gazetteer; a line of JSON: seconds and megabytes."""
    from geo import places
    from geo.core import boundaries

    boundaries.locate_admin([0.0], [0.0])  # loads the provinces, which the map needs anyhow
    before, start = _memory_mb(), time.perf_counter()
    places.preload()
    measured = {"load": time.perf_counter() - start, "memory": _memory_mb() - before}
    own = json.loads(Path(os.environ["NAMES"]).read_text())
    for whose, names in (("bundled", _names()), ("own", own)):
        misspelt = list(map(_drop_letter, names[N_EXACT : N_EXACT + N_MISSPELT]))
        measured[f"{whose} exact"] = _seconds_per_name(names[:N_EXACT], places.resolve_or_none)
        measured[f"{whose} misspelt"] = _seconds_per_name(misspelt, places.resolve_or_none)
    print(json.dumps(measured))

"""How fast names are resolved and found in text, beside a naive pandas scan, and how much memory that takes."""

import random
import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq

from geo import places
from geo.core import boundaries
from geo.places.gazetteer.gazetteer import GAZETTEER
from tests.bench.figures import Figure

STATUS = Path("/proc/self/status")
N_EXACT, N_MISSPELT, N_SCANNED, TEXT_KB = 20_000, 400, 20, 300
# A year of ACLED, half a million names, within a minute or two; the memory is a third of what a small server has.
EXACT_SECONDS, MISSPELT_SECONDS, KILOBYTE_SECONDS, MEMORY_MB = 1 / 8_000, 1 / 2_000, 1 / 200, 450
SENTENCES = (
    "Gunmen attacked a checkpoint near {0} on Monday, officials in {1} said, and two soldiers from {2} were wounded. "
    "The governor of {1} Province told reporters that the road between {0} and {2} had been closed for three days. "
)


def figures() -> Iterator[Figure]:
    """Seconds for one name or one kilobyte, and memory, with the ratio to the limit of each."""
    boundaries.locate_admin([0.0], [0.0])  # loads the provinces, which the map needs anyhow
    names = _names()
    text = _text(names)
    before, start = _memory_mb(), time.perf_counter()
    places.preload()
    yield Figure("Gazetteer and spellings loaded", time.perf_counter() - start, "s", 0.0, None)
    exact = _seconds_per_name(names[:N_EXACT], places.resolve_or_none)
    yield Figure(f"An exact name, {N_EXACT:,} different ones", exact * 1e6, "µs", exact / EXACT_SECONDS, 1.0)
    misspelled = _seconds_per_name(
        [_drop_letter(name) for name in names[N_EXACT : N_EXACT + N_MISSPELT]], places.resolve_or_none
    )
    yield Figure(
        f"A misspelled name, {N_MISSPELT:,} different ones", misspelled * 1e6, "µs", misspelled / MISSPELT_SECONDS, 1.0
    )
    start = time.perf_counter()
    places.find(text)
    read = (time.perf_counter() - start) / (len(text) / 1000)
    yield Figure(f"A kilobyte of text read, of {len(text) // 1000} kB", read * 1e6, "µs", read / KILOBYTE_SECONDS, 1.0)
    memory_mb = _memory_mb() - before
    yield Figure("Memory of the gazetteer, indexes and caches", memory_mb, "MB", memory_mb / MEMORY_MB, 1.0)
    yield from _scans(names, text, exact, read)


def _scans(names: list[str], text: str, exact: float, read: float) -> Iterator[Figure]:
    """The naive peer: every name is compared with every row."""
    table = pd.read_parquet(GAZETTEER.with_name("gazetteer.parquet"))["name"]
    scan = _seconds_per_name(names[:N_SCANNED], lambda name: table[table.str.lower() == name.lower()])
    yield Figure("  peer: a pandas scan for an exact name", scan * 1e6, "µs", exact / scan, None)
    words = list(dict.fromkeys(word for word in text.split() if word[0].isupper()))[:N_SCANNED]
    per_word = _seconds_per_name(words, lambda word: table[table.str.lower() == word.lower()])
    kilobyte = per_word * len(text.split()) / (len(text) / 1000)
    yield Figure("  peer: a pandas scan for every word of a kilobyte", kilobyte * 1e6, "µs", read / kilobyte, None)


def _names() -> list[str]:
    """Names of towns in random order, as GeoNames writes them."""
    names = pq.read_table(GAZETTEER.with_name("gazetteer.parquet"), columns=["name"])["name"].to_pylist()
    names = sorted({name for name in names[:120_000] if 6 <= len(name) <= 20})
    random.Random(3).shuffle(names)
    return names


def _drop_letter(name: str) -> str:
    middle = len(name) // 2
    return name[:middle] + name[middle + 1 :]


def _seconds_per_name(names: list[str], look_up: Callable[[str], object]) -> float:
    """Seconds for one name: the median of three thirds."""
    third = max(1, len(names) // 3)
    seconds = []
    for start in range(0, 3 * third, third):
        start_time = time.perf_counter()
        for name in names[start : start + third]:
            look_up(name)
        seconds.append((time.perf_counter() - start_time) / third)
    return statistics.median(seconds)


def _text(names: list[str]) -> str:
    generator = random.Random(5)
    count = TEXT_KB * 1000 // len(SENTENCES)
    return "".join(SENTENCES.format(*generator.sample(names[:3000], 3)) for _ in range(count))


def _memory_mb() -> float:
    line = next(line for line in STATUS.read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024

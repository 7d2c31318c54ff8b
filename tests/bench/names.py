"""How fast names are resolved and found, beside a naive pandas scan of the same table, and what the gazetteer holds."""

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
EXACT, MISSPELT, SCANNED, TEXT_KB = 20_000, 400, 20, 300
SENTENCES = (
    "Gunmen attacked a checkpoint near {0} on Monday, officials in {1} said, and two soldiers from {2} were wounded. "
    "The governor of {1} Province told reporters that the road between {0} and {2} had been closed for three days. "
)


def figures() -> Iterator[Figure]:
    """Speeds as seconds for one name or one kilobyte; the ratio is to what the issue allows."""
    boundaries.locate_admin([0.0], [0.0])  # the map holds the provinces anyhow
    names = _names()
    text = _text(names)
    before, began = _memory_mb(), time.perf_counter()
    places.preload()
    yield Figure("Gazetteer and spellings loaded", time.perf_counter() - began, "s", 0.0, None)
    exact = _each(names[:EXACT], places.resolve_or_none)
    yield Figure(f"An exact name, {EXACT:,} different ones", exact * 1e6, "µs", exact * 10_000, 1.0)
    misspelt = _each([_spoilt(name) for name in names[EXACT : EXACT + MISSPELT]], places.resolve_or_none)
    yield Figure(f"A misspelt name, {MISSPELT:,} different ones", misspelt * 1e6, "µs", misspelt * 100, 1.0)
    began = time.perf_counter()
    places.find(text)
    read = (time.perf_counter() - began) / (len(text) / 1000)
    yield Figure(f"A kilobyte of text read, of {len(text) // 1000} kB", read * 1e6, "µs", read * 100, 1.0)
    held = _memory_mb() - before
    yield Figure("Memory of the gazetteer, indexes and caches", held, "MB", held / 300, 1.0)
    yield from _scans(names, text, exact, read)


def _scans(names: list[str], text: str, exact: float, read: float) -> Iterator[Figure]:
    """The naive peer: every name compared with every row."""
    table = pd.read_parquet(GAZETTEER.with_name("gazetteer.parquet"))["name"]
    scan = _each(names[:SCANNED], lambda name: table[table.str.lower() == name.lower()])
    yield Figure("  peer: a pandas scan for an exact name", scan * 1e6, "µs", exact / scan, None)
    words = list(dict.fromkeys(word for word in text.split() if word[0].isupper()))[:SCANNED]
    a_word = _each(words, lambda word: table[table.str.lower() == word.lower()])
    kilobyte = a_word * len(text.split()) / (len(text) / 1000)
    yield Figure("  peer: a pandas scan for every word of a kilobyte", kilobyte * 1e6, "µs", read / kilobyte, None)


def _names() -> list[str]:
    """Names of towns in chance order, as GeoNames writes them."""
    names = pq.read_table(GAZETTEER.with_name("gazetteer.parquet"), columns=["name"])["name"].to_pylist()
    chosen = sorted({name for name in names[:120_000] if 6 <= len(name) <= 20})
    random.Random(3).shuffle(chosen)
    return chosen


def _spoilt(name: str) -> str:
    place = len(name) // 2
    return name[:place] + name[place + 1 :]


def _each(names: list[str], ask: Callable[[str], object]) -> float:
    """Seconds for one name, the median of three thirds."""
    third = max(1, len(names) // 3)
    spent = []
    for start in range(0, 3 * third, third):
        began = time.perf_counter()
        for name in names[start : start + third]:
            ask(name)
        spent.append((time.perf_counter() - began) / third)
    return statistics.median(spent)


def _text(names: list[str]) -> str:
    chance = random.Random(5)
    count = TEXT_KB * 1000 // len(SENTENCES)
    return "".join(SENTENCES.format(*chance.sample(names[:3000], 3)) for _ in range(count))


def _memory_mb() -> float:
    line = next(line for line in STATUS.read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024

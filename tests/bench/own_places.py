"""What it costs to learn the places of a million rows, and to look a name up among them."""

import random
import time
from collections.abc import Iterator

import numpy as np
import pandas as pd

from geo.places import Hints, resolve_or_none
from geo.places.own_places import OwnPlaces, OwnTable, count_points, join_counts
from tests.bench.figures import Figure
from tests.bench.geonames_file import EAST, NORTH, SOUTH, WEST, _make_name
from tests.bench.names import _names, _seconds_per_name

N_ROWS, N_NAMES, BATCH_ROWS = 1_000_000, 200_000, 200_000
N_LOOKUPS = 6_000
MAX_SECONDS, MAX_BYTES_PER_PLACE, MAX_RATIO = 15.0, 150.0, 2.0  # by judgement


def figures() -> Iterator[Figure]:
    """Seconds for the table, bytes for a place, and a name's time beside that of the same name without own places."""
    rows = _make_rows()
    start = time.perf_counter()
    counts = [count_points(rows.iloc[first : first + BATCH_ROWS]) for first in range(0, N_ROWS, BATCH_ROWS)]
    table = OwnTable.from_counts(join_counts(counts))
    seconds = time.perf_counter() - start
    yield Figure(f"Places of {N_ROWS:,} rows learnt, {N_NAMES:,} names", seconds, "s", seconds / MAX_SECONDS, 1.0)
    size = table.size_bytes / len(table)
    yield Figure("  memory of a place", size, "B", size / MAX_BYTES_PER_PLACE, 1.0)
    own = OwnPlaces((table,))
    names = _names()[: 2 * N_LOOKUPS]
    without = _seconds_per_name(names[:N_LOOKUPS], resolve_or_none)
    beside = _seconds_per_name(names[N_LOOKUPS:], lambda name: resolve_or_none(name, Hints(own_places=own)))
    yield Figure("  an exact name beside them", beside * 1e6, "µs", beside / without, MAX_RATIO)


def _make_rows() -> pd.DataFrame:
    """Rows of made names, a few of them far from the others of their name, and some a street away."""
    source, numbers = random.Random(5), np.random.default_rng(5)
    names = list(dict.fromkeys(f"{_make_name(source)} {_make_name(source)}" for _ in range(N_NAMES + 20_000)))[:N_NAMES]
    codes = np.concatenate([np.arange(N_NAMES), numbers.zipf(1.3, N_ROWS - N_NAMES) % N_NAMES])
    longitude, latitude = numbers.uniform(WEST, EAST, N_NAMES)[codes], numbers.uniform(SOUTH, NORTH, N_NAMES)[codes]
    longitude = np.where(numbers.random(N_ROWS) < 0.02, numbers.uniform(WEST, EAST, N_ROWS), longitude)
    longitude = longitude + numbers.normal(0, 0.005, N_ROWS) * (numbers.random(N_ROWS) < 0.3)
    categories = {"country": "Pakistan", "dataset": "Survey", "place_precision": "exact"}
    columns = {name: pd.Categorical.from_codes(np.zeros(N_ROWS, int), [text]) for name, text in categories.items()}
    place = pd.Categorical.from_codes(codes, names)
    return pd.DataFrame(
        {"place_name": place, "place_id": None, "longitude": longitude, "latitude": latitude, **columns}
    )

"""Made-up incidents in any number that are distributed as real ones are: over towns, actors and days of the week.

    python -m tests.bench.generator ROWS FILE.parquet [SEED]

Towns are drawn by a power of their population, more often around some hot spots; a few of thousands of actors have most
incidents (Zipf); weekends are quieter, and years differ. Some incidents are known only to a province or country, some
only to a month, some to no day or no place. The same seed gives the same file. All figures below are a judgement: they
were chosen to look like ACLED's data, not fitted to them.
"""

import sys
import tempfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from geo.core.geodesy import haversine_km
from geo.core.schema import EVENT_TYPES

GAZETTEER = Path(__file__).parent.parent.parent / "data" / "gazetteer.parquet"
GROUP_ROWS = 250_000  # in memory at a time
HOT_SPOTS, HOT_SPOT_KM, HOT_SPOT_FACTOR = 60, 250.0, 12.0
POPULATION_POWER = 0.6
ACTORS, ACTOR_POWER = 4_000, 1.15
FIRST_DAY, LAST_DAY = np.datetime64("1997-01-01"), np.datetime64("2026-10-31")
WEEKDAYS = (1.1, 1.15, 1.15, 1.1, 1.2, 0.7, 0.6)  # from Monday
PRECISIONS = {"exact": 0.68, "near": 0.2, "admin2": 0.02, "admin1": 0.06, "country": 0.02, "unknown": 0.02}
KINDS = ("Military forces", "Police forces", "Militia", "Protesters", "Armed group", "Civilians", "Rioters", "Front")
NOTES = (" was reported by two local outlets and later confirmed by a monitoring group",
         " followed a dispute over land; accounts of the number of those present differ",
         " was met by security forces; no further detail is given by the source")  # fmt: skip


@dataclass(frozen=True)
class Generator:
    """A source of made-up incidents."""

    seed: int = 1

    @cached_property
    def towns(self) -> pd.DataFrame:
        """Towns with name, country, admin1, longitude, latitude and frequency, their share of the incidents."""
        random = np.random.default_rng(self.seed)
        places = pd.read_parquet(GAZETTEER)
        towns = places[(places["kind"] == "town") & (places["weight"] > 3.7)].reset_index(drop=True)
        frequency = 10 ** (towns["weight"].to_numpy(dtype=float) * POPULATION_POWER)
        factor = np.ones(len(towns))
        coordinates = [towns[name].to_numpy() for name in ("longitude", "latitude")]
        for spot in random.choice(len(towns), HOT_SPOTS, p=frequency / frequency.sum()):
            centre = towns.iloc[spot]
            km = haversine_km(centre["longitude"], centre["latitude"], *coordinates)
            factor += HOT_SPOT_FACTOR * np.exp(-km / HOT_SPOT_KM)
        frequency *= factor
        return towns.assign(frequency=frequency / frequency.sum())

    @cached_property
    def days(self) -> NDArray[np.float64]:
        """The share of each day from FIRST_DAY on."""
        number = int((LAST_DAY - FIRST_DAY).astype(int)) + 1
        day = np.arange(number)
        weekday = (day + 2) % 7  # 1 January 1997 was a Wednesday
        trend = 1 + 4 * day / number + np.sin(day / 600) + 0.6 * np.sin(day / 97)
        weights: NDArray[np.float64] = np.array(WEEKDAYS)[weekday] * trend
        shares: NDArray[np.float64] = weights / weights.sum()
        return shares

    @cached_property
    def actors(self) -> list[str]:
        """Names of actors, the most frequent first."""
        real = ["Iran", "Pakistan", "Army of Justice", "Islamic Revolutionary Guard Corps"]
        return [*real, *(f"{KINDS[number % len(KINDS)]} {number}" for number in range(ACTORS - len(real)))]

    def write(self, rows: int, path: Path) -> None:
        """Write incidents as Parquet, under another name until the file is complete."""
        partial = path.with_suffix(".partial")
        writer = None
        for start in range(0, rows, GROUP_ROWS):
            table = self.table(start, min(GROUP_ROWS, rows - start))
            writer = writer or pq.ParquetWriter(partial, table.schema, compression="zstd")
            writer.write_table(table)
        if writer:
            writer.close()
            partial.rename(path)

    def table(self, start: int, rows: int) -> pa.Table:
        """`rows` incidents, the first with the number `start`."""
        random = np.random.default_rng([self.seed, start])
        town = random.choice(len(self.towns), rows, p=self.towns["frequency"])
        precision = random.choice(len(PRECISIONS), rows, p=list(PRECISIONS.values()))
        type_codes = random.choice(len(TYPES), rows)
        columns = {
            "incident_id": _with_prefix("X", np.arange(start, start + rows)),
            "dataset": _categories(("Alpha", "Beta", "Gamma"), random.choice(3, rows, p=(0.7, 0.2, 0.1))),
            "source_id": _with_prefix("", random.integers(10**6, 10**7, rows)),
            **self._dates(random, rows),
            "event_type": _categories([event_type for event_type, _ in TYPES], type_codes),
            "sub_event_type": _categories([sub_type for _, sub_type in TYPES], type_codes),
            **self._actors(random, rows),
            **self._places(random, town, precision),
            **_killed(random, rows),
            "contested": pa.array(random.random(rows) < 0.03),
            "licence": _categories(("made up",), np.zeros(rows, dtype=int)),
        }
        place = _categories(self.towns["name"], town).dictionary_decode()
        title = pc.binary_join_element_wise(
            columns["sub_event_type"].dictionary_decode(), place, columns["source_id"], " · "
        )
        note = _categories(NOTES, random.integers(0, len(NOTES), rows)).dictionary_decode()
        notes = pc.if_else(pa.array(random.random(rows) < 0.33), pc.binary_join_element_wise(title, note, ""), None)
        return pa.table(columns | {"title": title, "notes": notes})

    def _dates(self, random: np.random.Generator, rows: int) -> dict[str, pa.Array]:
        day = FIRST_DAY + random.choice(len(self.days), rows, p=self.days).astype("timedelta64[D]")
        chance = random.random(rows)
        is_monthly, is_undated = chance < 0.02, chance > 0.995
        month = day.astype("datetime64[M]")
        first = np.where(is_monthly, month.astype("datetime64[D]"), day)
        last = np.where(is_monthly, (month + 1).astype("datetime64[D]") - 1, day)
        precision = np.where(is_undated, 2, is_monthly.astype(int))
        dates = {
            "date_start": pa.array(first, pa.date32(), mask=is_undated),
            "date_end": pa.array(last, pa.date32(), mask=is_undated),
        }
        return dates | {"date_precision": _categories(("day", "month", "unknown"), precision)}

    def _actors(self, random: np.random.Generator, rows: int) -> dict[str, pa.Array]:
        weights = np.arange(1, ACTORS + 1) ** -ACTOR_POWER
        first, second, third = (random.choice(ACTORS, rows, p=weights / weights.sum()) for _ in range(3))
        is_alone, has_ally = random.random(rows) < 0.3, random.random(rows) < 0.08
        return {
            "actor_a": _categories(self.actors, first),
            "actor_b": _categories(self.actors, second, unknown=is_alone),
            "other_actors": _categories(self.actors, third, unknown=~has_ally),
        }

    def _places(self, random: np.random.Generator, town: Any, precision: Any) -> dict[str, pa.Array]:
        names = list(PRECISIONS)
        is_unplaced, is_near = precision == names.index("unknown"), precision == names.index("near")
        is_national = precision == names.index("country")
        jitter = np.where(is_near, random.normal(0, 0.05, (2, len(town))), 0.0)
        is_unstated = random.random(len(town)) < 0.05
        longitude, latitude = (self.towns[name].to_numpy()[town] for name in ("longitude", "latitude"))
        return {
            "place_name": _categories(self.towns["name"], town, unknown=precision > names.index("admin2")),
            "country": _categories(self.towns["country"], town, unknown=is_unstated),
            "admin1": _categories(self.towns["admin1"], town, unknown=is_unstated | is_national),
            "longitude": pa.array(np.clip(longitude + jitter[0], -180, 180).round(5), mask=is_unplaced),
            "latitude": pa.array(np.clip(latitude + jitter[1], -90, 90).round(5), mask=is_unplaced),
            "place_precision": _categories(names, precision),
            "radius_km": pa.array(np.full(len(town), 10.0), mask=~is_near),
        }


TYPES = [(kind, sub) for kind, subs in EVENT_TYPES.items() for sub in subs]


def incidents_file(rows: int) -> Path:
    """A file of so many made incidents, written once for all benchmarks."""
    folder = Path(tempfile.gettempdir()) / "faultline-bench"
    folder.mkdir(exist_ok=True)
    path = folder / f"{rows}.parquet"
    if not path.exists():
        Generator().write(rows, path)
    return path


def _killed(random: np.random.Generator, rows: int) -> dict[str, pa.Array]:
    best = (random.pareto(1.3, rows) - 0.2).clip(0, 3_000).astype(np.int32)
    is_unknown = random.random(rows) < 0.1
    counts = {"killed_low": best, "killed_best": best, "killed_high": best + random.poisson(0.2, rows).astype(np.int32)}
    columns = {name: pa.array(numbers, mask=is_unknown) for name, numbers in counts.items()}
    return columns | {"zero_means_unknown": pa.array(random.random(rows) < 0.5)}


def _with_prefix(prefix: str, numbers: NDArray[np.int64]) -> pa.Array:
    return pc.binary_join_element_wise(pa.scalar(prefix), pc.cast(pa.array(numbers), pa.string()), "")


def _categories(names: Any, codes: NDArray[np.intp], unknown: NDArray[np.bool_] | None = None) -> pa.DictionaryArray:
    return pa.DictionaryArray.from_arrays(pa.array(codes.astype(np.int32), mask=unknown), pa.array(names, pa.string()))


if __name__ == "__main__":
    rows, file, *seed = sys.argv[1:]
    Generator(*map(int, seed)).write(int(rows.replace("_", "")), Path(file))

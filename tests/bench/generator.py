"""Made-up incidents of any number that behave as real ones do: in towns, by few actors, in weeks.

    python -m tests.bench.generator ROWS FILE.parquet [SEED]

They lie in real towns by a power of their population, more so around some hot spots; a few of thousands of actors do
most (Zipf); weekends are quieter, years differ; one in eight is known to a province or a country only, some to a month,
some to no day or no place. The same seed gives the same file.
"""

import sys
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
GROUP = 250_000  # rows made at once
HOT_SPOTS, HOT_KM, HOTTER = 60, 250.0, 12.0
POPULATION_POWER = 0.6
ACTORS, ACTOR_POWER = 4_000, 1.15
FIRST_DAY, LAST_DAY = np.datetime64("1997-01-01"), np.datetime64("2026-10-31")
WEEKDAYS = (1.1, 1.15, 1.15, 1.1, 1.2, 0.7, 0.6)  # from Monday
PRECISIONS = {"exact": 0.68, "near": 0.2, "admin2": 0.02, "admin1": 0.06, "country": 0.02, "unknown": 0.02}
KINDS = ("Military forces", "Police forces", "Militia", "Protesters", "Armed group", "Civilians", "Rioters", "Front")
NOTED = (" was reported by two local outlets and later confirmed by a monitoring group",
         " followed a dispute over land; accounts of the number of those present differ",
         " was met by security forces; no further detail is given by the source")  # fmt: skip


@dataclass(frozen=True)
class Generator:
    """A source of made-up incidents."""

    seed: int = 1

    @cached_property
    def towns(self) -> pd.DataFrame:
        """Towns with name, country, admin1, longitude, latitude and how often something happens there."""
        random = np.random.default_rng(self.seed)
        places = pd.read_parquet(GAZETTEER)
        towns = places[(places["kind"] == "town") & (places["weight"] > 3.7)].reset_index(drop=True)
        often = 10 ** (towns["weight"].to_numpy(dtype=float) * POPULATION_POWER)
        heat = np.ones(len(towns))
        everywhere = [towns[name].to_numpy() for name in ("longitude", "latitude")]
        for spot in random.choice(len(towns), HOT_SPOTS, p=often / often.sum()):
            middle = towns.iloc[spot]
            away_km = haversine_km(middle["longitude"], middle["latitude"], *everywhere)
            heat += HOTTER * np.exp(-away_km / HOT_KM)
        often *= heat
        return towns.assign(often=often / often.sum())

    @cached_property
    def days(self) -> NDArray[np.float64]:
        """How likely each day is, from FIRST_DAY on."""
        number = int((LAST_DAY - FIRST_DAY).astype(int)) + 1
        day = np.arange(number)
        weekday = (day + 2) % 7  # 1 January 1997 was a Wednesday
        trend = 1 + 4 * day / number + np.sin(day / 600) + 0.6 * np.sin(day / 97)
        likely: NDArray[np.float64] = np.array(WEEKDAYS)[weekday] * trend
        shares: NDArray[np.float64] = likely / likely.sum()
        return shares

    @cached_property
    def actors(self) -> list[str]:
        """Names of actors, the busiest first."""
        known = ["Iran", "Pakistan", "Army of Justice", "Islamic Revolutionary Guard Corps"]
        return [*known, *(f"{KINDS[number % len(KINDS)]} {number}" for number in range(ACTORS - len(known)))]

    def write(self, rows: int, path: Path) -> None:
        """Write so many incidents as Parquet; under another name until the file is whole."""
        being_made = path.with_suffix(".being-made")
        writer = None
        for start in range(0, rows, GROUP):
            table = self.table(start, min(GROUP, rows - start))
            writer = writer or pq.ParquetWriter(being_made, table.schema, compression="zstd")
            writer.write_table(table)
        if writer:
            writer.close()
            being_made.rename(path)

    def table(self, start: int, rows: int) -> pa.Table:
        """The incidents from number `start` on."""
        random = np.random.default_rng([self.seed, start])
        town = random.choice(len(self.towns), rows, p=self.towns["often"])
        precision = random.choice(len(PRECISIONS), rows, p=list(PRECISIONS.values()))
        kind = random.choice(len(TYPES), rows)
        said = {
            "incident_id": _numbered("X", np.arange(start, start + rows)),
            "dataset": _named(("Alpha", "Beta", "Gamma"), random.choice(3, rows, p=(0.7, 0.2, 0.1))),
            "source_id": _numbered("", random.integers(10**6, 10**7, rows)),
            **self._when(random, rows),
            "event_type": _named([each for each, _ in TYPES], kind),
            "sub_event_type": _named([each for _, each in TYPES], kind),
            **self._who(random, rows),
            **self._where(random, town, precision),
            **_tolls(random, rows),
            "contested": pa.array(random.random(rows) < 0.03),
            "licence": _named(("made up",), np.zeros(rows, dtype=int)),
        }
        place = _named(self.towns["name"], town).dictionary_decode()
        title = pc.binary_join_element_wise(said["sub_event_type"].dictionary_decode(), place, said["source_id"], " · ")
        note = _named(NOTED, random.integers(0, len(NOTED), rows)).dictionary_decode()
        noted = pc.if_else(pa.array(random.random(rows) < 0.33), pc.binary_join_element_wise(title, note, ""), None)
        return pa.table(said | {"title": title, "notes": noted})

    def _when(self, random: np.random.Generator, rows: int) -> dict[str, pa.Array]:
        day = FIRST_DAY + random.choice(len(self.days), rows, p=self.days).astype("timedelta64[D]")
        drawn = random.random(rows)
        monthly, undated = drawn < 0.02, drawn > 0.995
        month = day.astype("datetime64[M]")
        first = np.where(monthly, month.astype("datetime64[D]"), day)
        last = np.where(monthly, (month + 1).astype("datetime64[D]") - 1, day)
        precision = np.where(undated, 2, monthly.astype(int))
        dates = {
            "date_start": pa.array(first, pa.date32(), mask=undated),
            "date_end": pa.array(last, pa.date32(), mask=undated),
        }
        return dates | {"date_precision": _named(("day", "month", "unknown"), precision)}

    def _who(self, random: np.random.Generator, rows: int) -> dict[str, pa.Array]:
        likely = np.arange(1, ACTORS + 1) ** -ACTOR_POWER
        first, second, third = (random.choice(ACTORS, rows, p=likely / likely.sum()) for _ in range(3))
        alone, helped = random.random(rows) < 0.3, random.random(rows) < 0.08
        return {
            "actor_a": _named(self.actors, first),
            "actor_b": _named(self.actors, second, unknown=alone),
            "other_actors": _named(self.actors, third, unknown=~helped),
        }

    def _where(self, random: np.random.Generator, town: Any, precision: Any) -> dict[str, pa.Array]:
        names = list(PRECISIONS)
        unplaced, near = precision == names.index("unknown"), precision == names.index("near")
        nation = precision == names.index("country")
        jitter = np.where(near, random.normal(0, 0.05, (2, len(town))), 0.0)
        unsaid = random.random(len(town)) < 0.05
        longitude, latitude = (self.towns[name].to_numpy()[town] for name in ("longitude", "latitude"))
        return {
            "place_name": _named(self.towns["name"], town, unknown=precision > names.index("admin2")),
            "country": _named(self.towns["country"], town, unknown=unsaid),
            "admin1": _named(self.towns["admin1"], town, unknown=unsaid | nation),
            "longitude": pa.array(np.clip(longitude + jitter[0], -180, 180).round(5), mask=unplaced),
            "latitude": pa.array(np.clip(latitude + jitter[1], -90, 90).round(5), mask=unplaced),
            "place_precision": _named(names, precision),
            "radius_km": pa.array(np.full(len(town), 10.0), mask=~near),
        }


TYPES = [(kind, sub) for kind, subs in EVENT_TYPES.items() for sub in subs]


def _tolls(random: np.random.Generator, rows: int) -> dict[str, pa.Array]:
    best = (random.pareto(1.3, rows) - 0.2).clip(0, 3_000).astype(np.int32)
    unsaid = random.random(rows) < 0.1
    counts = {"killed_low": best, "killed_best": best, "killed_high": best + random.poisson(0.2, rows).astype(np.int32)}
    told = {name: pa.array(each, mask=unsaid) for name, each in counts.items()}
    return told | {"zero_means_unknown": pa.array(random.random(rows) < 0.5)}


def _numbered(prefix: str, numbers: NDArray[np.int64]) -> pa.Array:
    return pc.binary_join_element_wise(pa.scalar(prefix), pc.cast(pa.array(numbers), pa.string()), "")


def _named(names: Any, codes: NDArray[np.intp], unknown: NDArray[np.bool_] | None = None) -> pa.DictionaryArray:
    return pa.DictionaryArray.from_arrays(pa.array(codes.astype(np.int32), mask=unknown), pa.array(names, pa.string()))


if __name__ == "__main__":
    number, file, *seed = sys.argv[1:]
    Generator(*map(int, seed)).write(int(number.replace("_", "")), Path(file))

"""A made table of incidents of every kind, and random selections of it: the same for every engine and every run."""

import random
from collections.abc import Iterator
from functools import cache

import geopandas as gpd
import numpy as np

from geo.query.selection import Selection
from tests.tables import incident_table

COLUMNS = (
    "date_end,event_type,sub_event_type,actor_a,actor_b,other_actors,place_name,country,admin1,admin2,place_precision,"
    "radius_km,killed_low,killed_best,killed_high,injured_best,zero_means_unknown,contested,title,summary,notes,dataset,"
    "duplicate_of,last_modified,licence,contested_on,chain,tags,corrected,killed_claimed"
)
TOWNS = (
    ("Quetta", "Pakistan", "Balochistan", 67.0, 30.2),
    ("Panjgur", "Pakistan", "Balochistan", 64.09, 26.97),
    ("Zahedan", "Iran", "Sistan and Baluchestan", 60.86, 29.5),
    ("Mosul", "Iraq", "Ninawa", 43.13, 36.34),
    ("Mosul - Al Jadida", "Iraq", "Nineveh", 43.14, 36.33),
    ("Erbil", "Iraq", "Arbil", 44.01, 36.19),
    ("Aleppo", "Syria", "Aleppo", 37.16, 36.2),
    ("Deir ezzor", "Syria", "Deir ez-Zor", 40.14, 35.33),
    ("Suva", "Fiji", "", 178.44, -18.14),
    ("Taveuni", "Fiji", "", -179.97, -16.85),
    ("Nome", "United States", "Alaska", -165.4, 64.5),
    ("northern Iraq", "Iraq", "", 44.0, 36.5),
    ("Tehran", "Iran", "Tehran", 51.42, 35.69),
    ("QUETTA", "Pakistan", "", 67.01, 30.19),
    ("", "Iran", "", 53.7, 32.4),
    ("", "Pakistan", "Balochistan", 65.0, 28.0),
    ("", "", "", 180.0, 0.0),
    ("", "", "", -180.0, -90.0),
)
TYPES = (
    ("Battles", "Armed clash"), ("Riots", "Mob violence"), ("Diplomatic", ""),
    ("Explosions/Remote violence", "Air/drone strike"), ("", ""), ("Protests", "Peaceful protest"),
    ("Diplomatic", "Recall of envoy"),
)  # fmt: skip
ACTORS = (
    "", "Iran", "IRGC", "Jaish al-Adl", "JAISH AL-ADL", "Army of Justice", "Nobody", "!bang", "Pakistan", "PLA",
    "not stated", "Islamic State", "Militia 7", "Protesters",
)  # fmt: skip
OTHERS = ("", "", "IRGC; Iran", "Pakistan ;Nobody", "Militia 7; Army of Justice")
PRECISIONS = (
    "exact", "exact", "exact", "near", "near", "admin2", "admin1", "region", "country", "sea_air", "unknown", "",
)  # fmt: skip
RADII = ("", "", "", "", "0", "0.5", "12", "64", "300", "5000")
KILLED = (("", "", ""), ("", "", ""), ("3", "", ""), ("3", "7", "9"), ("0", "0", "0"), ("", "12", ""), ("1", "", "4"))
CLAIMED = ("", "", "2–11", "", "0–40 or more", "", "5–6")  # beside each of KILLED, as one is random
WORDS = (
    "strike", "Drone attack", "Überfall", "summons", "IS", "clash near the border", "protest", "Anschlag in Straße",
)  # fmt: skip
PLACES = ("Quetta", "northern Iraq", "Mosul", "30 km from Quetta", "Balochistan", "Iran")
SORTS = (
    "", "-date_start", "date_end", "-killed_best", "killed_best", "title", "-country", "actor_a", "-last_modified",
    "injured_best", "-latitude", "contested",
)  # fmt: skip


@cache
def made_table(n_rows: int = 3_000, seed: int = 14) -> gpd.GeoDataFrame:
    """A table with rows of every precision, with and without dates, places, actors and figures."""
    source = random.Random(seed)
    return incident_table(*(_line(number, source) for number in range(n_rows)), columns=COLUMNS)


def _line(number: int, source: random.Random) -> str:
    name, country, admin1, longitude, latitude = source.choice(TOWNS)
    is_placed = source.random() > 0.08
    spread = source.choice((0.0, 0.01, 0.3, 3.0))
    east = (longitude + source.gauss(0, spread) + 180) % 360 - 180 if spread else longitude
    north = max(-90.0, min(90.0, latitude + source.gauss(0, spread)))
    start, end = _dates(source)
    point = (f"{north:.5f}", f"{east:.5f}") if is_placed else ("", "")
    values = [
        f"i{number:05}", start, *point, end, *source.choice(TYPES), source.choice(ACTORS), source.choice(ACTORS),
        source.choice(OTHERS), name, country, admin1, source.choice(("", "North", "South")), source.choice(PRECISIONS),
        source.choice(RADII), *source.choice(KILLED), source.choice(("", "5", "40")), source.choice(("", "true")),
        source.choice(("", "true", "false")), f"{source.choice(WORDS)} {number}", source.choice(("", *WORDS)),
        source.choice(("", "", "read with care")), source.choice(("", "one", "two", "Two")),
        f"i{source.randrange(3000):05}" if source.random() < 0.1 else "",
        source.choice(("", "2024-05-01", "2025-01-31")), source.choice(("", "CC BY 4.0")),
        source.choice(("", "", "who", "what; how many", "whether")),
        f"i{source.randrange(9):05}" if source.random() < 0.2 else "",
        source.choice(("", "", "to check", "To check; seen", "a ;b")), source.choice(("", "true", "false")),
        CLAIMED[number % len(CLAIMED)],
    ]  # fmt: skip
    return ",".join(values)


def _dates(source: random.Random) -> tuple[str, str]:
    if source.random() < 0.06:
        return "", ""
    start = np.datetime64("2015-01-01") + source.choice((source.randrange(3600), source.randrange(40)))
    length = source.choice((0, 0, 0, 3, 30, 400))
    return str(start), str(start + length) if length or source.random() < 0.5 else ""


def random_selections(count: int, seed: int = 2014) -> Iterator[Selection]:
    """So many selections, with areas of 200 corners, 100 places and boxes over the antimeridian among them."""
    source = random.Random(seed)
    for number in range(count):
        parts = [_special(number, source)] if number % 4 == 0 else []
        parts += [_filter(source) for _ in range(source.choice((0, 1, 1, 2, 3)))]
        if source.random() < 0.3:
            parts.append("inside=possible")
        yield Selection.from_query("&".join(parts))


def _special(number: int, source: random.Random) -> str:
    kind = number // 4 % 4
    if kind == 0:
        return _area(source, corners=200)
    if kind == 1:
        towns = [name for name, *_ in TOWNS if name]
        names = [*towns, *(f"Town {other}" for other in range(84)), "Balochistan", "Iran"]
        return "&".join(f"place={name}" for name in names)
    if kind == 2:
        return f"bbox={source.uniform(150, 179):.3f},-60,{source.uniform(-179, -150):.3f},70"
    return f"around={source.uniform(40, 70):.3f},{source.uniform(25, 40):.3f},{source.choice((20, 300, 2000, 20000))}"


def _area(source: random.Random, corners: int) -> str:
    """An area around a town, with a ragged border."""
    *_, longitude, latitude = source.choice(TOWNS[:12])
    angles = np.linspace(0, 2 * np.pi, corners, endpoint=False)
    reach = np.array([source.uniform(1, 9) for _ in angles])
    points = zip(longitude + reach * np.cos(angles), np.clip(latitude + reach * np.sin(angles), -89, 89), strict=True)
    return "area=" + ",".join(f"{east:.4f},{north:.4f}" for east, north in points)


def _filter(source: random.Random) -> str:
    mark = source.choice(("", "", "!"))
    return source.choice((
        f"actor={mark}{source.choice(('Iran', 'IRGC', 'Army of Justice', 'PLA', 'not stated', 'Nobody'))}",
        f"type={mark}{source.choice(('Battles', 'Riots', 'Armed clash', 'Recall of envoy'))}",
        f"country={mark}{source.choice(('Iran', 'Pakistan', 'Iraq', 'FJI', 'Nowhere'))}",
        f"admin1={mark}{source.choice(('Balochistan', 'Nineveh', 'Tehran'))}",
        f"place={mark}{source.choice(PLACES)}",
        f"precision={mark}{source.choice(('exact', 'near', 'country', 'unknown'))}",
        f"dataset={mark}{source.choice(('one', 'two'))}",
        f"from={source.choice(('2015-01-05', '2016-06-01', '2020-01-01', '2024-11-30'))}",
        f"to={source.choice(('2015-01-20', '2018-12-31', '2022-02-28'))}",
        f"min_killed={source.choice((0, 1, 3, 8))}",
        "contested=1", "once=1", "corrected=1",
        f"contested_on={mark}{source.choice(('who', 'what', 'how many', 'whether'))}",
        f"chain={mark}{source.choice(('i00001', 'i00003'))}",
        f"tag={mark}{source.choice(('to check', 'seen', 'B', 'nothing'))}",
        f"q={source.choice(('strike', 'straße', 'IS', 'IRGC', 'Quetta', 'ü', 'i0001', 'care'))}",
        "bbox=" + ",".join(f"{source.uniform(*span):.3f}" for span in ((30, 60), (0, 30), (61, 120), (31, 60))),
        _area(source, corners=source.choice((3, 7))),
        f"around={source.uniform(40, 70):.2f},{source.uniform(25, 40):.2f},{source.choice((5, 60, 700))}",
    ))  # fmt: skip

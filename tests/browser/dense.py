"""A file with more incidents than the map draws one by one: a knot of them around Zahedan, the rest spread out."""

from pathlib import Path

import numpy as np

NUMBER = 6_000
KNOT = 1_000
WEAK = 500


def write_dense_file(folder: Path) -> Path:
    """Write the file and give its path; the last WEAK rows are known to a province only."""
    random = np.random.default_rng(7)
    longitude = np.concatenate([np.full(KNOT, 60.8629), random.uniform(45, 72, NUMBER - KNOT)])
    latitude = np.concatenate([np.full(KNOT, 29.4963), random.uniform(24, 36, NUMBER - KNOT)])
    days = np.datetime64("2015-01-01") + random.integers(0, 3650, NUMBER).astype("timedelta64[D]")
    header = "incident_id,date_start,latitude,longitude,title,event_type,actor_a,place_precision,contested"
    lines = [
        f"i{number},{days[number]},{latitude[number]:.4f},{longitude[number]:.4f},Incident {number},"
        f"{'Battles' if number % 2 else 'Protests'},{'Few' if number < 40 else 'Many'},"
        f"{'admin1' if number >= NUMBER - WEAK else 'exact'},{'true' if number % 10 == 0 else ''}"
        for number in range(NUMBER)
    ]
    path = folder / "dense.csv"
    path.write_text("\n".join([header, *lines, ""]), encoding="utf-8")
    return path

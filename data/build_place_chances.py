"""Count how many names are resolved rightly, by what was said with them and how they matched: data/place_chances.csv.

python data/build_place_chances.py LABELLED.csv … [TEXTS.xml …]

A labelled table has the columns country, admin1, location, latitude and longitude, as ACLED's exports have them, or
those of UCDP GED; texts are in the mark-up of TR-News. No row is kept: two thirds of the names, by hash, are counted,
and the others say how well the chances hold (expected calibration error, 15 bins of equal count).
"""

import csv
import hashlib
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import shapely

from geo.core.geodesy import scalar_haversine_km
from geo.places import Hints, Place, chances, locate_mentions, resolve_or_none
from geo.places.geoparsing.geoparser import parse_document
from geo.places.geoparsing.surroundings import place_around
from tests.bench import corpus

DATA = Path(__file__).parent
RIGHT_KM = 25.0
UCDP = {"where_coordinates": "location", "adm_1": "admin1"}
COLUMNS = ["location", "country", "admin1", "latitude", "longitude"]
FIT, HELD_OUT = "fit", "held out"
Answer = tuple[str, str, Place, bool]  # part, hints, place, whether right


def main(paths: list[str]) -> None:
    answers = [answer for path in paths for answer in _answers(Path(path))]
    counts: Counter[tuple[str, str]] = Counter()
    right: Counter[tuple[str, str]] = Counter()
    for part, hints, place, is_right in answers:
        if part == FIT:
            counts[hints, place.evidence] += 1
            right[hints, place.evidence] += is_right
    source = "names of " + ", ".join(sorted({_source(Path(path)) for path in paths}))
    with (DATA / "place_chances.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["hints", "evidence", "n_right", "count", "source"])
        writer.writerows((*key, right[key], count, source) for key, count in sorted(counts.items()))
    chances.chance.cache_clear()
    chances.counts.cache_clear()
    for hints in chances.HINTS:
        _report(hints, [answer for answer in answers if answer[0] == HELD_OUT and answer[1] == hints])


def _source(path: Path) -> str:
    if path.suffix == ".xml":
        return "TR-News"
    return "UCDP GED" if "where_coordinates" in pd.read_csv(path, nrows=0).columns else "ACLED"


def _answers(path: Path) -> Iterator[Answer]:
    if path.suffix == ".xml":
        yield from _answers_in_text(path)
        return
    table = pd.read_csv(path, low_memory=False).rename(columns=UCDP)[COLUMNS]
    table = table[table["latitude"] != "latitude"].drop_duplicates(["location", "country", "admin1"])
    for row in table.itertuples():
        country, admin1 = (text if isinstance(text, str) else None for text in (row.country, row.admin1))
        for hints in (Hints(), Hints(country=country), Hints(country=country, admin1=admin1)):
            place = resolve_or_none(str(row.location), hints)
            kind = "province" if hints.admin1 else "country" if hints.country else "alone"
            if place is not None:
                yield _part(str(row.location)), kind, place, _is_right(place, float(row.longitude), float(row.latitude))


def _answers_in_text(path: Path) -> Iterator[Answer]:
    for article in corpus.read_articles(path):
        spans = [(mention.start, mention.end) for mention in article.gold]
        document = parse_document(article.text)
        for mention, place in zip(article.gold, locate_mentions(article.text, spans), strict=True):
            if mention.longitude is None or mention.latitude is None:
                continue
            is_small = place is None or place.shape is None  # as what is not known mostly is: a hospital, a street
            for answer in (place, place_around(document, mention.phrase) if is_small else None):
                if answer is not None:
                    yield _part(article.text), "text", answer, _is_right(answer, mention.longitude, mention.latitude)


def _part(text: str) -> str:
    return HELD_OUT if int(hashlib.sha256(text.encode()).hexdigest(), 16) % 3 == 0 else FIT


def _is_right(place: Place, longitude: float, latitude: float) -> bool:
    distance_km = scalar_haversine_km(place.point.x, place.point.y, longitude, latitude)
    if place.shape is None:
        return distance_km <= RIGHT_KM
    return distance_km <= place.radius_km or bool(shapely.intersects_xy(place.shape, longitude, latitude))


def _report(hints: str, answers: list[Answer]) -> None:
    chance = np.array([chances.chance(hints, place.evidence) for _, _, place, _ in answers])
    is_right = np.array([right for *_, right in answers], dtype=float)
    if not len(chance):
        return
    bins = [part for part in np.array_split(np.argsort(chance, kind="stable"), 15) if len(part)]
    error = sum(abs(chance[part].mean() - is_right[part].mean()) * len(part) for part in bins) / len(chance)
    print(f"{hints}: {len(chance)} names held out, expected calibration error {error:.3f}")


if __name__ == "__main__":
    main(sys.argv[1:])

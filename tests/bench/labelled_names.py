"""Names with known points, read alone, with their country and with their province too, and names in labelled texts.

They are no part of the project: tables with the columns country, admin1, location, latitude and longitude, as ACLED's
exports have them, or those of UCDP GED, and texts in the mark-up of TR-News. Two thirds, by the hash of name or text,
are for counting chances (data/build_place_chances.py), the others for measuring them.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import shapely

from geo.core.geodesy import scalar_haversine_km
from geo.places import Hints, Place, locate_mentions, resolve_or_none
from geo.places.geoparsing.geoparser import parse_document
from geo.places.geoparsing.surroundings import place_around
from tests.bench import corpus

RIGHT_KM = 25.0
N_BINS = 15  # of equal count
UCDP = {"where_coordinates": "location", "adm_1": "admin1"}
COLUMNS = ["location", "country", "admin1", "latitude", "longitude"]


@dataclass(frozen=True, eq=False)
class Answer:
    """What a name led to, with such hints (one of chances.HINTS), and whether that is right."""

    hints: str
    place: Place
    is_right: bool
    is_test: bool


def read_answers(path: Path) -> Iterator[Answer]:
    """What the names of a labelled table or text lead to; names that lead to nothing are left out."""
    return _answers_in_text(path) if path.suffix == ".xml" else _answers_in_table(path)


def measure_error(confidence: Sequence[float], is_right: Sequence[bool]) -> float:
    """The expected calibration error: how far chances are from shares that are right, in bins of equal count."""
    bins = split_by_chance(confidence, is_right)
    return sum(abs(part[0] - part[1]) * part[2] for part in bins) / len(confidence)


def split_by_chance(
    confidence: Sequence[float], is_right: Sequence[bool], n_bins: int = N_BINS
) -> list[tuple[float, float, int]]:
    """Mean chance, share that is right, and number of answers of each bin of equal count."""
    chance, right = np.asarray(confidence, dtype=float), np.asarray(is_right, dtype=float)
    parts = np.array_split(np.argsort(chance, kind="stable"), n_bins)
    return [(float(chance[part].mean()), float(right[part].mean()), len(part)) for part in parts if len(part)]


def name_source(path: Path) -> str:
    """Where the names of a file come from, in a word or two."""
    if path.suffix == ".xml":
        return "TR-News"
    return "UCDP GED" if "where_coordinates" in pd.read_csv(path, nrows=0).columns else "ACLED"


def _answers_in_table(path: Path) -> Iterator[Answer]:
    table = pd.read_csv(path, low_memory=False).rename(columns=UCDP)[COLUMNS]
    table = table[table["latitude"] != "latitude"].drop_duplicates(["location", "country", "admin1"])
    for row in table.itertuples():
        country, admin1 = (text if isinstance(text, str) else None for text in (row.country, row.admin1))
        for hints in (Hints(), Hints(country=country), Hints(country=country, admin1=admin1)):
            place = resolve_or_none(str(row.location), hints)
            kind = "province" if hints.admin1 else "country" if hints.country else "alone"
            if place is not None:
                right = _is_right(place, float(row.longitude), float(row.latitude))
                yield Answer(kind, place, right, _is_of_test_set(str(row.location)))


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
                    right = _is_right(answer, mention.longitude, mention.latitude)
                    yield Answer("text", answer, right, _is_of_test_set(article.text))


def _is_of_test_set(text: str) -> bool:
    return int(hashlib.sha256(text.encode()).hexdigest(), 16) % 3 == 0


def _is_right(place: Place, longitude: float, latitude: float) -> bool:
    distance_km = scalar_haversine_km(place.point.x, place.point.y, longitude, latitude)
    if place.shape is None:
        return distance_km <= RIGHT_KM
    return distance_km <= place.radius_km or bool(shapely.intersects_xy(place.shape, longitude, latitude))

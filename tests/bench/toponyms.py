"""How well place names are found and resolved in a labelled corpus.

Reported are accuracy within 161 km (100 miles), mean and median error, and the area under the curve of the log error as
in CamCoder (Gritta et al. 2018). No mention is left out: an unresolved one has an error of 20,039 km, half the equator.
"""

import math
import statistics
from collections.abc import Callable, Iterator
from itertools import pairwise

from geo import places
from geo.core.geodesy import scalar_haversine_km
from geo.errors import PlaceNotFound
from tests.bench import corpus
from tests.bench.corpus import Article, Gold

MAX_ERROR_KM, ACCURATE_KM = 20_039.0, 161.0
# Published for the same corpus without omissions: Stanford NER with the most populous place (EUPEG 2019) and a voting
# ensemble (Hu 2022); then our own limit.
POPULATION, ENSEMBLE, MIN_ACCURACY = 0.711, 0.717, 0.85
STANFORD_F1 = 0.803
Resolver = Callable[[Article], list[places.Place | None]]


def lines() -> Iterator[str]:
    """The report, or a line that says that there is no corpus."""
    path = corpus.find_corpus()
    if path is None:
        yield "No labelled corpus: set CORPUS to the file of TR-News to measure names in news."
        return
    articles = corpus.read_articles(path)
    yield f"{path.name}: {len(articles)} articles, {sum(len(article.gold) for article in articles)} labelled mentions"
    yield _measure_resolution("places.locate, mentions given", articles, _locate)
    yield _measure_resolution("  the same without the publisher", articles, _locate_without_publisher)
    yield _measure_resolution("places.resolve(name, text=…)", articles, _resolve)
    yield _measure_recognition("places.find, demonyms too", articles)


def _locate(article: Article) -> list[places.Place | None]:
    return places.locate_mentions(
        article.text, [(mention.start, mention.end) for mention in article.gold], publisher=article.publisher
    )


def _locate_without_publisher(article: Article) -> list[places.Place | None]:
    return places.locate_mentions(article.text, [(mention.start, mention.end) for mention in article.gold])


def _resolve(article: Article) -> list[places.Place | None]:
    return [_resolve_or_none(mention.phrase, article) for mention in article.gold]


def _resolve_or_none(phrase: str, article: Article) -> places.Place | None:
    try:
        return places.resolve(phrase, text=article.text, publisher=article.publisher)
    except PlaceNotFound:
        return None


def _measure_resolution(name: str, articles: list[Article], resolve: Resolver) -> str:
    errors = sorted(
        _error_km(gold, place)
        for article in articles
        for gold, place in zip(article.gold, resolve(article), strict=True)
        if gold.longitude is not None
    )
    accuracy = sum(error <= ACCURATE_KM for error in errors) / len(errors)
    verdict = "reached" if accuracy >= MIN_ACCURACY else "MISSED"
    return (
        f"{name:<40} {accuracy:.3f} within 161 km of {len(errors)} (at least {MIN_ACCURACY}: {verdict}; population"
        f" {POPULATION}, ensemble {ENSEMBLE})  mean {statistics.mean(errors):,.0f} km  median"
        f" {statistics.median(errors):.1f} km  AUC {_area_under_curve(errors):.3f}"
    )


def _error_km(gold: Gold, place: places.Place | None) -> float:
    if place is None or gold.longitude is None or gold.latitude is None:
        return MAX_ERROR_KM
    return scalar_haversine_km(place.point.x, place.point.y, gold.longitude, gold.latitude)


def _area_under_curve(errors: list[float]) -> float:
    logs = [math.log(error + 1) for error in errors]
    trapezia = sum((one + other) / 2 for one, other in pairwise(logs))
    return trapezia / (math.log(MAX_ERROR_KM + 1) * (len(errors) - 1))


def _measure_recognition(name: str, articles: list[Article]) -> str:
    n_right = n_detected = n_labelled = 0
    for article in articles:
        mentions = places.find(article.text, demonyms=True, publisher=article.publisher)
        spans = {(mention.start, mention.end) for mention in mentions}
        gold = {(mention.start, mention.end) for mention in article.gold}
        n_right, n_detected, n_labelled = n_right + len(spans & gold), n_detected + len(spans), n_labelled + len(gold)
    precision, recall = n_right / n_detected, n_right / n_labelled
    score = 2 * precision * recall / (precision + recall)
    return f"{name:<40} precision {precision:.3f}  recall {recall:.3f}  F1 {score:.3f} (Stanford NER {STANFORD_F1})"

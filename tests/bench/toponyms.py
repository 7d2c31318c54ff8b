"""How well names are found and placed in a labelled corpus, everything counted.

Accuracy within 161 km (100 miles), mean and median error and the area under the curve of log error as CamCoder has it
(Gritta et al. 2018); a mention that is not resolved counts as 20,039 km, half the equator. Nothing is left out.
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

FARTHEST_KM, NEAR_KM = 20_039.0, 161.0
# The same corpus, everything counted: Stanford NER with the most populous (EUPEG 2019), a voting ensemble (Hu 2022).
POPULATION, ENSEMBLE, TO_REACH = 0.711, 0.717, 0.85
STANFORD_F1 = 0.803
Placed = Callable[[Article], list[places.Place | None]]


def lines() -> Iterator[str]:
    """The report, or a line that says that no corpus is at hand."""
    found = corpus.path()
    if found is None:
        yield "No labelled corpus at hand: set CORPUS to the file of TR-News to have names in news measured."
        return
    articles = corpus.articles(found)
    yield f"{found.name}: {len(articles)} articles, {sum(len(each.gold) for each in articles)} labelled mentions"
    yield _resolution("places.locate, mentions given", articles, _located)
    yield _resolution("  the same without the publisher", articles, _located_alone)
    yield _resolution("places.resolve(name, text=…)", articles, _resolved)
    yield _recognition("places.find, demonyms too", articles)


def _located(article: Article) -> list[places.Place | None]:
    return places.locate_mentions(
        article.text, [(each.start, each.end) for each in article.gold], publisher=article.publisher
    )


def _located_alone(article: Article) -> list[places.Place | None]:
    return places.locate_mentions(article.text, [(each.start, each.end) for each in article.gold])


def _resolved(article: Article) -> list[places.Place | None]:
    return [_or_none(each.phrase, article) for each in article.gold]


def _or_none(phrase: str, article: Article) -> places.Place | None:
    try:
        return places.resolve(phrase, text=article.text, publisher=article.publisher)
    except PlaceNotFound:
        return None


def _resolution(name: str, articles: list[Article], placed: Placed) -> str:
    errors = sorted(
        _error_km(gold, place)
        for article in articles
        for gold, place in zip(article.gold, placed(article), strict=True)
        if gold.longitude is not None
    )
    accuracy = sum(error <= NEAR_KM for error in errors) / len(errors)
    verdict = "reached" if accuracy >= TO_REACH else "MISSED"
    return (
        f"{name:<40} {accuracy:.3f} within 161 km of {len(errors)} (to reach {TO_REACH}: {verdict}; population"
        f" {POPULATION}, ensemble {ENSEMBLE})  mean {statistics.mean(errors):,.0f} km  median"
        f" {statistics.median(errors):.1f} km  AUC {_area(errors):.3f}"
    )


def _error_km(gold: Gold, place: places.Place | None) -> float:
    if place is None or gold.longitude is None or gold.latitude is None:
        return FARTHEST_KM
    return scalar_haversine_km(place.point.x, place.point.y, gold.longitude, gold.latitude)


def _area(errors: list[float]) -> float:
    logs = [math.log(error + 1) for error in errors]
    trapezia = sum((one + other) / 2 for one, other in pairwise(logs))
    return trapezia / (math.log(FARTHEST_KM + 1) * (len(errors) - 1))


def _recognition(name: str, articles: list[Article]) -> str:
    right = found = labelled = 0
    for article in articles:
        mentions = places.find(article.text, demonyms=True, publisher=article.publisher)
        spans = {(each.start, each.end) for each in mentions}
        gold = {(each.start, each.end) for each in article.gold}
        right, found, labelled = right + len(spans & gold), found + len(spans), labelled + len(gold)
    precision, recall = right / found, right / labelled
    score = 2 * precision * recall / (precision + recall)
    return f"{name:<40} precision {precision:.3f}  recall {recall:.3f}  F1 {score:.3f} (Stanford NER {STANFORD_F1})"

"""Fit how much each thing said with a name speaks for a bearer of it: data/namesake_weights.csv.

PYTHONPATH=. python data/build_namesake_weights.py TEXTS.xml LABELLED.csv REPORTS.txt …

A conditional logit (McFadden 1974): the chance of a bearer is the exponential of its score, over the sum of those of
all bearers of the name. Scores are weighted sums of what geo/places/disambiguation.py counts, divided at the end by the
weight of prominence, so that they are in the units of Entry.weight. A Gaussian around the earlier judgement keeps what
the data say little of near it. Texts are in the mark-up of TR-News, tables those of UCDP GED (texts: headline and
description), and the reports that were written and labelled for this project (town_papers.txt and agency_reports.txt of
tests/geo/places/geoparsing); beside them, drawn ones: towns by size and distance around the home of a local paper, and
cities of a country that is named. Two thirds, by hash of the text, are fitted on, of the labelled reports half; the
share of mentions decided rightly in the rest is printed. No row is kept.
"""

import csv
import hashlib
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.optimize import minimize
from scipy.special import logsumexp

from geo.core import geodesy
from geo.places.gazetteer import gazetteer
from geo.places.gazetteer.entry import Entry
from geo.places.gazetteer.name_normalization import normalize_name
from geo.places.geoparsing.geoparser import ParsedDocument
from geo.places.namesake_weights import COLUMNS, FILE_NAME, NamesakeWeights, namesake_weights
from tests.bench import corpus, labelled_reports

DATA = Path(__file__).parent
FEATURES = [field.name for field in fields(NamesakeWeights)]
RIGHT_KM = {"town": 50.0}  # of other kinds 500 km: points of areas differ
RIGHT_AREA_KM = 500.0
ROUNDS = 2  # in which the texts are read with the weights of the round before
PRIOR_DEVIATION = 0.7  # of the Gaussian around the judgement, in the units of Entry.weight
# Of what speaks against a bearer; all else speaks for one. An alias is never worth a name, and a province no more than
# its weight: the invented reports name provinces as often as towns, which the press does not. Without a
# bound a domain's country came out at .15, for almost all papers here are of one; on TR-News alone it was .49. Of
# countries with the name of a province there is Georgia alone: beside Atlanta it is the state.
BOUNDS = {
    "home_country": (0.5, None),
    "alias": (-2.0, -0.3),
    "country_kind": (-2.0, -1.3),
    "province_kind": (-0.5, 0.0),
    "shaded": (-2.0, 0.0),
}
# What the texts and the invented reports count for together, by source: as many mentions. Chosen by judgement.
SHARES = {"TR-News": 800.0, "UCDP GED": 60.0, "papers": 400.0, "local": 350.0, "abroad": 200.0}
N_LOCAL, N_ABROAD = 400, 200  # invented reports
# The judgement of before the fit: of decision 0007, with guesses for what was not weighed then.
JUDGEMENT = NamesakeWeights(
    alias=-1.0, country_kind=-1.0, province_kind=0.0, shaded=-1.0, country=2.0, country_doubling=0.4, province=2.2,
    province_doubling=0.6, town_country=1.5, town_country_doubling=0.3, town_province=1.8, town_province_doubling=0.4,
    near_clear=1.2, near_unclear=0.5, close=0.6, opening=0.5, home=2.0, home_province=1.5, home_country=0.8,
)  # fmt: skip


@dataclass(frozen=True)
class Report:
    """A text with the spans of names in it and the point of each: (start, end, longitude, latitude)."""

    source: str
    text: str
    publisher: str
    gold: tuple[tuple[int, int, float, float], ...]
    is_closed: bool = False

    @property
    def is_test(self) -> bool:
        """Whether its mentions are not fitted on."""
        if self.source == "papers":
            return self.is_closed
        return int(hashlib.sha256(self.text.encode()).hexdigest(), 16) % 3 == 0


@dataclass(frozen=True)
class Choice:
    """Among the bearers of a name: the features of each (bearers, 1 + features), and whether it is right."""

    source: str
    is_test: bool
    features: np.ndarray
    is_right: np.ndarray


def main(paths: list[str]) -> None:
    reports = [report for path in paths for report in _read(Path(path))]
    reports += [*_local_reports(random.Random(1)), *_reports_from_abroad(random.Random(2))]
    weights = JUDGEMENT
    for _ in range(ROUNDS):
        _save(weights)
        choices = [choice for report in reports for choice in _choices(report)]
        _report("before", weights, choices)
        weights = _fit([choice for choice in choices if not choice.is_test])
        _report("after", weights, choices)
    _save(weights)


def _save(weights: NamesakeWeights) -> None:
    source = "fitted by build_namesake_weights.py on TR-News, UCDP GED and invented reports"
    with (DATA / FILE_NAME).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows((name, f"{weight:.2f}", source) for name, weight in sorted(asdict(weights).items()))
    namesake_weights.cache_clear()


def _read(path: Path) -> Iterator[Report]:
    readers = {".xml": _read_articles, ".csv": _read_events, ".txt": _read_papers}
    return readers[path.suffix](path)


def _read_papers(path: Path) -> Iterator[Report]:
    for report in labelled_reports.read_reports(path):
        gold = tuple((label.start, label.end, label.longitude, label.latitude) for label in report.labels)
        for publisher in (report.publisher, ""):
            yield Report("papers", report.text, publisher, gold, is_closed=not report.is_open)


def _read_articles(path: Path) -> Iterator[Report]:
    for article in corpus.read_articles(path):
        gold = tuple(
            (mention.start, mention.end, mention.longitude, mention.latitude)
            for mention in article.gold
            if mention.longitude is not None and mention.latitude is not None
        )
        for publisher in dict.fromkeys((article.publisher, "")):
            yield Report("TR-News", article.text, publisher, gold)


def _read_events(path: Path) -> Iterator[Report]:
    table = pd.read_csv(path, low_memory=False).dropna(subset=["where_coordinates", "where_description"])
    table = table[table["where_prec"] == 1].drop_duplicates(["where_coordinates", "source_headline"])
    for row in table.itertuples():
        name = str(row.where_coordinates).removesuffix(" village").removesuffix(" town").removesuffix(" city")
        text = f"{row.source_headline}. {row.where_description}."
        start = text.find(name)
        if start >= 0 and normalize_name(name):
            where = (start, start + len(name), float(row.longitude), float(row.latitude))
            yield Report("UCDP GED", text, "", (where,))


def _choices(report: Report) -> Iterator[Choice]:
    """What is to be chosen in a report, where there is a choice and one of the bearers is right."""
    if report.source == "UCDP GED":
        document = ParsedDocument(report.text, report.publisher)
    else:
        document = ParsedDocument(
            report.text, report.publisher, sorted({(start, end) for start, end, *_ in report.gold})
        )
    points = {(start, end): (longitude, latitude) for start, end, longitude, latitude in report.gold}
    for mention in document.mentions:
        point = points.get((mention.start, mention.end))
        if point is None or len(mention.entries) < 2 or document.container_of(mention) is not None:
            continue
        is_right = np.array(
            [_distance_km(entry, point) <= RIGHT_KM.get(entry.kind, RIGHT_AREA_KM) for entry in mention.entries]
        )
        if is_right.any() and not is_right.all():
            yield Choice(report.source, report.is_test, _features(document, mention.form, mention.entries), is_right)


def _features(document: ParsedDocument, form: str, entries: Sequence[Entry]) -> np.ndarray:
    """The prior of each bearer, and what each weight would add to it if it were 1 and all others 0."""
    none = document.weigh(form, None, NamesakeWeights()).among(entries)
    columns = [np.array([gazetteer.prior(entry) for entry in entries])]
    base = np.array([none.score(entry) for entry in entries])
    for name in FEATURES:
        context = document.weigh(form, None, NamesakeWeights(**{name: 1.0})).among(entries)
        columns.append(np.array([context.score(entry) for entry in entries]) - base)
    return np.column_stack(columns)


def _fit(choices: list[Choice]) -> NamesakeWeights:
    """The weights under which the right bearers are likeliest, in the units of Entry.weight."""
    judgement = np.array([getattr(JUDGEMENT, name) for name in FEATURES])
    counts = {source: sum(choice.source == source for choice in choices) for source in SHARES}
    importance = np.array([SHARES[choice.source] / counts[choice.source] for choice in choices])

    size = max(len(choice.is_right) for choice in choices)
    features = np.stack([_pad(choice.features, size) for choice in choices])
    is_bearer = np.stack([_pad(np.ones(len(choice.is_right), bool), size) for choice in choices])
    is_right = np.stack([_pad(choice.is_right, size) for choice in choices])

    def cost(parameters: np.ndarray) -> tuple[float, np.ndarray]:
        scale, weights = np.exp(parameters[0]), parameters[1:]
        scores = features @ np.concatenate([[1.0], weights])
        logits = np.where(is_bearer, scale * scores, -np.inf)
        of_all = logsumexp(logits, axis=1, keepdims=True)
        of_right = logsumexp(np.where(is_right, logits, -np.inf), axis=1, keepdims=True)
        slope = np.exp(logits - of_all) - np.where(is_right, np.exp(logits - of_right), 0.0)
        slope *= importance[:, None]
        prior = (weights - judgement) / PRIOR_DEVIATION
        total = float(importance @ (of_all - of_right)[:, 0]) + 0.5 * float(prior @ prior)
        slopes = scale * np.einsum("ij,ijk->k", slope, features[:, :, 1:]) + prior / PRIOR_DEVIATION
        return total, np.concatenate([[scale * float((slope * scores).sum())], slopes])

    bounds = [(-2.0, 3.0), *(BOUNDS.get(name, (0.0, None)) for name in FEATURES)]
    start = np.concatenate([[1.0], judgement])
    optimum = minimize(cost, start, jac=True, method="L-BFGS-B", bounds=bounds)
    print(f"cost {optimum.fun:.1f}, logits for each unit of weight {np.exp(optimum.x[0]):.2f}")
    return NamesakeWeights(**dict(zip(FEATURES, np.round(optimum.x[1:], 2).tolist(), strict=True)))


def _pad(rows: np.ndarray, size: int) -> np.ndarray:
    return np.concatenate([rows, np.zeros((size - len(rows), *rows.shape[1:]), rows.dtype)])


def _report(when: str, weights: NamesakeWeights, choices: list[Choice]) -> None:
    vector = np.concatenate([[1.0], [getattr(weights, name) for name in FEATURES]])
    for source in SHARES:
        for is_test in (False, True):
            chosen = [choice for choice in choices if (choice.source, choice.is_test) == (source, is_test)]
            right = sum(bool(choice.is_right[np.argmax(choice.features @ vector)]) for choice in chosen)
            part = "held out" if is_test else "fitted on"
            print(
                f"{when}: {source}, {part}: {right} of {len(chosen)} choices right ({right / max(len(chosen), 1):.3f})"
            )


def _towns() -> pd.DataFrame:
    """The towns of the world's gazetteer."""
    columns = ["place_id", "name", "kind", "country", "admin1", "longitude", "latitude", "weight"]
    table = pd.read_parquet(gazetteer.GAZETTEER.with_name("gazetteer.parquet"), columns=columns)
    table = table[(table["kind"] == "town") & (table["weight"] >= 2.5)]
    return table.reset_index(drop=True)


def _draw(generator: random.Random, weights: np.ndarray, count: int) -> list[int]:
    """Rows, each as likely as its weight."""
    sums = np.cumsum(weights)
    draws = [generator.random() * sums[-1] for _ in range(count)]
    return [int(row) for row in np.searchsorted(sums, draws)] if sums[-1] > 0 else []


# Where the invented papers are published: mostly where the English-language press is. Chosen by judgement.
PRESS = {"United States of America": 12.0, "United Kingdom": 2.0, "Canada": 2.0, "Australia": 1.5, "India": 1.5}
LOCAL_KM = 50.0  # the chance of a town to be written of falls to 1/e at this distance


def _local_reports(generator: random.Random) -> Iterator[Report]:
    """Reports of local papers: towns around their home, cities of its province and country, and of the world."""
    towns = _towns()
    population = 10.0 ** towns["weight"].to_numpy()
    countries, provinces = (towns[name].to_numpy(object) for name in ("country", "admin1"))
    press = np.array([PRESS.get(country, 0.05) for country in countries])
    can_be_home = (towns["weight"].to_numpy() >= 3.5) & (towns["weight"].to_numpy() <= 5.7)
    for home in _draw(generator, press * np.sqrt(population) * can_be_home, N_LOCAL):
        longitude, latitude = towns["longitude"][home], towns["latitude"][home]
        distance_km = geodesy.haversine_km(
            towns["longitude"].to_numpy(float), towns["latitude"].to_numpy(float), float(longitude), float(latitude)
        )
        in_country, in_province = (
            countries == countries[home],
            (countries == countries[home]) & (provinces == provinces[home]),
        )
        rows = [home] * generator.randint(0, 2)
        rows += _draw(generator, np.sqrt(population) * np.exp(-distance_km / LOCAL_KM), generator.randint(1, 5))
        rows += _draw(generator, population**0.8 * in_province, generator.randint(0, 2))
        rows += _draw(generator, population * in_country, generator.randint(0, 2))
        rows += _draw(generator, population * (population > 3e5), generator.randint(0, 1))
        areas = [provinces[home]] * (generator.random() < 0.5) + [countries[home]] * (generator.random() < 0.3)
        others = _draw(generator, population * in_country, 2)
        areas += [provinces[row] for row in others if generator.random() < 0.25]
        areas += [countries[row] for row in rows[-1:] if generator.random() < 0.4]
        domain = "".join(normalize_name(towns["name"][home]).split()) + "times.com"
        yield _invent(generator, "local", towns, rows, areas, domain if generator.random() < 0.5 else "")


def _reports_from_abroad(generator: random.Random) -> Iterator[Report]:
    """Reports of the world's press: cities of a country, which is mostly named, and of another one."""
    towns = _towns()
    population = 10.0 ** towns["weight"].to_numpy()
    countries = towns["country"].to_numpy(object)
    names = sorted(set(countries))
    for country in generator.choices(names, k=N_ABROAD):
        rows = _draw(generator, population**0.7 * (countries == country), generator.randint(1, 4))
        rows += _draw(generator, population * (population > 1e6), generator.randint(0, 1))
        areas = [country] * (generator.random() < 0.8) + generator.choices(names, k=generator.randint(0, 2))
        yield _invent(generator, "abroad", towns, rows, areas, "")


def _invent(
    generator: random.Random, source: str, towns: pd.DataFrame, rows: list[int], areas: list[str], publisher: str
) -> Report:
    """A text that names these towns and areas in any order, a sentence each."""
    items = [(str(towns["name"][row]), float(towns["longitude"][row]), float(towns["latitude"][row])) for row in rows]
    items += [(area, *_point_of_area(area, str(towns["country"][rows[0]]))) for area in areas if area]
    generator.shuffle(items)
    text, gold = "", []
    for name, longitude, latitude in items:
        text += "People went to "
        gold.append((len(text), len(text) + len(name), longitude, latitude))
        text += f"{name} on Monday. "
    return Report(source, text, publisher, tuple(gold))


def _point_of_area(name: str, country: str) -> tuple[float, float]:
    """The point of the country of this name, or of the province in a country; without one, the mention is no choice."""
    entries = [entry for entry in gazetteer.candidates(name) if entry.is_preferred_name]
    is_area = {"country": lambda entry: entry.name == name, "province": lambda entry: entry.country == country}
    area = next((entry for entry in entries if entry.kind in is_area and is_area[entry.kind](entry)), None)
    return (area.longitude, area.latitude) if area else (np.nan, np.nan)


def _distance_km(entry: Entry, point: tuple[float, float]) -> float:
    if np.isnan(point[0]):
        return np.inf
    return geodesy.scalar_haversine_km(entry.longitude, entry.latitude, *point)


if __name__ == "__main__":
    main(sys.argv[1:])

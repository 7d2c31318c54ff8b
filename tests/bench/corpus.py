"""A labelled news corpus in the GeoNames mark-up of TR-News (Kamalloo and Rafiei 2018), where there is one.

It is no part of the project: the path is that in CORPUS, else shared/corpora/ beside the project.
"""

import os
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

DEFAULT_PATH = Path(__file__).parents[2].parent / "shared" / "corpora" / "TR-News.xml"

MAX_OFFSET = 60  # characters by which labels of TR-News are off; chosen by judgement


@dataclass(frozen=True)
class Gold:
    """A labelled mention: the phrase text[start:end] and, if labelled, its position in GeoNames in degrees."""

    start: int
    end: int
    phrase: str
    longitude: float | None
    latitude: float | None


@dataclass(frozen=True)
class Article:
    """A text, the domain that published it, and its labelled mentions."""

    text: str
    publisher: str
    gold: tuple[Gold, ...]


def find_corpus() -> Path | None:
    """The path of the corpus, or None."""
    path = Path(os.environ.get("CORPUS", DEFAULT_PATH))
    return path if path.exists() else None


def read_articles(path: Path) -> list[Article]:
    """All articles of the corpus."""
    return [_read_article(element) for element in ET.parse(path).getroot()]


def _read_article(element: ET.Element) -> Article:
    text = element.findtext("text") or ""
    return Article(text, element.findtext("domain") or "", tuple(_read_mentions(element, text)))


def _read_mentions(element: ET.Element, text: str) -> Iterator[Gold]:
    for toponym in element.iter("toponym"):
        phrase, start = toponym.findtext("phrase") or "", int(toponym.findtext("start") or 0)
        start = _locate_phrase(text, phrase, start)
        longitude, latitude = (_to_float(toponym.findtext(f"gaztag/{name}")) for name in ("lon", "lat"))
        yield Gold(start, start + len(phrase), phrase, longitude, latitude)


def _to_float(text: str | None) -> float | None:
    return None if text is None else float(text)


def _locate_phrase(text: str, phrase: str, start: int) -> int:
    """Where the phrase starts: some labels are a few characters off."""
    if text[start : start + len(phrase)] == phrase:
        return start
    nearby = text.find(phrase, max(0, start - MAX_OFFSET))
    return nearby if nearby >= 0 else text.find(phrase)

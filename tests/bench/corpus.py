"""A labelled news corpus in the GeoNames mark-up of TR-News (Kamalloo and Rafiei 2018), where one lies at hand.

Not a part of the project: looked for at the path in CORPUS, else beside the project in shared/corpora/.
"""

import os
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

BESIDE = Path(__file__).parents[2].parent / "shared" / "corpora" / "TR-News.xml"


@dataclass(frozen=True)
class Gold:
    """One labelled mention: its words text[start:end], and where GeoNames puts it, if the label says so."""

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


def path() -> Path | None:
    """Where the corpus lies, or None."""
    found = Path(os.environ.get("CORPUS", BESIDE))
    return found if found.exists() else None


def articles(corpus: Path) -> list[Article]:
    """Every article of the corpus."""
    return [_article(each) for each in ET.parse(corpus).getroot()]


def _article(element: ET.Element) -> Article:
    text = element.findtext("text") or ""
    return Article(text, element.findtext("domain") or "", tuple(_gold(element, text)))


def _gold(element: ET.Element, text: str) -> Iterator[Gold]:
    for toponym in element.iter("toponym"):
        phrase, start = toponym.findtext("phrase") or "", int(toponym.findtext("start") or 0)
        where = _where(text, phrase, start)
        longitude, latitude = (_number(toponym.findtext(f"gaztag/{name}")) for name in ("lon", "lat"))
        yield Gold(where, where + len(phrase), phrase, longitude, latitude)


def _number(text: str | None) -> float | None:
    return None if text is None else float(text)


def _where(text: str, phrase: str, start: int) -> int:
    """Where the phrase stands: some labels count a few characters more or fewer than the text has."""
    if text[start : start + len(phrase)] == phrase:
        return start
    near = text.find(phrase, max(0, start - 60))
    return near if near >= 0 else text.find(phrase)

"""Invented reports with their places labelled: “== domain”, then a text with {Name|latitude,longitude} in it.

{Name} alone is the place that was last so called. The texts were made up for this project; the domains are those of
papers of the towns that they are about, and no such report was ever in them.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

REPORT_START = re.compile(r"^== (?P<publisher>\S+)\n", re.MULTILINE)
LABEL = re.compile(r"\{(?P<name>[^}|]+)(?:\|(?P<latitude>-?[\d.]+),(?P<longitude>-?[\d.]+))?\}")


@dataclass(frozen=True)
class Label:
    """A name in a report, text[start:end], and the point of its place."""

    start: int
    end: int
    longitude: float
    latitude: float


@dataclass(frozen=True)
class LabelledReport:
    """A report, the domain that it could stand on, and its labels in order."""

    publisher: str
    text: str
    labels: tuple[Label, ...]

    @property
    def is_open(self) -> bool:
        """Whether rules may be made and weights fitted by this one; the others only measure."""
        return int(hashlib.sha256(self.publisher.encode()).hexdigest(), 16) % 2 == 0


def read_reports(path: Path) -> Iterator[LabelledReport]:
    """The reports of a file, in order."""
    parts = REPORT_START.split(path.read_text(encoding="utf-8"))[1:]
    for publisher, body in zip(parts[::2], parts[1::2], strict=True):
        yield _read_report(publisher, body.strip())


def _read_report(publisher: str, body: str) -> LabelledReport:
    text, labels, stop = "", list[Label](), 0
    points: dict[str, tuple[float, float]] = {}
    for match in LABEL.finditer(body):
        text += body[stop : match.start()]
        name, stop = match["name"], match.end()
        if match["latitude"]:
            points[name] = float(match["longitude"]), float(match["latitude"])
        labels.append(Label(len(text), len(text) + len(name), *points[name]))
        text += name
    return LabelledReport(publisher, text + body[stop:], tuple(labels))

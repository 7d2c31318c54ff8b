"""What the columns of a hand-made table are called, and what its types of events are, in five languages."""

import csv
import re
from dataclasses import dataclass, replace
from functools import cache

from geo.core.schema import EVENT_TYPES, INCIDENT_COLUMNS
from geo.ingest.parsers.cell_normalization import MAX_LENGTH, normalize
from geo.settings import data_dir

NAMES, WORDS = data_dir() / "column_names.csv", data_dir() / "event_words.csv"
_INNER = re.compile(r"(?<=[a-z])(?=[A-Z])")
_BETWEEN = re.compile(r"[^\w]+|_+")
_LOW = frozenset(
    map(normalize, ("min", "minimum", "low", "lowest", "lower", "least", "mínimo", "mínima", "الأدنى", "حداقل"))
)
_HIGH = frozenset(
    map(normalize, ("max", "maximum", "high", "highest", "upper", "most", "máximo", "máxima", "الأعلى", "حداکثر"))
)
_ID = 0.7  # how close the name of an identifier is that does not say what it identifies
_MEAN = frozenset(map(normalize, ("avg", "average", "mean", "median", "moyenne", "promedio")))


@dataclass(frozen=True)
class Naming:
    """What a column's name says that it holds; `part`: one of several numbers that add up to it; `closeness` 0 to 1."""

    holds: str
    part: bool
    closeness: float
    wording: str


def wording(name: str) -> str:
    """A column's name as words in plain form: “EventDate”, “event_date” and “Event Date:” are one."""
    return " ".join(_BETWEEN.sub(" ", normalize(_INNER.sub(" ", name[: 2 * MAX_LENGTH]))).split())


def namings(name: str) -> tuple[Naming, ...]:
    """What a name may say: the whole of it, else the longest known wording that stands in it as whole words."""
    words = wording(name)
    if words in _names():
        return tuple(Naming(holds, part, 1.0, words) for holds, part in _names()[words])
    parts = words.split()[:12]
    spans = [(first, last) for first in range(len(parts)) for last in range(len(parts), first, -1)]
    for first, last in sorted(spans, key=lambda span: (span[0] - span[1], -span[0])):
        inner = " ".join(parts[first:last])
        if inner in _names() and len(inner) > 2:
            share = 0.4 + 0.4 * len(inner) / len(words)
            counts = parts[last : last + 1] == ["of"]  # a “number of actors” numbers no row
            held = [each for each in _names()[inner] if not (counts and each[0] == "incident_id")]
            told = (_toll(Naming(holds, part, share, inner), parts) for holds, part in held)
            return tuple(_bounded(each, parts) for each in told)
    if len(parts) > 1 and parts[-1] == "id":
        return (Naming("incident_id", False, _ID, "id"),)  # whatever its rows are called: “strike_id”
    return ()


def _toll(naming: Naming, words: list[str]) -> Naming:
    """A toll that its other words tell more of: “deaths (civilian)” is of one party, “wounded: police” is no death."""
    told = [each for word in words for each in _names().get(word, ())]
    if naming.holds not in ("killed_best", "injured_best"):
        return naming
    outcomes = {holds for holds, part in told if not part} & {"killed_best", "injured_best"}
    holds = naming.holds if not naming.part or len(outcomes) != 1 else outcomes.pop()
    return replace(naming, holds=holds, part=naming.part or any(part for _, part in told))


def _bounded(naming: Naming, words: list[str]) -> Naming:
    """A toll whose other words say that it is the least or the most: “min_people_killed”; of a party, it is no toll."""
    outcome, _, _ = naming.holds.partition("_")
    least, most, mean = (bool(bounds & {*words}) for bounds in (_LOW, _HIGH, _MEAN))
    if outcome not in ("killed", "injured") or not (least or most or mean):
        return naming
    bound = "best" if least == most else "low" if least else "high"
    return replace(naming, holds="" if naming.part else f"{outcome}_{bound}")


def event_kind(text: str) -> tuple[str, str]:
    """Type and sub-type of an event by its wording; empty where the words are of several types or none."""
    words = wording(text)
    if words in _words():
        return _words()[words]
    padded = f" {words} "
    found = [word for word in _words() if f" {word} " in padded]
    longest = [word for word in found if not any(word != other and f" {word} " in f" {other} " for other in found)]
    kinds = {_words()[word] for word in longest}
    types = {kind for kind, _ in kinds}
    if len(types) != 1:
        return "", ""
    subs = {sub for _, sub in kinds} - {""}
    return types.pop(), subs.pop() if len(subs) == 1 else ""


def is_event_word(text: str) -> bool:
    """Whether a text is, or holds, a word for a type of event, sure or not."""
    padded = f" {wording(text)} "
    return any(f" {word} " in padded for word in _words())


@cache
def _names() -> dict[str, tuple[tuple[str, bool], ...]]:
    found: dict[str, list[tuple[str, bool]]] = {}
    for column in INCIDENT_COLUMNS:
        for name in (column.name, column.title):
            found.setdefault(wording(name), []).append((column.name, False))
    with NAMES.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault(wording(row["wording"]), []).append((row["holds"], row["part"] == "part"))
    return {words: tuple(dict.fromkeys(held)) for words, held in found.items()}


@cache
def _words() -> dict[str, tuple[str, str]]:
    ours = {wording(kind): (kind, "") for kind in EVENT_TYPES}
    ours |= {wording(sub): (kind, sub) for kind, subs in EVENT_TYPES.items() for sub in subs if sub != "Other"}
    with WORDS.open(encoding="utf-8", newline="") as file:
        told = {wording(row["wording"]): (row["event_type"], row["sub_event_type"]) for row in csv.DictReader(file)}
    return {**ours, **told}  # ACLED's sub-type “Attack” is in a sheet of anybody's an attack on anybody

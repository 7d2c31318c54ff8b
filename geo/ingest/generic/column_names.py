"""What columns of hand-made tables are called, and how they word types of events, in five languages."""

import csv
import re
from dataclasses import dataclass, replace
from functools import cache

from geo.core.schema import EVENT_TYPES, INCIDENT_COLUMNS
from geo.ingest.parsers.cell_normalization import MAX_LENGTH, normalize
from geo.settings import data_dir

COLUMN_NAMES_FILE, EVENT_WORDS_FILE = data_dir() / "column_names.csv", data_dir() / "event_words.csv"
MAX_WORDS = 12  # of a name that are looked at: the number of spans grows with the square
# Closeness of a name of which only a part is known: between these, by the share of its letters. By judgement.
_MIN_CLOSENESS, _CLOSENESS_RANGE = 0.4, 0.4
_ID_CLOSENESS = 0.7  # of an identifier's name that does not say what it identifies; by judgement
_CAMEL_CASE = re.compile(r"(?<=[a-z])(?=[A-Z])")
_SEPARATORS = re.compile(r"[^\w]+|_+")
_LOW_WORDS = frozenset(
    map(normalize, ("min", "minimum", "low", "lowest", "lower", "least", "mínimo", "mínima", "الأدنى", "حداقل"))
)
_HIGH_WORDS = frozenset(
    map(normalize, ("max", "maximum", "high", "highest", "upper", "most", "máximo", "máxima", "الأعلى", "حداکثر"))
)
_MEAN_WORDS = frozenset(map(normalize, ("avg", "average", "mean", "median", "moyenne", "promedio")))


@dataclass(frozen=True)
class NameMatch:
    """What a column's name says that it holds.

    `target` is as in `Guess`, empty for nothing of ours; `is_part`: one of several counts that add up to it;
    `closeness`: 0 to 1, and 1 where the whole name is known; `words`: the known words.
    """

    target: str
    is_part: bool
    closeness: float
    words: str


def normalize_column_name(name: str) -> str:
    """Return a column's name as normalized words: “EventDate”, “event_date” and “Event Date:” are one."""
    return " ".join(_SEPARATORS.sub(" ", normalize(_CAMEL_CASE.sub(" ", name[: 2 * MAX_LENGTH]))).split())


def match_names(name: str) -> tuple[NameMatch, ...]:
    """Return what a name may say: the whole of it, else the longest known words that are in it as whole words."""
    words = normalize_column_name(name)
    if words in _targets():
        return tuple(NameMatch(target, is_part, 1.0, words) for target, is_part in _targets()[words])
    parts = words.split()[:MAX_WORDS]
    for first, last in _longest_spans_first(len(parts)):
        inner = " ".join(parts[first:last])
        if inner in _targets() and len(inner) > 2:
            closeness = _MIN_CLOSENESS + _CLOSENESS_RANGE * len(inner) / len(words)
            is_count = parts[last : last + 1] == ["of"]  # a “number of actors” numbers no row
            matches = [
                NameMatch(target, is_part, closeness, inner)
                for target, is_part in _targets()[inner]
                if not (is_count and target == "incident_id")
            ]
            return tuple(_resolve_bound(_resolve_outcome(match, parts), parts) for match in matches)
    if len(parts) > 1 and parts[-1] == "id":
        return (NameMatch("incident_id", False, _ID_CLOSENESS, "id"),)  # whatever its rows are called: “strike_id”
    return ()


def _longest_spans_first(n_words: int) -> list[tuple[int, int]]:
    """First and last (exclusive) of all spans of words, the longest first, of equals the last in the name."""
    spans = [(first, last) for first in range(n_words) for last in range(n_words, first, -1)]
    return sorted(spans, key=lambda span: (span[0] - span[1], -span[0]))


def _resolve_outcome(match: NameMatch, words: list[str]) -> NameMatch:
    """Refine a count by its other words: “deaths (civilian)” is one party's, “wounded: police” counts no deaths."""
    if match.target not in ("killed_best", "injured_best"):
        return match
    others = [entry for word in words for entry in _targets().get(word, ())]
    outcomes = {target for target, is_part in others if not is_part} & {"killed_best", "injured_best"}
    target = match.target if not match.is_part or len(outcomes) != 1 else outcomes.pop()
    return replace(match, target=target, is_part=match.is_part or any(is_part for _, is_part in others))


def _resolve_bound(match: NameMatch, words: list[str]) -> NameMatch:
    """Make a count a bound if its words say so, as in “min_people_killed”; the bound of a part is no count of ours."""
    outcome, _, _ = match.target.partition("_")
    is_low, is_high, is_mean = (bool(bounds & {*words}) for bounds in (_LOW_WORDS, _HIGH_WORDS, _MEAN_WORDS))
    if outcome not in ("killed", "injured") or not (is_low or is_high or is_mean):
        return match
    bound = "best" if is_low == is_high else "low" if is_low else "high"
    return replace(match, target="" if match.is_part else f"{outcome}_{bound}")


def parse_event_type(text: str) -> tuple[str, str]:
    """Return type and sub-type of an event by its wording; empty where the words are of several types or none."""
    words = normalize_column_name(text)
    if words in _event_types():
        return _event_types()[words]
    padded = f" {words} "
    known = [word for word in _event_types() if f" {word} " in padded]
    longest = [word for word in known if not any(word != other and f" {word} " in f" {other} " for other in known)]
    matches = {_event_types()[word] for word in longest}
    types = {event_type for event_type, _ in matches}
    if len(types) != 1:
        return "", ""
    sub_types = {sub_type for _, sub_type in matches} - {""}
    return types.pop(), sub_types.pop() if len(sub_types) == 1 else ""


def has_event_word(text: str) -> bool:
    """Return whether a text is, or has in it, a word for a type of event, even one of several types."""
    padded = f" {normalize_column_name(text)} "
    return any(f" {word} " in padded for word in _event_types())


@cache
def _targets() -> dict[str, tuple[tuple[str, bool], ...]]:
    """Normalized name → targets, each with whether the column holds only a part of it."""
    targets: dict[str, list[tuple[str, bool]]] = {}
    for column in INCIDENT_COLUMNS:
        for name in (column.name, column.title):
            targets.setdefault(normalize_column_name(name), []).append((column.name, False))
    with COLUMN_NAMES_FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            targets.setdefault(normalize_column_name(row["wording"]), []).append((row["holds"], row["part"] == "part"))
    return {words: tuple(dict.fromkeys(entries)) for words, entries in targets.items()}


@cache
def _event_types() -> dict[str, tuple[str, str]]:
    """Normalized wording → type and sub-type, both empty where it may be of several types."""
    vocabulary = {normalize_column_name(event_type): (event_type, "") for event_type in EVENT_TYPES}
    vocabulary |= {
        normalize_column_name(sub_type): (event_type, sub_type)
        for event_type, sub_types in EVENT_TYPES.items()
        for sub_type in sub_types
        if sub_type != "Other"
    }
    with EVENT_WORDS_FILE.open(encoding="utf-8", newline="") as file:
        words = {
            normalize_column_name(row["wording"]): (row["event_type"], row["sub_event_type"])
            for row in csv.DictReader(file)
        }
    return {**vocabulary, **words}  # the words come last: ACLED's sub-type “Attack” is anybody's in a hand-made table

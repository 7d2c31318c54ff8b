"""What columns of hand-made tables are called, and how they word types of events, in five languages."""

import csv
from dataclasses import dataclass, replace
from functools import cache

from geo.core.schema import EVENT_TYPES, INCIDENT_COLUMNS
from geo.ingest.generic.header_subjects import DATE, FAMILIES, subject_of
from geo.ingest.generic.name_normalization import normalize_column_name
from geo.ingest.generic.toll_names import TollName, parse_toll_name
from geo.settings import data_dir

COLUMN_NAMES_FILE, EVENT_WORDS_FILE = data_dir() / "column_names.csv", data_dir() / "event_words.csv"
MAX_WORDS = 12  # of a name that are looked at: the number of spans grows with the square
# Closeness of a name of which only a part is known: between these, by the share of its letters. By judgement.
_MIN_CLOSENESS, _CLOSENESS_RANGE = 0.4, 0.4
_SUBSTITUTE_CLOSENESS = 0.45  # of a date of something else, so that any date of the event goes first; by judgement
_OF = frozenset(["of", "de", "du", "del", "des"])
_ID_CLOSENESS = 0.7  # of an identifier's name that does not say what it identifies; by judgement


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


def match_names(name: str) -> tuple[NameMatch, ...]:
    """Return what a name may say: the whole of it, else the longest known words that are in it as whole words."""
    words = normalize_column_name(name)
    toll = parse_toll_name(name)
    if words in _targets() and (toll is None or toll.outcomes):
        return tuple(NameMatch(target, is_part, 1.0, words) for target, is_part in _targets()[words])
    if toll is not None and toll.outcomes:
        return (_match_toll(toll),)
    parts = words.split()[:MAX_WORDS]
    inner = _match_part(parts, len(words))
    if inner:
        return inner
    if len(parts) > 1 and parts[-1] == "id":
        return (NameMatch("incident_id", False, _ID_CLOSENESS, "id"),)  # whatever its rows are called: “strike_id”
    return () if toll is None else (_match_toll(toll),)


def _match_part(parts: list[str], length: int) -> tuple[NameMatch, ...]:
    """What the words in a name say that are known by themselves: before “of” the head, else the longest."""
    for first, last in (*_head_first(parts), *_longest_spans_first(len(parts))):
        inner = " ".join(parts[first:last])
        if inner not in _targets() or len(inner) <= 2:
            continue
        closeness = _MIN_CLOSENESS + _CLOSENESS_RANGE * len(inner) / length
        is_count = parts[last : last + 1] == ["of"]  # a “number of actors” numbers no row
        others = [*parts[:first], *parts[last:]]
        return tuple(
            _resolve_subject(NameMatch(target, is_part, closeness, inner), others)
            for target, is_part in _targets()[inner]
            if not (is_count and target == "incident_id")
        )
    return ()


def _head_first(parts: list[str]) -> list[tuple[int, int]]:
    """The span before the first “of”: the country of an incident is a country."""
    position = next((number for number, word in enumerate(parts) if word in _OF), 0)
    return [(0, position)] if position else []


def _longest_spans_first(n_words: int) -> list[tuple[int, int]]:
    """First and last (exclusive) of all spans of words, the longest first, of equals the last in the name."""
    spans = [(first, last) for first in range(n_words) for last in range(n_words, first, -1)]
    return sorted(spans, key=lambda span: (span[0] - span[1], -span[0]))


def _resolve_subject(match: NameMatch, words: list[str]) -> NameMatch:
    """A column of another's type, place or name holds nothing of ours; another's date only where there is no better."""
    if not subject_of(match.target, words):
        return match
    if FAMILIES[match.target] == DATE:
        return replace(match, closeness=_SUBSTITUTE_CLOSENESS)
    return NameMatch("", False, 1.0, match.words)


def _match_toll(toll: TollName) -> NameMatch:
    """What the name of a column of numbers of people makes of it.

    The bound of a part is no count of ours, nor are two outcomes in one number or the people of one profession.
    """
    length = sum(map(len, toll.unknown_words)) / len(toll.words)
    closeness = _MIN_CLOSENESS + _CLOSENESS_RANGE * (1 - length) if toll.unknown_words else 1.0
    has_no_target = not toll.outcome or (toll.is_part and (toll.bound != "best" or toll.is_mean or toll.is_subset))
    target = "" if has_no_target else f"{toll.outcome}_{toll.bound}"
    return NameMatch(target, toll.is_part and bool(target), closeness, toll.words)


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
    for column in (column for column in INCIDENT_COLUMNS if not column.is_own):
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

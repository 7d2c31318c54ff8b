"""What the name of a column of numbers of people says: killed or injured, the least or the most, of whom.

`data/toll_words.csv` holds the words in five languages, and the commonest in four more; a name is composed of them in
any order, so that “Total Died Min”, “min_killed_total” and “Muertos (mínimo)” need no entry of their own.
"""

import csv
import re
from dataclasses import dataclass
from functools import cache, lru_cache

from geo.ingest.generic.name_normalization import normalize_column_name
from geo.ingest.parsers.cell_normalization import MAX_LENGTH
from geo.ingest.parsers.word_lists import alternation
from geo.settings import data_dir

TOLL_WORDS_FILE = data_dir() / "toll_words.csv"
MAX_WORDS = 12  # of a name that are looked at, by judgement
OUTCOMES = ("killed", "injured")
BOTH, EITHER = "both", "either"  # casualties are killed and injured; victims may be the killed alone
UNKNOWN_KIND = "unknown"  # of a part that a column names without saying which: “Gender unknown”
_MIN_GLUED = 3  # letters of words that are written as one: “totalkilled”
_PERCENT = re.compile(r"[%‰٪]")


@dataclass(frozen=True)
class TollName:
    """What a column's name says of the numbers of people in it.

    `outcomes` are among OUTCOMES, BOTH, EITHER and “other” (missing, kidnapped). `bound` is low, best or high; `parts`
    are pairs of a dimension and the kind in it: (“sex”, “male”). `is_total` where the name says that it is a total, and
    `is_bare` where only a party names it, as in SATP's tables. `unknown_words` are all that the list does not have.
    """

    words: str
    outcomes: frozenset[str]
    bound: str
    parts: frozenset[tuple[str, str]]
    is_total: bool
    is_bare: bool
    is_mean: bool
    unknown_words: tuple[str, ...]

    @property
    def outcome(self) -> str:
        """The one outcome that is counted, of OUTCOMES; empty where it is none or several."""
        certain = self.outcomes - {BOTH, EITHER}  # “casualties (killed)”
        counted = certain or self.outcomes
        return next(iter(counted)) if len(counted) == 1 and counted <= {*OUTCOMES} else ""

    @property
    def is_part(self) -> bool:
        """Whether it counts some of the people only."""
        return bool(self.parts)

    @property
    def is_subset(self) -> bool:
        """Whether it counts people whom no other columns complete: journalists, leaders, children alone."""
        return bool({dimension for dimension, _ in self.parts} & {"subset", "profession", "person"})


def parse_toll_name(name: str) -> TollName | None:
    """Return what a name says of numbers of people; None where it says nothing of them.

    A name with a word that makes it no toll has no outcome: “death rate”, “date of death”, “livestock killed”.
    """
    return _parse(normalize_column_name(name), has_percent=bool(_PERCENT.search(name[: 2 * MAX_LENGTH])))


@lru_cache(maxsize=4096)
def parse_bound_name(name: str, *, may_be_bare: bool = False) -> TollName | None:
    """Return a name of a bound that names nobody as one of the killed: “Reported Minimum”, “Best estimate”.

    None where it has other words, or no more than the bound unless it `may_be_bare`: “Min” may be of anything.
    """
    words = normalize_column_name(name).split()[:MAX_WORDS]
    entries, unknown = _split(words)
    kinds = {kind for kind, _ in entries}
    is_bound = bool(kinds & {"low", "high"}) or "best" in words
    is_bare = len(words) < 2 and not may_be_bare
    if unknown or is_bare or not is_bound or not kinds <= {"low", "high", "filler", "total"}:
        return None
    bound = "low" if "low" in kinds else "high" if "high" in kinds else "best"
    return TollName(" ".join(words), frozenset(["killed"]), bound, frozenset(), False, False, False, ())


def names_no_toll(name: str) -> bool:
    """Return whether a name has a word that makes it none of a toll: “severity level”, “month”."""
    entries, _ = _split(normalize_column_name(name).split()[:MAX_WORDS])
    return any(kind == "not" for kind, _ in entries)


@lru_cache(maxsize=4096)  # names of columns are a user's
def _parse(words: str, *, has_percent: bool) -> TollName | None:
    entries, unknown = _split(words.split()[:MAX_WORDS])
    kinds: dict[str, list[str]] = {}
    for kind, value in entries:
        kinds.setdefault(kind, []).append(value)
    outcomes = frozenset(kinds.get("outcome", ()))
    is_bare = not outcomes and "party" in kinds and not unknown
    if not outcomes and not is_bare:
        return None
    if has_percent or "not" in kinds:
        return TollName(words, frozenset(), "best", frozenset(), False, False, False, unknown)
    is_low, is_high = "low" in kinds, "high" in kinds
    bound = "best" if is_low == is_high else "low" if is_low else "high"
    parts = _parse_parts([*kinds.get("part", ()), *kinds.get("party", ())])
    outcomes = outcomes or frozenset(["killed"])
    return TollName(words, outcomes, bound, parts, "total" in kinds, is_bare, "mean" in kinds, unknown)


def _parse_parts(values: list[str]) -> frozenset[tuple[str, str]]:
    """The parts, without an unknown kind where another word names the kind: “gender: male”, “sex unknown”."""
    pairs = {(dimension, kind) for dimension, _, kind in (value.partition(":") for value in values)}
    others = {dimension for dimension, kind in pairs if kind != UNKNOWN_KIND}
    specific_pairs = {(dimension, kind) for dimension, kind in pairs if kind != UNKNOWN_KIND or dimension not in others}
    is_unknown = any(kind == UNKNOWN_KIND for _, kind in specific_pairs)
    return frozenset(pair for pair in specific_pairs if not (is_unknown and pair == ("side", "unspecified")))


def _split(words: list[str]) -> tuple[list[tuple[str, str]], tuple[str, ...]]:
    """The entries (kind and value) that the words are made of, the longest first, and the words that are none."""
    entries: list[tuple[str, str]] = []
    unknown: list[str] = []
    while words:
        length = next((n for n in range(min(len(words), 5), 0, -1) if " ".join(words[:n]) in _entries()), 0)
        if length:
            entries.append(_entries()[" ".join(words[:length])])
        else:
            glued = _split_glued(words[0])
            entries += glued
            unknown += [] if glued or words[0].isdecimal() else [words[0]]
        words = words[max(length, 1) :]
    return entries, tuple(unknown)


def _split_glued(word: str) -> list[tuple[str, str]]:
    """The entries of words written as one, one of which is an outcome: “totalkilled”, “deathsmin”."""
    match = _glued_pattern().fullmatch(word)
    return [_entries()[part] for part in match.groups() if part] if match else []


@cache
def _glued_pattern() -> re.Pattern[str]:
    usable = {word: kind for word, (kind, _) in _entries().items() if word.isalpha() and len(word) >= _MIN_GLUED}
    outcomes = alternation(word for word, kind in usable.items() if kind == "outcome")
    others = alternation(word for word, kind in usable.items() if kind in ("total", "filler", "low", "high"))
    return re.compile(rf"({others})?({outcomes})({others})?")


@cache
def _entries() -> dict[str, tuple[str, str]]:
    """Normalized words → kind and value; of languages that disagree, the first in the file."""
    entries: dict[str, tuple[str, str]] = {}
    with TOLL_WORDS_FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            entries.setdefault(normalize_column_name(row["wording"]), (row["kind"], row["value"]))
    return entries

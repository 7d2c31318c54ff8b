"""The chance that an answer is right: of names read with such evidence, how many were, from data/place_chances.csv.

Right is a point within 25 km, or an area whose shape or radius holds it; data/build_place_chances.py counts them.
"""

from functools import cache

from geo.core.dataclass_copies import copy_with
from geo.errors import PlacesInvalid
from geo.places.disambiguation import Context
from geo.places.place import EVIDENCE, GUESSES, Place
from geo.places.table_rows import read_rows
from geo.settings import data_dir

FILE_NAME = "place_chances.csv"
COLUMNS = ("hints", "evidence", "n_right", "count", "source")
HINTS = ("alone", "country", "province", "text")  # the most that was stated with a name
# Laplace's rule of succession: a kind that was right four times of four is not always right.
PRIOR_RIGHT, PRIOR_WRONG = 1, 1
MAX_CHANCE = 0.99  # two decimals must not round to certainty
MIN_COUNT = 30  # names; a kind with fewer has the chance of its evidence with all hints. By judgement.
# Words for chances, with the least chance of each. By judgement; “doubtful” is rather wrong than right.
WORDS = ((0.95, "almost certain"), (0.8, "likely"), (0.5, "possible"), (0.0, "doubtful"))


def with_chance(hints: str, place: Place) -> Place:
    """The place with the chance that it is right, found with such hints (one of HINTS)."""
    return copy_with(place, confidence=chance(hints, place.evidence))


def kind_of_hints(place: Place, context: Context, *, has_text: bool) -> str:
    """The most that was stated with a name, as one of HINTS."""
    if context.is_province_stated:
        return "province"
    if context.stated_country:
        return "country"
    return "text" if has_text and (place.is_supported or place.evidence not in GUESSES) else "alone"


@cache
def chance(hints: str, evidence: str) -> float:
    """The chance that a place is right that was found with such hints and evidence, to two decimals."""
    n_right, count = counts().get((hints, evidence), (0, 0))
    if count < MIN_COUNT:
        pooled = [counts().get((kind, evidence), (0, 0)) for kind in HINTS]
        n_right, count = sum(right for right, _ in pooled), sum(total for _, total in pooled)
    return min(round((n_right + PRIOR_RIGHT) / (count + PRIOR_RIGHT + PRIOR_WRONG), 2), MAX_CHANCE)


def word_of(confidence: float) -> str:
    """A chance in a word."""
    return next(word for least, word in WORDS if confidence >= least)


def describe_chance(confidence: float) -> str:
    """A chance in words and in number: “likely, 92 of 100 such names are right”."""
    return f"{word_of(confidence)}, {confidence * 100:.0f} of 100 such names are right"


@cache
def counts() -> dict[tuple[str, str], tuple[int, int]]:
    """How many were right, and how many there were, by hints and evidence; raises PlacesInvalid for a damaged file."""
    path = data_dir() / FILE_NAME
    counted: dict[tuple[str, str], tuple[int, int]] = {}
    for line, row in enumerate(read_rows(path, COLUMNS), start=2):
        key, numbers = (row["hints"], row["evidence"]), (row["n_right"], row["count"])
        is_pair = all(number.isascii() and number.isdigit() for number in numbers)
        if not is_pair or int(numbers[0]) > int(numbers[1]) or key[0] not in HINTS or key[1] not in EVIDENCE:
            raise PlacesInvalid(path.name, f"line {line} is no count", accepted="hints, evidence, n_right of count")
        if key in counted:
            raise PlacesInvalid(path.name, f"line {line} repeats {', '.join(key)}", accepted="each kind once")
        counted[key] = int(numbers[0]), int(numbers[1])
    return counted

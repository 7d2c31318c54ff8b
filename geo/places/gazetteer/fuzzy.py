"""Suggest known names for one that is misspelt by a letter or two, or transliterated in a way that no source has.

The edit distance is optimal string alignment (insert, delete, replace, swap two neighbours), by rapidfuzz.
"""

from collections.abc import Sequence
from functools import cache, lru_cache

import pyarrow as pa
import pyarrow.compute as pc
from rapidfuzz import process
from rapidfuzz.distance import OSA

from geo.places.gazetteer import curated, gazetteer
from geo.places.gazetteer.form_block import NO_FORMS, FormBlock
from geo.places.gazetteer.name_normalization import phonetic_key, phonetic_keys
from geo.places.gazetteer.unmistakable_names import forms_of_place

# All chosen by judgement, not fitted; the labelled and the misspelt names of tests/geo/places measure the whole.
MIN_LENGTH, MAX_LENGTH = 4, 60  # letters; shorter names are all similar to each other
TWO_EDITS_LENGTH, THREE_EDITS_LENGTH = 9, 14
PHONETIC_DISCOUNT = 0.5  # of two names that sound alike, half of the difference in letters counts
MIN_PHONETIC_SIMILARITY = 0.55
MIN_WEIGHT = 3.0  # see Entry.weight: places smaller than a town of a thousand are not suggested
SELDOM_NAME_COST = 1.5  # penalty for a secondary name: by one, only towns from thirty thousand on are suggested
MAX_PER_LENGTH = 40  # names within reach, of each length
N_NEAREST, MIN_NEAREST_SIMILARITY, NEAREST_LENGTH_GAP = 3, 0.6, 3


@lru_cache(maxsize=256)
def suggest(form: str) -> tuple[tuple[str, float], ...]:
    """Known names that a normalized name may be a misspelling of, with a confidence below 1, the likeliest first."""
    if not MIN_LENGTH <= len(form) <= MAX_LENGTH:
        return ()
    confidence = dict(_similar_in_sound(form))
    for known, distance in _within_edits(form, max_edits(form)):
        confidence[known] = max(confidence.get(known, 0.0), 1 - distance / len(form))
    others = ((known, score) for known, score in confidence.items() if known != form)
    return tuple(sorted(others, key=lambda item: -item[1]))


def sounds_like_name_of(form: str, place_id: str) -> bool:
    """Whether a normalized name sounds like one of those that the place is known by."""
    return not forms_of_place(place_id).isdisjoint(_forms_by_sound().get(phonetic_key(form), ()))


def max_edits(form: str) -> int:
    """How many letters of a normalized name may be wrong: one, two from nine letters on, three from fourteen."""
    return 1 + (len(form) >= TWO_EDITS_LENGTH) + (len(form) >= THREE_EDITS_LENGTH)


def nearest_names(form: str) -> list[str]:
    """The usual names of the up to three places spelt most like a normalized name, however unlike, to choose from."""
    if len(form) > MAX_LENGTH:
        return []
    lengths = range(max(1, len(form) - NEAREST_LENGTH_GAP), len(form) + NEAREST_LENGTH_GAP + 1)
    choices = [known for length in lengths for known in _forms_of(form[:1], length)]
    similarity, cutoff = OSA.normalized_similarity, MIN_NEAREST_SIMILARITY
    matches = process.extract(form, choices, scorer=similarity, score_cutoff=cutoff, limit=N_NEAREST)
    return [gazetteer.entries_by_name(known)[0].name for known, _, _ in matches]


def _within_edits(form: str, edits: int) -> list[tuple[str, int]]:
    """Known names within so many edits, and how many; the first letter must be right (sound finds q for k)."""
    near: list[tuple[str, int]] = []
    for length in range(len(form) - edits, len(form) + edits + 1):
        choices = _block_of(form[0], length).with_letters_of(form, edits)
        matches = process.extract(form, choices, scorer=OSA.distance, score_cutoff=edits, limit=MAX_PER_LENGTH)
        near += [(known, int(distance)) for known, distance, _ in matches]
    return near


def _similar_in_sound(form: str) -> list[tuple[str, float]]:
    """Known names that sound alike, with a confidence."""
    namesakes = _forms_by_sound().get(phonetic_key(form), ())
    similarities = ((known, OSA.normalized_similarity(form, known)) for known in namesakes)
    return [
        (known, 1 - PHONETIC_DISCOUNT * (1 - similarity))
        for known, similarity in similarities
        if similarity >= MIN_PHONETIC_SIMILARITY
    ]


def _forms_of(letter: str, length: int) -> Sequence[str]:
    """The known names of so many letters that begin with this one."""
    return _block_of(letter, length).forms


def _block_of(letter: str, length: int) -> FormBlock:
    return _blocks().get((letter, length), NO_FORMS)


@cache
def _blocks() -> dict[tuple[str, int], FormBlock]:
    """The known names by their first letter and their length."""
    forms_by_key: dict[tuple[str, int], list[str]] = {}
    for form in _forms():
        forms_by_key.setdefault((form[0], len(form)), []).append(form)
    return {key: FormBlock.of(forms) for key, forms in forms_by_key.items()}


@cache
def _forms_by_sound() -> dict[str, list[str]]:
    by_sound: dict[str, list[str]] = {}
    forms = [form for form in _forms() if len(form) >= MIN_LENGTH]
    for form, key in zip(forms, phonetic_keys(forms), strict=True):
        by_sound.setdefault(key, []).append(form)
    return by_sound


@cache
def _forms() -> list[str]:
    """The normalized names in Latin letters that are suggested."""
    forms: list[str] = list(curated.index())
    for table in gazetteer.tables():
        is_known = pa.array(table.max_weights(other_name_cost=SELDOM_NAME_COST) >= MIN_WEIGHT)
        is_latin = pc.match_substring_regex(table.forms, "^[a-z ]+$")
        forms += table.forms.filter(pc.and_(is_known, is_latin)).to_pylist()
    return list(dict.fromkeys(forms))

"""Names that are misspelt by a letter or two, or transliterated in a way that no source has.

Edit distance is optimal string alignment (insert, delete, replace, swap two neighbours), by rapidfuzz.
"""

from functools import cache

import pyarrow as pa
import pyarrow.compute as pc
from rapidfuzz import process
from rapidfuzz.distance import OSA

from geo.places.gazetteer import curated, gazetteer
from geo.places.gazetteer.name_normalization import phonetic_key

SHORTEST, LONGEST = 4, 60  # letters; in shorter names everything is near to everything
KNOWN_WEIGHT = 3.0  # a town of a thousand; smaller ones are not guessed at
OTHER_NAME = 1.5  # nor a town of thirty thousand by a name that it seldom bears
NOMINATED, OFFERED = 40, 3
OFFERED_LIKENESS = 0.6
SOUND = 0.5  # of the difference in letters counts where two names sound alike
SOUND_LIKENESS = 0.55


def suggest(form: str) -> list[tuple[str, float]]:
    """Known normal forms that this one may be a misspelling of, with a confidence below 1, the likeliest first."""
    if not SHORTEST <= len(form) <= LONGEST:
        return []
    found = dict(_sounding(form))
    for known, distance in _within(form, max_edits(form)):
        found[known] = max(found.get(known, 0.0), 1 - distance / len(form))
    return sorted(((known, each) for known, each in found.items() if known != form), key=lambda item: -item[1])


def max_edits(form: str) -> int:
    """How many letters may be wrong: one, two from nine letters on, three from fourteen."""
    return 1 + (len(form) >= 9) + (len(form) >= 14)


def nearest_names(form: str) -> list[str]:
    """The spellings nearest to a name that is not known, for its writer to choose from."""
    if len(form) > LONGEST:
        return []
    lengths = range(max(1, len(form) - 3), len(form) + 4)
    choices = [known for length in lengths for known in _known(form[:1], length)]
    likeness = OSA.normalized_similarity
    found = process.extract(form, choices, scorer=likeness, score_cutoff=OFFERED_LIKENESS, limit=OFFERED)
    return [gazetteer.entries_by_name(known)[0].name for known, _, _ in found]


def _within(form: str, most: int) -> list[tuple[str, int]]:
    """Known forms so few letters away. The first letter is seldom the wrong one, and `_sounding` knows q from k."""
    found: list[tuple[str, int]] = []
    for length in range(len(form) - most, len(form) + most + 1):
        choices = _known(form[0], length)
        matches = process.extract(form, choices, scorer=OSA.distance, score_cutoff=most, limit=NOMINATED)
        found += [(known, int(distance)) for known, distance, _ in matches]
    return found


def _sounding(form: str) -> list[tuple[str, float]]:
    likeness = ((known, OSA.normalized_similarity(form, known)) for known in _by_sound().get(phonetic_key(form), ()))
    return [(known, 1 - SOUND * (1 - each)) for known, each in likeness if each >= SOUND_LIKENESS]


def _known(letter: str, length: int) -> list[str]:
    """The known forms that begin so, of so many letters."""
    return _blocks().get((letter, length), [])


@cache
def _blocks() -> dict[tuple[str, int], list[str]]:
    blocks: dict[tuple[str, int], list[str]] = {}
    for known in _forms():
        blocks.setdefault((known[0], len(known)), []).append(known)
    return blocks


@cache
def _by_sound() -> dict[str, list[str]]:
    """The forms by what a transliteration keeps of them."""
    found: dict[str, list[str]] = {}
    for known in _forms():
        if len(known) >= SHORTEST:
            found.setdefault(phonetic_key(known), []).append(known)
    return found


@cache
def _forms() -> list[str]:
    """The forms in Latin letters that are worth guessing at."""
    chosen: list[str] = list(curated.index())
    for table in gazetteer.tables():
        worth = pa.array(table.weights(other_name=OTHER_NAME) >= KNOWN_WEIGHT)
        latin = pc.match_substring_regex(table.forms, "^[a-z ]+$")
        chosen += table.forms.filter(pc.and_(worth, latin)).to_pylist()
    return list(dict.fromkeys(chosen))

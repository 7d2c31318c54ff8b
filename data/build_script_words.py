"""Build the list of words of other scripts than Latin that some place is called too, though they are rather no place.

python data/build_script_words.py FOLDER
FOLDER: the Python package wordfreq 3.1.1 (its folder data/), with how often words are used in many languages.
"""

import gzip
import math
import sys
from collections.abc import Iterator
from pathlib import Path

import msgpack  # comes with wordfreq; no part of the project's environment

DATA = Path(__file__).parent
sys.path.insert(0, str(DATA.parent))

from geo.places.gazetteer import gazetteer  # noqa: E402  the project itself, from a script beside it
from geo.places.gazetteer.gazetteer import prior  # noqa: E402
from geo.places.gazetteer.name_normalization import normalize_name  # noqa: E402

LANGUAGES = ("small_fa", "small_hi", "small_ko", "small_ur", "small_el")
LARGE = ("large_ar", "large_he", "large_ja", "large_ru", "large_uk", "large_zh")
N_WORDS = 25_000  # the most frequent ones of each language; a rarer one is hardly mistaken
# A word is used on the scale of Zipf (the logarithm of its uses in a billion words), a town weighs the logarithm of its
# inhabitants. In Arabic and Persian, towns are used about 1.5 less than they weigh; by eye on the words around.
MIN_EXCESS = -0.5
MIN_EXCESS_WITHOUT_VOWELS = -1.0  # Devanagari, where a name is known by its consonants alone
MAX_WEIGHT_WITHOUT_VOWELS = 6.0
KINDS_OF_THEIR_OWN = ("country", "continent", "sea")


def main(folder: str) -> None:
    forms = {form for name in (*LANGUAGES, *LARGE) for form in _ordinary_forms(Path(folder) / f"{name}.msgpack.gz")}
    (DATA / "ordinary_script_words.txt").write_text("\n".join(sorted(forms)) + "\n", encoding="utf-8")


def _ordinary_forms(path: Path) -> Iterator[str]:
    """The normalized forms of words that are used more than a town of that weight would be."""
    excess = MIN_EXCESS_WITHOUT_VOWELS if "_hi" in path.name else MIN_EXCESS
    for word, zipf in _words(path):
        form = normalize_name(word)
        max_weight = MAX_WEIGHT_WITHOUT_VOWELS if "_hi" in path.name else math.inf
        bearers = gazetteer.entries_by_name(form) if form and not word.isascii() else ()
        if not bearers or bearers[0].kind in KINDS_OF_THEIR_OWN or bearers[0].weight > max_weight:
            continue
        if zipf - prior(bearers[0]) > excess:
            yield form.replace(" ", "") if "_hi" in path.name else form


def _words(path: Path) -> list[tuple[str, float]]:
    """The most frequent words with their frequency on the scale of Zipf: each list in the file is 0.01 rarer."""
    with gzip.open(path) as file:
        lists = msgpack.load(file, raw=False)[1:]
    words = [(word, 9 - hundredths / 100) for hundredths, words in enumerate(lists) for word in words]
    return [(word, zipf) for word, zipf in words if len(word) > 1][:N_WORDS]


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    main(sys.argv[1])

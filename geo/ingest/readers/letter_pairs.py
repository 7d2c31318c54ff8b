"""How likely words are in each of forty languages, by their pairs of letters.

`data/letter_pairs.csv` counts them; `data/build_letter_pairs.py` builds it.
"""

import csv
import unicodedata
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

import numpy as np

from geo.settings import data_dir

LETTER_PAIRS_FILE = data_dir() / "letter_pairs.csv"
WORD_EDGE = "_"
# The weights of pairs, single letters and never seen ones, in natural logarithms where no unit is named: by judgement,
# and checked on the lists of names of docs/decisions/0024.
PAIR_WEIGHT = 0.8  # of a pair's share; its second letter's share has the rest
UNSEEN_COUNT, UNSEEN_LETTERS = 0.02, 10.0  # counted as seen: a letter new to a language is not impossible in it
UNKNOWN_PAIR = -16.0  # of letters that no language has
OTHER_CASE = -5.0  # a capital within a word: “OrlÉans”
OTHER_SCRIPT = -8.0  # a word of one letter that is not Latin, in a text that has no other such words
LONE_LETTER = -2.0  # a word of one Latin letter beyond ASCII that is no word of a language
ONE_LETTER_WORDS = "àÀèéÉáóâ"  # of French, Italian, Spanish, Portuguese, Czech and Romanian
LAST_LATIN = "\u024f"
NO_LETTER = -14.0  # a sign that texts of incidents do not have: “Orl„ans”
WITHIN_WORD = -6.0  # more, between two letters
# Signs that prose has, by how common they are.
SIGNS = {
    **dict.fromkeys("’°€", -5.0),
    **dict.fromkeys("‘“”–—…©־׳״\xa0", -6.0),
    **dict.fromkeys("«»•§£®„·№،؛؟¿¡ºª", -7.5),
    **dict.fromkeys("\u200c\u200d\u200e\u200f", -6.0),
}
LOST_BYTES = "\udc80", "\udcff"  # the first and the last surrogate that stands for a byte
LOST_BYTE = -14.0  # that the code page does not know
JOINING = "’·\xad\u200c\u200d־׳״"  # signs that stand within words
JOINERS = "\u200c\u200d\u200e\u200f"  # of Arabic script, and of no other
DOTTED_I = "i\u0307"  # what “İ” becomes in lower case


def split_words(text: str) -> list[str]:
    """Return the words of a text in lower case, without anything that is no letter."""
    return "".join(character if _is_letter(character) else " " for character in _fold(text)).split()


def rate_words(words: Sequence[str]) -> np.ndarray:
    """Return the log likelihood of each word (rows) in each language (columns), with the signs around it."""
    return np.array([_rate_word(word) for word in words], dtype=np.float32).reshape(len(words), len(_languages()))


def rate_text(words: Sequence[str]) -> float:
    """Return the log likelihood of the words as a text that is mostly of one language, and in part of any other."""
    if not words:
        return 0.0
    ratings = rate_words(words)
    any_language = ratings.max(axis=1, keepdims=True)
    by_language = np.logaddexp(ratings + np.log(0.9), any_language + np.log(0.1)).sum(axis=0)
    return float(by_language.max()) + _rate_lone_letters(words)


def _rate_word(word: str) -> np.ndarray:
    composed = unicodedata.normalize("NFC", word)
    rating = np.full(len(_languages()), _rate_case(composed), dtype=np.float32)
    positions, table = _pairs()
    padded = f" {_fold(composed)} "
    before = WORD_EDGE
    for position in range(1, len(padded)):
        character = padded[position]
        letter = character if _is_letter(character) else WORD_EDGE
        if letter == WORD_EDGE and not character.isascii():
            rating += _rate_sign(padded[position - 1], character, padded[position + 1])
        if (before, letter) != (WORD_EDGE, WORD_EDGE):
            rating += table[positions.get(before + letter, -1)]
        before = letter
    return rating


def _rate_sign(before: str, sign: str, after: str) -> float:
    if LOST_BYTES[0] <= sign <= LOST_BYTES[1]:
        return LOST_BYTE
    is_within = before.isalpha() and after.isalpha() and sign not in JOINING
    is_misplaced = sign in JOINERS and not "\u0600" <= before <= "\u06ff"
    return SIGNS.get(sign, NO_LETTER) + WITHIN_WORD * (is_within + is_misplaced)


def _rate_case(word: str) -> float:
    return OTHER_CASE * sum(
        one.islower() and other.isupper() and not (one + other).isascii() for one, other in pairwise(word)
    )


def _rate_lone_letters(words: Sequence[str]) -> float:
    """How single letters beyond ASCII count: “à” is a word of tables in Latin script, and the Cyrillic “а” is not.

    It is one where longer words are of that script too.
    """
    letters = [[character for character in word if character.isalpha()] for word in words]
    has_other_script = any(len(word) > 1 and min(word) > LAST_LATIN for word in letters)
    lone = [word[0] for word in letters if len(word) == 1 and not word[0].isascii() and word[0] not in ONE_LETTER_WORDS]
    n_other = sum(letter > LAST_LATIN for letter in lone)
    return LONE_LETTER * (len(lone) - n_other) + OTHER_SCRIPT * n_other * (not has_other_script)


def _is_letter(character: str) -> bool:
    return character.isalpha() or unicodedata.category(character).startswith("M")


def _fold(text: str) -> str:
    return text.casefold().replace(DOTTED_I, "i")


@cache
def _counts() -> dict[str, dict[str, int]]:
    """Language → pair → how many words have it."""
    counts: dict[str, dict[str, int]] = {}
    with LETTER_PAIRS_FILE.open(encoding="utf-8", newline="") as lines:
        for language, pair, count in list(csv.reader(lines))[1:]:
            counts.setdefault(language, {})[pair] = int(count)
    return counts


@cache
def _languages() -> tuple[str, ...]:
    return tuple(_counts())


@cache
def _pairs() -> tuple[dict[str, int], np.ndarray]:
    """Pair → row, and the log likelihood of the second letter behind the first, by row and language.

    The last row is that of pairs that no language has.
    """
    names = sorted({pair for pairs in _counts().values() for pair in pairs})
    counts = np.array([[pairs.get(pair, 0) for pairs in _counts().values()] for pair in names], dtype=np.float64)
    n_first, n_second = (_sum_by_letter(counts, [pair[place] for pair in names]) for place in (0, 1))
    alone = (n_second + UNSEEN_COUNT) / (counts.sum(axis=0) + UNSEEN_LETTERS)
    beside = counts / np.maximum(n_first, 1)
    likelihoods = np.log(PAIR_WEIGHT * beside + (1 - PAIR_WEIGHT) * alone)
    table = np.vstack([likelihoods, np.full(counts.shape[1], UNKNOWN_PAIR)]).astype(np.float32)
    return {pair: row for row, pair in enumerate(names)}, table


def _sum_by_letter(counts: np.ndarray, letters: list[str]) -> np.ndarray:
    """For each row the sum of all rows with its letter."""
    distinct, places = np.unique(letters, return_inverse=True)
    sums = np.zeros((len(distinct), counts.shape[1]))
    np.add.at(sums, places, counts)
    return sums[places]

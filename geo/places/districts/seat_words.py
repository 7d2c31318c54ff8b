"""Words that the district around any province's seat is called by: “Merkez”, “Markaz”, “Chef-lieu”, “City”."""

from geo.places.gazetteer.name_normalization import normalize_name
from geo.places.words.name_words import name_words

# In the form of normalize_name, of the languages of the layers and of those that tables about them are written in.
SEAT_WORDS = frozenset(
    [
        *("merkez", "merkezi", "ilce", "ilcesi", "sehir", "markaz", "markazi", "markez", "marqaz", "navend"),
        *("qasabat", "qasabah", "qasaba", "qasbah", "qasba", "kasaba", "sadar"),
        *("center", "centre", "central", "city", "town", "capital", "downtown", "seat", "headquarters", "hq"),
        *("chef", "lieu", "cheflieu", "ville", "centro", "centrale", "centrum", "zentrum", "cabecera"),
        *("مرکز", "مرکزی", "قصبه", "قضا", "عاصمه"),
    ]
)


def has_seat_word(name: str) -> bool:
    """Whether a name has such a word: “Kars merkez”, “Dhamar City”."""
    return not SEAT_WORDS.isdisjoint(normalize_name(name).split())


def is_seat_word(name: str) -> bool:
    """Whether a name is such words alone, or with what the unit is: “Merkez”, “City Center”, “Central District”."""
    return has_seat_word(name) and SEAT_WORDS | name_words().generic >= set(normalize_name(name).split())

"""Names of towns in another language than English: “Firenze” is clear, “Nawa” is not."""

from collections.abc import Sequence

from geo.places.gazetteer.entry import Entry
from geo.places.words.stopwords import given_names, ordinary_words

# Chosen by judgement and revised on TR-News, not fitted.
MIN_LETTERS = 5
MIN_WEIGHT = 5.0  # of a town of a hundred thousand


def is_clear_alias(form: str, entries: Sequence[Entry]) -> bool:
    """Whether all that bear a name, which is not their usual one, lie in one country and one is a large town."""
    if len(form) < MIN_LETTERS or form in ordinary_words() or form in given_names():
        return False
    return len({entry.country for entry in entries}) == 1 and entries[0].weight >= MIN_WEIGHT

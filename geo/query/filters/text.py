"""The text search: what stands in a row, and the other names of an actor or a place that the text is a name of."""

import re
from functools import lru_cache

from geo.core import actors
from geo.core.actor_spelling import normalize_actor
from geo.core.actor_vocabulary import UNKNOWN
from geo.core.casefold import casefold, casefold_expr
from geo.places import Place
from geo.query.filters.actor import mention_clauses
from geo.query.filters.filter import Clause, Condition, Control, Filter, clause, single_value
from geo.query.filters.place import resolve_cached

SEARCHED_COLUMNS = (
    "title", "summary", "place_name", "actor_a", "actor_b", "other_actors", "notes", "incident_id",
)  # fmt: skip
PROSE = ("title", "summary", "notes")
# Of a name that is looked for in prose: a shorter one, such as IS, is a word or part of a word far more often.
MIN_NAME = 4
MIN_CONFIDENCE = 1.0  # a similar name scores less: “attack” is like Attock at 0.92


class TextSearch(Filter[str]):
    """Rows that contain the text, in any case, in one of SEARCHED_COLUMNS.

    Where the text is a name of an actor or of a town, also rows that name either by another name. In quotation marks
    it is only the text.
    """

    key, label, control = "q", "Text", Control.TEXT
    help = (
        "Text to find in title, summary, place, actors, notes or identifier; the name of an actor or a town finds its "
        "other names too, unless it stands in quotation marks"
    )

    def parse(self, texts: tuple[str, ...]) -> str:
        return single_value(texts, accepted="some text")

    def write(self, value: str) -> tuple[str, ...]:
        return (value,)

    def clauses(self, value: str) -> tuple[Clause, ...]:
        quoted = quoted_text(value)
        if quoted:
            return _containing(quoted)
        return (*_containing(value), *_naming_actor(value), *_naming_place(value))

    def describe(self, value: str) -> str:
        quoted = quoted_text(value)
        return f"that mention “{quoted or value}”{' in these letters' if quoted else ''}"

    def to_control(self, value: str | None) -> object:
        return value or ""


def quoted_text(value: str) -> str:
    """The text within quotation marks, or nothing."""
    is_quoted = len(value) > 2 and value[0] in '"“' and value[-1] in '"”'
    return value[1:-1].strip() if is_quoted else ""


def searched_actor(value: str) -> str:
    """The usual name of the one actor that the text is a name of; empty if there is none."""
    vocabulary = actors.vocabulary()
    return "" if quoted_text(value) or vocabulary.identity(value).startswith(UNKNOWN) else vocabulary.canonical(value)


def searched_place(value: str) -> Place | None:
    """The town or other point that the text is a name of, if it has another name there."""
    if quoted_text(value) or len(value) < MIN_NAME or searched_actor(value):
        return None
    place = resolve_cached(value)
    is_other = place is not None and normalize_actor(place.name) != normalize_actor(value)
    return place if place and is_other and place.shape is None and place.confidence >= MIN_CONFIDENCE else None


def _containing(value: str) -> tuple[Clause, ...]:
    text = casefold(value)
    return tuple(
        Clause((Condition((name,), casefold_expr(name).str.contains(text, literal=True).fill_null(False), text),))
        for name in SEARCHED_COLUMNS
    )


def _naming_actor(value: str) -> tuple[Clause, ...]:
    name = searched_actor(value)
    if not name:
        return ()
    vocabulary = actors.vocabulary()
    names = vocabulary.actors[name].names if name in vocabulary.actors else ()
    return (*mention_clauses(name, vocabulary), *_in_prose(names, value))


def _naming_place(value: str) -> tuple[Clause, ...]:
    place = searched_place(value)
    if place is None:
        return ()
    by_name = clause("place_name", casefold_expr("place_name").is_in([casefold(place.name)]))
    by_id = clause("place_id", casefold_expr("place_id").is_in([casefold(place.place_id)]))
    return (by_name, by_id, *_in_prose((place.name,), value))


def _in_prose(names: tuple[str, ...], value: str) -> tuple[Clause, ...]:
    """Rows whose prose has one of the names as whole words."""
    pattern = _prose_pattern(names, casefold(value))
    if not pattern:
        return ()
    return tuple(clause(column, casefold_expr(column).str.contains(pattern).fill_null(False)) for column in PROSE)


@lru_cache(maxsize=64)
def _prose_pattern(names: tuple[str, ...], text: str) -> str:
    texts = {casefold(name) for name in names}
    searched = sorted(name for name in texts if len(name) >= MIN_NAME and text not in name)  # the text itself is found
    return rf"(?:^|\W)(?:{'|'.join(map(re.escape, searched))})(?:\W|$)" if searched else ""


TEXT_FILTERS: tuple[Filter[str], ...] = (TextSearch(),)

"""The text search: what stands in a row, and the other names of an actor or a place that the text is a name of."""

import re
from functools import lru_cache

import narwhals as nw

from geo.core import actors
from geo.core.actor_spelling import normalize_actor
from geo.core.actor_vocabulary import UNKNOWN
from geo.core.casefold import casefold, casefold_expr
from geo.places import Place
from geo.query.filters.actor import mention_clauses
from geo.query.filters.filter import Clause, Condition, Control, Filter, clause, single_value
from geo.query.filters.named_places import resolve_cached
from geo.query.filters.place import PLACE_FILTERS

SEARCHED_COLUMNS = (
    "title", "summary", "place_name", "actor_a", "actor_b", "other_actors", "notes", "incident_id",
)  # fmt: skip
IDENTIFIER = "incident_id"
PROSE = ("title", "summary", "notes")
# Of a name that is looked for in prose: a shorter one, such as IS, is a word or part of a word far more often.
MIN_NAME = 4
ACRONYM = re.compile("[A-Z]{2,4}")
MAX_AS_TYPED = 2  # an acronym of two letters is mostly a word in lower case: is, us, it
MIN_AGREEMENT = 1.0  # a similar name scores less: “attack” is like Attock at 0.92


class TextSearch(Filter[str]):
    """Rows that contain the text, in any case, in one of SEARCHED_COLUMNS.

    Where the text is a name of an actor or of a town, also rows that name either by another name. In quotation marks
    it is only the text. Up to four capitals are an acronym, which is found as a whole word.
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
        containing = _containing_acronym(value) if ACRONYM.fullmatch(value) else _containing(value)
        return (*containing, *_naming_actor(value), *_naming_place(value))

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
    place = _town(value)
    return place if place and normalize_actor(place.name) != normalize_actor(value) else None


def _town(value: str) -> Place | None:
    """The town or other point that the text is a name of, usual or not."""
    if quoted_text(value) or len(value) < MIN_NAME or searched_actor(value):
        return None
    place = resolve_cached(value)
    return place if place and place.shape is None and place.agreement >= MIN_AGREEMENT else None


def _containing(value: str) -> tuple[Clause, ...]:
    text = casefold(value)
    return tuple(
        Clause((Condition((name,), casefold_expr(name).str.contains(text, literal=True).fill_null(False), text),))
        for name in SEARCHED_COLUMNS
    )


def _containing_acronym(value: str) -> tuple[Clause, ...]:
    """Rows with the acronym as a whole word, one of two letters in capitals; digits may follow it in an identifier."""
    as_typed = len(value) <= MAX_AS_TYPED
    pattern = rf"(?:^|\W){value if as_typed else casefold(value)}(?:\W|$)"
    columns = [name for name in SEARCHED_COLUMNS if name != IDENTIFIER]
    texts = {name: nw.col(name).cast(nw.String) if as_typed else casefold_expr(name) for name in columns}
    words = tuple(clause(name, text.str.contains(pattern).fill_null(False)) for name, text in texts.items())
    by_id = casefold_expr(IDENTIFIER).str.contains(f"(?:^|[^a-z]){casefold(value)}(?:[^a-z]|$)").fill_null(False)
    return (*words, clause(IDENTIFIER, by_id))


def _naming_actor(value: str) -> tuple[Clause, ...]:
    name = searched_actor(value)
    if not name:
        return ()
    vocabulary = actors.vocabulary()
    names = vocabulary.actors[name].names if name in vocabulary.actors else ()
    return (*mention_clauses(name, vocabulary), *_in_prose(names, value))


def _naming_place(value: str) -> tuple[Clause, ...]:
    place = _town(value)
    if place is None:
        return ()
    by_name = clause("place_name", casefold_expr("place_name").is_in([casefold(place.name)]))
    return (by_name, *PLACE_FILTERS[0].clauses((place.place_id,)), *_in_prose((place.name,), value))


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

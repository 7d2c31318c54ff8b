"""Names in a selection that nobody can understand and that no row has: a mistyped country finds nothing silently.

A name that is understood, such as a country without incidents, matches no rows, and that is the answer.
"""

from typing import Any

from rapidfuzz import fuzz, process

from geo.core.casefold import casefold
from geo.query.engine import Engine
from geo.query.filters import FILTER, Filter
from geo.query.filters.exclusion import name_of, value_of
from geo.query.selection import MAX_REPEATED, Problem, Selection

MAX_NEAREST = 3  # spellings that a problem names; chosen by judgement
MIN_SIMILARITY = 60.0  # per cent, of RapidFuzz's ratio; as in its own examples, by judgement
MAX_COMPARED = 5_000  # choices of a filter that a name is compared with: the commonest


def drop_unknown_names(selection: Selection, engine: Engine) -> tuple[Selection, tuple[Problem, ...]]:
    """Return the selection without names that neither mean anything nor stand in a row, and a problem for each."""
    problems: list[Problem] = []
    for key, value in selection.values:
        filter_ = FILTER[key]
        if not (filter_.accepts_free_text and filter_.repeatable):
            continue
        values: tuple[str, ...] = value  # type: ignore[assignment]
        unknown = [each for each in values if _is_unknown(filter_, name_of(each), engine)]
        problems += [
            Problem(key, each[:MAX_REPEATED], _describe_accepted(filter_, name_of(each), engine)) for each in unknown
        ]
        if unknown:
            selection = selection.with_filter(key, tuple(each for each in values if each not in unknown) or None)
    return selection, tuple(problems)


def _is_unknown(filter_: Filter[Any], name: str, engine: Engine) -> bool:
    only = Selection().with_filter(filter_.key, (value_of(name),))
    return not filter_.is_understood(name) and not len(engine.select(only))


def _describe_accepted(filter_: Filter[Any], name: str, engine: Engine) -> str:
    choices = engine.facet_values(filter_).values[:MAX_COMPARED]
    matches = process.extract(
        casefold(name)[:MAX_REPEATED],
        {choice: casefold(choice)[:MAX_REPEATED] for choice in choices},
        scorer=fuzz.ratio,
        limit=MAX_NEAREST,
        score_cutoff=MIN_SIMILARITY,
    )
    nearest = [str(choice)[:MAX_REPEATED] for _text, _score, choice in matches]
    offers = {"The nearest that rows have": nearest, "Known and spelt alike": filter_.similar_names(name)}
    return ". ".join([filter_.help, *(f"{title}: {', '.join(names)}" for title, names in offers.items() if names)])

"""What was asked of a text once is not worked out again, and is forgotten with the text."""

from collections.abc import Callable, Hashable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

from geo.places.geoparsing.geoparser import ParsedDocument

Parameters = ParamSpec("Parameters")
Answer = TypeVar("Answer")


def once_per_document(
    function: Callable[Concatenate[ParsedDocument, Parameters], Answer],
) -> Callable[Concatenate[ParsedDocument, Parameters], Answer]:
    """Cache the answers of a function by its arguments, those on a document for as long as that one exists.

    A cache of its own would hold readers' texts beyond the few that `parse_document` holds. No answer may refer to the
    document.
    """
    answers_by_document: WeakKeyDictionary[ParsedDocument, dict[Hashable, Answer]] = WeakKeyDictionary()

    @wraps(function)
    def answer(document: ParsedDocument, /, *args: Parameters.args, **kwargs: Parameters.kwargs) -> Answer:
        answers = answers_by_document.setdefault(document, {})
        key = (args, frozenset(kwargs.items()))
        if key not in answers:
            answers[key] = function(document, *args, **kwargs)
        return answers[key]

    return answer

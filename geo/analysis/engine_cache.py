"""What is computed once of an engine, and let go together with it."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

from geo.query.engine import Engine

Arguments = ParamSpec("Arguments")
Value = TypeVar("Value")


def once_per_engine(
    compute: Callable[Concatenate[Engine, Arguments], Value],
) -> Callable[Concatenate[Engine, Arguments], Value]:
    """Keep what a function gives for an engine and each of its further arguments, for as long as the engine is in use.

    The arguments are hashable, and no value refers to the engine.
    """
    values: WeakKeyDictionary[Engine, dict[object, Value]] = WeakKeyDictionary()

    @wraps(compute)
    def get(engine: Engine, /, *args: Arguments.args, **kwargs: Arguments.kwargs) -> Value:
        of_engine, key = values.setdefault(engine, {}), (args, *kwargs.items())
        if key not in of_engine:
            of_engine[key] = compute(engine, *args, **kwargs)
        return of_engine[key]

    return get

"""What a parameter of an address is that is not a filter: who reads it and what for."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Parameter:
    """A parameter that is not a filter: who reads it and what for.

    `routes`: the addresses of the API that read it, or what these begin with. `selects`: it decides what is answered,
    so that an address that does not read it must not pass it over. `schema`: its values in terms of JSON Schema, any
    text where it is empty.
    """

    name: str
    help: str
    pages: tuple[str, ...] = ()
    routes: tuple[str, ...] = ()
    selects: bool = False
    schema: Mapping[str, object] = field(default_factory=dict)

    @property
    def readers(self) -> tuple[str, ...]:
        """The pages and addresses that read it."""
        return (*(f"{page} page" for page in self.pages), *self.routes)


def is_reader(parameter: Parameter, route: str) -> bool:
    """Whether an address of the API reads a parameter."""
    return bool(route) and route.startswith(parameter.routes)

"""What is free is given back to the system, and nothing that is in use."""

import weakref

from geo.core.free_memory import release_free_memory


class Ring:
    """An object that refers to itself, which only a collection of garbage ends."""

    def __init__(self) -> None:
        self.itself = self


def test_garbage_ends_and_what_is_in_use_stays() -> None:
    garbage, used = weakref.ref(Ring()), Ring()
    release_free_memory()
    assert garbage() is None
    assert used.itself is used

"""What a kind of address is."""

from abc import ABC, abstractmethod

from geo.storage.atlas import Atlas
from geo.storage.atlas_loader import OnProgress


class AddressKind(ABC):
    """A kind of address of incidents. `form`: how one is written, for readers."""

    form: str

    @abstractmethod
    def matches(self, address: str) -> bool:
        """Whether the address is of this kind."""

    @abstractmethod
    def open(self, address: str, on_progress: OnProgress) -> Atlas:
        """The atlas at the address. Raises IncidentsInvalid or EngineFailed."""

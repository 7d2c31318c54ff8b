"""An evidence bundle that was dropped on the page: what its check gave."""

from dataclasses import dataclass

from geo.bundle.reader import BundleCheck
from geo.storage.workspace.stored_import import Upload


@dataclass(frozen=True, eq=False)
class PendingBundle:
    """A file that is or was an evidence bundle. `check` is None where it cannot be read, and `error` says why."""

    upload: Upload
    check: BundleCheck | None = None
    error: str = ""

    @property
    def digest(self) -> str:
        """The hash that identifies the file's content."""
        return self.upload.digest

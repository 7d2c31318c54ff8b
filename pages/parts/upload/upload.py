"""A file that was given and is not stored yet: what was decided about it so far, and what reading it gave."""

from dataclasses import dataclass, field, replace

from geo.ingest.import_result import Guess
from geo.ingest.importing import Import
from geo.ingest.options import ImportOptions
from geo.storage.workspace.stored_import import Upload


@dataclass(frozen=True, eq=False)
class PendingUpload:
    """`imported` is the file as it was read with these answers, `refusal` why it could not be; neither before that.

    `guesses`: what its columns were last taken for, so that an answer that was refused can be mended; `label`: under
    which it is to be stored now, empty until somebody says so.
    """

    upload: Upload
    options: ImportOptions = field(default_factory=ImportOptions)
    imported: Import | None = None
    error: str = ""
    guesses: tuple[Guess, ...] = ()
    label: str = ""

    @property
    def digest(self) -> str:
        """What stands for the file's content."""
        return self.upload.digest

    @property
    def is_read(self) -> bool:
        """Whether it was read with these answers."""
        return self.imported is not None or bool(self.error)

    def with_result(self, imported: Import | None, error: str = "") -> "PendingUpload":
        """The draft after reading."""
        guesses = imported.guesses if imported else self.guesses
        return replace(self, imported=imported, refusal=error, guesses=guesses)

    def with_options(self, options: ImportOptions) -> "PendingUpload":
        """The draft with other answers, to be read anew."""
        return PendingUpload(self.upload, options, guesses=self.guesses)

    def with_label(self, label: str) -> "PendingUpload":
        """The pending, to be stored under a label; for none, to be looked at again."""
        return replace(self, label=label)

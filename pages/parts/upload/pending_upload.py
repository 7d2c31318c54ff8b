"""An uploaded file that is not stored yet: how to read it, and what reading it gave."""

from dataclasses import dataclass, field, replace

from geo.bundle.contents import BundleContents
from geo.ingest.import_result import Guess
from geo.ingest.importing import Import
from geo.ingest.options import ImportOptions
from geo.storage.workspace.stored_import import Upload


@dataclass(frozen=True, eq=False)
class PendingUpload:
    """An uploaded file, its import options and the result of reading it.

    `imported`: the file as read with these options; `error`: why it could not be read; neither is set before that.
    `guesses`: the last guesses about its columns, which survive an error so that it can be corrected.
    `label`: the name to store it under now; empty until the user asks for it. `contents`: of the evidence bundle whose
    incidents these are, which come in with them; None of any other file. `is_turned_away`: too many files waited when
    it came, so that it is read at the next chance.
    """

    upload: Upload
    options: ImportOptions = field(default_factory=ImportOptions)
    imported: Import | None = None
    error: str = ""
    guesses: tuple[Guess, ...] = ()
    label: str = ""
    contents: BundleContents | None = None
    is_turned_away: bool = False

    @property
    def digest(self) -> str:
        """The hash that identifies the file's content."""
        return self.upload.digest

    @property
    def is_read(self) -> bool:
        """Whether it was read with these options, successfully or not."""
        return self.imported is not None or (bool(self.error) and not self.is_turned_away)

    def turned_away(self, error: str) -> "PendingUpload":
        """The upload where too many others wait; it is read the next time that the page is drawn."""
        return replace(self, imported=None, error=error, is_turned_away=True)

    def with_result(self, imported: Import | None, error: str = "") -> "PendingUpload":
        """The upload with the result of reading it, and with what else its bundle says."""
        if imported is not None and self.contents is not None:
            imported = self.contents.complete(imported)
        guesses = imported.guesses if imported else self.guesses
        return replace(self, imported=imported, error=error, guesses=guesses, is_turned_away=False)

    def with_options(self, options: ImportOptions) -> "PendingUpload":
        """The upload with other options, to be read again."""
        return PendingUpload(self.upload, options, guesses=self.guesses, contents=self.contents)

    def with_label(self, label: str) -> "PendingUpload":
        """The upload, to be stored under a label; an empty label returns it to the preview."""
        return replace(self, label=label)

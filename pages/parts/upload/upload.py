"""A file that was given and is not stored yet: what was decided about it so far, and what reading it gave."""

from dataclasses import dataclass, field, replace

from geo.ingest.import_result import Guess
from geo.ingest.importing import Import
from geo.ingest.options import ImportOptions
from geo.storage.workspace.access import Upload


@dataclass(frozen=True, eq=False)
class Draft:
    """`imported` is the file as it was read with these answers, `refusal` why it could not be; neither before that.

    `guesses`: what its columns were last taken for, so that an answer that was refused can be mended; `label`: under
    which it is to be stored now, empty until somebody says so.
    """

    received: Upload
    answers: ImportOptions = field(default_factory=ImportOptions)
    imported: Import | None = None
    refusal: str = ""
    guesses: tuple[Guess, ...] = ()
    label: str = ""

    @property
    def digest(self) -> str:
        """What stands for the file's content."""
        return self.received.digest

    @property
    def is_read(self) -> bool:
        """Whether it was read with these answers."""
        return self.imported is not None or bool(self.refusal)

    def read_as(self, imported: Import | None, refusal: str = "") -> "Draft":
        """The draft after reading."""
        guesses = imported.guesses if imported else self.guesses
        return replace(self, imported=imported, refusal=refusal, guesses=guesses)

    def answered(self, answers: ImportOptions) -> "Draft":
        """The draft with other answers, to be read anew."""
        return Draft(self.received, answers, guesses=self.guesses)

    def labelled(self, label: str) -> "Draft":
        """The draft, to be stored under a label; for none, to be looked at again."""
        return replace(self, label=label)

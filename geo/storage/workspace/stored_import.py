"""What the workspace knows of an upload, and of an import that it stores."""

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime

import msgspec
import pandas as pd

from geo.errors import OptionsInvalid
from geo.ingest.column_hash import hash_columns
from geo.ingest.generic.generic_table import GenericTable
from geo.ingest.import_result import Import
from geo.ingest.options import ImportOptions

SEPARATOR = "; "  # between the datasets that an import names
MAX_DATASETS_LISTED = 3  # for a line of the list of imports
MAX_NAME_LENGTH = 200  # characters of a file's name or a label; chosen by judgement, below every file system's limit
ID_LENGTH = 16  # hex digits: 64 bits, so that two alike among a million imports are less likely than one in 10⁷


class StoredImport(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An import in the workspace. `added` is in UTC; `accepted`, `rejected` and `duplicates` are counts of rows.

    `dataset`: the datasets that its rows name, joined; `columns_hash` stands for the names of its columns. The names of
    the fields on disk are those of version 0.4, where `options_json` was `answers` and so on. Change one with
    `msgspec.structs.replace`.
    """

    import_id: str
    label: str
    file_name: str
    digest: str
    provider: str
    dataset: str
    added: datetime
    rows_in: int
    accepted: int
    rejected: int
    duplicates: int
    is_hidden: bool = msgspec.field(name="hidden")
    is_deleted: bool = msgspec.field(name="deleted")
    options_json: str = msgspec.field(name="answers")
    columns_hash: str = msgspec.field(name="shape")

    @property
    def options(self) -> ImportOptions:
        """The options that the file was read with; raises OptionsInvalid."""
        return ImportOptions.from_json(self.options_json)

    @property
    def datasets(self) -> tuple[str, ...]:
        """The datasets that its rows are filed under in the atlas; for a generic table, its label."""
        return (self.label,) if self.is_generic else tuple(filter(None, self.dataset.split(SEPARATOR)))

    @property
    def is_generic(self) -> bool:
        """Whether it is a table of no known provider."""
        return self.provider == GenericTable.name

    @property
    def is_visible(self) -> bool:
        """Whether the atlas shows it."""
        return not (self.is_hidden or self.is_deleted)

    def to_json(self) -> str:
        """Return JSON that `from_json` reads back."""
        return json.dumps(msgspec.to_builtins(self), ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_json(cls, content: str) -> "StoredImport":
        """Read what `to_json` wrote, in this release or an earlier one; raises ValueError where it is anything else."""
        stored = msgspec.json.decode(content, type=cls)
        try:
            ImportOptions.from_json(stored.options_json)
        except OptionsInvalid as error:
            raise ValueError(str(error)) from None
        return stored


@dataclass(frozen=True)
class Upload:
    """A file that is in the workspace but not imported yet.

    `existing`: the imports of the same bytes, deleted ones too, in the order added.
    """

    digest: str
    name: str
    existing: tuple[StoredImport, ...]


def describe_import(upload: Upload, imported: Import, options: ImportOptions, label: str) -> StoredImport:
    """Describe an import; the same bytes read with the same options have the same identifier."""
    identity = hashlib.sha256(f"{upload.digest} {options.to_json()}".encode()).hexdigest()
    stored = StoredImport(
        import_id=identity[:ID_LENGTH],
        label=clean_label(label) or upload.name,
        file_name=upload.name,
        digest=upload.digest,
        provider=imported.provider,
        dataset="",
        added=datetime.now(UTC),
        rows_in=0,
        accepted=0,
        rejected=0,
        duplicates=0,
        is_hidden=False,
        is_deleted=False,
        options_json=options.to_json(),
        columns_hash=hash_columns(imported.names, in_order=False),
    )
    return with_counts(stored, imported)


def with_counts(stored: StoredImport, imported: Import) -> StoredImport:
    """The same with the counts and datasets of this reading of its file."""
    return msgspec.structs.replace(
        stored,
        dataset=_join_datasets(imported.accepted),
        rows_in=imported.rows_in,
        accepted=len(imported.accepted),
        rejected=int(imported.rejected["row"].nunique()),
        duplicates=len(imported.duplicates),
    )


def clean_file_name(name: str) -> str:
    """A file's name fit to be shown: without its path, control characters and direction marks, and not too long."""
    return clean_label(name.replace("\\", "/").rsplit("/", 1)[-1])


def clean_label(label: str) -> str:
    """A label fit to be shown: without control characters and direction marks, and not too long; slashes stay."""
    return "".join(letter for letter in label if letter.isprintable()).strip()[:MAX_NAME_LENGTH].strip()


def _join_datasets(accepted: pd.DataFrame) -> str:
    names = accepted["dataset"].dropna().astype("str").unique() if "dataset" in accepted else []
    return SEPARATOR.join(sorted(names)[:MAX_DATASETS_LISTED])

"""What the workspace knows of a file that it received, and of an import that it keeps."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd

from geo.ingest.generic.generic_table import GenericTable
from geo.ingest.import_result import Import
from geo.ingest.options import ImportOptions

SEPARATOR = "; "  # of the datasets that an import names
MAX_NAME_LENGTH = 200  # characters of a file's name or a label that are kept


@dataclass(frozen=True)
class StoredImport:
    """An import that the workspace keeps; `added` is in UTC, the counts are rows, `shape` stands for its columns."""

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
    hidden: bool
    deleted: bool
    answers: ImportOptions
    shape: str

    @property
    def datasets(self) -> tuple[str, ...]:
        """What its rows are filed under in the atlas: those of a table of nobody's under its label."""
        return (self.label,) if self.is_generic else tuple(filter(None, self.dataset.split(SEPARATOR)))

    @property
    def is_generic(self) -> bool:
        """Whether no provider is known of its table."""
        return self.provider == GenericTable.name

    @property
    def visible(self) -> bool:
        """Whether the atlas shows it."""
        return not (self.hidden or self.deleted)

    def to_json(self) -> str:
        """All of it as text that `from_json` reads back."""
        told = asdict(self) | {"added": self.added.isoformat(), "answers": self.answers.to_json()}
        return json.dumps(told, ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> "StoredImport":
        """What `to_json` wrote."""
        told = json.loads(text)
        read = {"added": datetime.fromisoformat(told["added"]), "answers": ImportOptions.from_json(told["answers"])}
        return cls(**(told | read))


@dataclass(frozen=True)
class Upload:
    """A file that was received and is not kept yet; `known` are the imports of the same bytes, deleted ones too."""

    digest: str
    name: str
    path: Path
    existing: tuple[StoredImport, ...]


def describe_import(received: Upload, imported: Import, answers: ImportOptions, label: str) -> StoredImport:
    """What is known of an import; the same bytes with the same answers are the same import."""
    known = hashlib.sha256(f"{received.digest} {answers.to_json()}".encode()).hexdigest()
    return with_counts(
        StoredImport(
            import_id=known[:16],
            label=clean_label(label) or received.name,
            file_name=received.name,
            digest=received.digest,
            provider=imported.provider,
            dataset="",
            added=datetime.now(UTC),
            rows_in=0,
            accepted=0,
            rejected=0,
            duplicates=0,
            hidden=False,
            deleted=False,
            answers=answers,
            shape=columns_fingerprint(imported.names),
        ),
        imported,
    )


def with_counts(stored: StoredImport, imported: Import) -> StoredImport:
    """The same with the counts of this reading."""
    return replace(
        stored,
        dataset=_dataset_names(imported.accepted),
        rows_in=imported.rows_in,
        accepted=len(imported.accepted),
        rejected=int(imported.rejected["row"].nunique()),
        duplicates=len(imported.duplicates),
    )


def columns_fingerprint(names: Iterable[str]) -> str:
    """What stands for a table's columns, in whatever order they come."""
    return hashlib.sha256(json.dumps(sorted(names)).encode(errors="replace")).hexdigest()[:16]


def clean_file_name(name: str) -> str:
    """A file's name as a person may see it: no path, no control or direction marks, not endless."""
    return clean_label(name.replace("\\", "/").rsplit("/", 1)[-1])


def clean_label(label: str) -> str:
    """What a person calls an import, which may hold a slash: no control or direction marks, not endless."""
    return "".join(letter for letter in label if letter.isprintable()).strip()[:MAX_NAME_LENGTH].strip()


def _dataset_names(accepted: pd.DataFrame) -> str:
    """The datasets that its rows name."""
    names = accepted["dataset"].dropna().astype("str").unique() if "dataset" in accepted else []
    return SEPARATOR.join(sorted(names)[:3])

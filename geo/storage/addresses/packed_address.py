"""Addresses of packed folders: `engine:folder`, with the engine that answers from it."""

import importlib.util
from abc import abstractmethod
from pathlib import Path

import pandas as pd

from geo.core import actors
from geo.core.schema import COMPANION_TABLES, Column
from geo.errors import EngineMissing, IncidentsInvalid
from geo.query.engine import Engine
from geo.query.packed.folder import PackedFolder
from geo.query.packed.names import MANIFEST, companion_path
from geo.storage.addresses.address_kind import AddressKind
from geo.storage.addresses.packing_cache import pack_into_cache
from geo.storage.atlas import Atlas
from geo.storage.atlas_loader import OnProgress
from geo.storage.own_actors import read_own_actors


class PackedAddress(AddressKind):
    """A packed folder and what answers from it; other files are packed first, into a folder beside them.

    `scheme`: what stands before the colon, and the extra of pyproject.toml with the `modules` that it needs; `title`:
    what readers call it.
    """

    scheme: str
    title: str
    modules: tuple[str, ...]

    @abstractmethod
    def split(self, address: str) -> tuple[str, str]:
        """The path and what stands behind it. Raises IncidentsInvalid."""

    @abstractmethod
    def engine(self, folder: Path, options: str) -> Engine:
        """The engine that answers from a packed folder. Raises EngineFailed, or PackInvalid."""

    def matches(self, address: str) -> bool:
        return address.startswith(f"{self.scheme}:")

    def open(self, address: str, on_progress: OnProgress) -> Atlas:
        path, options = self.split(address.removeprefix(f"{self.scheme}:"))
        if not path:
            raise IncidentsInvalid(f"{address}: names no folder. INCIDENTS={self.form} is how it is written.")
        self._check_installed()
        if (Path(path) / MANIFEST).is_file():
            return self._open_folder(Path(path), options, ())
        folder = pack_into_cache(path, on_progress)
        name = Path(path).name  # readers see this note, and no path of the server
        note = f"{self.title} serves packed folders: {name} was packed into {folder.name} and is shown as it was then."
        return self._open_folder(folder, options, (note,))

    def _check_installed(self) -> None:
        """Raise EngineMissing where a package of the extra is not installed."""
        if any(importlib.util.find_spec(module) is None for module in self.modules):
            raise EngineMissing(self.title, extra=self.scheme)

    def _open_folder(self, folder: Path, options: str, notes: tuple[str, ...]) -> Atlas:
        packed = PackedFolder.open(folder)
        manifest = packed.manifest
        warnings = _use_own_actors(packed)
        return Atlas(
            self.engine(folder, options),
            version=manifest.version,
            file_names=manifest.file_names,
            warnings=(*notes, *manifest.notes, *warnings),
            **{kind: _read_companion(packed, kind, columns) for kind, columns in COMPANION_TABLES.items()},
        )


def _read_companion(folder: PackedFolder, kind: str, columns: tuple[Column, ...]) -> pd.DataFrame:
    return folder.read(companion_path(kind)).to_pandas().astype({column.name: column.dtype for column in columns})


def _use_own_actors(folder: PackedFolder) -> tuple[str, ...]:
    """Let every filter know the own actors that were packed; notes on what could not be used of them."""
    names = [name for name in folder.manifest.files if name.endswith(".csv")]
    read = [read_own_actors(folder.file(name).read_bytes(), name) for name in names]
    actors.use_own_actors(actor for own, _ in read for actor in own)
    return tuple(note for _, notes in read for note in notes)

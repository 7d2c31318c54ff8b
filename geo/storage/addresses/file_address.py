"""Files that are read into memory."""

from pathlib import Path

from geo.errors import IncidentsInvalid
from geo.query.packed.names import MANIFEST
from geo.storage.addresses.address_kind import AddressKind
from geo.storage.atlas import Atlas
from geo.storage.atlas_loader import OnProgress, load_atlas


class FileAddress(AddressKind):
    """A file or a glob of files, which are read into memory."""

    form = "file.parquet"

    def matches(self, address: str) -> bool:
        return True

    def open(self, address: str, on_progress: OnProgress) -> Atlas:
        if (Path(address) / MANIFEST).is_file():
            raise IncidentsInvalid(f"{address}: is a packed folder. INCIDENTS=duckdb:{address} shows it.")
        return load_atlas(address, on_progress=on_progress)

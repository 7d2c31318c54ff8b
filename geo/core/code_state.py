"""The state of the code: a short name that changes with whatever makes something else of the same bytes."""

import hashlib
from functools import cache
from importlib import metadata

from geo.settings import code_dir, data_dir, gazetteer_dir

LENGTH = 12  # hex digits
# Whose next release may order, code or store the same rows otherwise.
LIBRARIES = ("geopandas", "narwhals", "numpy", "pandas", "pyarrow", "shapely")


@cache
def code_state() -> str:
    """A hash of the code, its data, its libraries and the gazetteer."""
    digest = hashlib.sha256()
    for path in sorted([*code_dir().rglob("*.py"), *data_dir().glob("*.csv"), *data_dir().glob("*.parquet")]):
        digest.update(path.read_bytes())
    for library in LIBRARIES:
        digest.update(metadata.version(library).encode())
    for path in sorted(gazetteer_dir().glob("*.txt")):
        digest.update(f"{path} {path.stat().st_size} {path.stat().st_mtime_ns}".encode())
    return digest.hexdigest()[:LENGTH]

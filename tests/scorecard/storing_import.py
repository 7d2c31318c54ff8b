"""Reads a file as a page does, in a child process, and stores it: `python -m tests.scorecard.storing_import FILE`."""

import json
import sys
import time
from pathlib import Path

from geo.ingest.options import ImportOptions
from geo.ingest.sandbox import read_in_subprocess
from geo.storage.workspace.sessions import open_workspace


def main() -> None:
    """Print how many rows were accepted, and the seconds until they were stored."""
    path, start = Path(sys.argv[1]), time.perf_counter()
    imported = read_in_subprocess(path, ImportOptions(), name=path.name)
    workspace = open_workspace()
    workspace.save_import(workspace.add_upload(path.read_bytes(), path.name), imported, ImportOptions())
    print(json.dumps({"rows": len(imported.accepted), "seconds": time.perf_counter() - start}))


if __name__ == "__main__":
    main()

"""SHA256SUMS: the hash of each file, as `sha256sum -c` of GNU coreutils reads it."""

import re
from collections.abc import Iterable, Mapping

from geo.bundle.zip_stream import BundleFile
from geo.errors import BundleInvalid

NAME = "SHA256SUMS"
LINE = re.compile(r"([0-9a-f]{64}) [ *](.+)")


def write_checksums(files: Iterable[BundleFile]) -> bytes:
    """A line a file: hash, two blanks, name."""
    return "".join(f"{file.sha256}  {file.name}\n" for file in files).encode("ascii")


def read_checksums(content: bytes) -> Mapping[str, str]:
    """The hash of each file by its name; raises BundleInvalid."""
    lines = content.decode("utf-8", errors="replace").splitlines()
    matches = [LINE.fullmatch(line) for line in lines if line.strip()]
    if not matches or not all(matches):
        raise BundleInvalid(f"{NAME} is not a list of hashes and names. Take the bundle as it was downloaded.")
    return {match[2]: match[1] for match in matches if match}

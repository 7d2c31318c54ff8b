"""What the link in a bundle says of it: enough to tell a reader whether the data have changed since."""

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime

from geo.bundle.statement import Statement, created_at
from geo.errors import ValueRefused

TIME_FORMAT = "%Y%m%dT%H%M%SZ"
DIGITS = 16  # of each hash: 64 bits, so that no two ever meet by chance, in a link that can still be read
ACCEPTED = "what the link of an evidence bundle says, such as 20261129T105500Z-515-0123456789abcdef-fedcba9876543210"
STAMP = re.compile(rf"(\d{{8}}T\d{{6}}Z)-(\d{{1,12}})-([0-9a-f]{{{DIGITS}}})-([0-9a-f]{{{DIGITS}}})", re.ASCII)


@dataclass(frozen=True)
class Stamp:
    """When a bundle was made (UTC), how many incidents it has, and the first digits of two hashes.

    `data_version` is hashed anew: it need not be a hash itself.
    """

    created: datetime
    n_incidents: int
    data_version: str
    incidents_sha256: str

    @classmethod
    def of(cls, statement: Statement) -> "Stamp":
        """The stamp of a bundle."""
        rows = statement.incidents_sha256
        return cls(created_at(statement), statement.counts.incidents, _digits(statement.data_version), rows[:DIGITS])

    @classmethod
    def parse(cls, text: str) -> "Stamp":
        """Read what `to_text` wrote; raises ValueRefused."""
        match = STAMP.fullmatch(text)
        try:
            created = datetime.strptime(match[1], TIME_FORMAT).replace(tzinfo=UTC) if match else None
        except ValueError:
            created = None
        if match is None or created is None:
            raise ValueRefused(text, accepted=ACCEPTED)
        return cls(created, int(match[2]), match[3], match[4])

    def to_text(self) -> str:
        """The stamp as the value of a parameter of an address."""
        return f"{self.created:{TIME_FORMAT}}-{self.n_incidents}-{self.data_version}-{self.incidents_sha256}"

    def has_version(self, data_version: str) -> bool:
        """Whether the bundle was made of this version of the data."""
        return self.data_version == _digits(data_version)


def _digits(data_version: str) -> str:
    return hashlib.sha256(data_version.encode(errors="replace")).hexdigest()[:DIGITS]

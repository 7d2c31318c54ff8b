"""The files of a workspace in PostgreSQL, in pieces beside its records: one thing to back up, and no shared folder."""

import hashlib
import tempfile
from collections.abc import Container, Iterator
from contextlib import contextmanager
from pathlib import Path

from geo.errors import BlobCorrupt
from geo.storage.workspace.database import Transaction
from geo.storage.workspace.file_store import UNUSED_SECONDS, FileStore, sha256_hex
from geo.storage.workspace.postgres_database import CLOCK, PostgresDatabase

# By judgement: far below the gigabyte that a value of PostgreSQL may have, and few statements for 600 MB.
PIECE_BYTES = 4_000_000
# The server hashes each piece itself, so that a file that is there already is checked without being sent.
CHECK = """
    SELECT files.n_bytes, coalesce(sum(length(pieces.content)), 0),
        coalesce(bool_and(encode(sha256(pieces.content), 'hex') = pieces.seal), false)
    FROM files LEFT JOIN pieces ON pieces.digest = files.digest
    WHERE files.digest = ? GROUP BY files.n_bytes
"""


class PostgresFiles(FileStore):
    """The files of a schema."""

    def __init__(self, database: PostgresDatabase) -> None:
        self._database = database

    def write(self, content: bytes) -> str:
        digest = sha256_hex(content)
        self._database.create()
        # Of two who write the same at once, the second waits for the first.
        with self._database.locked(f"{self._database.schema} {digest}") as transaction:
            if _is_intact(transaction, digest):
                _touch(transaction, digest)
                return digest
            transaction.execute("DELETE FROM files WHERE digest = ?", (digest,))
            transaction.execute(f"INSERT INTO files VALUES (?, ?, ({CLOCK}))", (digest, len(content)))
            for number, start in enumerate(range(0, max(1, len(content)), PIECE_BYTES)):
                piece = content[start : start + PIECE_BYTES]
                row = (digest, number, sha256_hex(piece), piece)
                transaction.execute("INSERT INTO pieces (digest, number, seal, content) VALUES (?, ?, ?, ?)", row)
        return digest

    def read(self, digest: str) -> bytes:
        content = b"".join(self._pieces(digest))
        if sha256_hex(content) != digest:
            raise BlobCorrupt(digest)
        return content

    @contextmanager
    def borrow(self, digest: str) -> Iterator[Path]:
        with tempfile.TemporaryDirectory(prefix="faultline-file-") as folder:
            path, checksum = Path(folder) / digest, hashlib.sha256()
            with path.open("wb") as file:
                for piece in self._pieces(digest):
                    checksum.update(piece)
                    file.write(piece)
            if checksum.hexdigest() != digest:
                raise BlobCorrupt(digest)
            yield path

    def touch(self, digest: str) -> bool:
        with self._database.locked(f"{self._database.schema} {digest}") as transaction:
            return _touch(transaction, digest)

    def remove(self, digest: str) -> None:
        with self._database.locked(f"{self._database.schema} {digest}") as transaction:
            transaction.execute("DELETE FROM files WHERE digest = ?", (digest,))

    def collect_garbage(self, referenced: Container[str]) -> None:
        with self._database.read_transaction() as transaction:
            oldest = transaction.now() - UNUSED_SECONDS
            rows = transaction.execute("SELECT digest FROM files WHERE used < ?", (oldest,))
        for (digest,) in rows:
            if digest not in referenced:
                self.remove(digest)

    def size_bytes(self) -> int:
        if not self._database.exists():
            return 0
        with self._database.read_transaction() as transaction:
            return int(transaction.execute("SELECT coalesce(sum(n_bytes), 0) FROM files")[0][0])

    def _pieces(self, digest: str) -> Iterator[bytes]:
        """The pieces of a file, one at a time; none where it is missing."""
        with self._database.read_transaction() as transaction:
            statement = "SELECT number FROM pieces WHERE digest = ? ORDER BY number"
            for number in transaction.execute(statement, (digest,)):
                rows = transaction.execute(
                    "SELECT content FROM pieces WHERE digest = ? AND number = ?", (digest, *number)
                )
                yield rows[0][0]


def _is_intact(transaction: Transaction, digest: str) -> bool:
    rows = transaction.execute(CHECK, (digest,))
    return bool(rows) and rows[0][0] == rows[0][1] and bool(rows[0][2])


def _touch(transaction: Transaction, digest: str) -> bool:
    statement = f"UPDATE files SET used = ({CLOCK}) WHERE digest = ? RETURNING digest"
    return bool(transaction.execute(statement, (digest,)))

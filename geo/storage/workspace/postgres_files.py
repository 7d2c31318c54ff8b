"""The files of a workspace in PostgreSQL, in pieces beside its records: one thing to back up, and no shared folder."""

import hashlib
from collections.abc import Container, Iterator
from contextlib import contextmanager
from pathlib import Path

from geo.core.temporary_folders import temporary_folder
from geo.errors import BlobCorrupt
from geo.storage.workspace.database import Transaction
from geo.storage.workspace.file_store import UNUSED_SECONDS, FileStore, sha256_hex
from geo.storage.workspace.postgres_database import CLOCK, PostgresDatabase

# By judgement: far below the gigabyte that a value of PostgreSQL may have, and few statements for 600 MB.
PIECE_BYTES = 4_000_000
# The server hashes each piece itself, so that a file that is there already is checked without being sent.
HASHES = "SELECT encode(sha256(content), 'hex') FROM pieces WHERE digest = ? ORDER BY number"


class PostgresFiles(FileStore):
    """The files of a schema."""

    def __init__(self, database: PostgresDatabase) -> None:
        self._database = database

    def write(self, content: bytes) -> str:
        digest = sha256_hex(content)
        pieces = [content[start : start + PIECE_BYTES] for start in range(0, max(1, len(content)), PIECE_BYTES)]
        self._database.create()
        # Of two who write the same at once, the second waits for the first.
        with self._database.locked(f"{self._database.schema} {digest}") as transaction:
            hashes = [value for (value,) in transaction.execute(HASHES, (digest,))]
            if hashes == [sha256_hex(piece) for piece in pieces] and _touch(transaction, digest):
                return digest
            transaction.execute("DELETE FROM files WHERE digest = ?", (digest,))
            transaction.execute(f"INSERT INTO files VALUES (?, ?, ({CLOCK}))", (digest, len(content)))
            for number, piece in enumerate(pieces):
                row = (digest, number, piece)
                transaction.execute("INSERT INTO pieces (digest, number, content) VALUES (?, ?, ?)", row)
        return digest

    def read(self, digest: str) -> bytes:
        content = b"".join(self._pieces(digest))
        if sha256_hex(content) != digest:
            raise BlobCorrupt(digest)
        return content

    @contextmanager
    def borrow(self, digest: str) -> Iterator[Path]:
        with temporary_folder("file") as folder:
            path, checksum = folder / digest, hashlib.sha256()
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


def _touch(transaction: Transaction, digest: str) -> bool:
    statement = f"UPDATE files SET used = ({CLOCK}) WHERE digest = ? RETURNING digest"
    return bool(transaction.execute(statement, (digest,)))

"""Packed folders that DuckDB answers from."""

from pathlib import Path

from geo.query.engine import Engine
from geo.storage.addresses.packed_address import PackedAddress


class DuckDBAddress(PackedAddress):
    """`duckdb:folder`: the embedded engine, for what is larger than memory."""

    scheme, title = "duckdb", "DuckDB"
    form, modules = "duckdb:folder", ("duckdb",)

    def split(self, address: str) -> tuple[str, str]:
        return address, ""

    def engine(self, folder: Path, options: str) -> Engine:
        from geo.query.lazy.duckdb_engine import open_duckdb  # imports a package that need not be installed

        return open_duckdb(folder)

"""datapackage.json: what the files are, for programs (Frictionless Data Package, version 1 of its specification).

The package has no profile of tables as a whole, for it holds pages and pictures too; each table has its schema.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from geo.bundle.dictionary import TableColumn, table_schema
from geo.bundle.source_files import BundleSource
from geo.bundle.statement import Statement
from geo.bundle.zip_stream import BundleFile

NAME = "datapackage.json"
MEDIA_TYPES: Mapping[str, str] = {
    "csv": "text/csv",
    "json": "application/json",
    "md": "text/markdown",
    "png": "image/png",
    "svg": "image/svg+xml",
}
# Stated, for otherwise a reader guesses it from the first rows.
DIALECT = {"csv": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True}}
FOREIGN = ("claims.csv", "publications.csv")  # each of whose rows belongs to an incident of the bundle
TITLE = "Evidence bundle"


def write_data_package(
    statement: Statement,
    files: Sequence[BundleFile],
    columns: Sequence[TableColumn],
    sources: Sequence[BundleSource],
) -> bytes:
    """The file datapackage.json, which lists these files."""
    package = {
        "name": f"faultline-evidence-{statement.incidents_sha256[:16]}",
        "title": TITLE,
        "description": f"{statement.words} {statement.counts.incidents:,} in all. README.md says more.",
        "version": statement.data_version,
        "created": statement.created,
        "sources": [_describe_source(source) for source in sources],
        "resources": [_describe_file(file, columns) for file in files],
    }
    if statement.link.startswith("http"):
        package["homepage"] = statement.link
    return msgspec.json.format(msgspec.json.encode(package), indent=2) + b"\n"


def _describe_file(file: BundleFile, columns: Sequence[TableColumn]) -> dict[str, Any]:
    extension = file.name.rpartition(".")[2]
    own = tuple(column for column in columns if column.file == file.name)
    resource: dict[str, Any] = {
        "name": file.name.lower(),
        "type": "table" if own else "file",
        "path": file.name,
        "format": extension,
        "mediatype": MEDIA_TYPES[extension],
        "bytes": file.size_bytes,
        "hash": f"sha256:{file.sha256}",
    }
    if not own:
        return resource
    return resource | {"encoding": "utf-8", "dialect": DIALECT, "schema": _schema(file.name, own)}


def _schema(name: str, columns: tuple[TableColumn, ...]) -> dict[str, Any]:
    schema = table_schema(columns)
    if name in FOREIGN:
        reference = {"resource": "incidents.csv", "fields": "incident_id"}
        schema["foreignKeys"] = [{"fields": "incident_id", "reference": reference}]
    return schema


def _describe_source(source: BundleSource) -> dict[str, str]:
    described = {"title": source.name, "licence": source.source.licence, "citation": source.source.citation}
    return described | ({"path": source.source.address} if source.source.address else {})

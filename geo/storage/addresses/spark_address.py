"""Packed folders that a Spark cluster answers from."""

from pathlib import Path
from urllib.parse import unquote

from geo.errors import IncidentsInvalid
from geo.query.engine import Engine
from geo.query.lazy.spark_cluster import CLUSTER_KINDS, SparkCluster
from geo.storage.addresses.packed_address import PackedAddress


class SparkAddress(PackedAddress):
    """`spark:/folder?master=…` for a classic cluster, `?remote=sc://…` for a server with Spark Connect."""

    scheme, title = "spark", "Spark"
    form = "spark:/folder?master=local[2]"
    forms = (form, "spark:/folder?master=spark://host:7077", "spark:/folder?remote=sc://host:15002")
    modules = ("pyspark",)

    def split(self, address: str) -> tuple[str, str]:
        folder, mark, options = address.rpartition("?")
        if not mark or not folder:
            raise IncidentsInvalid(f"spark:{address}: names no cluster. Accepted: {', '.join(self.forms)}.")
        parse_cluster(options)
        return folder, options

    def engine(self, folder: Path, options: str) -> Engine:
        from geo.query.lazy.spark_engine import open_spark

        return open_spark(folder.absolute(), parse_cluster(options))


def parse_cluster(options: str) -> SparkCluster:
    """The cluster of the options of an address, such as `master=local[2]`. Raises IncidentsInvalid."""
    name, _, value = options.partition("=")
    kind = next((kind for kind in CLUSTER_KINDS if kind.parameter == name), None)
    cluster = kind(unquote(value).strip()) if kind else None
    if cluster is None or not cluster.is_valid:
        raise IncidentsInvalid(f"{options!r} names no Spark cluster. Accepted behind “?”: {_accepted()}.")
    return cluster


def _accepted() -> str:
    return ", ".join(f"{kind.parameter}={example}" for kind in CLUSTER_KINDS for example in kind.examples)

"""What INCIDENTS may name: an address says which kind of thing answers, and a bad one what is accepted."""

import importlib.util
from pathlib import Path

import pytest

from geo.errors import EngineFailed, EngineMissing, FaultlineError, IncidentsInvalid
from geo.query.lazy import spark_cluster
from geo.query.lazy.spark_cluster import ClassicCluster, ConnectServer
from geo.query.packed.names import MANIFEST, STAGING
from geo.storage.addresses import ADDRESS_KINDS, open_atlas
from geo.storage.addresses.file_address import FileAddress
from geo.storage.addresses.packed_address import PackedAddress
from geo.storage.addresses.spark_address import parse_cluster

PACKED = [kind for kind in ADDRESS_KINDS if isinstance(kind, PackedAddress)]


@pytest.mark.parametrize("kind", ADDRESS_KINDS, ids=lambda kind: kind.form)
def test_each_form_is_of_its_kind(kind: object) -> None:
    form = kind.form  # type: ignore[attr-defined]
    assert next(each for each in ADDRESS_KINDS if each.matches(form)) is kind


def test_any_text_is_the_address_of_a_file() -> None:
    assert isinstance(ADDRESS_KINDS[-1], FileAddress)
    assert not any(kind.matches("sparkle.csv") or kind.matches("my:duckdb.csv") for kind in PACKED)


@pytest.mark.parametrize(
    ("options", "cluster"),
    [
        ("master=local", ClassicCluster("local")),
        ("master=local[2]", ClassicCluster("local[2]")),
        ("master=local%5B*%5D", ClassicCluster("local[*]")),
        ("master=spark://one:7077,two:7077", ClassicCluster("spark://one:7077,two:7077")),
        ("remote=sc://host", ConnectServer("sc://host")),
        ("remote=sc://host:443/;use_ssl=true;token=a=b", ConnectServer("sc://host:443/;use_ssl=true;token=a=b")),
    ],
)
def test_clusters_are_read(options: str, cluster: object) -> None:
    assert parse_cluster(options) == cluster


@pytest.mark.parametrize(
    "options", ["", "master=", "master=http://host", "remote=", "remote=host:15002", "local[2]", "driver=local", "x=y"]
)
def test_what_is_no_cluster_is_refused(options: str) -> None:
    with pytest.raises(IncidentsInvalid, match=r"master=local\[2\], master=spark://host:7077, remote=sc://host:15002"):
        parse_cluster(options)


def test_a_token_is_not_repeated() -> None:
    assert ConnectServer("sc://127.0.0.1:1/;token=secret").address == "sc://127.0.0.1:1"


@pytest.mark.parametrize("address", ["duckdb:", "spark:?master=local", "spark:/folder", "spark:"])
def test_an_address_without_a_folder_or_a_cluster_is_refused(address: str) -> None:
    with pytest.raises(IncidentsInvalid, match="names no"):
        open_atlas(address)


@pytest.mark.parametrize("address", ["duckdb:nowhere", "spark:nowhere?master=local"])
def test_what_is_not_there_is_named(address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(FaultlineError, match="nowhere"):
        open_atlas(address)


def test_an_unpacked_folder_and_a_missing_one_have_different_messages(tmp_path: Path) -> None:
    with pytest.raises(IncidentsInvalid, match=r"not packed and holds no \.parquet files.*faultline pack"):
        open_atlas(f"duckdb:{tmp_path}")
    (tmp_path / STAGING).mkdir()
    with pytest.raises(EngineFailed, match=r"packing was interrupted.*faultline pack"):
        open_atlas(f"duckdb:{tmp_path}")


def test_a_packed_folder_without_an_engine_says_how_it_is_written(tmp_path: Path) -> None:
    (tmp_path / MANIFEST).touch()
    with pytest.raises(IncidentsInvalid, match=r"is a packed folder\. INCIDENTS=duckdb:"):
        open_atlas(tmp_path)


@pytest.mark.parametrize("kind", PACKED, ids=lambda kind: kind.scheme)
def test_a_missing_package_is_one_clear_sentence(kind: PackedAddress, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    with pytest.raises(EngineMissing) as failure:
        open_atlas(kind.form)
    command = f"pip install 'faultline[{kind.scheme}]'"
    assert str(failure.value).startswith(f"{kind.title} is not installed. Install it with “{command}”")


@pytest.mark.parametrize("cluster", [ClassicCluster("spark://127.0.0.1:1"), ConnectServer("sc://127.0.0.1:1")])
def test_a_cluster_that_does_not_answer_is_said_at_once(cluster: spark_cluster.SparkCluster) -> None:
    with pytest.raises(EngineFailed, match=r"The Spark cluster at \w+://127.0.0.1:1 does not answer.*selection"):
        cluster.check_reachable()


def test_a_machine_without_java_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    with pytest.raises(EngineFailed, match=r"Java 17.*openjdk-17-jre-headless.*remote=sc://"):
        ClassicCluster("local").open("1GB", lambda error: error)

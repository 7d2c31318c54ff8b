"""What the package offers by name, in a process that has imported nothing else."""

import subprocess
import sys

import pytest

import geo


@pytest.mark.parametrize("name", dir(geo))
def test_a_name_is_there_as_soon_as_the_package_is(name: str) -> None:
    command = f"import geo; print(geo.{name})"
    result = subprocess.run([sys.executable, "-c", command], capture_output=True, text=True, check=False)
    assert (result.returncode, result.stderr) == (0, "")


def test_the_importer_is_still_there_under_its_earlier_name() -> None:
    command = "from geo.sources import read; import geo, geo.sources; assert geo.sources.read is read is geo.read"
    assert subprocess.run([sys.executable, "-c", command], capture_output=True, check=False).returncode == 0


def test_a_name_that_is_not_there_is_refused() -> None:
    with pytest.raises(AttributeError, match="'nonsense'; it has FaultlineError, Selection"):
        geo.nonsense  # type: ignore[attr-defined]  # noqa: B018


def test_who_reads_a_file_imports_no_query() -> None:
    command = "import sys, geo.ingest.sandbox; print([name for name in sys.modules if name.startswith('geo.query')])"
    result = subprocess.run([sys.executable, "-c", command], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"

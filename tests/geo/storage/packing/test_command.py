"""The command `faultline pack`."""

from pathlib import Path

import pytest

from faultline.__main__ import main
from geo.errors import ValueRefused
from geo.query.packed.folder import PackedFolder
from geo.storage.packing import command
from geo.storage.packing.command import parse_bytes
from tests.conftest import SMALL


def test_the_command_packs_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "small.csv").write_text(SMALL, encoding="utf-8")
    assert main(["pack", str(tmp_path / "small.csv"), str(tmp_path / "packed")]) == 0
    n_rows = PackedFolder.open(tmp_path / "packed").manifest.n_rows
    assert f"{n_rows} incidents packed into" in capsys.readouterr().err
    assert main(["pack", str(tmp_path / "small.csv"), str(tmp_path / "packed")]) == 0
    assert "packed there already" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["missing.csv", "packed"], ["small.csv", "packed", "--memory", "much"]])
def test_what_cannot_be_packed_ends_with_a_sentence(
    arguments: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "small.csv").write_text(SMALL, encoding="utf-8")
    assert main(["pack", *arguments]) == 2
    assert capsys.readouterr().err.strip()


def test_an_interrupt_ends_with_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(command, "pack", interrupt)
    assert main(["pack", "small.csv", str(tmp_path / "packed")]) == 130
    assert capsys.readouterr().err == "Interrupted before it was done. The same command, given again, does it.\n"


def test_bytes_are_written_as_people_write_them() -> None:
    assert [parse_bytes(text) for text in ("2GB", "500mb", "1.5 g", "200000000")] == [
        2_000_000_000, 500_000_000, 1_500_000_000, 200_000_000,
    ]  # fmt: skip
    for text in ("", "2", "-2GB", "GB", "100MB", "2GiB", "1e9"):
        with pytest.raises(ValueRefused):
            parse_bytes(text)

"""An evidence bundle among the files of `faultline import` brings what it says of its incidents."""

import contextlib
import io
from pathlib import Path

import pytest

from geo import __main__ as command_line
from geo.bundle import pictures
from geo.commands.output import DONE, PARTLY, REFUSED
from geo.storage.atlas_loader import load_atlas
from tests.geo.bundle.bundles import pack, unpack


def run(*arguments: str) -> tuple[int, str]:
    with contextlib.redirect_stderr(io.StringIO()) as errors:
        code = command_line.main(arguments)
    return code, errors.getvalue()


@pytest.fixture
def bundle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(pictures, "_draw_both", lambda _draw: (b"<svg/>", b"PNG"))
    monkeypatch.setattr(pictures.CACHED, "get", lambda _key, compute: compute())
    monkeypatch.chdir(tmp_path)
    assert run("export", "country=Iran", "--out", "iran.zip")[0] == DONE
    return tmp_path / "iran.zip"


def test_all_that_a_bundle_says_is_written_beside_the_table(bundle: Path) -> None:
    code, messages = run("import", "iran.zip", "--out", "out.csv")
    assert code == DONE
    assert "6 incidents written to out.csv." in messages
    atlas, files = load_atlas(bundle.parent / "out.csv"), unpack(bundle.read_bytes())
    for kind in ("claims", "publications"):
        assert len(getattr(atlas, kind)) == len(files[f"{kind}.csv"].splitlines()) - 1
    assert len(atlas.claims)


def test_one_that_was_changed_by_hand_is_named(bundle: Path) -> None:
    files = unpack(bundle.read_bytes())
    bundle.write_bytes(pack(files | {"claims.csv": files["claims.csv"] + b"FLT-0012,Iran,shouts\n"}))
    code, messages = run("import", "iran.zip", "--out", "out.csv")
    assert code == PARTLY
    assert "iran.zip: claims.csv was changed." in messages
    assert "iran.zip: claims.csv: row " in messages


def test_what_cannot_be_read_or_written_is_refused(bundle: Path) -> None:
    assert run("import", "iran.zip", "--out", "-")[0] == REFUSED
    bundle.write_bytes(b"junk" + bundle.read_bytes())
    code, messages = run("import", "iran.zip", "--out", "out.csv")
    assert code == REFUSED
    assert "it has 4 bytes that belong to none of its files" in messages

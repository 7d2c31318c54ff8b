"""An evidence bundle among the files of `faultline import` brings what it says of its incidents."""

import contextlib
import io
from pathlib import Path

import pandas as pd
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


def test_one_that_was_changed_by_hand_is_reported(bundle: Path) -> None:
    files = unpack(bundle.read_bytes())
    bundle.write_bytes(pack(files | {"claims.csv": files["claims.csv"] + b"FLT-0012,Iran,shouts\n"}))
    code, messages = run("import", "iran.zip", "--out", "out.csv")
    assert code == PARTLY
    assert "iran.zip: claims.csv was changed since the bundle was made: its SHA-256 hash is another one." in messages
    assert messages.index("was changed") < messages.index("Reading iran.zip")
    assert messages.count("iran.zip, claims.csv: row ") == 1


def test_files_that_were_removed_or_added_are_reported(bundle: Path) -> None:
    files = unpack(bundle.read_bytes())
    del files["claims.csv"]
    bundle.write_bytes(pack(files | {"more.txt": b"more"}))
    code, messages = run("import", "iran.zip", "--out", "out.csv")
    assert code == PARTLY
    assert "iran.zip: claims.csv is missing, although the bundle lists its hash." in messages
    assert "iran.zip: more.txt was added since the bundle was made, which lists no hash of it." in messages


CORRECTIONS = (
    "incident_id,time,who,why,kind,change,column,original,value\n"
    "{id},2024-05-01T00:00:00Z,Ann,typo,Correction,,title,One,Two\n"
    "{id},2024-05-02T00:00:00Z,Ann,typo,Correction,,title,One,Three\n"
)


@pytest.mark.parametrize("is_replaced", [False, True])
def test_corrected_values_that_do_not_stand_are_reported(bundle: Path, is_replaced: bool) -> None:
    files = unpack(bundle.read_bytes())
    rows = pd.read_csv(io.BytesIO(files["incidents.csv"]), dtype="str", encoding="utf-8-sig")
    id_ = rows.loc[0, "incident_id"]
    rows.loc[0, "title"] = "Three"
    corrections = CORRECTIONS.format(id=id_).encode()
    bundle.write_bytes(
        pack(files | {"incidents.csv": rows.to_csv(index=False).encode(), "corrections.csv": corrections})
    )
    rows.head(1).assign(title="Four").to_csv("more.csv", index=False)
    code, messages = run("import", "iran.zip", *(["more.csv"] if is_replaced else []), "--out", "out.csv")
    assert code == PARTLY
    assert "2 corrections written to out.corrections.csv; " in messages
    assert ("the table holds the corrected values." in messages) is not is_replaced
    assert ("1 corrected value does not stand in the table" in messages) is is_replaced
    assert (f"{id_}, column title: Four instead of Three." in messages) is is_replaced
    assert "import the bundle on the page Data" in messages


def test_what_cannot_be_read_or_written_is_refused(bundle: Path) -> None:
    assert run("import", "iran.zip", "--out", "-")[0] == REFUSED
    bundle.write_bytes(b"junk" + bundle.read_bytes())
    code, messages = run("import", "iran.zip", "--out", "out.csv")
    assert code == REFUSED
    assert "it has 4 bytes that belong to none of its files" in messages


def test_a_bundle_among_edits_is_reported_where_it_belongs(bundle: Path) -> None:
    code, messages = run("edits", "import", bundle.name)
    assert code == REFUSED
    assert "This is an evidence bundle: drop it on the page Data" in messages

"""What a check of a bundle finds, and what no file can do to it."""

import hashlib
import io
import json
import stat
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.bundle import pictures
from geo.bundle.comparison import compare_data
from geo.bundle.reader import FileState, is_bundle, read_bundle, read_incidents
from geo.bundle.stamp import Stamp
from geo.errors import BundleInvalid, ValueRefused
from geo.query.selection import Selection
from geo.storage.atlas import Atlas
from tests.atlases import make_atlas
from tests.geo.bundle.bundles import make_bundle, pack, unpack

ROWS = "incidents.csv"


@pytest.fixture(scope="module")
def bundle(small_atlas: Atlas) -> bytes:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pictures, "_draw_both", lambda _draw: (b"<svg/>", b"PNG"))
        patch.setattr(pictures.CACHED, "get", lambda _key, compute: compute())
        return make_bundle(small_atlas, "country=Pakistan")


def altered(content: bytes) -> dict[str, FileState]:
    return {file.name: file.state for file in read_bundle(content).altered}


def test_one_as_it_was_made_is_intact(bundle: bytes) -> None:
    check = read_bundle(bundle)
    assert check.is_intact
    assert len(check.files) == len(unpack(bundle)) - 1  # the list of hashes has none of itself
    assert check.statement.selection == Selection.from_query("country=Pakistan")
    assert read_incidents(bundle) == unpack(bundle)[ROWS]


def test_each_file_that_was_changed_by_hand_is_named(bundle: bytes) -> None:
    files = unpack(bundle)
    for name, content in files.items():
        if name not in ("SHA256SUMS", "selection.json"):
            assert altered(pack(files | {name: content + b" "})) == {name: FileState.CHANGED}
    assert altered(pack({name: content for name, content in files.items() if name != "claims.csv"})) == {
        "claims.csv": FileState.MISSING
    }
    assert altered(pack(files | {"more.txt": b""})) == {"more.txt": FileState.ADDITIONAL}


def test_a_changed_file_with_its_hash_in_one_list_is_named_by_the_other(bundle: bytes) -> None:
    files = unpack(bundle)
    sums = files["SHA256SUMS"].decode().splitlines()
    others = [line for line in sums if not line.endswith(" claims.csv")]
    assert altered(pack(files | {"claims.csv": b"x", "SHA256SUMS": "\n".join(others).encode()})) == {
        "claims.csv": FileState.CHANGED
    }


def test_a_statement_about_other_rows_is_named(bundle: bytes) -> None:
    files = unpack(bundle)
    statement = json.loads(files["selection.json"]) | {"incidents_sha256": "0" * 64}
    assert altered(pack(files | {"selection.json": json.dumps(statement).encode()})) == {
        "selection.json": FileState.CHANGED
    }


def test_rows_whose_hash_was_written_anew_everywhere_but_in_the_statement_are_named(bundle: bytes) -> None:
    files = unpack(bundle)
    former, new = (hashlib.sha256(content).hexdigest().encode() for content in (files[ROWS], b"x"))
    files |= {name: files[name].replace(former, new) for name in ("SHA256SUMS", "datapackage.json")}
    package = hashlib.sha256(files["datapackage.json"]).hexdigest()
    lines = files["SHA256SUMS"].decode().splitlines()
    sums = [f"{package}  datapackage.json" if line.endswith("datapackage.json") else line for line in lines]
    assert altered(pack(files | {ROWS: b"x", "SHA256SUMS": "\n".join(sums).encode()})) == {
        ROWS: FileState.CHANGED,
        "selection.json": FileState.CHANGED,
    }


def test_one_that_was_unpacked_and_packed_again_in_a_folder_is_intact(bundle: bytes) -> None:
    files = {f"folder/{name}": content for name, content in unpack(bundle).items()}
    assert read_bundle(pack(files | {"__MACOSX/folder/._README.md": b"x", "folder/.DS_Store": b"x"})).is_intact


def test_it_is_told_from_other_files(bundle: bytes) -> None:
    assert is_bundle(bundle)
    assert not is_bundle(pack({"incidents.csv": b"a"}))
    assert not is_bundle(pack({"incidents.csv": b"a", "SHA256SUMS": b""}))
    assert not is_bundle(b"incident_id,SHA256SUMS,selection.json\n")
    assert not is_bundle(b"")


@pytest.mark.parametrize("name", ["SHA256SUMS", "selection.json"])
def test_one_without_an_essential_file_is_refused_and_no_archive_of_tables(bundle: bytes, name: str) -> None:
    files = unpack(bundle)
    del files[name]
    assert is_bundle(pack(files))
    with pytest.raises(BundleInvalid, match=f"it has no {name}"):
        read_bundle(pack(files))


def hostile(kind: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("selection.json", "{}")
        archive.writestr("SHA256SUMS", f"{'0' * 64}  x\n")
        if kind == "link":
            info = zipfile.ZipInfo("link")
            info.external_attr = (stat.S_IFLNK | 0o777) << 16
            archive.writestr(info, "/etc/passwd")
        if kind == "bomb":
            archive.writestr("incidents.csv", b"0" * 60_000_000)
        if kind == "many":
            for number in range(201):
                archive.writestr(str(number), b"")
        if kind == "unusual":
            archive.writestr("x", b"x", compress_type=zipfile.ZIP_BZIP2)
        for name in {"path": ("../x",), "drive": ("a\\b",), "root": ("/x",), "long": ("x" * 300,)}.get(kind, ()):
            archive.writestr(name, b"")
    content = file.getvalue()
    return content.replace(b"\0\0\x08\0", b"\x01\0\x08\0") if kind == "locked" else content


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("link", "is a link"), ("many", "too many files"), ("path", "is a path"), ("drive", "is a path"),
        ("root", "is a path"), ("long", "is a path"), ("unusual", "unusual"),
        ("plain", "selection.json cannot be read"),
        ("bomb", "selection.json cannot be read"),
    ],
)  # fmt: skip
def test_what_no_bundle_has_is_refused_with_the_reason(kind: str, reason: str) -> None:
    with pytest.raises(BundleInvalid, match=reason):
        read_bundle(hostile(kind))


def test_a_file_that_grows_without_end_is_not_read_to_it(bundle: bytes) -> None:
    with pytest.raises(BundleInvalid, match="unpacks to more than 50 MB"):
        read_bundle(pack(unpack(bundle) | {ROWS: b"0" * 60_000_000}))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_files_of_one_name_are_refused(bundle: bytes) -> None:
    file = io.BytesIO(bundle)
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr(ROWS, b"other rows")
    with pytest.raises(BundleInvalid, match="two files called “incidents"):
        read_bundle(file.getvalue())


@given(st.data())
def test_no_damage_raises_anything_but_our_error(bundle: bytes, data: st.DataObject) -> None:
    content = bytearray(bundle)
    for _ in range(data.draw(st.integers(1, 8))):
        end = len(content) - 1
        position = data.draw(st.one_of(st.integers(0, end), st.integers(max(0, end - 1_500), end)))
        content[position] = data.draw(st.integers(0, 255))
    check_quietly(bytes(content))
    check_quietly(bytes(content[: data.draw(st.integers(0, len(content)))]))


@given(st.binary(max_size=400))
def test_no_bytes_raise_anything_but_our_error(content: bytes) -> None:
    check_quietly(content)
    check_quietly(pack({"selection.json": content, "SHA256SUMS": content}))


def check_quietly(content: bytes) -> None:
    is_bundle(content)
    try:
        read_bundle(content)
    except BundleInvalid:
        return


def test_the_data_of_today_are_compared_by_version_number_and_bytes(small_atlas: Atlas, bundle: bytes) -> None:
    stamp = Stamp.of(read_bundle(bundle).statement)
    assert Stamp.parse(stamp.to_text()) == stamp
    selection = read_bundle(bundle).statement.selection
    same = compare_data(small_atlas, small_atlas.select(selection), stamp)
    assert same.is_unchanged
    assert "The data have not changed since. 4 incidents then and now." in same.describe()
    other = make_atlas(small_atlas.incidents)
    assert (
        "The incidents in it have not changed since." in compare_data(other, other.select(selection), stamp).describe()
    )
    changed = make_atlas(small_atlas.incidents.assign(title="Other"))
    answer = compare_data(changed, changed.select(selection), stamp)
    assert not answer.is_unchanged
    assert "The incidents in it have changed since" in answer.describe()
    fewer = make_atlas(small_atlas.incidents.head(0))
    assert "4 incidents then, 0 now." in compare_data(fewer, fewer.select(selection), stamp).describe()


@pytest.mark.parametrize("text", ["", "x", "20261329T120000Z-1-0123456789abcdef-0123456789abcdef"])
def test_a_stamp_that_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(ValueRefused):
        Stamp.parse(text)

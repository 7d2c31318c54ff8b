"""An evidence bundle that is dropped on the page is checked, restores its view, and its rows can be imported."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from geo.bundle import pictures
from geo.query.selection import Selection
from geo.storage import atlas_cache
from geo.storage.workspace import sessions
from pages.parts.upload import upload_review
from tests.geo.bundle.bundles import make_bundle, pack, unpack
from tests.pages.test_data import _read, all_texts, press
from tests.pages.test_pages import opened


@pytest.fixture
def bundle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> bytes:
    monkeypatch.setenv("WORKSPACE", str(tmp_path / "workspace"))
    monkeypatch.setattr(upload_review, "read_in_subprocess", _read)
    monkeypatch.setattr(pictures, "_draw_both", lambda _draw: (b"<svg/>", b"PNG"))
    monkeypatch.setattr(pictures.CACHED, "get", lambda _key, compute: compute())
    return make_bundle(atlas_cache.current_atlas(), "country=Iran&q=%3Cb%3E+OR+strike")


def drop(content: bytes) -> AppTest:
    app = opened("data.py")
    app.file_uploader[0].upload("evidence.zip", content).run()
    assert not app.exception
    return app


def test_one_as_it_was_made_restores_its_view(bundle: bytes) -> None:
    app = drop(bundle)
    assert "Every file in it is as it was made." in all_texts(app)
    assert "The data have not changed since." in all_texts(app)
    links = [element.proto for element in app.main if element.type == "page_link"]
    shown = next(link for link in links if link.label == "Show this view")
    assert Selection.from_query(shown.query_string) == Selection.from_query("country=Iran&q=%3Cb%3E+OR+strike")
    press(app, "Close")
    assert "evidence.zip" not in all_texts(app)


def test_a_file_that_was_changed_is_named(bundle: bytes) -> None:
    text = all_texts(drop(pack(unpack(bundle) | {"claims.csv": b"x", "**bold**.txt": b""})))
    assert "2 files in it are not as they were made:" in text
    assert "claims.csv was changed." in text
    assert "**bold**.txt was added." in text


def test_its_incidents_can_be_imported(bundle: bytes) -> None:
    app = drop(bundle)
    press(app, "Import its incidents")
    assert "evidence.zip incidents.csv" in all_texts(app)
    assert "Recognised as Faultline." in all_texts(app)


@pytest.mark.usefixtures("bundle")
def test_what_it_says_of_its_incidents_comes_in_with_them() -> None:
    app = drop(make_bundle(atlas_cache.current_atlas(), "country=Iran"))
    press(app, "Import its incidents")
    assert "With the incidents come " in all_texts(app)
    press(app, "Store 6 rows")
    assert "Stored as “evidence.zip incidents.csv”" in all_texts(app)
    (stored,) = sessions.open_workspace().imports()
    assert len(sessions.open_workspace().read_companions(stored.import_id)["claims"]) > 0


def test_one_that_cannot_be_checked_says_why_and_can_be_read_as_a_file(bundle: bytes) -> None:
    app = drop(pack(unpack(bundle) | {"selection.json": b"{}"}))
    assert "This is no evidence bundle that can be checked: selection.json cannot be read" in all_texts(app)
    press(app, "Read it as a file")
    assert "no evidence bundle" not in all_texts(app)


def test_its_link_says_whether_the_data_have_changed(bundle: bytes) -> None:
    app = opened("filter.py")
    stamp = unpack(bundle)["selection.json"].decode().partition("bundle=")[2].partition('"')[0]
    app.query_params["country"], app.query_params["q"], app.query_params["bundle"] = "Iran", "<b> OR strike", stamp
    app.run()
    assert "The data have not changed since." in all_texts(app)
    assert "bundle" not in app.query_params
    app.query_params["bundle"] = "x"
    app.run()
    assert "Not applied: bundle: 'x' is not accepted." in all_texts(app)

"""What is documented is what there is."""

import importlib.util
import re
from pathlib import Path

import pytest

from geo.analysis.dimensions import DIMENSIONS
from geo.exports import EXPORTERS
from geo.ingest.readers import READERS
from geo.query.filters import FILTERS
from pages.parts.frame.menu import PAGES

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_dictionary_is_generated_from_the_schema() -> None:
    spec = importlib.util.spec_from_file_location("build_dictionary", ROOT / "docs" / "build_dictionary.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert (ROOT / "docs" / "data-dictionary.md").read_text(encoding="utf-8") == module.dictionary()


@pytest.mark.parametrize("each", FILTERS, ids=lambda each: each.key)
def test_every_filter_is_in_the_dictionary(each: object) -> None:
    assert f"`{each.key}`" in (ROOT / "docs" / "data-dictionary.md").read_text(encoding="utf-8")  # type: ignore[attr-defined]


def test_every_format_is_in_the_readme() -> None:
    assert [each.extension for each in EXPORTERS if f".{each.extension}" not in README] == []
    assert [each.name for each in READERS if each.extensions[0] not in README] == []
    assert [each.key for each in DIMENSIONS if f"`{each.key}`" not in README] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page[0])
def test_every_page_of_the_menu_exists_and_is_in_the_readme(page: tuple[str, str, str, str]) -> None:
    path, title, url_path, _ = page
    assert (ROOT / "pages" / path).is_file()
    assert title
    assert f"`/{url_path}`" in README


def test_every_file_of_data_is_accounted_for() -> None:
    told = (ROOT / "data" / "README.md").read_text(encoding="utf-8")
    assert [path.name for path in (ROOT / "data").iterdir() if path.is_file() and f"`{path.name}`" not in told] == [
        "README.md"
    ]


def test_every_room_is_in_the_architecture() -> None:
    told = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    rooms = {path.name for path in (ROOT / "geo").iterdir() if path.name not in ("__init__.py", "__pycache__")}
    assert [name for name in rooms if name not in told] == []


def test_links_between_documents_lead_somewhere() -> None:
    for document in [ROOT / "README.md", ROOT / "data" / "README.md", *ROOT.glob("docs/**/*.md")]:
        targets = re.findall(r"\]\((?!http)([^)#]+)\)", document.read_text(encoding="utf-8"))
        assert [target for target in targets if not (document.parent / target).exists()] == [], document


def test_every_pinned_library_says_why() -> None:
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    pinned = [line for line in lines if line and not line.startswith("#")]
    assert [line for line in pinned if not re.fullmatch(r"[\w-]+==[\d.]+\s+# .+", line)] == []

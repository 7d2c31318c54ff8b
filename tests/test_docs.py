"""What is documented is what there is."""

import ast
import builtins
import importlib.util
import re
import tomllib
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from geo.analysis.dimensions import DIMENSIONS
from geo.exports import EXPORTERS
from geo.ingest.readers import READERS
from geo.query.filters import FILTERS, Filter
from geo.settings import SETTINGS, __version__
from pages.parts.frame.menu import PAGES

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
NAMING_CODE = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "docs" / "architecture.md"]
FILE_ENDINGS = frozenset(
    ["py", "md", "txt", "toml", "csv", "json", "parquet", "sqlite", "js", "css", "geojson", "png", "xlsx", "cff"]
)
DOCUMENTS = [*ROOT.glob("*.md"), ROOT / "data" / "README.md", *ROOT.glob("docs/**/*.md")]


def find_defined_names() -> set[str]:
    """Every name of the code, alone and behind its module's, package's or class's: `atlas.load`, `Workspace.read`."""
    names = set(dir(builtins))
    for path in [*ROOT.glob("geo/**/*.py"), *ROOT.glob("pages/**/*.py"), *ROOT.glob("faultline/*.py")]:
        module = path.parent.name if path.stem == "__init__" else path.stem
        names |= {module, f"{path.parent.name}.{module}"}
        for owner, name in _definitions(ast.parse(path.read_text(encoding="utf-8")), module):
            names |= {name, f"{owner}.{name}"}
    return names


def _definitions(tree: ast.AST, owner: str) -> Iterator[tuple[str, str]]:
    for node in ast.iter_child_nodes(tree):
        match node:
            case ast.ClassDef():
                yield owner, node.name
                yield from _definitions(node, node.name)
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                yield owner, node.name
            case ast.Assign():
                yield from ((owner, target.id) for target in node.targets if isinstance(target, ast.Name))
            case ast.AnnAssign(target=ast.Name(id=name)):
                yield owner, name
            case ast.ImportFrom():
                yield from ((owner, alias.asname or alias.name) for alias in node.names)


def find_code_names(code: str) -> list[str]:
    """The names in a document's code: `a.b`, constants and classes; no file, no command and no example of data."""
    names = []
    for word in re.findall(r"(?<![\w/.=&-])[A-Za-z_][\w.]*(?![\w/-])(?:\([^()]*\)\.\w+)*", code):
        dotted, *methods = re.sub(r"\([^()]*\)", " ", word).split(" .")
        parts = dotted.split(".")
        if parts[-1] in FILE_ENDINGS:
            continue
        pairs = [".".join(pair) for pair in pairwise(parts)]
        is_name = re.fullmatch(r"[A-Z][A-Z_]{3,}|[A-Z][a-z]\w*[A-Z]?\w*", dotted)
        names += [*(pairs or ([dotted] if is_name else [])), *methods]
    return names


DEFINED = find_defined_names()


def load_generator(name: str) -> ModuleType:
    """A script of docs/ that writes a page."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "docs" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_dictionary_is_generated_from_the_schema() -> None:
    page = (ROOT / "docs" / "data-dictionary.md").read_text(encoding="utf-8")
    assert page == load_generator("build_dictionary").build_page()


def test_the_page_of_formats_is_generated_from_the_exporters() -> None:
    page = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")
    assert page == load_generator("build_formats").build_page()


def test_the_page_of_settings_is_generated_from_the_registry() -> None:
    page = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    assert page == load_generator("build_settings").build_page()
    assert [setting.name for setting in SETTINGS if f"`{setting.name}`" not in page] == []


def test_the_policy_of_the_gate_is_generated_from_its_table() -> None:
    page = (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8")
    assert page == load_generator("build_policy").build_page()


@pytest.mark.parametrize("filter_", FILTERS, ids=lambda filter_: filter_.key)
def test_every_filter_is_in_the_dictionary(filter_: Filter[Any]) -> None:
    assert f"`{filter_.key}`" in (ROOT / "docs" / "data-dictionary.md").read_text(encoding="utf-8")


def test_every_format_is_in_the_readme() -> None:
    assert [exporter.extension for exporter in EXPORTERS if f".{exporter.extension}" not in README] == []
    assert [reader.name for reader in READERS if reader.extensions[0] not in README] == []
    assert [dimension.key for dimension in DIMENSIONS if f"`{dimension.key}`" not in README] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page[0])
def test_every_page_of_the_menu_exists_and_is_in_the_readme(page: tuple[str, str, str, str]) -> None:
    path, title, url_path, _ = page
    assert (ROOT / "pages" / path).is_file()
    assert title
    assert f"`/{url_path}`" in README


def test_every_file_of_data_is_accounted_for() -> None:
    text = (ROOT / "data" / "README.md").read_text(encoding="utf-8")
    assert [path.name for path in (ROOT / "data").iterdir() if path.is_file() and f"`{path.name}`" not in text] == [
        "README.md"
    ]


def test_every_room_is_in_the_architecture() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    rooms = {path.name for path in (ROOT / "geo").iterdir() if path.name not in ("__init__.py", "__pycache__")}
    assert [name for name in rooms if name not in text] == []


def test_links_between_documents_lead_somewhere() -> None:
    for document in DOCUMENTS:
        targets = re.findall(r"\]\((?!http)([^)#]+)\)", document.read_text(encoding="utf-8"))
        assert [target for target in targets if not (document.parent / target).exists()] == [], document


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_file_that_a_document_names_exists(document: Path) -> None:
    code = " ".join(re.findall(r"`([^`]+)`", document.read_text(encoding="utf-8")))
    paths = re.findall(r"(?<![\w/.-])((?:geo|pages|tests|docs|faultline)/[\w./-]*\w)", code)
    assert [path for path in paths if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("document", NAMING_CODE, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_name_of_code_that_a_document_names_exists(document: Path) -> None:
    code = " ".join(re.findall(r"`([^`\n]+)`", document.read_text(encoding="utf-8")))
    assert [name for name in find_code_names(code) if name not in DEFINED] == []


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("Workspace.forgotten(key)", ["Workspace.forgotten"]),
        ("atlas.current(key).select(x)", ["atlas.current", "select"]),
        ("geo.places.resolve", ["geo.places", "places.resolve"]),
        ("requirements.txt geo/errors.py pyproject.toml", []),
        ("EXPORTERS Provider make run", ["EXPORTERS", "Provider"]),
    ],
)
def test_no_name_of_code_is_overlooked(code: str, names: list[str]) -> None:
    assert find_code_names(code) == names


def test_every_pinned_library_says_why() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    lists = re.findall(
        r"^(?:dependencies|dev|duckdb|spark|postgres) = \[\n(.*?)^\]", text, flags=re.MULTILINE | re.DOTALL
    )
    lines = [line for part in lists for line in part.splitlines()]
    assert len(lines) > 30
    assert [line for line in lines if not re.fullmatch(r' {4}"[\w-]+(?:\[\w+\])?==[\d.]+",\s+# .+', line)] == []


@pytest.mark.parametrize("name", sorted(path.name for path in ROOT.glob("requirements*.txt")))
def test_a_lock_pins_every_library_with_hashes_and_names_no_host(name: str) -> None:
    lock = (ROOT / name).read_text(encoding="utf-8")
    pins = re.findall(r"^[a-z0-9][\w.-]*==.+$", lock, flags=re.MULTILINE)
    assert [pin for pin in pins if not pin.endswith("\\")] == []
    assert lock.count("--hash=sha256:") >= len(pins)
    assert re.findall(r"https?:|file:|--find-links|--(?:extra-)?index-url|@ ", lock) == []
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    extras = project["project"]["optional-dependencies"]
    development = [*project["dependency-groups"]["dev"], *(pin for pins in extras.values() for pin in pins)]
    of_lock = {f"requirements-{extra}.txt": pins for extra, pins in extras.items()}
    further = {"requirements.txt": [], "requirements-dev.txt": development, **of_lock}[name]
    wanted = [*project["project"]["dependencies"], *further]
    names = [re.sub(r"\[\w+\]", "", pin).lower() for pin in wanted]  # a lock has what an extra of a library draws in
    assert [name for name in names if f"\n{name} " not in lock] == []


def test_the_version_is_the_same_everywhere() -> None:
    assert f"\nversion: {__version__}\n" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert re.findall(r"^## (.+)$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)[0] == __version__

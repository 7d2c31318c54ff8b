"""The folder is the architecture: arrows point one way, and what is forbidden is nowhere."""

import ast
import importlib
import re
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

import geo

ROOT = Path(__file__).parent.parent
HOUSE = sorted([*ROOT.glob("geo/**/*.py"), *ROOT.glob("pages/**/*.py"), ROOT / "app.py"])
EACH = pytest.mark.parametrize("path", HOUSE, ids=lambda path: str(path.relative_to(ROOT)))
FORBIDDEN = {
    "HTML from text": r"unsafe_allow_html\s*=\s*True|st\.html\(|components\.v1",
    "a content network": r"cdn\.|unpkg|jsdelivr|cdnjs|googleapis",
    "unfinished": r"\b(TODO|FIXME|XXX|HACK)\b",
    "pickle": r"\bpickle\b|allow_pickle",
    "GDAL": r"read_file\(|pyogrio|fiona",
    "a swallowed error": r"except( Exception)?:\s*(#.*)?\n\s*pass",
}


def imports(path: Path) -> list[str]:
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            found += [f"{node.module}.{alias.name}" for alias in node.names]
        if isinstance(node, ast.ImportFrom) and node.level:
            found.append(f"a relative import in line {node.lineno}")
    return found


def test_arrows_point_one_way() -> None:
    """The contracts stand in pyproject.toml."""
    assert lint_imports(str(ROOT / "pyproject.toml"), no_cache=True, no_logo=True) == 0


@EACH
def test_imports_name_their_module_in_full(path: Path) -> None:
    """Relative imports would hide an arrow from a reader, and `app` and `tests` serve nobody but themselves."""
    for name in imports(path):
        assert not name.startswith("a relative import"), name
        assert name.split(".")[0] not in ("app", "tests"), name


@EACH
def test_what_is_forbidden_is_nowhere(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert [why for why, pattern in FORBIDDEN.items() if re.search(pattern, text)] == []


@EACH
def test_files_and_functions_stay_short(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 300
    functions = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    assert [node.name for node in functions if (node.end_lineno or 0) - node.lineno > 40] == []


@pytest.mark.parametrize("path", sorted(ROOT.glob("pages/*.py")), ids=lambda path: path.name)
def test_a_page_is_short_and_knows_no_session_key(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 60
    assert "session_state" not in text
    assert "import pandas" not in text


def test_caches_are_keyed_by_version_and_query() -> None:
    text = (ROOT / "pages" / "parts" / "frame" / "cache.py").read_text(encoding="utf-8")
    cached = re.findall(r"@st\.cache_\w+\([^)]*\)\ndef \w+\(([^)]*)\)", text)
    assert len(cached) >= 2
    assert [arguments for arguments in cached if not arguments.startswith("data_version: str, query: str")] == []
    others = [path for path in HOUSE if "st.cache_" in path.read_text(encoding="utf-8") and path.name != "cache.py"]
    assert others == []


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("import streamlit as st", "streamlit"),
        ("from geo import web", "geo.web"),
        ("from geo.web.api import ROUTES", "geo.web.api.ROUTES"),
        ("def f():\n    import folium", "folium"),
        ("from . import x", "a relative import in line 1"),
    ],
)
def test_no_import_hides(tmp_path: Path, line: str, name: str) -> None:
    (tmp_path / "x.py").write_text(line, encoding="utf-8")
    assert imports(tmp_path / "x.py") == [name]


def test_the_public_names() -> None:
    assert geo.__all__ == ["FaultlineError", "Selection", "__version__", "load_incidents", "read"]


def test_the_former_name_of_read_still_leads_to_it() -> None:
    sources = importlib.import_module("geo.sources")
    assert sources.read is geo.read
    assert geo.sources is sources

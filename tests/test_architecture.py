"""What neither the import contracts nor the linter of pyproject.toml can say of the code."""

import ast
import importlib
import re
import subprocess
import sys
from pathlib import Path

import pytest

import geo

ROOT = Path(__file__).parent.parent
CODE_FILES = sorted(
    [*ROOT.glob("geo/**/*.py"), *ROOT.glob("pages/**/*.py"), *ROOT.glob("faultline/*.py"), ROOT / "app.py"]
)
EVERY_FILE = pytest.mark.parametrize("path", CODE_FILES, ids=lambda path: str(path.relative_to(ROOT)))
FORBIDDEN = {
    "HTML from text": r"unsafe_allow_html\s*=\s*True",
    "a content network": r"cdn\.|unpkg|jsdelivr|cdnjs|googleapis",
    "pickle": r"allow_pickle",
}


def test_arrows_point_one_way() -> None:
    """The contracts stand in pyproject.toml."""
    # In a process of its own: import-linter sets logging up anew, which silences the loggers of other tests.
    code = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True, no_logo=True))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@EVERY_FILE
def test_what_is_forbidden_is_nowhere(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert [why for why, pattern in FORBIDDEN.items() if re.search(pattern, text)] == []


ENGINE_WORDS = re.compile(
    r"\b(?:duckdb|(?:py)?spark)\b|geo\.query\.(?:index|indexed_\w+|lazy|packed|segments)\b|\b(?:Lazy|Segmented)Engine\b",
    re.IGNORECASE,
)
WITHOUT_ENGINES = [
    path
    for folder in ("pages", "geo/web", "geo/exports", "geo/query/filters")
    for path in ROOT.glob(f"{folder}/**/*.py")
]


@pytest.mark.parametrize("path", sorted(WITHOUT_ENGINES), ids=lambda path: str(path.relative_to(ROOT)))
def test_pages_routes_exporters_and_filters_know_no_engine(path: Path) -> None:
    assert ENGINE_WORDS.findall(path.read_text(encoding="utf-8")) == []


@EVERY_FILE
def test_files_and_functions_stay_short(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= (450 if path.name == "errors.py" else 300)  # the tree of errors is one list
    functions = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    assert [node.name for node in functions if (node.end_lineno or 0) - node.lineno > 40] == []


@pytest.mark.parametrize("path", sorted(ROOT.glob("pages/*.py")), ids=lambda path: path.name)
def test_a_page_is_short_and_knows_no_session_key(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 60
    assert "session_state" not in text
    assert "import pandas" not in text


def test_the_caches_of_pages_are_keyed_by_values_and_emptied_when_data_are_deleted_for_good() -> None:
    """Streamlit's own hash a sample of a large frame, so that two can have one key, and nothing empties them."""
    assert [path for path in CODE_FILES if "st.cache_" in path.read_text(encoding="utf-8")] == []
    text = (ROOT / "pages" / "parts" / "frame" / "cache.py").read_text(encoding="utf-8")
    kinds = re.findall(r"^_[A-Z_]+: (\w+)\[(tuple\[object, \.\.\.\])", text, flags=re.MULTILINE)
    assert len(kinds) > 5
    assert {kind for kind, _ in kinds} == {"AnswerCache"}


def test_the_public_names() -> None:
    assert geo.__all__ == ["FaultlineError", "Selection", "__version__", "load_incidents", "read"]


def test_the_former_name_of_read_still_leads_to_it() -> None:
    sources = importlib.import_module("geo.sources")
    assert sources.read is geo.read
    assert geo.sources is sources

"""Runs tests of the suite in a process of their own and reads what they recorded."""

import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

from geo.settings import child_environment

ROOT = Path(__file__).parents[2]
MAX_NAMES, MAX_NAME_LENGTH = 3, 120  # of failures that the table names, and of their letters


@dataclass(frozen=True)
class TestRun:
    """How many tests ran, those that did not pass (skipped ones among them), and what `record_property` recorded."""

    __test__ = False

    n_tests: int
    failures: tuple[str, ...]
    properties: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def numbers(self, name: str) -> list[float]:
        """What the tests recorded under a name, as numbers."""
        return [float(text) for text in self.properties.get(name, ())]

    @property
    def is_good(self) -> bool:
        """Whether there were tests and all passed."""
        return self.n_tests > 0 and not self.failures

    def describe(self) -> str:
        """How many failed, and the first of them by name."""
        names = "; ".join(self.failures[:MAX_NAMES])
        return f"{len(self.failures)} of {self.n_tests:,} checks failed{f': {names}' if names else ''}"


def run_tests(tests: Sequence[str], environment: Mapping[str, str] | None = None) -> TestRun:
    """Run tests by their node ids."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--junitxml={report}", *tests]
        child = subprocess.run(
            command, cwd=ROOT, env=child_environment(**(environment or {})), capture_output=True, text=True, check=False
        )
        if not report.exists():
            return TestRun(0, (f"the tests did not start: {child.stdout.strip()[-200:]}",))
        return read_report(report.read_text(encoding="utf-8"))


def read_report(text: str) -> TestRun:
    """The run that a report of pytest (JUnit's XML) describes."""
    cases = list(ElementTree.fromstring(text).iter("testcase"))
    failures = [case for case in cases if any(case.find(kind) is not None for kind in ("failure", "error", "skipped"))]
    properties: dict[str, list[str]] = {}
    for node in ElementTree.fromstring(text).iter("property"):
        properties.setdefault(node.get("name", ""), []).append(node.get("value", ""))
    return TestRun(
        len(cases),
        tuple(map(_describe_failure, failures)),
        {name: tuple(values) for name, values in properties.items()},
    )


def _describe_failure(case: ElementTree.Element) -> str:
    """The test by its name, with the beginning of why it failed."""
    name = f"{case.get('classname', '').rpartition('.')[2]}::{case.get('name', '')}"[:MAX_NAME_LENGTH]
    reasons = (node.get("message", "") for node in case if node.tag in ("failure", "error"))
    reason = " ".join(next(reasons, "").split())[:MAX_NAME_LENGTH]
    return f"{name} ({reason})" if reason else name

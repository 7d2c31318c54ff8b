"""S1 to S3: hostile texts in every field, in a browser that reaches this machine only."""

import json
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.browser.hostile import PAYLOADS
from tests.scorecard.inputs import Inputs
from tests.scorecard.pytest_runs import TestRun, run_tests
from tests.scorecard.row import Measurement
from tests.scorecard.texts import read_texts

HOSTILE_PAGES = ("tests/browser/test_hostile.py",)
TEXTS_WITHOUT_BROWSER = (
    "tests/geo/mapping/test_payload.py",
    "tests/pages/map/test_map_component.py",
    "tests/geo/web/test_pictures.py",
    "tests/geo/analysis/test_crosstab.py",
    "tests/contracts/test_filters.py",
)
EVERY_PAGE = (
    *HOSTILE_PAGES,
    "tests/browser/test_accessibility.py::test_a_page_shuts_nobody_out",
    "tests/browser/test_map.py",
    "tests/browser/test_handover.py",
    "tests/browser/test_embed.py",
)
OUTSIDE = "outside_requests"  # what the tests' browser records of each page
BATCH = 16  # texts on one map, as many as our own


def measure_templates(inputs: Inputs) -> Measurement:
    """S1: no text is evaluated on the server or on a page; the map's data and pictures have it as it is."""
    runs = [run_tests(TEXTS_WITHOUT_BROWSER), *_hostile_runs(inputs)]
    return _describe(runs, f"0 evaluated of {_n_texts(inputs)} texts", "some evaluated or a page failed")


def measure_scripts(inputs: Inputs) -> Measurement:
    """S2: no text runs as a script on map, tables, records, messages or from an address, and each shows literally."""
    runs = list(_hostile_runs(inputs))
    return _describe(runs, f"0 run of {_n_texts(inputs)} texts", "some ran, or were not shown literally")


def measure_outside_requests(_inputs: Inputs) -> Measurement:
    """S3: no page asks another host for anything, and all work without."""
    run = run_tests(EVERY_PAGE)
    pages = run.numbers(OUTSIDE)
    text = f"{sum(pages):,.0f} requests of {len(pages):,} visits to pages; {run.describe()}"
    return Measurement(text, run.is_good and bool(pages) and not any(pages))


def _describe(runs: list[TestRun], good: str, bad: str) -> Measurement:
    is_met = all(run.is_good for run in runs)
    return Measurement(f"{good if is_met else bad}; {'; '.join(run.describe() for run in runs)}", is_met)


def _n_texts(inputs: Inputs) -> int:
    return len(read_texts(inputs.hostile_texts)) if inputs.hostile_texts else len(PAYLOADS)


def _hostile_runs(inputs: Inputs) -> Iterator[TestRun]:
    """The tests with our own texts, and then with those of others, some on each map."""
    yield _run_once(HOSTILE_PAGES)
    texts = read_texts(inputs.hostile_texts) if inputs.hostile_texts else []
    for start in range(0, len(texts), BATCH):
        yield _run_once(HOSTILE_PAGES, tuple(texts[start : start + BATCH]))


@cache  # S1 and S2 look at the same pages
def _run_once(tests: tuple[str, ...], texts: tuple[str, ...] = ()) -> TestRun:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "texts.json"
        path.write_text(json.dumps(texts), encoding="utf-8")
        return run_tests(tests, {"HOSTILE_TEXTS": str(path) if texts else ""})

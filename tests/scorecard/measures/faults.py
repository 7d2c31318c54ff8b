"""S12 to S14: kills, full disks, many imports at once and damaged bits, on a workspace in a folder."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from geo.settings import child_environment
from tests.scorecard.inputs import Inputs
from tests.scorecard.pytest_runs import ROOT, run_tests
from tests.scorecard.row import Measurement

FAULTS = "tests/geo/storage/workspace/test_faults.py"
FULL_DISKS = (
    f"{FAULTS}::test_a_disk_that_fills_up_at_any_step_is_reported_and_loses_nothing",
    f"{FAULTS}::test_files_that_cannot_grow_leave_everything_as_it_was",
    f"{FAULTS}::test_a_full_database_is_reported_and_loses_nothing",
)
DAMAGE = (
    f"{FAULTS}::test_no_flipped_bit_and_no_cut_of_a_file_goes_unnoticed",
    f"{FAULTS}::test_no_flipped_bit_of_the_database_changes_what_it_tells",
    f"{FAULTS}::test_no_change_of_a_row_goes_unnoticed_by_either_database",
    "tests/geo/storage/test_index_cache.py",
    "tests/geo/storage/test_folder_checksums.py",
)
N_SIZES = 50  # of files at which the disk is full
PROCESSES = 8
MIN_SHARE_STORED = 0.1  # of the kills: with fewer, hardly any came in the middle of storing


def measure_kills(inputs: Inputs) -> Measurement:
    """S12: kills at random moments and disks that are full at any point lose nothing that was stored."""
    killed, full = _hammer("killed", inputs.kills), _hammer("full", N_SIZES)
    steps = run_tests(FULL_DISKS)
    is_enough = killed["stored"] >= inputs.kills * MIN_SHARE_STORED
    early = "" if is_enough else " (too few: most kills came before anything was stored, for the machine is busy)"
    text = (
        f"{killed['lost']} lost of {killed['stored']:,} stored imports in {inputs.kills} kills{early}; {full['left']} "
        f"half states at {N_SIZES} sizes of a full disk; {steps.describe()} of a disk that is full at a step"
    )
    return Measurement(text, killed["lost"] == full["left"] == 0 and steps.is_good and is_enough)


def measure_imports_at_once(inputs: Inputs) -> Measurement:
    """S13: eight processes import files of their own and files that all share; each is stored once."""
    counts = _hammer("at once", inputs.imports_at_once)
    expected = (PROCESSES + 1) * inputs.imports_at_once
    text = (
        f"{counts['different']:,} of {expected:,} files stored, {counts['stored'] - counts['different']} twice, "
        f"{counts['failed']} processes failed; {inputs.imports_at_once} of the files were imported by all {PROCESSES}"
    )
    return Measurement(text, counts == {"failed": 0, "stored": expected, "different": expected})


def measure_damage(_inputs: Inputs) -> Measurement:
    """S14: 1,500 flipped bits and 400 cuts of a stored file, and damage to the database and to a cached index."""
    run = run_tests(DAMAGE)
    return Measurement(f"{'0' if run.is_good else 'some'} silent; {run.describe()}", run.is_good)


def _hammer(way: str, number: int) -> dict[str, int]:
    """What became of a workspace that was hit so often; raises RuntimeError where the hammer itself broke."""
    script = ROOT / "tests" / "geo" / "storage" / "workspace" / "hammer.py"
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, str(script), way, str(Path(folder)), str(number)]
        environment = child_environment(PYTHONPATH=str(ROOT), HAMMERED="")
        child = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if child.returncode:
        raise RuntimeError(child.stderr[-300:])
    counts: dict[str, int] = json.loads(child.stdout)
    return counts

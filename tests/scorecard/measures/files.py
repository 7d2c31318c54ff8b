"""S4 and S5: files that want to stop whoever reads them, and files that are damaged at random."""

from geo.ingest.readers import READERS
from tests.fuzzing.harness import fuzz
from tests.hostile_reading import NAME, READ, REFUSED, Outcome, read_all
from tests.scorecard.inputs import Inputs
from tests.scorecard.row import Measurement

MAX_SECONDS, MAX_GROWTH_MB = 10.0, 500.0  # the bars of one file
MIN_FILES, MIN_MUTATIONS = 60, 2_000


def measure_hostile_files(inputs: Inputs) -> Measurement:
    """S4: each is refused with its name and a reason, or read with every row, within the bars."""
    return judge_outcomes(list(read_all()), min_files=1 if inputs.hostile_files else MIN_FILES)


def judge_outcomes(outcomes: list[Outcome], min_files: int = MIN_FILES) -> Measurement:
    """What became of the files; memory grows from what a process takes that reads the smallest of them."""
    refused = [outcome for outcome in outcomes if outcome.kind == REFUSED and outcome.reason.startswith(f"{NAME}: ")]
    read = [outcome for outcome in outcomes if outcome.kind == READ]
    slowest = max(outcomes, key=lambda outcome: outcome.seconds)
    largest = max(outcomes, key=lambda outcome: outcome.peak_mb)
    growth = largest.peak_mb - min(outcome.peak_mb for outcome in outcomes)
    text = (
        f"{len(refused)} refused and {len(read)} read whole of {len(outcomes)}; at most {slowest.seconds:.1f} s "
        f"({slowest.name}) and {growth:.0f} MB more ({largest.name})"
    )
    is_whole = len(refused) + len(read) == len(outcomes) >= min_files
    return Measurement(text, is_whole and slowest.seconds <= MAX_SECONDS and growth <= MAX_GROWTH_MB)


def measure_fuzzing(inputs: Inputs) -> Measurement:
    """S5: damaged files of every format are read or refused by name and reason, and lose no row without a word."""
    reports = [fuzz(reader.name, range(inputs.seed, inputs.seed + inputs.mutations)) for reader in READERS]
    faults = [f"{fault.format} {fault.seed}" for report in reports for fault in report.faults]
    n_files = sum(report.n_read + report.n_refused + len(report.faults) for report in reports)
    n_read = sum(report.n_read for report in reports)
    text = (
        f"{len(faults)} faults in {n_files:,} files of {len(reports)} formats, {inputs.mutations:,} of each; "
        f"{n_read:,} read, the others refused{': ' + ', '.join(faults[:5]) if faults else ''}"
    )
    return Measurement(text, not faults and inputs.mutations >= MIN_MUTATIONS)

"""S6 and S7: polluted CSV files, read with nothing stated and strictly judged, and by Pollock's own score."""

from collections import Counter
from dataclasses import dataclass

from tests.scorecard.inputs import Inputs
from tests.scorecard.pollock.files_of_others import evaluate, read_polluted_files, write_results
from tests.scorecard.pollock.loading import load
from tests.scorecard.pollock.polluted_file import PollutedFile
from tests.scorecard.pollock.pollution import pollute
from tests.scorecard.pollock.score import average, score
from tests.scorecard.row import Measurement

MIN_SHARE, MIN_SIMPLE, MIN_WEIGHTED = 0.95, 9.961, 9.599  # of DuckDB 1.2 and SpreadDesktop, the best published
EXACT, REPORTED, REFUSED, SILENT = "exact", "reported", "refused", "silent"
MIN_FILES = 2_289


@dataclass(frozen=True)
class Judgement:
    """What became of a file, how many of its rows were accepted, and how many it has."""

    kind: str
    n_accepted: int
    n_rows: int


def measure_pollution(inputs: Inputs) -> Measurement:
    """S6: each table is exactly the clean one, or something is said, or the file is refused."""
    files = find_files(inputs)
    judgements = {file.name: judge(file) for file in files}
    kinds = Counter(judgement.kind for judgement in judgements.values())
    ragged = [judgements[file.name] for file in files if file.is_ragged]
    share = sum(one.n_accepted for one in ragged) / max(sum(one.n_rows for one in ragged), 1)
    silent = [name for name, judgement in judgements.items() if judgement.kind == SILENT]
    text = (
        f"{kinds[SILENT]} silent of {len(files):,} ({kinds[EXACT]:,} exact, {kinds[REPORTED]:,} with what is wrong "
        f"listed, {kinds[REFUSED]} refused), {share:.1%} of the rows of ragged files accepted; {_describe(inputs)}"
        f"{': ' + ', '.join(silent[:3]) if silent else ''}"
    )
    return Measurement(text, not silent and share >= MIN_SHARE and len(files) >= MIN_FILES)


def judge(file: PollutedFile) -> Judgement:
    """What our reader makes of a file of which nothing is stated."""
    loaded, n_rows = load(file, uses_parameters=False), max(len(file.clean) - 1, 0)
    if loaded.rows is None:
        return Judgement(REFUSED, 0, n_rows)
    kind = EXACT if loaded.rows == file.clean else REPORTED if loaded.is_reported else SILENT
    return Judgement(kind, min(max(len(loaded.rows) - 1, 0), n_rows), n_rows)


def measure_score(inputs: Inputs) -> Measurement:
    """S7: the simple and the weighted score, with encoding, delimiter and header stated."""
    files = find_files(inputs)
    scores = [score(file.clean, load(file, uses_parameters=True).rows) for file in files]
    simple, weighted = average(scores, [file.weight for file in files])
    text = f"{simple:.3f} simple, {weighted:.3f} weighted of {len(files):,} files; {_describe(inputs)}"
    if inputs.pollock:
        write_results(inputs.pollock, files)
        text += f"; {evaluate(inputs.pollock)}"
    return Measurement(text, simple >= MIN_SIMPLE and weighted >= MIN_WEIGHTED and len(files) >= MIN_FILES)


def find_files(inputs: Inputs) -> list[PollutedFile]:
    """Pollock's own files where their folder is named, otherwise the generated equivalents."""
    files = read_polluted_files(inputs.pollock) if inputs.pollock else pollute()
    return list(files)[:: inputs.polluted_step]


def _describe(inputs: Inputs) -> str:
    return "Pollock's own files" if inputs.pollock else "generated equivalents, not Pollock's files"

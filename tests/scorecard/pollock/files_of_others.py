"""Pollock's own files, in the folder that POLLOCK names, and our results in the form that its evaluation reads."""

import csv
import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.scorecard.pollock.loading import load
from tests.scorecard.pollock.polluted_file import Parameters, PollutedFile, Rows

DATASET, SYSTEM = "polluted_files", "faultline"
RAGGED = ("row_less_sep", "row_more_sep", "row_extra_quote", "row_field_delimiter")
FAILED = "Application Error\n"  # what the evaluation takes for a file that was refused


def read_polluted_files(folder: Path) -> Iterator[PollutedFile]:
    """Its files with their clean versions, parameters and weights."""
    weights = _read_json(folder / "pollock_weights.json")
    for path in sorted((folder / DATASET / "csv").glob("*.csv")):
        clean = _read_rows(folder / DATASET / "clean" / path.name)
        stated = _read_json(folder / DATASET / "parameters" / f"{path.name}_parameters.json")
        weight = float(str(weights.get(path.name, 1.0)))
        yield PollutedFile(
            path.name, path.read_bytes(), clean, _parameters(stated), weight, is_ragged=path.name.startswith(RAGGED)
        )


def write_results(folder: Path, files: list[PollutedFile]) -> Path:
    """What our reader makes of each file, where the evaluation looks for it; returns the folder."""
    results = folder / "results" / SYSTEM / DATASET / "loading"
    results.mkdir(parents=True, exist_ok=True)
    for file in files:
        loaded = load(file, uses_parameters=True)
        with (results / f"{file.name}_converted.csv").open("w", encoding="utf-8", newline="") as output:
            if loaded.rows is None:
                output.write(FAILED)
            else:
                csv.writer(output, quoting=csv.QUOTE_ALL).writerows(loaded.rows)
    return results


def evaluate(folder: Path) -> str:
    """What the evaluation of Pollock itself says of our results; why it could not be run where it could not."""
    command = [sys.executable, "evaluate.py", "--sut", SYSTEM, "--dataset", DATASET, "--njobs", "1"]
    child = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    lines = (child.stdout if child.returncode == 0 else child.stderr).strip().splitlines()
    scores = [" ".join(line.split()) for line in lines if line.startswith(SYSTEM)]
    if scores:
        return f"evaluate.py says {scores[-1]}"
    return f"evaluate.py did not run ({(lines or ['no output'])[-1][:100]})"


def _parameters(stated: Mapping[str, object]) -> Parameters:
    default = Parameters()
    return Parameters(
        encoding=str(stated.get("encoding") or default.encoding),
        delimiter=str(stated.get("delimiter") or default.delimiter),
        header_lines=int(str(stated.get("header_lines", default.header_lines))),
        preamble_lines=int(str(stated.get("preamble_lines", default.preamble_lines))),
    )


def _read_rows(path: Path) -> Rows:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return tuple(map(tuple, csv.reader(file)))


def _read_json(path: Path) -> dict[str, object]:
    content: dict[str, object] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return content

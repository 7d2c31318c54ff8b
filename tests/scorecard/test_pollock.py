"""The polluted files are as many as Pollock's, its score is computed as it is, and its folder is read and filled."""

import json
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from tests.scorecard.inputs import Inputs
from tests.scorecard.measures.pollution import EXACT, REFUSED, REPORTED, SILENT, judge, measure_pollution, measure_score
from tests.scorecard.pollock.files_of_others import read_polluted_files, write_results
from tests.scorecard.pollock.polluted_file import PollutedFile
from tests.scorecard.pollock.pollution import pollute
from tests.scorecard.pollock.score import average, score

FILES = {file.name: file for file in pollute()}
CLEAN = (("a", "b"), ("1", "2"), ("3", "4"))


def test_there_are_as_many_files_of_each_kind_as_in_the_list() -> None:
    kinds = Counter(re.sub(r"\d.*|_row\d.*", "", file.name) for file in FILES.values() if file.is_ragged)
    assert len(FILES) == 2_289 + 1
    assert sorted(kinds.values()) == [84, 84 * 8, 84 * 9, 84 * 9]
    assert all(len(file.clean) == 84 for file in FILES.values() if file.is_ragged)


def test_ten_measures_make_the_score() -> None:
    assert score(CLEAN, CLEAN) == 10
    assert score(CLEAN, None) == 0
    assert score(CLEAN, ()) == 1
    assert score((), ()) == 10
    # Of header, records and cells: precision, recall and F1; one of two records is missing.
    assert score(CLEAN, CLEAN[:2]) == pytest.approx(1 + 3 + (1 + 0.5 + 2 / 3) + (1 + 4 / 6 + 0.8))
    assert average([10.0, 0.0], [3.0, 1.0]) == (5.0, 7.5)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("source.csv", EXACT), ("file_field_delimiter_0x3B.csv", EXACT), ("file_record_delimiter_0xD.csv", EXACT),
        ("row_less_sep_row7_col3.csv", REPORTED), ("row_more_sep_row0_col4.csv", REPORTED),
        ("file_no_payload.csv", REFUSED),
    ],
)  # fmt: skip
def test_what_becomes_of_a_file(name: str, kind: str) -> None:
    assert judge(FILES[name]).kind == kind


def test_a_change_without_a_word_is_silent() -> None:
    other = replace(FILES["source.csv"], clean=(*FILES["source.csv"].clean[:-1], ("else",) * 9))
    assert judge(other).kind == SILENT


def _write_clone(folder: Path) -> list[PollutedFile]:
    files = [FILES["source.csv"], FILES["file_no_header.csv"], FILES["row_less_sep_row7_col3.csv"]]
    for part in ("csv", "clean", "parameters"):
        (folder / "polluted_files" / part).mkdir(parents=True)
    for file in files:
        (folder / "polluted_files" / "csv" / file.name).write_bytes(file.content)
        lines = (",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in file.clean)
        (folder / "polluted_files" / "clean" / file.name).write_text("\n".join(lines) + "\n", encoding="utf-8")
        stated = {"delimiter": ",", "encoding": "ascii", "header_lines": file.parameters.header_lines}
        path = folder / "polluted_files" / "parameters" / f"{file.name}_parameters.json"
        path.write_text(json.dumps(stated), encoding="utf-8")
    (folder / "pollock_weights.json").write_text(json.dumps({"source.csv": 7}), encoding="utf-8")
    return files


def test_the_folder_of_others_is_read_and_our_results_are_where_it_looks_for_them(tmp_path: Path) -> None:
    files = sorted(_write_clone(tmp_path), key=lambda file: file.name)
    read = list(read_polluted_files(tmp_path))
    assert [(file.name, file.content, file.clean, file.is_ragged) for file in read] == [
        (file.name, file.content, file.clean, file.is_ragged) for file in files
    ]
    assert [file.weight for file in read] == [1.0, 1.0, 7.0]
    results = write_results(tmp_path, read)
    assert results == tmp_path / "results" / "faultline" / "polluted_files" / "loading"
    assert (results / "source.csv_converted.csv").read_text(encoding="utf-8").startswith('"DAY","HOUR"')


def test_the_evaluation_of_others_is_run_and_its_line_is_in_the_text(tmp_path: Path) -> None:
    _write_clone(tmp_path)
    inputs = Inputs(pollock=tmp_path)
    assert "evaluate.py did not run" in measure_score(inputs).text
    (tmp_path / "evaluate.py").write_text("print('faultline  9.99   9.88')", encoding="utf-8")
    assert measure_score(inputs).text.endswith("of 3 files; Pollock's own files; evaluate.py says faultline 9.99 9.88")
    assert "0 silent of 3 (2 exact, 1 with what is wrong listed" in measure_pollution(inputs).text

"""Count how many names are resolved rightly, by what was said with them and how they matched: data/place_chances.csv.

PYTHONPATH=. python data/build_place_chances.py LABELLED.csv … [TEXTS.xml …]

The files are those of tests/bench/labelled_names.py. No row is kept: two thirds of the names, by hash, are counted, and
the others say how well the chances hold (LABELLED=… python -m tests.bench.chances).
"""

import csv
import sys
from collections import Counter
from pathlib import Path

from geo.places import chances
from tests.bench.chances import describe_chances
from tests.bench.labelled_names import Answer, name_source, read_answers

TABLE = Path(__file__).with_name("place_chances.csv")
DATA = "data"  # the evidence of a reader's own rows, counted apart: docs/decisions/0072


def main(paths: list[Path]) -> None:
    answers = [answer for path in paths for answer in read_answers(path)]
    _write_table(answers, "names of " + ", ".join(sorted({name_source(path) for path in paths})))
    chances.chance.cache_clear()
    chances.counts.cache_clear()
    for line in describe_chances(answers):
        print(line)


def _write_table(answers: list[Answer], source: str) -> None:
    counts: Counter[tuple[str, str]] = Counter()
    right: Counter[tuple[str, str]] = Counter()
    for answer in answers:
        if not answer.is_test:
            counts[answer.hints, answer.place.evidence] += 1
            right[answer.hints, answer.place.evidence] += answer.is_right
    of_own_rows = [row for row in _read_rows() if row[1] == DATA]
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["hints", "evidence", "n_right", "count", "source"])
        rows = [[*key, str(right[key]), str(count), source] for key, count in counts.items()]
        writer.writerows(sorted([*rows, *of_own_rows]))


def _read_rows() -> list[list[str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))[1:]


if __name__ == "__main__":
    main([Path(path) for path in sys.argv[1:]])

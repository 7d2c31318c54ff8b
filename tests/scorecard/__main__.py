"""Measure the scorecard: `python -m tests.scorecard [--only S5,S7] [--quick] [--print]`; `make scorecard` for all.

Writes each result into docs/trust.md once it is there, for all of it takes hours.
"""

import argparse
import sys
import traceback
from collections.abc import Sequence

from tests.scorecard import results_page
from tests.scorecard.inputs import QUICK, Inputs
from tests.scorecard.machine import describe_day, describe_machine
from tests.scorecard.results_page import PAGE, make_line, read_argued, write_results
from tests.scorecard.row import Measurement, Row
from tests.scorecard.rows import ROWS


def main(arguments: Sequence[str] | None = None) -> int:
    """Print a line a row; 1 where a bar is missed, or nothing was measured and the page does not argue it."""
    parser = argparse.ArgumentParser(prog="python -m tests.scorecard")
    parser.add_argument("--only", default="", help="codes of rows, such as S5,S7")
    parser.add_argument("--quick", action="store_true", help="a little of each quick row; nothing is written")
    parser.add_argument("--print", action="store_true", dest="is_dry", help="write nothing to docs/trust.md")
    options = parser.parse_args(arguments)
    inputs = QUICK if options.quick else Inputs.from_environment()
    print(f"{describe_day()}; {describe_machine()}\n\n{results_page.HEAD}", flush=True)
    is_good, argued = True, read_argued(PAGE.read_text(encoding="utf-8"))
    for row in choose_rows(options.only, is_quick=options.quick):
        measurement = measure(row, inputs)
        line = make_line(row, measurement, describe_day())
        print(line, flush=True)
        is_good &= measurement.is_met is True or (measurement.is_met is None and row.code in argued)
        if not (options.quick or options.is_dry):
            write_results(ROWS, [(row.code, line)], describe_machine())
    return int(not is_good)


def choose_rows(codes: str, *, is_quick: bool = False) -> list[Row]:
    """The rows of these codes, separated by commas; all where there is none. Raises SystemExit for an unknown one."""
    names = [code.strip() for code in codes.split(",") if code.strip()]
    unknown = set(names) - {row.code for row in ROWS}
    if unknown:
        raise SystemExit(f"There is no row {', '.join(sorted(unknown))}: the rows are S1 to S{len(ROWS)}.")
    return [row for row in ROWS if (not names or row.code in names) and (row.is_quick or not is_quick)]


def measure(row: Row, inputs: Inputs) -> Measurement:
    """The measurement of a row; one that breaks off is none, and the others go on."""
    try:
        return row.measure(inputs)
    except Exception as error:
        traceback.print_exc()
        return Measurement.missing(f"{type(error).__name__}: {str(error)[:150]}")


if __name__ == "__main__":
    sys.exit(main())

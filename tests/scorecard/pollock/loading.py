"""Our reader on a polluted file, with what is stated about it or with nothing."""

from dataclasses import dataclass

from geo.errors import FaultlineError
from geo.ingest.options import NO_HEADER, ImportOptions
from geo.ingest.readers.delimited import DelimitedReader
from tests.scorecard.pollock.polluted_file import Parameters, PollutedFile, Rows


@dataclass(frozen=True)
class Loaded:
    """What was read: rows under their header; None where the file was refused.

    `n_rejected`: rows that are listed with their numbers and reasons; `is_reported`: whether anything is said at all.
    """

    rows: Rows | None
    n_rejected: int = 0
    is_reported: bool = True


def load(file: PollutedFile, *, uses_parameters: bool) -> Loaded:
    """Read a file; `uses_parameters`: with its encoding, delimiter and header."""
    options = make_options(file.parameters) if uses_parameters else ImportOptions()
    try:
        table = DelimitedReader().read(file.content, options)
    except FaultlineError:
        return Loaded(None)
    cells = table.cells.fillna("").astype("str")
    rows = tuple(cells.itertuples(index=False, name=None))
    is_reported = bool(len(table.rejected) or table.notes or table.findings or table.questions)
    header = (
        () if table.header_row == 0 or file.parameters.header_lines == 0 else (tuple(map(str, table.column_names)),)
    )
    return Loaded((*header, *rows), int(table.rejected["row"].nunique()), is_reported)


def make_options(parameters: Parameters) -> ImportOptions:
    """The parameters as far as a person can state them here: quotation marks and line ends are found by the reader."""
    header_row = NO_HEADER if parameters.header_lines == 0 else parameters.preamble_lines + 1
    return ImportOptions(encoding=parameters.encoding, delimiter=parameters.delimiter, header_row=header_row)

"""Lists with a row for each person killed: asked once, for a row is then one death and no incident of its own."""

from collections.abc import Iterable
from dataclasses import replace

import pandas as pd

from geo.core.formatting import pluralize
from geo.core.schema import COUNT
from geo.ingest.checks.cell_edits import add_notes
from geo.ingest.generic.name_normalization import normalize_column_name
from geo.ingest.import_result import Guess, Question
from geo.ingest.options import ImportOptions
from geo.ingest.provider import Crosswalk
from geo.ingest.readers.raw_table import RawTable

VICTIM_ROWS = "victims"  # the topic of the question
PERSONS, EVENTS = "persons", "incidents"
CHOICES = ((PERSONS, "Each row is one person killed"), (EVENTS, "Each row is an incident"))
NOTE = "One row of a list of persons: one person killed."
MAX_EXAMPLES = 3


def _normalize_all(*names: str) -> frozenset[str]:
    return frozenset(map(normalize_column_name, names))


# Words of headers in five languages: of a person's name, of what is known of persons only, and of a death.
_NAMES = _normalize_all(
    *("name", "full name", "victim", "victim name", "name of victim", "nom", "nom complet", "nombre"),
    *("nombre completo", "الاسم", "اسم", "نام"),
)
_PERSONAL = _normalize_all(
    *("age", "sex", "gender", "dob", "birth", "occupation", "profession", "âge", "sexe", "edad", "sexo"),
    *("العمر", "الجنس", "سن", "جنسیت"),
)
_DEATHS = _normalize_all(
    *("death", "died", "deceased", "killed", "martyr", "martyrdom", "décès", "muerte", "fallecimiento"),
    *("وفاة", "الوفاة", "استشهاد", "مرگ", "شهادت"),
)


def is_victim_list(table: RawTable, guesses: Iterable[Guess]) -> bool:
    """Return whether the columns of a table are those of a list of persons, without any toll."""
    has_toll = any(guess.target.startswith(("killed_", "injured_")) for guess in guesses)
    headers = [normalize_column_name(name) for name in table.column_names]
    has_name = any(header in _NAMES for header in headers)
    return has_name and not has_toll and any(_PERSONAL & {*header.split()} for header in headers)


def read_victims(crosswalk: Crosswalk, table: RawTable, options: ImportOptions) -> Crosswalk:
    """Return the rows of a list of persons as a person answered: each one killed, or an incident; else the question."""
    answer = options.answer(VICTIM_ROWS, "")
    if answer is None:
        return replace(crosswalk, questions=(*crosswalk.questions, _ask(table)))
    if answer != PERSONS:
        return crosswalk
    cells = crosswalk.cells
    killed = pd.Series(1, index=cells.index, dtype=COUNT)
    notes = add_notes(cells, pd.Series(NOTE, index=cells.index, dtype="str"))
    return replace(crosswalk, cells=cells.assign(killed_best=killed, notes=notes))


def _ask(table: RawTable) -> Question:
    headers = [normalize_column_name(name) for name in table.column_names]
    name = next(column for column, header in zip(table.column_names, headers, strict=True) if header in _NAMES)
    is_of_deaths = any(_DEATHS & {*header.split()} for header in headers)
    examples = tuple(table.cells[name].dropna().astype("str").unique()[:MAX_EXAMPLES])
    text = (
        f"The table lists persons ({pluralize(len(table.cells), 'row')}) and no tolls. Is each row one person killed?"
    )
    return Question("", text, examples, VICTIM_ROWS, CHOICES, PERSONS if is_of_deaths else "", len(table.cells))

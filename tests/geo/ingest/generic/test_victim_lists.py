"""A list with a row for each person killed is asked about once, and then counts one death a row."""

import pytest

from geo.ingest import importing
from geo.ingest.answers import accept_proposals
from geo.ingest.generic.victim_lists import EVENTS, VICTIM_ROWS
from geo.ingest.import_result import Import
from geo.ingest.options import ImportOptions

ROWS = (
    "A. Example,34,male,2024-01-16,Gaza",
    "B. Example,6,female,2024-01-16,Gaza",
    "C. Example,51,male,2024-01-17,Rafah",
)


def read(header: str, options: ImportOptions | None = None) -> Import:
    return importing.read("\n".join([header, *ROWS, ""]).encode(), options=options)


@pytest.mark.parametrize("header", ["Name,Age,Sex,Date of death,City", "Nom,Âge,Sexe,Date du décès,Ville"])
def test_a_list_of_the_dead_is_asked_about_and_proposed(header: str) -> None:
    imported = read(header)
    (question,) = (question for question in imported.questions if question.topic == VICTIM_ROWS)
    assert imported.accepted["killed_best"].isna().all()
    answered = read(header, accept_proposals(ImportOptions(), (question,)))
    assert answered.accepted["killed_best"].tolist() == [1, 1, 1]
    assert VICTIM_ROWS not in {question.topic for question in answered.questions}


def test_rows_may_be_incidents_all_the_same() -> None:
    options = ImportOptions(answers=((VICTIM_ROWS, "", EVENTS),))
    assert read("Name,Age,Sex,Date of death,City", options).accepted["killed_best"].isna().all()


@pytest.mark.parametrize("header", ["Name,Killed,Sex,Date,City", "Title,Distance,Kind,Date,City"])
def test_other_tables_are_not_asked_about(header: str) -> None:
    assert VICTIM_ROWS not in {question.topic for question in read(header).questions}

"""The country of a file that names none is asked once, with the one that its certain rows show as the proposal."""

import pandas as pd

from geo.ingest import importing
from geo.ingest.answers import accept_proposals
from geo.ingest.checks.file_country import FILE_COUNTRY, SEVERAL
from geo.ingest.import_result import Import
from geo.ingest.options import ImportOptions

PAKISTAN = ("Quetta", "Khuzdar", "Turbat", "Panjgur")


def read(*towns: str, options: ImportOptions | None = None) -> Import:
    lines = [f"2024-01-{day:02},{town},1" for day, town in enumerate(towns, start=1)]
    return importing.read("\n".join(["date,place,killed", *lines, ""]).encode(), options=options)


def countries(imported: Import) -> list[str | None]:
    return [None if pd.isna(name) else str(name) for name in imported.accepted["country"]]


def test_a_namesake_elsewhere_is_asked_about_once_for_the_file() -> None:
    imported = read(*PAKISTAN, "Khash", "Hyderabad", "Springfield")
    (question,) = (question for question in imported.questions if question.topic == FILE_COUNTRY)
    assert question.proposal == "Pakistan"
    assert "Springfield" in question.examples
    assert countries(imported)[-1] is None
    assert set(countries(imported)) <= {"Pakistan", None}


def test_the_proposed_country_places_what_lies_in_it() -> None:
    imported = read(*PAKISTAN, "Springfield")
    answered = read(*PAKISTAN, "Springfield", options=accept_proposals(ImportOptions(), imported.questions))
    assert not answered.questions
    assert countries(answered) == ["Pakistan"] * 5
    assert answered.accepted["place_precision"].astype("str").tolist()[-1] == "country"


def test_a_name_that_means_one_place_elsewhere_stays_there_with_a_doubt() -> None:
    options = ImportOptions(answers=((FILE_COUNTRY, "", "Pakistan"),))
    imported = read(*PAKISTAN, "Chabahar", options=options)
    assert countries(imported)[-1] == "Iran"
    assert "lies outside Pakistan, in which you say that the rows lie" in imported.warnings["reason"].iloc[-1]


def test_several_countries_are_an_answer() -> None:
    options = ImportOptions(answers=((FILE_COUNTRY, "", SEVERAL),))
    imported = read(*PAKISTAN, "Chabahar", options=options)
    assert not imported.questions
    assert countries(imported)[-1] == "Iran"


def test_a_name_that_may_mean_any_of_many_places_is_not_placed_without_a_country() -> None:
    options = ImportOptions(answers=((FILE_COUNTRY, "", SEVERAL),))
    imported = read(*PAKISTAN, "Springfield", options=options)
    assert countries(imported)[-1] is None
    (warning,) = imported.warnings.loc[imported.warnings["value"] == "Springfield", "reason"]
    assert "doubtful, " in warning
    assert "Springfield, " in warning


def test_a_file_of_few_rows_or_of_several_countries_is_not_asked_about() -> None:
    assert not read("Quetta", "Springfield").questions
    assert not read("Quetta", "Zahedan", "Mosul", "Khuzdar", "Springfield").questions
    assert not read(*PAKISTAN).questions


def test_a_column_of_countries_with_text_of_several_meanings_is_not_asked_about() -> None:
    rows = ["Crimea,Sevastopol", "Crimea,Simferopol", "Kashmir,Baramulla", "Crimea,Kerch", "Crimea,Springfield"]
    lines = [f"2024-01-{day:02},{row},1" for day, row in enumerate(rows, start=1)]
    imported = importing.read("\n".join(["date,country,place,killed", *lines, ""]).encode())
    assert not [question for question in imported.questions if question.topic == FILE_COUNTRY]

"""A column is taken for what both its header and its cells say; where they disagree it is asked about or left out."""

import pytest

from geo.ingest import importing
from geo.ingest.answers import accept_proposals
from geo.ingest.generic.column_names import match_names
from geo.ingest.import_result import COLUMN, Import
from geo.ingest.options import ImportOptions


def read(header: str, *rows: str, options: ImportOptions | None = None) -> Import:
    return importing.read("\n".join([header, *rows, ""]).encode(), options=options)


def test_a_rival_is_named_in_words() -> None:
    options = ImportOptions(columns=(("where", "place_name"), ("when", "date_start")))
    imported = read("date,place,when,where", "2024-01-16,Quetta,2024-01-17,Turbat", options=options)
    reasons = {guess.column: guess.reason for guess in imported.guesses}
    assert (reasons["date"], reasons["place"]) == ("another column holds the date", "another column holds the place")


def targets(imported: Import) -> dict[str, str]:
    return {guess.column: guess.target for guess in imported.guesses if guess.target}


@pytest.mark.parametrize(
    "header",
    [
        *("Actor type", "Target Type", "victim_type", "Type of actor", "age_group", "Victim country", "Source Country"),
        *("Country of origin", "Type d'acteur", "tipo de víctima", "نوع السلاح", "نوع گروه", "Perpetrator nationality"),
    ],
)
def test_a_column_of_somebody_elses_type_or_place_is_none_of_the_event(header: str) -> None:
    assert not any(match.target for match in match_names(header))


@pytest.mark.parametrize(
    ("header", "target"),
    [
        *(("Event type", "event_type"), ("Means of attack", "event_type"), ("Perpetrator group", "actor_a")),
        *(("Incident location", "place_name"), ("Country of incident", "country"), ("Tipo de ataque", "event_type")),
    ],
)
def test_the_events_own_columns_are_known(header: str, target: str) -> None:
    assert target in {match.target for match in match_names(header)}


def test_a_date_of_a_report_counts_only_where_there_is_no_date_of_the_event() -> None:
    both = read("Entry date,Date,Place", "2024-02-01,2024-01-16,Quetta", "2024-02-02,2024-01-17,Khuzdar")
    assert targets(both)["Date"] == "date_start"
    assert "Entry date" not in targets(both)


def test_a_header_that_the_cells_contradict_is_asked_about_with_what_they_look_like() -> None:
    rows = ("2024-01-16,Balochistan,Iran", "2024-01-17,Sindh,Pakistan", "2024-01-18,Punjab,Pakistan")
    imported = read("date,killed,state", *(row.replace("Balochistan", "Kerman") for row in rows))
    (question,) = (question for question in imported.questions if question.topic == COLUMN)
    assert (question.column, question.proposal) == ("killed", "place_name")
    assert "killed" not in targets(imported)
    answered = read(
        "date,killed,state",
        *(row.replace("Balochistan", "Kerman") for row in rows),
        options=accept_proposals(ImportOptions(), (question,)),
    )
    assert targets(answered)["killed"] == "place_name"


def test_a_column_that_is_left_out_against_its_header_is_said() -> None:
    imported = read("date,place,killed", "2024-01-16,Quetta,see above", "2024-01-17,Khuzdar,see report")
    assert "killed" not in targets(imported)
    assert any(concern.column == "killed" for concern in imported.concerns)


def test_agreeing_columns_are_not_asked_about() -> None:
    imported = read(
        "date,location,killed,country", '2024-01-16,"33.5, 36.2",2,Syria', '2024-01-17,"33.6, 36.3",1,Syria'
    )
    assert targets(imported)["location"] == "coordinates"
    assert not imported.questions


@pytest.mark.parametrize(
    ("header", "values"),
    [
        ("Cause", ["Shot", "Shot", "Shot"]),
        ("Launched from", ["Iran", "Yemen", "Iraq"]),
        ("Sex", ["Male", "Female", "Male"]),
        ("Hometown", ["Kerman", "Tabriz", "Yazd"]),
        ("Bureau", ["Kabul", "Kandahar", "Herat"]),
    ],
)
def test_a_column_of_something_else_is_no_place_however_its_cells_read(header: str, values: list[str]) -> None:
    imported = read(f"date,{header},note", *(f"2024-01-1{number},{value},x" for number, value in enumerate(values)))
    assert header not in targets(imported)
    assert header not in {question.column for question in imported.questions}


def test_places_under_an_unknown_header_are_asked_about_and_proposed() -> None:
    rows = ("2024-01-16,Quetta", "2024-01-17,Khuzdar", "2024-01-18,Turbat")
    imported = read("date,Qwerty", *rows)
    (question,) = imported.questions
    assert (question.column, question.topic) == ("Qwerty", COLUMN)
    assert imported.accepted["latitude"].isna().all()
    answered = read("date,Qwerty", *rows, options=accept_proposals(ImportOptions(), imported.questions))
    assert answered.accepted["latitude"].notna().all()


def test_an_organisation_that_may_be_the_victim_is_no_perpetrator() -> None:
    assert "Organization" not in targets(read("date,country,Organization,killed", "2024-01-16,Mali,MSF,1"))


def test_words_for_precision_are_read_under_any_header_and_said() -> None:
    imported = read(
        "date,place,lat,lon,Level",
        "2024-01-01,Kandahar,31.6133,65.7101,Adm 2",
        "2024-01-02,Herat,34.3482,62.1997,Adm 1",
        "2024-01-03,Kabul,34.5281,69.1723,Village",
    )
    assert imported.accepted["place_precision"].astype("str").tolist() == ["admin2", "admin1", "exact"]
    assert "Level" in {concern.column for concern in imported.concerns}

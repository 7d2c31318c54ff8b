from geo.ingest.checks.actor_names import recognize_actors
from tests.tables import incident_table

COLUMNS = "actor_a,actor_b,other_actors,country"


def test_the_note_counts_known_spellings_and_shows_whom_they_mean() -> None:
    rows = incident_table(
        "a,2024-01-16,27,62,IRGC,Jaysh al Adl,IRGC; Nobody,Iran", "b,2024-01-16,27,62,Iran,,,Iran", columns=COLUMNS
    )
    (note,) = recognize_actors(rows).notes
    assert note.startswith("Of 4 spellings of actors, 3 are known to the vocabulary: ")
    assert "“IRGC” as Islamic Revolutionary Guard Corps, “Jaysh al Adl” as Jaish al-Adl." in note
    assert recognize_actors(rows).findings == ()


def test_a_spelling_of_several_is_one_finding_with_the_rows_that_nothing_decides() -> None:
    rows = incident_table(
        "a,2024-01-16,27,62,PLA,,,India",
        "b,2024-01-16,27,62,PLA,,,Pakistan",
        "c,2024-01-16,27,62,,,Foo; SDF,Sudan",
        columns=COLUMNS,
    )
    (finding,) = recognize_actors(rows).findings
    assert list(finding.rows) == list(rows.index[1:])
    assert "“PLA” (Military Forces of China or People's Liberation Army of Manipur)" in finding.text
    assert "“SDF”" in finding.text


def test_a_file_without_known_actors_is_not_spoken_of() -> None:
    for actor in ("", "Nobody"):
        recognition = recognize_actors(incident_table(f"a,2024-01-16,27,62,{actor},,,", columns=COLUMNS))
        assert (recognition.notes, recognition.findings) == ((), ())

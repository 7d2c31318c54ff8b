"""What nobody sees in a cell splits no name and hides no text; the file's own columns keep it."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.ingest.importing import read
from geo.ingest.parsers.cell_normalization import MAX_NAME_LENGTH, clean_text

VARIANTS = [
    *(
        "Jaish al-Adl",
        "Jaish\u200b al-Adl",
        "Jaish\xa0al-Adl",
        "\ufeffJaish al-Adl",
        "Jai\xadsh al-Adl",
        "\u200eJaish al-Adl",
    ),
    *("\u202aJaish al-Adl\u202c", "Jaish\u200c al-Adl", "Jaish al-Adl\ufe0f", "Jaish\u2060 al-Adl", " Jaish al-Adl\t"),
    *("Jaish al-Adl\n", "Jaish  al-Adl", "Jaish\tal-Adl", "Jaish\u2009al-Adl", "Jaish\u3000al-Adl", "Jaish\0 al-Adl"),
    *("Jaish&nbsp;al-Adl", "Jaish al&#45;Adl", "Jaish al-Adl&#x200B;"),
]


def csv_of(rows: list[list[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


@pytest.mark.parametrize("text", VARIANTS)
def test_a_name_is_read_as_a_person_sees_it(text: str) -> None:
    assert clean_text(text) == "Jaish al-Adl"


@pytest.mark.parametrize(
    "text", ["می‌خواهد", "Shell & Co", "A&B; C", "a < b", "Saint-Étienne", "x" * 300 + "\n\ny", "क्‍ष"]
)
def test_what_belongs_to_a_text_stays(text: str) -> None:
    assert clean_text(text) == text


@given(st.text(max_size=300))
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    once = clean_text(text)
    assert len(once) <= len(text)
    if "&" not in once:
        assert clean_text(once) == once or len(text) > MAX_NAME_LENGTH


def test_spellings_that_look_alike_are_one_name_and_the_file_keeps_its_cells() -> None:
    rows = [[f"2020-01-{day:02d}", "Quetta", "Pakistan", actor] for day, actor in enumerate(VARIANTS, start=1)]
    imported = read(csv_of([["date", "place", "country", "actor"], *rows]), name="a.csv")
    assert set(imported.accepted["actor_a"]) == {"Jaish al-Adl"}
    assert imported.accepted["table.actor"].tolist() == VARIANTS
    assert any(f"left out of {len(VARIANTS) - 1} cells of actor" in note for note in imported.notes)


def test_our_own_texts_are_read_back_as_they_were_written_and_our_own_names_as_a_person_sees_them() -> None:
    prose = ["two\nlines", "a  b", "&amp;", "x\xa0y\u200b"]
    header = [
        "incident_id",
        "date_start",
        "latitude",
        "longitude",
        "actor_a",
        "title",
        "summary",
        "notes",
        "acled.notes",
    ]
    rows = [[f"a{n}", "2020-01-01", "30", "66", "Jaish\xa0al-Adl", *[text] * 4] for n, text in enumerate(prose)]
    accepted = read(csv_of([header, *rows]), name="a.csv").accepted
    for name in header[5:]:
        assert accepted[name].tolist() == prose
    assert set(accepted["actor_a"]) == {"Jaish al-Adl"}


def test_a_clean_table_is_left_alone_without_a_note() -> None:
    imported = read(b"date,place,country,actor\n2020-01-01,Quetta,Pakistan,BLA\n", name="a.csv")
    assert not any("Invisible" in note for note in imported.notes)

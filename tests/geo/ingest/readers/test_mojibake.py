"""Text that was decoded wrongly before it came here is asked about, and repaired where a person says so."""

import pytest

from geo.ingest.options import ImportOptions
from geo.ingest.readers import read_table
from geo.ingest.readers.mojibake import MOJIBAKE, NO, YES

NAMES = ["Orléans", "Jama’atu", "Łódź", "“Three” men – police said", "Diyarbakır", "Донецк", "بغداد"]


def broken(text: str) -> str:
    """The text as a program shows it that takes its UTF-8 for Windows-1252."""
    return (
        text.encode().decode("cp1252", "replace") if "\ufffd" not in text.encode().decode("cp1252", "replace") else ""
    )


WRITABLE = [name for name in NAMES if broken(name)]


def csv_of(*texts: str) -> bytes:
    return "\n".join(["id;place", *(f"{row};{text}" for row, text in enumerate(texts, start=1))]).encode()


@pytest.mark.parametrize("name", WRITABLE)
def test_a_wrongly_decoded_name_is_asked_about_and_repaired(name: str) -> None:
    content = csv_of(broken(name), "Paris")
    (question,) = read_table(content).questions
    assert (question.topic, question.proposal, question.n_rows) == (MOJIBAKE, YES, 1)
    assert question.examples == (f"{broken(name)} → {name}",)
    assert read_table(content).cells["place"].tolist() == [broken(name), "Paris"]
    repaired = read_table(content, ImportOptions(answers=((MOJIBAKE, "", YES),)))
    assert (repaired.cells["place"].tolist(), repaired.questions) == ([name, "Paris"], ())
    left = read_table(content, ImportOptions(answers=((MOJIBAKE, "", NO),)))
    assert (left.cells["place"].tolist(), left.questions) == ([broken(name), "Paris"], ())


@pytest.mark.parametrize(
    "name", [*NAMES, "São Paulo", "SÃO PAULO", "LIBERTÉ»", "Åland", "Ølstykke", "Þórshöfn", "10 °C"]
)
def test_good_text_is_not_asked_about(name: str) -> None:
    assert read_table(csv_of(name, "Paris")).questions == ()


def test_most_names_of_the_sample_can_be_broken() -> None:
    assert len(WRITABLE) >= 4

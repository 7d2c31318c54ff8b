"""A country that the text of a row leaves open is never filled in without a word."""

import pytest

from geo.ingest import importing
from geo.ingest.import_result import Concern


def concerns(*rows: str) -> list[Concern]:
    lines = [f"2024-01-{day:02},{row},1" for day, row in enumerate(rows, start=1)]
    imported = importing.read("\n".join(["date,country,place,killed", *lines, ""]).encode())
    return [concern for concern in imported.concerns if "de facto borders" in concern.text]


def test_a_country_from_the_place_is_shown_against_the_text() -> None:
    (concern,) = concerns("Crimea,Simferopol", "Crimea,Kerch", "Kashmir,Srinagar", "Iraq,Mosul")
    assert (concern.n_rows, concern.column, concern.examples) == (3, "country", ("Crimea", "Kashmir"))
    assert concern.text.startswith("3 rows name no single country of today")
    assert "Russia (2), India (1). Write" in concern.text


@pytest.mark.parametrize("text", ["", "n/a", "Iraq", "IRQ"])
def test_a_row_without_a_text_or_with_a_country_of_its_own_is_not(text: str) -> None:
    assert concerns(f"{text},Mosul", "Iraq,Mosul", "Iraq,Kirkuk") == []

"""What a picture rests on: terms by the commonest licence, the publications of the selected rows, their last change."""

import pytest

from geo.pictures.sources import describe_sources
from geo.query.selection import Selection
from geo.storage.atlas import Atlas
from tests.atlases import make_atlas
from tests.tables import incident_table

COLUMNS = "dataset,licence,country,last_modified"
LINES = (
    "a,2024-01-01,,,Alpha,CC BY 4.0,Iran,2024-02-01",
    "b,2024-01-02,,,Alpha,CC BY 4.0,Iraq,2024-03-01",
    "c,2024-01-03,,,Alpha,CC0,Iraq,",
    "d,2024-01-04,,,Beta,,Iraq,",
    "e,2024-01-05,,,,CC0,Iraq,",
    "f,2024-01-06,,,Gamma,ODbL,Chad,",
    "g,2024-01-07,,,Gamma,CC0,Chad,",
)
PUBLICATIONS = tuple(
    {"incident_id": incident_id, "reference": f"https://news.example/{number}"}
    for incident_id, number in (("a", 1), ("b", 1), ("b", 2), ("elsewhere", 3))
)


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    return make_atlas(incident_table(*LINES, columns=COLUMNS), publications=PUBLICATIONS)


@pytest.mark.parametrize(
    ("query", "datasets"),
    [
        ("", "Sources: Alpha (CC BY 4.0); Gamma (CC0); Beta; dataset not stated. 3 publications cited."),
        ("country=Iran", "Source: Alpha (CC BY 4.0). 1 publication cited."),
        (
            "country=Iraq",
            "Sources: Alpha (CC BY 4.0); Beta; dataset not stated. 2 publications cited.",
        ),
        ("country=Chad", "Source: Gamma (CC0)."),
        ("country=Nepal", ""),
    ],
)
def test_datasets_stand_by_size_with_their_commonest_terms(atlas: Atlas, query: str, datasets: str) -> None:
    assert describe_sources(atlas, atlas.select(Selection.from_query(query)), "").datasets == datasets


@pytest.mark.parametrize(
    ("query", "day"), [("", "1 March 2024"), ("country=Iran", "1 February 2024"), ("country=Chad", "")]
)
def test_the_last_change_is_that_of_the_selected_rows(atlas: Atlas, query: str, day: str) -> None:
    data = describe_sources(atlas, atlas.select(Selection.from_query(query)), "").data
    assert data == (f"Data last changed on {day}. " if day else "") + "Version of the data: made."

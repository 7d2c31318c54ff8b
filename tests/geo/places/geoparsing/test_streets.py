"""Streets and airports in running text: near the town that the text names, never what they are called after."""

import pytest

from geo.places import find
from geo.places.geoparsing.document import analyze_document
from geo.places.geoparsing.streets import street_spans

SPANS = [
    ("It is on Fore Street in Leeds.", ["Fore Street"]),
    ("On Old Union Church Road and Eglinton Avenue West it rained.", ["Old Union Church Road", "Eglinton Avenue West"]),
    ("Pearson International Airport was closed.", ["Pearson International Airport"]),
    ("St. Mary Road was closed.", ["St. Mary Road"]),
    ("The Street was quiet. A road, a street.", []),
    ("A Blood Drive and Wall Street opened.", []),
    ("Street Street Street", []),
    ("", []),
]


@pytest.mark.parametrize(("text", "streets"), SPANS)
def test_a_street_is_its_whole_name(text: str, streets: list[str]) -> None:
    assert [text[start:end] for start, end in street_spans(analyze_document(text))] == streets


def test_a_street_is_near_the_town_of_the_text() -> None:
    text = "A fire on Paris Street in Springfield, Illinois, killed two. Houston Avenue was closed."
    mentions = {mention.text: mention.place for mention in find(text)}
    assert list(mentions) == ["Paris Street", "Springfield", "Illinois", "Houston Avenue"]
    for street in ("Paris Street", "Houston Avenue"):
        assert (mentions[street].precision, mentions[street].admin1) == ("near", "Illinois")
        assert mentions[street].confidence < mentions["Springfield"].confidence


def test_a_street_without_a_town_is_no_place() -> None:
    assert [mention.text for mention in find("A fire on Paris Street killed two in France.")] == ["France"]


def test_many_streets_are_read_to_their_end() -> None:
    names = " ".join(f"It is on B{chr(97 + number % 26)}{chr(97 + number // 26)} Street." for number in range(600))
    streets = [mention for mention in find(f"In Leeds it rained. {names}") if mention.text.endswith("Street")]
    assert len(streets) == 100

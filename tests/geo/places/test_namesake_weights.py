"""The fitted weights of evidence: the file is whole, and what must hold whatever was fitted."""

from dataclasses import asdict
from pathlib import Path

import pytest

from geo.errors import PlacesInvalid
from geo.places import Hints, find, namesake_weights, resolve_or_none
from geo.places.namesake_weights import EvidenceScale, NamesakeWeights

HEADER = "feature,weight,source\n"
WHOLE = "".join(f"{feature},0.5,us\n" for feature in asdict(NamesakeWeights()))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (f"feature,weight\n{WHOLE}", "feature,weight"),
        (HEADER, "each feature once"),
        (HEADER + WHOLE.replace("alias", "nickname"), "each feature once"),
        (HEADER + WHOLE + "alias,0.7,us\n", "each feature once"),
        (HEADER + WHOLE.replace("alias,0.5", "alias,much"), "'much' is no weight"),
        (HEADER + WHOLE.replace("alias,0.5", "alias,nan"), "'nan' is no weight"),
        (HEADER + WHOLE.replace("alias,0.5,us", "alias,,us"), "a cell is missing in line 2"),
        (HEADER + WHOLE.replace("alias,0.5,us", "alias"), "a cell is missing in line 2"),
    ],
)
def test_a_damaged_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str, reason: str) -> None:
    (tmp_path / "namesake_weights.csv").write_text(content, encoding="utf-8")
    monkeypatch.setattr(namesake_weights, "data_dir", lambda: tmp_path)
    namesake_weights.namesake_weights.cache_clear()
    with pytest.raises(PlacesInvalid, match=reason):
        namesake_weights.namesake_weights()
    namesake_weights.namesake_weights.cache_clear()


def test_what_is_not_mentioned_adds_nothing_and_more_mentions_never_take_away() -> None:
    scale = EvidenceScale(1.5, 0.25)
    strengths = [scale.strength(count) for count in range(20)]
    assert strengths[0] == 0
    assert strengths[1] == 1.5
    assert strengths == sorted(strengths)
    assert strengths[-1] == scale.strength(8)


def test_no_weight_turns_what_speaks_for_a_place_against_it() -> None:
    against = {"alias", "country_kind", "province_kind", "shaded"}
    for feature, weight in asdict(namesake_weights.namesake_weights()).items():
        assert weight <= 0 if feature in against else weight >= 0, feature


@pytest.mark.parametrize(
    ("country", "neighbours"),
    [
        ("Peru", "Kokomo, Wabash and Logansport in Indiana"),
        ("Lebanon", "Reading, Harrisburg and Lancaster in Pennsylvania"),
        ("Italy", "Waxahachie and Hillsboro in Texas"),
        ("Norway", "Rockford and Elgin in Illinois"),
        ("Poland", "Youngstown and Boardman in Ohio"),
        ("Jordan", "Shakopee and Chaska in Minnesota"),
        ("Cuba", "Rolla and Sullivan in Missouri"),
    ],
)
def test_a_country_does_not_lose_its_name_to_a_hamlet_whose_neighbours_are_mentioned(
    country: str, neighbours: str
) -> None:
    text = f"The tour began in {neighbours}, in the United States. It ends in {country} next year."
    place = resolve_or_none(country, Hints(text=text))
    assert place is not None
    assert place.kind == "country"


def test_a_province_does_not_lose_its_name_to_a_hamlet_of_its_country() -> None:
    text = "In Goshen, Warwick and Middletown, New York, people talked of a flight to Florida."
    place = resolve_or_none("Florida", Hints(text=text))
    assert place is not None
    assert place.kind == "province"


@pytest.mark.parametrize(("name", "behind"), [("Peru", "Indiana"), ("Lebanon", "Pennsylvania"), ("Poland", "Ohio")])
def test_what_stands_behind_a_comma_decides_even_against_a_country(name: str, behind: str) -> None:
    places = {mention.text: mention.place for mention in find(f"A fire broke out in {name}, {behind}, on Monday.")}
    assert places[name].admin1 == behind


@pytest.mark.parametrize(
    ("name", "text", "admin1"),
    [
        # Each is also what some call another place of the same country.
        ("Birmingham", "Police in Birmingham, Alabama said so. He came from New Haven, Connecticut.", "Alabama"),
        ("California", "He left Trenton, New Jersey, and Clinton for California.", "California"),
    ],
)
def test_an_alias_does_not_take_the_place_of_a_bearer_of_the_name(name: str, text: str, admin1: str) -> None:
    place = resolve_or_none(name, Hints(text=text))
    assert place is not None
    assert place.admin1 == admin1


@pytest.mark.parametrize("name", ["Bay Area", "Gulf Coast", "Blorp Valley", "the Blorp Peninsula"])
def test_a_regions_everyday_name_is_no_misspelling(name: str) -> None:
    place = resolve_or_none(name)
    assert place is None or (place.evidence not in ("spelling", "sound") and place.name.split()[0] in name)


def test_the_surroundings_of_a_misspelling_are_as_doubtful_as_the_misspelling() -> None:
    place = resolve_or_none("Blorp Belt")
    assert place is None or place.confidence < 0.5

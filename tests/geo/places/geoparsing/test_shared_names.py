"""Mentions that share a name but not its bearers: “Reeves county” and “Reeves”."""

from geo.places import find


def test_a_town_that_a_text_does_not_mean_speaks_for_no_other() -> None:
    text = (
        "Deputies in Reeves county arrested two men on Friday. Reeves was quiet, and people from Reeves went to Troy."
    )
    *reeves, troy = (mention.place for mention in find(text))
    assert {place.admin1 for place in reeves} == {"Texas"}
    assert "Illinois" not in troy.because  # where a village of the name is, which the text does not mean


def test_a_county_makes_no_town_of_its_name_surer() -> None:
    text = "A storm hit Dale on Friday. Officials of Dale county said two men died in Troy."
    assert find(text)[-1].place.confidence < 0.5

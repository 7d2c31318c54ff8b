"""What stands behind the comma behind an unknown name: the place that it is in, or the next one of a row."""

import pytest

from geo.places import resolve

SAYS = "the text says that it is in"


@pytest.mark.parametrize(
    "text",
    [
        "Shells fell on Blorpham, Hama and Homs overnight.",
        "Shells fell on Blorpham, Hama, Homs and Idlib overnight.",
        "There were clashes in Quetta, Blorpham, Zhob.",
        "Offices in Kirkuk, Mosul, Blorpham, Erbil or Duhok will close.",
        "Envoys of Blorpham, Turkey and Iran met on Monday.",
        "Goods from Blorpham, Iraq, and Jordan were held up.",
    ],
)
def test_the_next_place_of_a_row_is_not_where_a_name_is(text: str) -> None:
    assert SAYS not in resolve("Blorpham", text=text).because


@pytest.mark.parametrize(
    ("text", "town"),
    [
        ("Two men were shot at Blorpham Barracks, Quetta, on Friday.", "Quetta"),
        ("Two men were shot at Blorpham Barracks, Quetta, Pakistan, on Friday.", "Quetta"),
        ("A bomb went off in Kirkuk and at Blorpham Barracks, Mosul.", "Mosul"),
        ("Blorpham Barracks in Zahedan and Khash were raided.", "Zahedan"),
        ("Men from Blorpham Barracks, Khuzdar, were taken to Quetta and Karachi.", "Khuzdar"),
    ],
)
def test_the_town_behind_a_comma_is_where_a_site_is(text: str, town: str) -> None:
    place = resolve("Blorpham Barracks", text=text)
    assert place.name == f"near {town}"
    assert SAYS in place.because


@pytest.mark.parametrize("area", ["Iraq", "Syria", "Yemen"])
def test_the_country_behind_a_comma_is_where_a_name_is(area: str) -> None:
    text = f"They came from Blorpham, {area}, and from Amman."
    assert resolve("Blorpham", text=text).country == area

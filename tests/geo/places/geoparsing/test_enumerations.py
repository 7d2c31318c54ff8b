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
        "Goods from Blorpham, Iraq and Jordan were held up.",
        "Shells fell on Blorpham, Hama, Glorpville and Homs overnight.",
        "Shells fell on Hama, Glorpville, Blorpham, Homs and Idlib overnight.",
        "Shells fell on Blorpham, Hama as well as Homs overnight.",
        "Shells fell on Blorpham, Hama and nearby Homs overnight.",
        "Shells fell on Blorpham, Hama and the city of Homs overnight.",
        "There was fighting in Blorpham, Helmand and Kandahar provinces.",
        "Blorpham, Hama ve Homs bombalandı.",
        "Des obus sont tombés sur Blorpham, Hama et Homs.",
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
        ("Raids were made at Clifton, Blorpham Barracks, Karachi, on Friday. Quetta and Quetta.", "Karachi"),
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


@pytest.mark.parametrize(
    ("text", "area"),
    [
        ("Two were killed in Blorpham, Afghanistan, and Pakistan condemned it. Quetta mourned.", "Afghanistan"),
        ("A farm in Blorpham, Dayton, Montgomery County, burned. Columbus sent help to Dayton.", "Dayton"),
    ],
)
def test_what_follows_an_area_is_not_always_its_next(text: str, area: str) -> None:
    because = resolve("Blorpham", text=text).because
    assert because.startswith("it is not known; the text says that it is in ")
    assert because.endswith(area)

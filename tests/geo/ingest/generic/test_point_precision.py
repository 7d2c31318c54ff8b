"""One point under the names of several places is no place's own; spellings of one place are one name."""

import pandas as pd
import pytest

from geo.ingest.generic.point_precision import precision_from_decimals


def precisions(latitude: float, longitude: float, *names: str) -> set[str]:
    points = pd.Series([latitude] * len(names)), pd.Series([longitude] * len(names))
    return set(precision_from_decimals(*points, pd.Series(names, dtype="str")))


@pytest.mark.parametrize(
    ("latitude", "longitude", "names"),
    [
        (30.1872, 67.0125, ("Quetta", "كويته", "Kwatah", "Quetta City", "QUETTA")),
        (35.3359, 40.1408, ("Deir ez-Zor", "Dayr az Zawr", "دير الزور", "Deir Ezzor")),
        (29.4963, 60.8629, ("Zahedan", "زاهدان", "Zahidan")),
    ],
)
def test_spellings_of_one_town_share_its_point(latitude: float, longitude: float, names: tuple[str, ...]) -> None:
    assert precisions(latitude, longitude, *names) == {"exact"}


def test_three_towns_at_one_point_are_at_the_centre_of_something_coarser() -> None:
    assert precisions(28.4907, 65.0958, "Turbat", "Panjgur", "Khuzdar") == {"unknown"}


def test_spellings_of_a_town_elsewhere_are_names_like_others() -> None:
    assert precisions(28.4907, 65.0958, "Quetta", "كويته", "Kwatah") == {"unknown"}

"""Titles in our own words name no town for what is known only to a province or a country."""

import pandas as pd

from geo.ingest.titles import make_titles, title_places


def titles(*rows: tuple[str | None, str | None, str | None, str]) -> list[str]:
    names = ("place_name", "admin1", "country")
    columns = dict(pd.DataFrame(rows, columns=[*names, "place_precision"], dtype="str").items())
    attack, no = pd.Series(["Attack"] * len(rows)), pd.Series([False] * len(rows))
    return list(make_titles(attack, attack, title_places(columns, names), no))


def test_a_provinces_row_is_titled_by_its_province() -> None:
    assert titles(
        ("Quetta", "Balochistan", "Pakistan", "admin1"),
        ("Quetta", "Balochistan", "Pakistan", "exact"),
        ("Islamabad", "Islamabad", "Pakistan", "country"),
        ("Quetta", None, "Pakistan", "admin1"),
        ("northern Iraq", None, "Iraq", "region"),
    ) == [
        "Attack in Balochistan",
        "Attack in Quetta",
        "Attack in Pakistan",
        "Attack in Quetta",
        "Attack in northern Iraq",
    ]

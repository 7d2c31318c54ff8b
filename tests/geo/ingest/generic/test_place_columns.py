"""The column of places is the one whose cells lead to places within the country and province beside them."""

from geo.ingest import importing
from geo.ingest.import_result import Import


def read(header: str, *rows: str) -> Import:
    return importing.read("\n".join([header, *rows, ""]).encode())


def targets(imported: Import) -> dict[str, str]:
    return {guess.column: guess.target for guess in imported.guesses if guess.target}


def test_a_kind_of_spot_gives_way_to_the_town() -> None:
    imported = read(
        "Date,Country,City,Location,Killed",
        "2024-01-16,Sudan,Kutum,Road,1",
        "2024-01-17,Sudan,Nyala,Office,2",
        "2024-01-18,Sudan,Zalingei,Compound,0",
    )
    assert targets(imported)["City"] == "place_name"
    assert "Location" not in targets(imported)
    assert imported.accepted["place_precision"].astype("str").tolist() == ["exact"] * 3


def test_a_column_of_districts_beside_the_villages_names_the_district() -> None:
    imported = read(
        "Date,Country,Province,Area,Location",
        "2024-01-16,Pakistan,Khyber Pakhtunkhwa,Bajaur,Inayat Kalay",
        "2024-01-17,Pakistan,Khyber Pakhtunkhwa,South Waziristan,Wana",
        "2024-01-18,Pakistan,Khyber Pakhtunkhwa,Kurram,Parachinar",
        "2024-01-19,Pakistan,Khyber Pakhtunkhwa,North Waziristan,Miranshah",
    )
    assert targets(imported) | {"Area": "admin2", "Location": "place_name"} == targets(imported)
    assert imported.accepted["place_name"].tolist()[1:] == ["Wana", "Parachinar", "Miranshah"]
    assert imported.accepted["place_precision"].astype("str").tolist() == ["admin2", "exact", "exact", "exact"]


def test_a_single_column_of_places_stays_whatever_it_holds() -> None:
    imported = read("Date,Country,Location", "2024-01-16,Pakistan,Road", "2024-01-17,Pakistan,Quetta")
    assert targets(imported)["Location"] == "place_name"
    assert imported.accepted["place_precision"].astype("str").tolist() == ["country", "exact"]


def test_a_header_stands_where_both_columns_lead_to_places() -> None:
    imported = read("Date,Country,Place,Origin", "2024-01-16,Iraq,Mosul,Erbil", "2024-01-17,Iraq,Kirkuk,Basra")
    assert targets(imported)["Place"] == "place_name"
    assert "Origin" not in targets(imported)

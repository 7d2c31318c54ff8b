from collections.abc import Mapping

import pytest

from geo.ingest.publications.row_sources import read_sources
from geo.ingest.publications.source_names import read_source_name

ADDRESS = "https://dawn.com/1"


def read(cells: Mapping[str, str]) -> list[tuple[str, str]]:
    publications = read_sources({f"table.{name}": text for name, text in cells.items()}).publications
    return [(publication.name, publication.reference) for publication in publications]


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("Source", "source"), ("SOURCES", "source"), ("News source", "source"), ("source_name", "source"),
        ("Quelle", "source"), ("fuente", "source"), ("المصدر", "source"), ("منبع", "source"), ("Источник", "source"),
        ("kaynak", "source"), ("Fonte 2", "source"), ("Link", "link"), ("URL 1", "link"), ("report link", "link"),
        ("SourceURL", "link"), ("Lien de l'article", "link"), ("Enlace a la noticia", "link"), ("رابط الخبر", "link"),
        ("citation", "reference"), ("References", "reference"), ("Source date", "date"), ("Publication date", "date"),
        ("Article title", "title"), ("Headline", "title"), ("Publisher", "publisher"), ("Zeitung", "publisher"),
        ("Source type", ""), ("source_id", ""), ("source_scale", ""), ("Source of water", ""), ("Source Country", ""),
        ("Map link", ""), ("Reference number", ""), ("Report date", ""), ("Title", ""), ("Date", ""), ("Report", ""),
        ("", ""), ("1", ""), ("Source 1 of 2", ""),
    ],
)  # fmt: skip
def test_a_column_of_sources_is_known_by_every_word_of_its_name(name: str, role: str) -> None:
    column = read_source_name(name)
    assert (column.role if column else "") == role


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"Source": "Dawn; BBC Persian|AFP\nReuters"},
         [("Dawn", ""), ("BBC Persian", ""), ("AFP", ""), ("Reuters", "")]),
        ({"Source 1": "Dawn", "Source 2": "AFP"}, [("Dawn", ""), ("AFP", "")]),
        ({"Source": "Dawn", "Link": ADDRESS}, [("Dawn", ADDRESS)]),
        ({"Source 1": "Dawn", "URL 1": ADDRESS, "Source 2": "AFP"}, [("Dawn", ADDRESS), ("AFP", "")]),
        ({"Source": "Dawn; AFP", "URL": f"{ADDRESS}; https://afp.com/2"},
         [("Dawn", ADDRESS), ("AFP", "https://afp.com/2")]),
        ({"Source": "Dawn; AFP", "URL": ADDRESS}, [("Dawn", ""), ("AFP", ""), (ADDRESS, ADDRESS)]),
        ({"Source": "Dawn", "Headline": "A title", "Source date": "2019-01-02"},
         [("Dawn, “A title”, 2 January 2019", "")]),
        ({"Quelle": "Dawn", "Link": ADDRESS, "المصدر": "IRNA; AFP"}, [("Dawn", ADDRESS), ("IRNA", ""), ("AFP", "")]),
        ({"Quelle": f"Dawn ({ADDRESS})"}, [("Dawn", ADDRESS)]),
        ({"Source": f"Dawn: {ADDRESS}, https://b.org/2."}, [("Dawn", ADDRESS), ("https://b.org/2", "https://b.org/2")]),
        ({"Source": f"see {ADDRESS} for more"}, [(f"see {ADDRESS} for more", ADDRESS)]),
        ({"Source": "https://en.wikipedia.org/wiki/Attack_(2024)"},
         [("https://en.wikipedia.org/wiki/Attack_(2024)",) * 2]),
        ({"Link": "www.dawn.com/1"}, [("www.dawn.com/1", "www.dawn.com/1")]),
        ({"Link": "folder 3"}, []),
        ({"References": "INC-0012"}, []),
        ({"References": "Khan (2019), A book, p. 3"}, [("Khan (2019), A book, p. 3", "")]),
        ({"Headline": "A bomb explodes"}, []),
        ({"Source": "n/a; unknown; -; 12"}, []),
        ({"Source": "javascript:alert(1)"}, [("javascript:alert(1)", "")]),
        ({"Source": "Dawn", "News source": "Dawn"}, [("Dawn", "")]),
    ],
)  # fmt: skip
def test_the_sources_of_a_hand_made_table_are_read(cells: dict[str, str], expected: list[tuple[str, str]]) -> None:
    assert read(cells) == expected


def test_a_table_of_our_own_columns_may_have_columns_of_sources_too() -> None:
    reading = read_sources({"incident_id": "a", "source_id": "x", "Source": "Dawn", "notes": "y"})
    assert [publication.name for publication in reading.publications] == ["Dawn"]

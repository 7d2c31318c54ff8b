import pytest

from pages.parts.frame.actor_interpretation import describe_actor, describe_search


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Islamic Revolutionary Guard Corps", ("also written “IRGC”", "other names", "bodies.")),
        ("Jaish al-Adl", ("also written “Army of Justice”",)),
        ('"IRGC"', ("Only the spelling “IRGC”",)),
        ("PLA", ("2 actors", "Military Forces of China", "country and year decide")),
    ],
)
def test_the_sentence_says_whom_a_name_means(name: str, parts: tuple[str, ...]) -> None:
    sentence = describe_actor(name)
    assert [part for part in parts if part not in sentence] == []


@pytest.mark.parametrize("name", ["Nobody", "not stated"])
def test_nothing_is_said_of_what_means_itself(name: str) -> None:
    assert describe_actor(name) == ""


def test_a_search_says_what_else_it_finds_and_how_to_undo_it() -> None:
    assert "Islamic Revolutionary Guard Corps" in describe_search("IRGC")
    assert "Zahedan" in describe_search("zahidan")
    assert "quotation marks" in describe_search("zahidan")
    assert [describe_search(text) for text in ("", "strike", '"IRGC"')] == ["", "", ""]

import pytest

from geo.core.actor_spelling import WORDS, initials, normalize_actor


@pytest.mark.parametrize(
    "spellings",
    [
        ("Jaish al-Adl", "Jaysh al Adl", "JEISH UL-ADL", "Jaishul Adl", "Jaysh al-ʿAdl"),
        ("جيش العدل", "جیش العدل", "جَيْشُ الْعَدْلِ", "جـــيش العدل"),
        ("حركة النجباء", "حرکه النجباء"),
        ("Kata'ib Hezbollah", "Kataib Hizballah", "KATA’IB HIZBULLAH", "kataeb hezbollah"),
        ("Associação Família", "associacao familia", "Associac\u0327a\u0303o Fami\u0301lia"),
        ("Revolutionary Guards Corps", "revolutionary guard corps"),
        ("İhvan", "ihvan"),
    ],
)
def test_spellings_of_one_name_are_one(spellings: tuple[str, ...]) -> None:
    assert len(set(map(normalize_actor, spellings))) == 1


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Jaish-e-Mohammed", "Jaish al-Adl"),
        ("Jemaah Islamiyah", "Jamaat-e-Islami"),
        ("Niger", "Nigeria"),
        ("US military", "military"),
        ("UN forces", "forces"),
        ("Ansar al-Islam", "Ansaroul Islam"),
    ],
)
def test_look_alikes_stay_apart(name: str, other: str) -> None:
    assert normalize_actor(name) != normalize_actor(other)


@pytest.mark.parametrize("text", ["", "  ", "؟", "—", "()", "''"])
def test_a_text_without_letters_has_no_form(text: str) -> None:
    assert normalize_actor(text) in ("", "؟")


def test_an_article_on_its_own_is_an_acronym() -> None:
    assert normalize_actor("AL") == "al"
    assert normalize_actor("The AL") == "al"


def test_no_word_is_in_two_groups() -> None:
    words = [word for group in WORDS for word in group]
    assert len(words) == len(set(words))


def test_initials_with_small_words_and_without() -> None:
    assert initials("National Democratic Front of Bodoland") == {"ndfob", "ndfb"}
    assert initials("Hamas") == frozenset()

import pytest

from geo.core import actors


@pytest.mark.parametrize(
    ("name", "canonical"),
    [
        ("Army of Justice", "Jaish al-Adl"),
        ("JAISH UL-ADL", "Jaish al-Adl"),
        ("Daesh", "Islamic State"),
        ("IRGC", "Islamic Revolutionary Guard Corps"),
        (" Nobody ", "Nobody"),
    ],
)
def test_an_alias_means_the_usual_name(name: str, canonical: str) -> None:
    assert actors.canonical(name) == canonical


def test_a_state_covers_its_bodies_and_no_body_its_state() -> None:
    assert "revolutionary guard" in actors.aliases("Iran")
    assert "iranian border police" in actors.aliases("Iran")  # a body of a body
    assert "iran" not in actors.aliases("Islamic Revolutionary Guard Corps")
    assert actors.lineage("Border Guard of Iran") == ("Border Guard of Iran", "Police Forces of Iran", "Iran")


def test_every_parent_is_known_and_no_name_means_two_actors() -> None:
    all_actors = actors.all_actors()
    assert {actor.parent for actor in all_actors.values() if actor.parent} <= set(all_actors)
    names = [name.lower() for actor in all_actors.values() for name in (actor.name, *actor.aliases)]
    assert len(names) == len(set(names))


def test_near_spellings_are_suggested_for_any_input() -> None:
    assert actors.suggest("Jaysh al Adl", actors.all_actors())[0] == "Jaish al-Adl"
    assert actors.suggest("Army of Justise", ["Iran", "Jaish al-Adl"]) == ("Jaish al-Adl",)
    assert actors.suggest("Army of Justise", ["Iran"]) == ()
    assert actors.suggest("x" * 10_000, actors.all_actors()) == ()
    assert actors.suggest("", actors.all_actors()) == ()

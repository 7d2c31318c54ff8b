import csv

import pytest

from geo.core import actors
from geo.core.actor import Actor
from geo.core.actor_spelling import normalize_actor

ALL = list(actors.bundled_vocabulary().actors.values())


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
    assert actors.lineage("Border Guard of Iran") == ("Border Guard of Iran", "Police Forces of Iran", "Iran")
    assert "Iran" in actors.lineage("Revolutionary Guard")
    assert "Islamic Revolutionary Guard Corps" not in actors.lineage("Iran")


def test_an_armed_group_is_no_body_of_the_state_whose_force_it_is_a_faction_of() -> None:
    assert actors.lineage("Popular Mobilization Forces")[-1] == "Iraq"
    assert actors.lineage("Kata'ib Hezbollah") == ("Kata'ib Hezbollah", "Popular Mobilization Forces")


def test_every_parent_is_known_and_nobody_is_a_body_of_itself() -> None:
    names = {actor.name for actor in ALL}
    assert [actor.name for actor in ALL if actor.parent and actor.parent not in names] == []
    for actor in ALL:
        above, seen = actor, {actor.name}
        while above.parent:
            above = actors.bundled_vocabulary().actors[above.parent]
            assert above.name not in seen
            seen.add(above.name)


def test_no_spelling_means_two_actors_and_none_reads_as_another() -> None:
    owners: dict[str, set[str]] = {}
    for actor in ALL:
        for name in actor.names:
            owners.setdefault(normalize_actor(name), set()).add(actor.name)
    assert {form: names for form, names in owners.items() if len(names) > 1 or not form} == {}
    misread = [(actor.name, name) for actor in ALL for name in actor.names if actors.lineage(name)[0] != actor.name]
    assert misread == []


def test_nobody_ends_before_the_start_and_every_row_has_a_source() -> None:
    assert [actor.name for actor in ALL if (actor.end_year or 9999) < (actor.start_year or 0)] == []
    for file in (actors.ACTORS_CSV, actors.RULES_CSV):
        with file.open(encoding="utf-8", newline="") as lines:
            rows = list(csv.DictReader(lines))
        assert [row for row in rows if not row["source"].strip()] == []
    assert len(ALL) >= 600


def test_every_rule_names_a_known_actor_and_no_two_decide_one_row() -> None:
    rules = actors.bundled_vocabulary().rules
    with actors.RULES_CSV.open(encoding="utf-8", newline="") as lines:
        assert len(list(csv.DictReader(lines))) == len(rules)
    owners = {normalize_actor(name): actor.name for actor in ALL for name in actor.names}
    exceptions = [rule for rule in rules if normalize_actor(rule.spelling) in owners]  # of one actor, but in a country
    assert [rule for rule in exceptions if owners[normalize_actor(rule.spelling)] == rule.actor] == []
    assert [rule for rule in exceptions if not rule.countries] == []
    for number, rule in enumerate(rules):
        for other in rules[:number]:
            is_same = normalize_actor(rule.spelling) == normalize_actor(other.spelling)
            overlaps = (rule.first_year or 0) <= (other.last_year or 9999) and (other.first_year or 0) <= (
                rule.last_year or 9999
            )
            assert not (is_same and overlaps and set(rule.countries) & set(other.countries)), rule


def test_near_spellings_are_suggested_for_any_input() -> None:
    assert actors.suggest("Jaysh al Adl", actors.all_actors())[0] == "Jaish al-Adl"
    assert actors.suggest("Army of Justise", ["Iran", "Jaish al-Adl"]) == ("Jaish al-Adl",)
    assert actors.suggest("Army of Justise", ["Iran"]) == ()
    assert actors.suggest("x" * 10_000, actors.all_actors()) == ()
    assert actors.suggest("", actors.all_actors()) == ()


def test_a_person_decides_what_a_spelling_means() -> None:
    try:
        actors.use_own_actors(
            [Actor("Rangers of Nowhere", "", "", "Iran", ("IRGC", "PLA")), Actor("Iran", "", "", "", ("Eran",))]
        )
        assert actors.canonical("IRGC") == actors.canonical("pla") == "Rangers of Nowhere"
        assert actors.canonical("Revolutionary Guard") == "Islamic Revolutionary Guard Corps"
        assert actors.canonical("Eran") == "Iran"
        assert actors.vocabulary().candidates("PLA") == ()
    finally:
        actors.use_own_actors(())
    assert actors.canonical("IRGC") == "Islamic Revolutionary Guard Corps"

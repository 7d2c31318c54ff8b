"""Suggested links, against a loop over all pairs of a small table."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from geo.analysis.chains import WINDOW_DAYS, LinkSuggestions, suggest_links
from geo.analysis.chains.link_suggestions import VIOLENT
from geo.analysis.chains.sides import side_of
from geo.query.index import Index
from tests.tables import incident_table

COLUMNS = "dataset,event_type,actor_a,actor_b,country,place_name"
BATTLE, TALKS = "Battles", "Diplomatic"
START = date(2024, 1, 1)
Line = tuple[int, str, str, str, str, str]  # day, dataset, type, the two actors, place


def suggest(*lines: Line, known: pd.DataFrame | None = None) -> LinkSuggestions:
    texts = (
        f"{number:03d},{START + timedelta(days=day)},,,{dataset},{type_},{actor},{other},Iran,{place}"
        for number, (day, dataset, type_, actor, other, place) in enumerate(lines)
    )
    return suggest_links(Index.from_table(incident_table(*texts, columns=COLUMNS)), known)


def pairs(suggestions: LinkSuggestions) -> set[tuple[str, str, str]]:
    columns = (suggestions.pairs[name] for name in ("later", "relation", "earlier"))
    return set(zip(*columns, strict=True))


def test_who_was_struck_and_strikes_back_may_retaliate() -> None:
    found = suggest((0, "GTD", BATTLE, "Reds", "Blues", "Here"), (2, "GTD", BATTLE, "Blues", "Reds", "There"))
    assert pairs(found) == {("001", "retaliation for", "000")}
    assert found.pairs["days"].tolist() == [2]
    assert found.pairs["reason"].tolist() == ["2 days after Reds acted on Blues, the other side acted on the first."]


def test_a_protest_note_may_be_a_response() -> None:
    found = suggest((0, "GTD", BATTLE, "Iran", "Pakistan", ""), (1, "GTD", TALKS, "Pakistan", "Iran", ""))
    assert pairs(found) == {("001", "response to", "000")}


def test_a_body_stands_for_its_side() -> None:
    guard = "Revolutionary Guard"
    assert side_of(guard) == side_of("Iran")
    found = suggest((0, "GTD", BATTLE, guard, "Pakistan", ""), (1, "GTD", BATTLE, "Pakistan", "Iran", ""))
    assert len(found.pairs) == 1


@pytest.mark.parametrize("days", [0, WINDOW_DAYS + 1])
def test_neither_the_same_day_nor_weeks_later_is_suggested(days: int) -> None:
    assert not pairs(suggest((0, "GTD", BATTLE, "R", "B", ""), (days, "GTD", BATTLE, "B", "R", "")))


def test_where_nobody_says_who_acted_the_place_must_be_the_same() -> None:
    lines = (0, "ACLED", BATTLE, "Reds", "Blues", "Here"), (1, "ACLED", BATTLE, "Reds", "Blues", "Here")
    found = suggest(*lines)
    assert pairs(found) == {("001", "follows", "000")}
    assert "does not say" in found.pairs["reason"].iloc[0]
    assert not pairs(suggest(lines[0], (1, "ACLED", BATTLE, "Blues", "Reds", "There")))


def test_what_is_linked_or_decided_is_left_out() -> None:
    lines = (0, "GTD", BATTLE, "R", "B", ""), (1, "GTD", BATTLE, "B", "R", "")
    for later, earlier in (("001", "000"), ("000", "001")):
        known = pd.DataFrame({"incident_id": [later], "to_incident_id": [earlier]})
        assert not pairs(suggest(*lines, known=known))


def test_an_empty_table_has_no_suggestions() -> None:
    assert suggest((0, "GTD", BATTLE, "R", "", "")).pairs.empty


@pytest.mark.parametrize("seed", range(3))
def test_the_suggestions_are_those_of_a_loop(seed: int) -> None:
    lines = random_lines(np.random.default_rng(seed))
    found = pairs(suggest(*lines))
    assert found == set(expected(lines))
    assert found


def random_lines(random: np.random.Generator) -> list[Line]:
    choices = (
        ["GTD", "ACLED"],
        [BATTLE, BATTLE, TALKS, "Protests"],
        ["R", "B", "G", ""],
        ["R", "B"],
        ["Here", "Yon", ""],
    )
    return [(int(random.integers(120)), *map(str, map(random.choice, choices))) for _ in range(300)]  # type: ignore[misc]


def expected(lines: list[Line]) -> list[tuple[str, str, str]]:
    """Each incident with the last one before it that it may answer; of one day, that with the last identifier."""
    found = []
    for number, later in enumerate(lines):
        before = [
            (earlier[0], other)
            for other, earlier in enumerate(lines)
            if 0 < later[0] - earlier[0] <= WINDOW_DAYS and may_answer(earlier, later)
        ]
        if before:
            relation = "retaliation for" if later[2] in VIOLENT else "response to"
            relation = relation if later[1] == "GTD" else "follows"
            found.append((f"{number:03d}", relation, f"{max(before)[1]:03d}"))
    return found


def may_answer(earlier: Line, later: Line) -> bool:
    (_, dataset, type_, actor, other, place), (_, *answer) = earlier, later
    if (
        dataset != answer[0]
        or type_ != BATTLE
        or not actor
        or not answer[2]
        or actor == other
        or answer[2] == answer[3]
    ):
        return False
    if dataset == "GTD":
        return answer[1] != "Protests" and (answer[2], answer[3]) == (other, actor)
    return answer[1] == BATTLE and {actor, other} == {answer[2], answer[3]} and bool(place) and place == answer[4]

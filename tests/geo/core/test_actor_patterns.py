"""The patterns of an expression match what the vocabulary reads."""

from functools import reduce

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.core import actors
from geo.core.actor_patterns import actor_patterns
from geo.core.actor_spelling import fold_spelling, normalize_actor
from tests.thoroughness import count

VOCABULARY = actors.bundled_vocabulary()
NAMES = (
    "Iran", "IRGC", "Jaish al-Adl", "Jaysh ul Adl", "Army of Justice", "BLA", "Baloch Liberation Army", "PLA", "Yemen",
    "Houthis", "Hezbollah", "Lebanon", "Kata'ib Hezbollah", "Popular Front for the Liberation of Palestine",
    "Popular Front for the Liberation of Palestine, Gen Cmd (PFLP-GC)", "Nobody Known", "NK", "Chad", "جیش العدل",
    "Military Forces of Yemen (2016-) Supreme Political Council", "Presidential Guard", "Islamic State", "ISKP", "",
)  # fmt: skip
FORMS = (
    "{}", "{1}: {0}", "{} (1989-)", "{} ({})", "{} - {}", "{}; {}", "{}, {}", "the {}", "Government of {}",
    "Military Forces of {} (2016-2021)", "Military Forces of {} (2016-) {}", "Police Forces of {}", "XY: {}", "foo {}",
)  # fmt: skip
# Cells and queries have no outer blanks.
TEXTS = st.builds(lambda form, name, other: form.format(name, other), st.sampled_from(FORMS), st.sampled_from(NAMES),
                  st.sampled_from(NAMES)).map(str.strip)  # fmt: skip
QUERIES = st.sampled_from([name for name in NAMES if name]) | TEXTS.filter(
    lambda text: ";" not in text and text.strip()
)


def match(texts: list[str], name: str) -> list[bool]:
    patterns = actor_patterns(VOCABULARY, name)
    folded = pa.array(list(map(fold_spelling, texts)), pa.string())
    for pattern, replacement in patterns.excluded:
        folded = pc.replace_substring_regex(folded, pattern, replacement)
    return list(reduce(pc.or_, [pc.match_substring_regex(folded, one) for one in patterns.patterns]).to_pylist())


@settings(deadline=None, max_examples=count(26, 80))
@given(st.lists(TEXTS, min_size=1, max_size=30), QUERIES)
def test_a_pattern_matches_what_the_vocabulary_reads(texts: list[str], name: str) -> None:
    identity = VOCABULARY.identity(name)
    if not normalize_actor(name):  # marks alone: folded, all are one blank, which no pattern can tell apart
        return
    assert match(texts, name) == [VOCABULARY.names_actor(text, identity) for text in texts]


@pytest.mark.parametrize("name", ["Yemen", "Houthis", "Iraq", "Kata'ib Hezbollah", "Popular Mobilization Forces"])
@pytest.mark.parametrize("body", ["Yemen (2016-) Supreme Political Council",
                                  "Iraq (2014-) Popular Mobilization Forces - Kataib Hezbollah"])  # fmt: skip
@pytest.mark.parametrize("end", ["", " (1989-)", " of Foo", ", Yemen", "; Yemen", ", Houthis", " :", "; Foo", " ,"])
def test_both_agree_on_what_stands_behind_a_body(body: str, end: str, name: str) -> None:
    text = f"Military Forces of {body}{end}"
    assert match([text], name) == [VOCABULARY.names_actor(text, name)]


@pytest.mark.parametrize(
    "text",
    [
        "{0}, Gen Cmd (PFLP-GC): Iran",
        "{0}, Gen Cmd (PFLP-GC)",
        "XY: {0}, Gen Cmd (PFLP-GC)",
        "{0}, Gen Cmd (PFLP-GC) (1989-)",
        "{0}, Gen Cmd (PFLP-GC); {0}, Gen Cmd (PFLP-GC)",
        "{0}, Gen Cmd (PFLP-GC); {0}",
        "Iran; {0}, Gen Cmd (PFLP-GC), Iran",
        "foo, {0}, Gen Cmd (PFLP-GC)",
        "{0}, Gen Cmd (PFLP-GC);{0}, Gen Cmd (PFLP-GC);{0}, Gen Cmd (PFLP-GC)",
        "{0}, foo",
        "{0}, Gen Cmd (PFLP-GC), {0}",
        "Iran, {0}, Gen Cmd (PFLP-GC); Iran",
        "({0}, Gen Cmd (PFLP-GC))",
    ],
)
def test_both_agree_on_a_name_with_a_comma_and_what_stands_around_it(text: str) -> None:
    name = "Popular Front for the Liberation of Palestine"
    filled = text.format(name)
    assert match([filled], name) == [VOCABULARY.names_actor(filled, name)]


@pytest.mark.parametrize("name", ["Lebanon", "Hezbollah", "Lebanese Armed Forces", "Iran"])
@pytest.mark.parametrize(
    "text",
    [
        "{}",
        "{}; Lebanon",
        "Iran; {}; {}",
        "XY: {}",
        "{} (1989-)",
        "Iran, {}",
        "{}, Iran",
        "{} Lebanon",
        "X{}",
        "{} foo",
    ],
)
def test_a_name_with_its_country_behind_a_colon_is_not_the_state(text: str, name: str) -> None:
    filled = text.format("Hezbollah: Lebanon", "Hezbollah : Lebanon")
    assert match([filled], name) == [VOCABULARY.names_actor(filled, VOCABULARY.identity(name))]


def test_every_name_of_the_vocabulary_is_matched_by_its_actor_and_by_those_above() -> None:
    texts = [name for actor in VOCABULARY.actors.values() for name in actor.names]
    for asked in ("Iran", "Islamic State", "Hezbollah", "Jaish al-Adl", "Palestine", "Houthis", "Yemen", "Libya"):
        assert match(texts, asked) == [VOCABULARY.names_actor(text, asked) for text in texts]


@pytest.mark.parametrize("text", [
    "Iran, Popular Front for the Liberation of Palestine, Gen Cmd (PFLP-GC)", "Iran, Jaish, al-Adl", "Jaish, al-Adl",
    "Jaish, al-Adl, Iran", "Iran; Popular Front for the Liberation of Palestine, Gen Cmd (PFLP-GC)",
    "Iran, Popular Front for the Liberation of Palestine Gen Cmd (PFLP-GC)", "Army of Justice, Iran",
])  # fmt: skip
@pytest.mark.parametrize("name", [
    "Popular Front for the Liberation of Palestine, Gen Cmd (PFLP-GC)", "Jaish al-Adl", "Iran",
    "Popular Front for the Liberation of Palestine",
])  # fmt: skip
def test_a_comma_parts_the_words_of_a_name_unless_it_is_the_whole_item(text: str, name: str) -> None:
    assert match([text], name) == [VOCABULARY.names_actor(text, VOCABULARY.identity(name))]


@pytest.mark.parametrize("name", ["Military Forces of Yemen (2016-2021)", "Yemeni Armed Forces", "Houthis", "Yemen"])
@pytest.mark.parametrize("front", ["", "Iran; "])
def test_a_body_that_is_not_the_states_is_none_of_its_forces_either(front: str, name: str) -> None:
    text = f"{front}Military Forces of Yemen (2016-) Supreme Political Council"
    assert match([text], name) == [VOCABULARY.names_actor(text, VOCABULARY.identity(name))]

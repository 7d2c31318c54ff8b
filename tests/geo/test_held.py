from geo import held as room
from geo.held import Held


def test_it_is_made_once_and_kept() -> None:
    made: list[str] = []
    held: Held[str, str] = Held(100, len)
    answers = [held.get("a", lambda: made.append("a") or "answer") for _ in range(3)]  # type: ignore[func-returns-value]
    assert (answers, made) == (["answer"] * 3, ["a"])


def test_the_one_asked_for_longest_ago_goes_first() -> None:
    held: Held[str, str] = Held(10, len)
    for key in ("a", "b", "a", "c"):
        held.get(key, lambda: "xxxx")
    assert held.bytes_held == 8
    assert held.get("a", lambda: "anew") == "xxxx"
    assert held.get("b", lambda: "anew") == "anew"


def test_one_answer_may_be_larger_than_the_room() -> None:
    held: Held[str, str] = Held(2, len)
    assert held.get("a", lambda: "large") == "large"
    assert held.get("a", lambda: "anew") == "large"


def test_answers_that_grow_push_others_out() -> None:
    held: Held[str, list[int]] = Held(5, len)
    first = held.get("a", list)
    held.get("b", list)
    first.extend(range(9))
    held.get("c", list)
    assert held.get("a", lambda: [1]) == [1]


def test_small_answers_are_bounded_in_number() -> None:
    held: Held[int, str] = Held(10**9, len)
    for key in range(room.MOST_ANSWERS + 5):
        held.get(key, lambda: "x")
    assert held.bytes_held == room.MOST_ANSWERS
    assert held.get(4, lambda: "anew") == "anew"
    assert held.get(room.MOST_ANSWERS + 4, lambda: "anew") == "x"

"""What parties say of an incident, question by question, and whether they agree: the claims at a glance."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from geo.core import actors
from geo.core.formatting import UNSTATED, format_count
from geo.core.text_lists import split_list

WITHDRAWN, ESTIMATE, DENIAL = "withdrawn", "reports", "denies"
CONTESTED, AGREED, ONE_SIDED, SEVERAL = "contested", "agreed", "one side", "several answers"

Claim = Mapping[str, Any]  # a row of claims


@dataclass(frozen=True)
class Answer:
    """What somebody says to a question, and who says so; `is_withdrawn`: all of them took it back.

    Every text is as hostile as the claims.
    """

    text: str
    claimants: tuple[str, ...]
    is_withdrawn: bool = False


@dataclass(frozen=True)
class Position:
    """A question and its answers, those of most parties first; `status`: one of the four above."""

    question: str
    status: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True)
class Question(ABC):
    """A question to which claims give answers. `topic`: its word in `contested_on`."""

    label: str
    topic: str

    @abstractmethod
    def read(self, claim: Claim) -> str:
        """The answer of a claim; empty where it gives none."""

    def identify(self, text: str) -> str:
        """What equal answers have in common."""
        return " ".join(text.casefold().split())


class Happened(Question):
    """Whether it happened at all."""

    def read(self, claim: Claim) -> str:
        return "it did not happen, or not like this" if claim["stance"] == DENIAL else "it happened"


@dataclass(frozen=True)
class ColumnText(Question):
    """Whom or what a column names."""

    column: str = ""

    def read(self, claim: Claim) -> str:
        value = claim[self.column]
        return value.strip() if isinstance(value, str) else ""


class ActorText(ColumnText):
    """Which actor a column names; another spelling is the same one."""

    def identify(self, text: str) -> str:
        return super().identify(actors.vocabulary().canonical(text))


@dataclass(frozen=True)
class Toll(Question):
    """How many people were killed, or injured."""

    outcome: str = ""

    def read(self, claim: Claim) -> str:
        text = format_count(*(claim[f"{self.outcome}_{bound}"] for bound in ("low", "best", "high")))
        return "" if text == UNSTATED else text


# In the order in which a reader asks.
QUESTIONS: tuple[Question, ...] = (
    Happened("Whether it happened", "whether"),
    ActorText("Who did it", "who", "actor"),
    ColumnText("What was hit", "what", "target"),
    ColumnText("Where", "what", "place"),
    Toll("Killed", "how many", "killed"),
    Toll("Injured", "how many", "injured"),
)


def list_positions(claims: pd.DataFrame, contested_on: object) -> tuple[Position, ...]:
    """The questions that claims about one incident answer; `contested_on`: the cell of its row.

    A question is contested where the rule of docs/decisions/0046 says so and more than one answer stands; two parties
    that give the same answer agree. Estimates and withdrawn answers are listed and make no agreement.
    """
    topics = split_list(contested_on) if isinstance(contested_on, str) else []
    rows = [{str(name): cell for name, cell in row.items()} for row in claims.to_dict("records")]
    every = (_answer(question, rows, topics) for question in QUESTIONS)
    return tuple(position for position in every if position is not None)


def _answer(question: Question, claims: Sequence[Claim], topics: Iterable[str]) -> Position | None:
    stated = [(question.read(claim), claim) for claim in claims]
    stated = [(text, claim) for text, claim in stated if text]
    if not stated:
        return None
    groups: dict[str, list[tuple[str, Claim]]] = {}
    for text, claim in stated:
        groups.setdefault(question.identify(text), []).append((text, claim))
    answers = sorted(map(_join, groups.values()), key=lambda answer: (answer.is_withdrawn, -len(answer.claimants)))
    return Position(question.label, _judge(question, groups, topics), tuple(answers))


def _join(group: list[tuple[str, Claim]]) -> Answer:
    claimants = tuple(dict.fromkeys(str(claim["claimant"]) for _, claim in group))
    return Answer(group[0][0], claimants, all(claim["stance"] == WITHDRAWN for _, claim in group))


def _judge(question: Question, groups: dict[str, list[tuple[str, Claim]]], topics: Iterable[str]) -> str:
    standing = [_speakers(group) for group in groups.values()]
    standing = [speakers for speakers in standing if speakers]
    if question.topic in topics and len(standing) > 1:
        return CONTESTED
    if len(standing) > 1:
        return SEVERAL
    return AGREED if any(len(speakers) > 1 for speakers in standing) else ONE_SIDED


def _speakers(group: list[tuple[str, Claim]]) -> set[str]:
    """Those who stand by an answer."""
    return {str(claim["claimant"]) for _, claim in group if claim["stance"] not in (WITHDRAWN, ESTIMATE)}

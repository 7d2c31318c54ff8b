"""Filters on what a row rests on: what its parties disagree on, its chain, its tags, whether a person changed it."""

from collections.abc import Collection, Mapping
from copy import copy
from types import MappingProxyType
from typing import Any

import narwhals as nw
import pandas as pd

from geo.core.casefold import casefold, casefold_expr
from geo.core.excerpts import shorten
from geo.core.schema import CONTESTED_ON, LIST_SEPARATOR
from geo.core.text_lists import split_list
from geo.errors import ValueRefused
from geo.query.filters.categorical import CategoricalFilter, Names, drop_blank
from geo.query.filters.expressions import any_of
from geo.query.filters.facet_choice import FacetChoice
from geo.query.filters.filter import Clause, Filter, FlagFilter, clause
from geo.query.filters.list_entries import entry_pattern


class LabelFilter(CategoricalFilter):
    """Rows with one of the names in a column that is blank where there is none, so that no row leaves it unstated."""

    def unstated_clauses(self, value: Names) -> Mapping[str, tuple[Clause, ...]]:
        return {}


class ListFilter(LabelFilter):
    """Rows with one of the names, in any case, in a column that holds a list (geo/core/text_lists.py)."""

    def parse_name(self, name: str) -> str:
        if LIST_SEPARATOR.strip() in name:
            raise ValueRefused(name, accepted=f"a single {self.noun}, which has no “{LIST_SEPARATOR.strip()}” in it")
        return name

    def clauses(self, value: Names) -> tuple[Clause, ...]:
        entries = map(entry_pattern, map(casefold, value))
        matches = any_of(casefold_expr(self.column).str.contains(entry) for entry in entries)
        return (clause(self.column, matches.fill_null(False)),)

    def facet_matches(self, frame: pd.DataFrame, choices: Collection[FacetChoice]) -> pd.Series:
        texts = drop_blank(frame[self.column])
        lists = {text: split_list(text) for text in texts.unique()}
        return texts.map(lists).explode().dropna().astype("str")


class ContestedOnFilter(ListFilter):
    """Rows on which the parties disagree in one of these ways; any other word is refused."""

    vocabulary = tuple(CONTESTED_ON)

    def parse_name(self, name: str) -> str:
        if casefold(name) not in CONTESTED_ON:
            raise ValueRefused(name, accepted=", ".join(CONTESTED_ON))
        return casefold(name)

    def display(self, choice: str) -> str:
        return choice.capitalize()

    def join_names(self, names: Names) -> str:
        return " or ".join(names)


class ChainFilter(LabelFilter):
    """Rows of a chain, which is called by the title of the incident that gives it its identifier, where that is known.

    `titles`: by identifier, as hostile as the rows.
    """

    titles: Mapping[str, str] = MappingProxyType({})

    def with_titles(self, titles: Mapping[str, str]) -> "ChainFilter":
        """The same filter, which says titles."""
        titled = copy(self)
        titled.titles = titles
        return titled

    def display(self, choice: str) -> str:
        return f"“{shorten(self.titles[choice])}”" if choice in self.titles else choice


class Corrected(FlagFilter):
    """Rows that a person has changed; a blank does not mean unknown, but that nobody has."""

    key, label = "corrected", "Corrected only"
    help = "1 for incidents that a person has corrected"
    column, phrase, default_hint = "corrected", "that a person has corrected", "for all"
    facet_columns = ("corrected",)

    def expression(self) -> nw.Expr:
        return nw.col("corrected").fill_null(False)


EVIDENCE_FILTERS: tuple[Filter[Names] | Filter[bool], ...] = (
    ContestedOnFilter("contested_on", "Contested on", "What the parties disagree on: who, what, how many or whether",
                      column="contested_on", phrase="contested on", excluding="not contested on"),
    ChainFilter("chain", "Chain", "The smallest identifier of a chain of linked incidents", column="chain",
                phrase="in the chain of", excluding="outside the chain of"),
    ListFilter("tag", "Tag", "A word that a person has put on incidents", column="tags", phrase="tagged",
               excluding="not tagged"),
    Corrected(),
)  # fmt: skip


def with_titles(filter_: Filter[Any], titles: Mapping[str, str]) -> Filter[Any]:
    """The filter as it is, or the one of chains with what these are called."""
    return filter_.with_titles(titles) if isinstance(filter_, ChainFilter) else filter_

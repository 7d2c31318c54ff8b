"""Filters that match any of several names, or leave out the rows of some: type, precision, dataset."""

from collections.abc import Collection, Mapping

import narwhals as nw
import pandas as pd

from geo.core.casefold import casefold, casefold_expr
from geo.core.schema import DATE_PRECISION_LABELS, EVENT_TYPES, PLACE_PRECISION_LABELS
from geo.errors import ValueRefused
from geo.query.filters.exclusion import exclude, excluded_names, included_names, is_excluded, name_of, value_of
from geo.query.filters.extents import Inside
from geo.query.filters.facet_choice import FacetChoice
from geo.query.filters.filter import MAX_VALUES, Clause, Control, Filter, clause, clean_text

Names = tuple[str, ...]
UNKNOWN = "unknown"  # the code of the vocabularies for what nobody knows


class CategoricalFilter(Filter[Names]):
    """Rows whose column holds one of the names, in any case, but none of the excluded names (exclusion.py).

    `clauses` and `possible_clauses` take names, everything else values. `vocabulary` orders the choices, if there is
    one. `phrase` and `excluding` begin the sentence of what is included or excluded; `noun` says what a row lacks that
    an exclusion cannot judge.
    """

    control = Control.CHOICES
    repeatable = True
    vocabulary: Names = ()

    def __init__(
        self, key: str, label: str, help: str, *, column: str, phrase: str, excluding: str = "", noun: str = ""
    ) -> None:
        self.key, self.label, self.help = key, label, help
        self.column, self.phrase, self.excluding = column, phrase, excluding or f"not {phrase}"
        self.noun = noun or label.lower()
        self.facet_columns = (column,)

    def parse(self, texts: tuple[str, ...]) -> Names:
        if len(texts) > MAX_VALUES:
            raise ValueRefused(f"{len(texts)} values", accepted=f"at most {MAX_VALUES} values")
        values = {self._parse_value(text) for text in texts}
        return tuple(sorted(values - _contradicted(values)))

    def contradictions(self, texts: tuple[str, ...]) -> Names:
        return tuple(sorted(map(name_of, _contradicted({self._parse_value(text) for text in texts}))))

    def _parse_value(self, text: str) -> str:
        text = text.strip()
        value = value_of(self.parse_name(clean_text(name_of(text), accepted=self.help)))
        return exclude(value) if is_excluded(text) else value

    def parse_name(self, name: str) -> str:
        """The name in the form that selections hold. Raises ValueRefused."""
        return name

    def write(self, value: Names) -> tuple[str, ...]:
        return value

    def clauses(self, value: Names) -> tuple[Clause, ...]:
        return (_is_any(self.column, [casefold(name) for name in value]),)

    def alternatives(self, value: Names, inside: Inside) -> tuple[Clause, ...]:
        names = included_names(value)
        return super().alternatives(names, inside) if names else ()

    def exclusions(self, value: Names, inside: Inside) -> tuple[Clause, ...]:
        names = excluded_names(value)
        return super().alternatives(names, inside) if names else ()

    def unstated_clauses(self, value: Names) -> Mapping[str, tuple[Clause, ...]]:
        """By what a row does not state, in words, the ways for it to be beyond the judgement of the exclusions."""
        return {self.noun: (is_blank(self.column),)} if excluded_names(value) else {}

    def describe(self, value: Names) -> str:
        included, excluded = included_names(value), excluded_names(value)
        if not included:
            return self.describe_excluded(excluded)
        exceptions = f" {self.describe_exceptions(excluded)}" if excluded else ""
        return f"{self.describe_included(included)}{exceptions}"

    def describe_included(self, names: Names) -> str:
        """What is included, as a phrase."""
        return f"{self.phrase} {self.join_names(names)}"

    def describe_excluded(self, names: Names) -> str:
        """What is excluded where nothing is included, as a phrase."""
        return f"{self.excluding} {self.join_names(names)}"

    def describe_exceptions(self, names: Names) -> str:
        """What is excluded of that which is included, as the end of its phrase."""
        return f"but not {self.join_names(names)}"

    def join_names(self, names: Names) -> str:
        """The names in words."""
        return " or ".join(map(self.display, names))

    def to_control(self, value: Names | None) -> object:
        return list(value or ())

    def facet_matches(self, frame: pd.DataFrame, choices: Collection[FacetChoice]) -> pd.Series:
        return drop_blank(frame[self.column])


class VocabularyFilter(CategoricalFilter):
    """A choice among the codes of a closed vocabulary, shown by their labels; anything else is refused."""

    def __init__(
        self, key: str, label: str, help: str, *, column: str, phrase: str, excluding: str, labels: Mapping[str, str]
    ) -> None:
        super().__init__(key, label, help, column=column, phrase=phrase, excluding=excluding)
        self.vocabulary, self.labels = tuple(labels), labels

    def parse_name(self, name: str) -> str:
        codes = {casefold(code): code for code in self.vocabulary}
        if casefold(name) not in codes:
            raise ValueRefused(name, accepted=", ".join(self.vocabulary))
        return codes[casefold(name)]

    def unstated_clauses(self, value: Names) -> Mapping[str, tuple[Clause, ...]]:
        """The same, with the rows of which it is stated that nothing is known, unless these are excluded."""
        names = excluded_names(value)
        return {self.noun: (is_blank(self.column, UNKNOWN),)} if names and UNKNOWN not in names else {}

    def display(self, choice: str) -> str:
        return self.labels.get(choice, choice)


class EventTypeFilter(CategoricalFilter):
    """Rows of an event type or of a sub-type."""

    vocabulary = tuple(name for event_type, sub_types in EVENT_TYPES.items() for name in (event_type, *sub_types))

    def __init__(self, key: str, label: str, help: str, *, column: str, phrase: str, excluding: str) -> None:
        super().__init__(key, label, help, column=column, phrase=phrase, excluding=excluding)
        self.facet_columns = ("event_type", "sub_event_type")

    def clauses(self, value: Names) -> tuple[Clause, ...]:
        names = [casefold(name) for name in value]
        return tuple(_is_any(column, names) for column in self.facet_columns)

    def unstated_clauses(self, value: Names) -> Mapping[str, tuple[Clause, ...]]:
        """The same; where a sub-type is excluded, the rows of its type without a sub-type too."""
        excluded = {casefold(name) for name in excluded_names(value)}
        types = [
            casefold(event_type)
            for event_type, sub_types in EVENT_TYPES.items()
            if casefold(event_type) not in excluded and not excluded.isdisjoint(map(casefold, sub_types))
        ]
        (no_sub_type,) = is_blank("sub_event_type").conditions
        without_type = {self.noun: (Clause((*is_blank("event_type").conditions, no_sub_type)),)} if excluded else {}
        of_types = {"sub-type": (Clause((*_is_any("event_type", types).conditions, no_sub_type)),)} if types else {}
        return without_type | of_types

    def facet_matches(self, frame: pd.DataFrame, choices: Collection[FacetChoice]) -> pd.Series:
        return pd.concat([drop_blank(frame["event_type"]), drop_blank(frame["sub_event_type"])])


def _is_any(column: str, names: list[str]) -> Clause:
    """Rows whose column, casefolded, is one of the names."""
    return clause(column, casefold_expr(column).is_in(names))


def is_blank(column: str, *words: str) -> Clause:
    """Rows whose column holds nothing, or one of the words that say so."""
    return clause(column, nw.col(column).is_null() | casefold_expr(column).is_in(["", *words]))


def _contradicted(values: set[str]) -> set[str]:
    """The values that include a name which another excludes, in any case."""
    excluded = {casefold(name) for name in excluded_names(values)}
    return {value for value in values if not is_excluded(value) and casefold(name_of(value)) in excluded}


def drop_blank(texts: pd.Series) -> pd.Series:
    """The entries that hold text."""
    strings = texts.astype("str")
    return strings[strings.notna() & (strings != "")]


NAME_FILTERS: tuple[CategoricalFilter, ...] = (
    EventTypeFilter("type", "Type", "An event type or a sub-type", column="event_type", phrase="of type",
                    excluding="of any type but"),
)  # fmt: skip

PRECISION_FILTERS: tuple[CategoricalFilter, ...] = (
    VocabularyFilter("precision", "Place precision", "How closely the place is known", column="place_precision",
                     phrase="whose place is", excluding="whose place is not", labels=PLACE_PRECISION_LABELS),
    VocabularyFilter("date_precision", "Date precision", "How closely the date is known", column="date_precision",
                     phrase="whose date is", excluding="whose date is not", labels=DATE_PRECISION_LABELS),
    CategoricalFilter("dataset", "Dataset", "The dataset that a row comes from", column="dataset",
                      phrase="from the dataset"),
)  # fmt: skip

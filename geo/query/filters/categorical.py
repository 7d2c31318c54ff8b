"""Filters that match any of several names: type, precision, dataset."""

from collections.abc import Mapping

import pandas as pd

from geo.core.casefold import casefold, casefold_expr
from geo.core.schema import DATE_PRECISION_LABELS, EVENT_TYPES, PLACE_PRECISION_LABELS
from geo.errors import ValueRefused
from geo.query.filters.filter import MAX_VALUES, Clause, Control, Filter, clause, clean_text

Names = tuple[str, ...]


class CategoricalFilter(Filter[Names]):
    """Rows whose column holds one of the names, in any case. `vocabulary` orders the choices, if there is one."""

    control = Control.CHOICES
    repeatable = True
    vocabulary: Names = ()

    def __init__(self, key: str, label: str, help: str, *, column: str, phrase: str) -> None:
        self.key, self.label, self.help = key, label, help
        self.column, self.phrase = column, phrase
        self.facet_columns = (column,)

    def parse(self, texts: tuple[str, ...]) -> Names:
        if len(texts) > MAX_VALUES:
            raise ValueRefused(f"{len(texts)} values", accepted=f"at most {MAX_VALUES} values")
        return tuple(sorted({clean_text(text, accepted=self.help) for text in texts}))

    def write(self, value: Names) -> tuple[str, ...]:
        return value

    def clauses(self, value: Names) -> tuple[Clause, ...]:
        return (_is_any(self.column, [casefold(name) for name in value]),)

    def describe(self, value: Names) -> str:
        return f"{self.phrase} {' or '.join(map(self.display, value))}"

    def to_control(self, value: Names | None) -> object:
        return list(value or ())

    def facet_values(self, frame: pd.DataFrame) -> pd.Series:
        return drop_blank(frame[self.column])


class VocabularyFilter(CategoricalFilter):
    """A choice among the codes of a closed vocabulary, shown by their labels; anything else is refused."""

    def __init__(self, key: str, label: str, help: str, *, column: str, phrase: str, labels: Mapping[str, str]) -> None:
        super().__init__(key, label, help, column=column, phrase=phrase)
        self.vocabulary, self.labels = tuple(labels), labels

    def parse(self, texts: tuple[str, ...]) -> Names:
        codes = {casefold(code): code for code in self.vocabulary}
        names = super().parse(texts)
        for name in names:
            if casefold(name) not in codes:
                raise ValueRefused(name, accepted=", ".join(self.vocabulary))
        return tuple(sorted({codes[casefold(name)] for name in names}))

    def display(self, choice: str) -> str:
        return self.labels.get(choice, choice)


class EventTypeFilter(CategoricalFilter):
    """Rows of an event type or of a sub-type."""

    vocabulary = tuple(name for event_type, sub_types in EVENT_TYPES.items() for name in (event_type, *sub_types))

    def __init__(self, key: str, label: str, help: str, *, column: str, phrase: str) -> None:
        super().__init__(key, label, help, column=column, phrase=phrase)
        self.facet_columns = ("event_type", "sub_event_type")

    def clauses(self, value: Names) -> tuple[Clause, ...]:
        names = [casefold(name) for name in value]
        return tuple(_is_any(column, names) for column in self.facet_columns)

    def facet_values(self, frame: pd.DataFrame) -> pd.Series:
        return pd.concat([drop_blank(frame["event_type"]), drop_blank(frame["sub_event_type"])])


def _is_any(column: str, names: list[str]) -> Clause:
    """Rows whose column, casefolded, is one of the names."""
    return clause(column, casefold_expr(column).is_in(names))


def drop_blank(texts: pd.Series) -> pd.Series:
    """The entries that hold text."""
    strings = texts.astype("str")
    return strings[strings.notna() & (strings != "")]


NAME_FILTERS: tuple[CategoricalFilter, ...] = (
    EventTypeFilter("type", "Type", "An event type or a sub-type", column="event_type", phrase="of type"),
)  # fmt: skip

PRECISION_FILTERS: tuple[CategoricalFilter, ...] = (
    VocabularyFilter("precision", "Place precision", "How closely the place is known", column="place_precision",
                     phrase="whose place is", labels=PLACE_PRECISION_LABELS),
    VocabularyFilter("date_precision", "Date precision", "How closely the date is known", column="date_precision",
                     phrase="whose date is", labels=DATE_PRECISION_LABELS),
    CategoricalFilter("dataset", "Dataset", "The dataset that a row comes from", column="dataset",
                      phrase="from the dataset"),
)  # fmt: skip

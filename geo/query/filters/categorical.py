"""Filters that match any of several names: actor, type, country, province, place, precision, dataset."""

import re
from collections.abc import Mapping

import pandas as pd

from geo.core import actors
from geo.core.casefold import casefold, casefold_expr
from geo.core.schema import DATE_PRECISION_LABELS, EVENT_TYPES, LIST_SEPARATOR, PLACE_PRECISION_LABELS
from geo.errors import ValueRefused
from geo.query.filters.filter import MAX_VALUES, Clause, Control, Filter, clause, clean_text

Names = tuple[str, ...]
# The blanks that str.strip removes; DuckDB's \s knows those of ASCII only.
BLANKS = "[\\s\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]*"
SEPARATOR = f"{BLANKS}{re.escape(LIST_SEPARATOR.strip())}{BLANKS}"


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


class ActorFilter(CategoricalFilter):
    """Rows that name the actor, by any alias, or one of its bodies: on either side or among the other actors."""

    accepts_free_text = True

    def __init__(self, key: str, label: str, help: str, *, column: str, phrase: str) -> None:
        super().__init__(key, label, help, column=column, phrase=phrase)
        self.facet_columns = ("actor_a", "actor_b", "other_actors")

    def parse(self, texts: tuple[str, ...]) -> Names:
        return tuple(sorted({actors.canonical(name) for name in super().parse(texts)}))

    def clauses(self, value: Names) -> tuple[Clause, ...]:
        aliases = [alias for name in value for alias in actors.aliases(name)]
        alternatives = "|".join(map(re.escape, aliases))
        pattern = rf"(?:^|{SEPARATOR})(?:{alternatives})(?:{SEPARATOR}|$)"
        among_others = casefold_expr("other_actors").str.contains(pattern).fill_null(False)
        sides = (_is_any(side, aliases) for side in ("actor_a", "actor_b"))
        return (*sides, clause("other_actors", among_others))

    def facet_values(self, frame: pd.DataFrame) -> pd.Series:
        others = drop_blank(frame["other_actors"]).str.split(LIST_SEPARATOR.strip()).explode().str.strip()
        names = pd.concat([drop_blank(frame["actor_a"]), drop_blank(frame["actor_b"]), drop_blank(others)])
        lineages = {name: list(actors.lineage(name)) for name in names.unique()}
        exploded = names.map(lineages).explode()
        pairs = pd.DataFrame({"label": exploded.index, "actor": exploded.array}).drop_duplicates().dropna()
        return pairs.set_index("label")["actor"]


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
    ActorFilter("actor", "Actor", "An actor by any of its names, with its own bodies: Iran includes the Revolutionary Guard",
                column="actor_a", phrase="involving"),
    EventTypeFilter("type", "Type", "An event type or a sub-type", column="event_type", phrase="of type"),
    CategoricalFilter("country", "Country", "A country by Natural Earth's English name", column="country", phrase="in"),
    CategoricalFilter("admin1", "Province", "A province by name", column="admin1", phrase="in the province of"),
)  # fmt: skip

PRECISION_FILTERS: tuple[CategoricalFilter, ...] = (
    VocabularyFilter("precision", "Place precision", "How closely the place is known", column="place_precision",
                     phrase="whose place is", labels=PLACE_PRECISION_LABELS),
    VocabularyFilter("date_precision", "Date precision", "How closely the date is known", column="date_precision",
                     phrase="whose date is", labels=DATE_PRECISION_LABELS),
    CategoricalFilter("dataset", "Dataset", "The dataset that a row comes from", column="dataset",
                      phrase="from the dataset"),
)  # fmt: skip

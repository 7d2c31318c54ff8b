"""Filters that match any of several names: actor, type, country, province, place, precision, dataset."""

import re

import narwhals as nw
import pandas as pd

from geo.core import actors
from geo.core.casefold import casefold, casefold_expr
from geo.core.schema import DATE_PRECISIONS, EVENT_TYPES, LIST_SEPARATOR, PLACE_PRECISIONS
from geo.errors import ValueRefused
from geo.query.filters.filter import MAX_VALUES, Clause, Control, Filter, clause, clean_text

Names = tuple[str, ...]
# Blanks as str.strip takes them; DuckDB's \s is ASCII only.
BLANKS = "[\\s\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]*"
SEPARATOR = f"{BLANKS}{re.escape(LIST_SEPARATOR.strip())}{BLANKS}"


class CategoricalFilter(Filter[Names]):
    """Rows whose column holds one of the names, whatever their case."""

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
        return (clause(self.column, _named(self.column, [casefold(name) for name in value])),)

    def describe(self, value: Names) -> str:
        return f"{self.phrase} {' or '.join(value)}"

    def to_control(self, value: Names | None) -> object:
        return list(value or ())

    def facet_values(self, frame: pd.DataFrame) -> pd.Series:
        return drop_blank(frame[self.column])


class VocabularyFilter(CategoricalFilter):
    """A choice among the values of a closed vocabulary; anything else is refused."""

    def __init__(self, key: str, label: str, help: str, *, column: str, phrase: str, allowed: Names) -> None:
        super().__init__(key, label, help, column=column, phrase=phrase)
        self.vocabulary = allowed

    def parse(self, texts: tuple[str, ...]) -> Names:
        usual = {casefold(name): name for name in self.vocabulary}
        names = super().parse(texts)
        for name in names:
            if casefold(name) not in usual:
                raise ValueRefused(name, accepted=", ".join(self.vocabulary))
        return tuple(sorted({usual[casefold(name)] for name in names}))


class ActorFilter(CategoricalFilter):
    """Rows that name the actor on either side or among the others, by any alias, or one of its bodies."""

    accepts_free_text = True

    def parse(self, texts: tuple[str, ...]) -> Names:
        return tuple(sorted({actors.canonical(name) for name in super().parse(texts)}))

    def __init__(self, key: str, label: str, help: str, *, column: str, phrase: str) -> None:
        super().__init__(key, label, help, column=column, phrase=phrase)
        self.facet_columns = ("actor_a", "actor_b", "other_actors")

    def clauses(self, value: Names) -> tuple[Clause, ...]:
        spellings = [spelling for name in value for spelling in actors.aliases(name)]
        within = "|".join(map(re.escape, spellings))
        listed = casefold_expr("other_actors").str.contains(rf"(?:^|{SEPARATOR})(?:{within})(?:{SEPARATOR}|$)")
        sides = (clause(side, _named(side, spellings)) for side in ("actor_a", "actor_b"))
        return (*sides, clause("other_actors", listed.fill_null(False)))

    def facet_values(self, frame: pd.DataFrame) -> pd.Series:
        listed = drop_blank(frame["other_actors"]).str.split(LIST_SEPARATOR.strip()).explode().str.strip()
        named = pd.concat([drop_blank(frame["actor_a"]), drop_blank(frame["actor_b"]), drop_blank(listed)])
        families = {name: list(actors.lineage(name)) for name in named.unique()}
        spread = named.map(families).explode()
        pairs = pd.DataFrame({"label": spread.index, "actor": spread.array}).drop_duplicates().dropna()
        return pairs.set_index("label")["actor"]


class EventTypeFilter(CategoricalFilter):
    """Rows of an event type or of a sub-type."""

    vocabulary = tuple(name for kind, subs in EVENT_TYPES.items() for name in (kind, *subs))

    def __init__(self, key: str, label: str, help: str, *, column: str, phrase: str) -> None:
        super().__init__(key, label, help, column=column, phrase=phrase)
        self.facet_columns = ("event_type", "sub_event_type")

    def clauses(self, value: Names) -> tuple[Clause, ...]:
        names = [casefold(name) for name in value]
        return tuple(clause(column, _named(column, names)) for column in self.facet_columns)

    def facet_values(self, frame: pd.DataFrame) -> pd.Series:
        return pd.concat([drop_blank(frame["event_type"]), drop_blank(frame["sub_event_type"])])


def _named(column: str, names: list[str]) -> nw.Expr:
    return casefold_expr(column).is_in(names)


def drop_blank(texts: pd.Series) -> pd.Series:
    """The entries that hold text."""
    told = texts.astype("str")
    return told[told.notna() & (told != "")]


NAMES: tuple[CategoricalFilter, ...] = (
    ActorFilter("actor", "Actor", "An actor by any of its names; it covers its own bodies (Iran covers the Revolutionary Guard)",
                column="actor_a", phrase="involving"),
    EventTypeFilter("type", "Type", "An event type or a sub-type", column="event_type", phrase="of type"),
    CategoricalFilter("country", "Country", "A country by Natural Earth's English name", column="country", phrase="in"),
    CategoricalFilter("admin1", "Province", "A province by name", column="admin1", phrase="in the province of"),
)  # fmt: skip

PRECISIONS: tuple[CategoricalFilter, ...] = (
    VocabularyFilter("precision", "Place precision", "How closely the place is known", column="place_precision",
               phrase="whose place precision is", allowed=tuple(PLACE_PRECISIONS)),
    VocabularyFilter("date_precision", "Date precision", "How closely the date is known", column="date_precision",
               phrase="whose date precision is", allowed=tuple(DATE_PRECISIONS)),
    CategoricalFilter("dataset", "Dataset", "The collection that a row comes from", column="dataset", phrase="from the dataset"),
)  # fmt: skip
